package screen

import (
	"slices"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
)

// Announcements and stories take turns in one strip, of one height, and all other buttons stay as they are.
func TestTheStripChangesInPlaceAndIsTapped(t *testing.T) {
	begin(t)
	for _, size := range sizes {
		v := named(t, "home-posted-story")
		var tapped []flow.Action
		b := drawn(v, size, func(tap flow.Tap) { tapped = append(tapped, tap.Action) })
		before, strip := touches(b), b.live.saying.Size()
		home := v.Screen.(flow.Home)
		home.Saying = flow.Saying{Announcement: announcementsSample[1]}
		v.Screen = home
		b.Display(v)
		after := touches(b)
		if len(after) != len(before)+1 || !slices.Equal(before, after[:len(before)]) || b.live.saying.Size() != strip {
			t.Errorf("at %v: %d buttons became %d, the strip %v of %v", size, len(before), len(after), b.live.saying.Size(), strip)
		}
		all := targets(b)
		b.tapAt(all[len(all)-1].middle())
		if !slices.Equal(tapped, []flow.Action{flow.OpenAnnouncement{ID: "water"}}) {
			t.Errorf("at %v: a tap on the strip asks for %v", size, tapped)
		}
	}
}

func TestSeatsGrowOldInPlace(t *testing.T) {
	begin(t)
	v := named(t, "home")
	none := drawn(v, sizes[2], nil)
	if !slices.Contains(texts(none), i18n.ZH.Say(i18n.HomeTitle)) {
		t.Errorf("where nobody has said it: %q", texts(none))
	}
	v = named(t, "home-posted")
	home := v.Screen.(flow.Home)
	home.Seats = station.Seats{Level: station.SeatsFew, Age: 9 * time.Minute}
	v.Screen = home
	b := drawn(v, sizes[2], nil)
	before := touches(b)
	home.Seats.Age += time.Minute
	v.Screen = home
	b.Display(v)
	if !slices.Equal(before, touches(b)) || !slices.Contains(texts(b), "座位紧张 · 10 分钟前") {
		t.Errorf("shows %q, or other buttons", texts(b))
	}
}
