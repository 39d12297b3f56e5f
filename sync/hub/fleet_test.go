package hub_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
)

// tell announces a story to the fleet.
func (r *rig) tell(id, text string) {
	entry := must(event.EncodeDown(&event.Down{Body: &event.Down_StoryPublished{StoryPublished: &event.StoryPublished{Id: id, TextZh: text}}}))
	must(0, r.store.Update(ctx, func(tx hub.Tx) error {
		if err := tx.Silence("story_published", id); err != nil {
			return err
		}
		return tx.Announce([]hub.Announcement{{Kind: "story_published", Subject: id, Bytes: entry, Who: "test"}}, noon)
	}))
}

// listener is a station that applies what greetings bring.
type listener struct {
	enrolled
	cursor  uint64
	applied []string
}

// fataler is a test or one draw of a property.
type fataler interface {
	Fatal(...any)
	Fatalf(string, ...any)
}

// greet applies what one greeting brings, and fails where it is not what comes
// next.
func (l *listener) greet(t fataler, r *rig) {
	_, _, pages, err := r.Greet(ctx, l.hello(1, 0, l.cursor))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pages {
		if p.First != l.cursor+1 {
			t.Fatalf("%s has %d entries and is sent those from %d on", l.id, l.cursor, p.First)
		}
		for _, e := range p.Entries {
			l.cursor++
			d := must(event.DecodeDown(e))
			switch {
			case d.GetStoryPublished() != nil:
				l.applied = append(l.applied, d.GetStoryPublished().TextZh)
			case d.GetSlotLent() != nil:
				l.applied = append(l.applied, d.GetSlotLent().Slot)
			}
		}
	}
}

// TestFleetsWordReachesEachStationOnceInOrder mixes words to all with words to
// one, greetings at any time and a hub that dies before its commits. What was
// told to the fleet costs no row for each station.
func TestFleetsWordReachesEachStationOnceInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		dir := must(os.MkdirTemp("", "fleet-*"))
		defer os.RemoveAll(dir)
		r := newRig(dir)
		defer r.store.Close()
		all := []*listener{{enrolled: r.enrol("a")}, {enrolled: r.enrol("b")}}
		told, lent := []string{}, map[string][]string{}
		for i := range rapid.IntRange(1, 25).Draw(t, "steps") {
			switch rapid.IntRange(0, 5).Draw(t, "step") {
			case 0, 1:
				text := "word " + string(rune('a'+i))
				r.tell(text, text)
				told = append(told, text)
			case 2:
				s := slotOf(1)
				s.Starts = s.Starts.AddDate(0, 0, i)
				to := rapid.SampledFrom([]string{"a", "b"}).Draw(t, "to")
				must(r.setSlot(s, []hub.Share{{Station: to, Places: 1}}))
				lent[to] = append(lent[to], hub.SlotID(s.Service, s.Starts, s.PlaceZH))
			case 3:
				r.crash.next = true
				_, _, _, err := r.Greet(ctx, all[0].hello(1, 0, all[0].cursor))
				if r.crash.next = false; err == nil {
					t.Fatal("answered without a commit")
				}
			case 4:
				all = append(all, &listener{enrolled: r.enrol("late-" + string(rune('a'+i)))})
			default:
				rapid.SampledFrom(all).Draw(t, "who").greet(t, r)
			}
		}
		for _, l := range all {
			l.greet(t, r)
			var words, slots []string
			for _, a := range l.applied {
				if strings.HasPrefix(a, "word ") {
					words = append(words, a)
				} else {
					slots = append(slots, a)
				}
			}
			if !slices.Equal(words, told) || !slices.Equal(slots, lent[l.id]) {
				t.Fatalf("%s was told %v of %v, and lent %v of %v", l.id, words, told, slots, lent[l.id])
			}
		}
	})
}

func TestALaterWordTakesTheEarliersPlace(t *testing.T) {
	r := rigFor(t)
	early := &listener{enrolled: r.enrol("a")}
	r.tell("s", "one")
	early.greet(t, r)
	r.tell("s", "two")
	late := &listener{enrolled: r.enrol("b")}
	early.greet(t, r)
	late.greet(t, r)
	if !slices.Equal(early.applied, []string{"one", "two"}) || !slices.Equal(late.applied, []string{"two"}) {
		t.Errorf("%v, %v", early.applied, late.applied)
	}
	if early.cursor != 6 || late.cursor != 6 {
		t.Errorf("cursors %d and %d", early.cursor, late.cursor)
	}
}

// Those connected are told at once, others when they greet.
func TestFleetsWordIsPushed(t *testing.T) {
	r, l, p := linked(t)
	one, two := r.enrol("one"), r.enrol("two")
	serve(t, l, p)
	l.Take("nuanxin/v1/one/hello", one.hello(1, 0, 0))
	p.next(t, r, "one")
	if d := p.next(t, r, "one"); d.Page == nil || d.Page.Last != 4 {
		t.Fatalf("%+v", d)
	}
	r.tell("s", "one")
	if d := p.next(t, r, "one"); d.Page == nil || d.Page.First != 5 || len(d.Page.Entries) != 1 {
		t.Fatalf("%+v", d)
	}
	if n := countIn(t, r, "fleet_runs"); n != 1 {
		t.Errorf("%d rows for one station that has greeted", n)
	}
	l.Take("nuanxin/v1/two/hello", two.hello(1, 0, 0))
	p.next(t, r, "two")
	if d := p.next(t, r, "two"); d.Page == nil || d.Page.First != 1 || len(d.Page.Entries) != 5 {
		t.Fatalf("%+v", d)
	}
}
