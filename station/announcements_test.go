package station_test

import (
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

func post(t *testing.T, s *station.Station, a *event.AnnouncementPosted) {
	t.Helper()
	a.TitleZh, a.TitleEn = "公告 "+a.Id, "notice "+a.Id
	stationtest.Send(t, s, &event.Down{Body: &event.Down_AnnouncementPosted{AnnouncementPosted: a}})
}

// hanging are the identifiers of what hangs on the wall, in order; those past in
// brackets.
func hanging(t *testing.T, s *station.Station) string {
	t.Helper()
	all, err := s.Announcements()
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, a := range all {
		if a.Past {
			a.ID = "(" + a.ID + ")"
		}
		ids = append(ids, a.ID)
	}
	return strings.Join(ids, " ")
}

func hangs(t *testing.T, s *station.Station, want string) {
	t.Helper()
	if got := hanging(t, s); got != want {
		t.Errorf("on the wall hang %q, want %q", got, want)
	}
}

func TestAnnouncementsHangWithinTheirTime(t *testing.T) {
	c := newClock()
	s, cfg := openAt(t, c)
	must(t, s.Hear(c.wall))
	in := func(d time.Duration) int64 { return c.wall.Add(d).UnixMilli() }
	post(t, s, &event.AnnouncementPosted{Id: "long", UntilMs: in(1000 * time.Hour)})
	post(t, s, &event.AnnouncementPosted{Id: "short", FromMs: in(-time.Hour), UntilMs: in(2 * time.Hour)})
	post(t, s, &event.AnnouncementPosted{Id: "later", FromMs: in(time.Hour), UntilMs: in(3 * time.Hour)})
	post(t, s, &event.AnnouncementPosted{Id: "storm", FromMs: in(-time.Hour), UntilMs: in(2 * time.Hour), Urgent: true})
	post(t, s, &event.AnnouncementPosted{Id: "flood", FromMs: in(time.Hour), UntilMs: in(3 * time.Hour), Urgent: true})
	post(t, s, &event.AnnouncementPosted{Id: "elsewhere", UntilMs: in(time.Hour), Stations: []string{"st-2"}})
	post(t, s, &event.AnnouncementPosted{Id: "gone", UntilMs: in(time.Hour), Stations: []string{"st-1"}})
	hangs(t, s, "storm short gone long")
	post(t, s, &event.AnnouncementPosted{Id: "gone", Withdrawn: true})
	post(t, s, &event.AnnouncementPosted{Id: "never", Withdrawn: true})
	post(t, s, &event.AnnouncementPosted{Id: "no name"})
	c.pass(time.Hour)
	hangs(t, s, "flood storm later short long")
	s = reopened(t, s, cfg)
	hangs(t, s, "flood storm later short long")
	must(t, s.Hear(c.wall))
	c.pass(time.Hour)
	hangs(t, s, "flood later long")
	post(t, s, &event.AnnouncementPosted{Id: "later", UntilMs: in(time.Hour), Stations: []string{"st-2"}})
	hangs(t, s, "flood long")
	if all, err := s.Announcements(); err != nil || all[0].Title.ZH != "公告 flood" || !all[0].From.Equal(c.wall.Add(-time.Hour)) || !all[0].Urgent || !all[1].From.IsZero() {
		t.Errorf("%+v, %v", all, err)
	}
}

// TestNoClockHidesAnUrgentAnnouncement: only the hub's word ends one, whatever
// the machine's clock says.
func TestNoClockHidesAnUrgentAnnouncement(t *testing.T) {
	for name, wall := range map[string]time.Time{
		"a clock that starts in 1970": time.Unix(0, 0),
		"a clock a year ahead":        newClock().wall.AddDate(1, 0, 0),
	} {
		t.Run(name, func(t *testing.T) {
			c := newClock()
			s, cfg := openAt(t, c)
			right := c.wall
			must(t, s.Hear(right))
			post(t, s, &event.AnnouncementPosted{Id: "storm", FromMs: right.Add(time.Hour).UnixMilli(), UntilMs: right.Add(24 * time.Hour).UnixMilli(), Urgent: true})
			post(t, s, &event.AnnouncementPosted{Id: "fair", FromMs: right.Add(time.Hour).UnixMilli(), UntilMs: right.Add(24 * time.Hour).UnixMilli()})
			hangs(t, s, "")
			stationtest.Close(t, s)
			c.wall = wall
			s = stationtest.Open(t, cfg)
			if got := hanging(t, s); got != "storm" && got != "(storm)" {
				t.Errorf("after a restart hang %q", got)
			}
			must(t, s.Hear(right.Add(2*time.Hour)))
			hangs(t, s, "storm fair")
			c.wall = c.wall.AddDate(0, 6, 0) // somebody sets the date
			hangs(t, s, "storm fair")
			c.mono += 23 * time.Hour
			hangs(t, s, "")
		})
	}
}

func TestAnnouncementsLongOverAreDropped(t *testing.T) {
	c := newClock()
	s, cfg := openAt(t, c)
	post(t, s, &event.AnnouncementPosted{Id: "a", UntilMs: c.wall.Add(time.Hour).UnixMilli(), Urgent: true})
	thin := func() {
		t.Helper()
		if _, err := s.Thin(); err != nil {
			t.Fatal(err)
		}
	}
	c.pass(100 * 24 * time.Hour)
	thin()
	hangs(t, s, "(a)") // the hub has not said what time it is
	must(t, s.Hear(c.wall))
	thin()
	s = reopened(t, s, cfg)
	hangs(t, s, "")
}
