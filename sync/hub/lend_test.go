package hub_test

import (
	"errors"
	"maps"
	"os"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/wire"
)

func slotOf(capacity int) hub.Slot {
	return hub.Slot{Service: "health-check", Starts: noon.Truncate(time.Hour).Add(24 * time.Hour), Minutes: 20, PlaceZH: "一号站", PlaceEN: "Station 1", Capacity: capacity}
}

// journal is a station's down-journal, decoded.
func (r *rig) journal(station string) (all []*event.Down) {
	for _, p := range must(r.PagesAfter(ctx, station, 0)) {
		for _, e := range p.Entries {
			all = append(all, must(event.DecodeDown(e)))
		}
	}
	return all
}

func lentIn(journal []*event.Down) (n int) {
	for _, d := range journal {
		n += int(d.GetSlotLent().GetQuantity())
	}
	return n
}

// TestLoansNeverExceedCapacity sets one slot again and again, as an operator
// with second thoughts would, and adds up what the journals promise.
func TestLoansNeverExceedCapacity(t *testing.T) {
	stations := []string{"a", "b", "c"}
	rapid.Check(t, func(t *rapid.T) {
		dir := must(os.MkdirTemp("", "lend-*"))
		defer os.RemoveAll(dir)
		r := newRig(dir)
		defer r.store.Close()
		for _, s := range stations {
			must(r.Invite(ctx, s, "", ""))
		}
		capacity, promised := 0, map[string]int{}
		for range rapid.IntRange(1, 8).Draw(t, "settings") {
			wanted := rapid.IntRange(1, 12).Draw(t, "capacity")
			var shares []hub.Share
			for _, s := range rapid.Permutation(stations).Draw(t, "stations")[:rapid.IntRange(0, 3).Draw(t, "how many")] {
				shares = append(shares, hub.Share{Station: s, Places: rapid.IntRange(0, 5).Draw(t, "places")})
			}
			loans, err := r.setSlot(slotOf(wanted), shares)
			total, now := 0, map[string]int{}
			for _, s := range stations {
				if n := lentIn(r.journal(s)); n > 0 {
					now[s], total = n, total+n
				}
			}
			switch {
			case err != nil && !errors.Is(err, hub.ErrLent) && !errors.Is(err, hub.ErrCapacity):
				t.Fatalf("%v", err)
			case err != nil && !maps.Equal(now, promised):
				t.Fatalf("refused (%v), yet promised %v became %v", err, promised, now)
			case err == nil && !maps.Equal(now, loans):
				t.Fatalf("the journals promise %v, the loans are %v", now, loans)
			case err == nil:
				capacity = wanted
			}
			if total > capacity {
				t.Fatalf("%d lent of %d", total, capacity)
			}
			promised = now
		}
	})
}

func TestSharesOfASlot(t *testing.T) {
	for name, c := range map[string]struct {
		capacity int
		first    []hub.Share
		then     int
		second   []hub.Share
		want     map[string]int
		err      error
	}{
		"evenly":           {capacity: 5, first: []hub.Share{{"a", 0}, {"b", 0}}, want: map[string]int{"a": 3, "b": 2}},
		"some fixed":       {capacity: 5, first: []hub.Share{{"a", 1}, {"b", 0}}, want: map[string]int{"a": 1, "b": 4}},
		"some kept back":   {capacity: 5, first: []hub.Share{{"a", 2}}, want: map[string]int{"a": 2}},
		"too many":         {capacity: 5, first: []hub.Share{{"a", 4}, {"b", 2}}, err: hub.ErrCapacity},
		"raised":           {capacity: 2, first: []hub.Share{{"a", 0}}, then: 5, want: map[string]int{"a": 5}},
		"the same again":   {capacity: 2, first: []hub.Share{{"a", 0}}, then: 2, second: []hub.Share{{"a", 0}}, want: map[string]int{"a": 2}},
		"lowered too far":  {capacity: 3, first: []hub.Share{{"a", 0}}, then: 2, err: hub.ErrLent},
		"taken back":       {capacity: 3, first: []hub.Share{{"a", 3}}, then: 3, second: []hub.Share{{"a", 1}}, err: hub.ErrLent},
		"lowered to loans": {capacity: 5, first: []hub.Share{{"a", 2}}, then: 2, second: []hub.Share{{"a", 2}}, want: map[string]int{"a": 2}},
		"named twice":      {capacity: 5, first: []hub.Share{{"a", 2}, {"a", 1}}, err: hub.ErrBadSlot},
		"nobody":           {capacity: 5, first: []hub.Share{{"z", 2}}, err: hub.ErrUnknownStation},
	} {
		t.Run(name, func(t *testing.T) {
			r := rigFor(t)
			must(r.Invite(ctx, "a", "", ""))
			must(r.Invite(ctx, "b", "", ""))
			loans, err := r.setSlot(slotOf(c.capacity), c.first)
			if err == nil && c.then != 0 {
				loans, err = r.setSlot(slotOf(c.then), c.second)
			}
			if !errors.Is(err, c.err) || (err == nil && !maps.Equal(loans, c.want)) {
				t.Errorf("%v, %v; expected %v, %v", loans, err, c.want, c.err)
			}
		})
	}
}

func TestImpossibleSlots(t *testing.T) {
	r := rigFor(t)
	for name, change := range map[string]func(*hub.Slot){
		"no capacity":     func(s *hub.Slot) { s.Capacity = 0 },
		"no time":         func(s *hub.Slot) { s.Minutes = 0 },
		"past":            func(s *hub.Slot) { s.Starts = noon.Truncate(time.Minute).Add(-time.Minute) },
		"within a minute": func(s *hub.Slot) { s.Starts = s.Starts.Add(time.Second) },
		"a long place":    func(s *hub.Slot) { s.PlaceZH = strings.Repeat("站", 100) },
	} {
		s := slotOf(4)
		change(&s)
		if _, err := r.setSlot(s, nil); !errors.Is(err, hub.ErrBadSlot) {
			t.Errorf("%s: %v", name, err)
		}
	}
	s := slotOf(4)
	s.Service = "haircut"
	if _, err := r.setSlot(s, nil); !errors.Is(err, hub.ErrUnknownService) || !strings.Contains(err.Error(), "legal-aid") {
		t.Errorf("unknown service: %v", err)
	}
	must(r.setSlot(slotOf(4), nil))
	longer := slotOf(4)
	longer.Minutes = 40
	if _, err := r.setSlot(longer, nil); !errors.Is(err, hub.ErrBadSlot) {
		t.Errorf("another length: %v", err)
	}
}

func TestSlotsAreSetTogetherOrNotAtAll(t *testing.T) {
	r := rigFor(t)
	must(r.Invite(ctx, "a", "", ""))
	one, two, three := slotOf(4), slotOf(4), slotOf(0)
	two.Starts = two.Starts.Add(time.Hour)
	if _, err := r.SetSlots(ctx, []hub.Slot{one, two, three}, []hub.Share{{Station: "a"}}); !errors.Is(err, hub.ErrBadSlot) {
		t.Errorf("%v", err)
	}
	if n := countIn(t, r, "slots"); n != 0 || lentIn(r.journal("a")) != 0 {
		t.Errorf("%d slots, %d places", n, lentIn(r.journal("a")))
	}
	set := must(r.SetSlots(ctx, []hub.Slot{one, two}, []hub.Share{{Station: "a", Places: 3}}))
	if len(set) != 2 || set[0].Lent != 3 || set[0].ID == set[1].ID || lentIn(r.journal("a")) != 6 {
		t.Errorf("%+v", set)
	}
}

func TestServicesAreOfferedOnce(t *testing.T) {
	r := rigFor(t)
	must(r.Invite(ctx, "a", "", ""))
	must(r.Invite(ctx, "a", "", ""))
	must(r.setSlot(slotOf(4), []hub.Share{{Station: "a"}}))
	var kinds []string
	for _, d := range r.journal("a") {
		kinds = append(kinds, d.Kind())
	}
	if got := strings.Join(kinds, " "); got != "service_offered service_offered service_offered service_offered slot_lent" {
		t.Errorf("the journal is %s", got)
	}
	for _, s := range hub.Catalogue() {
		if s.ID == "" || s.NameZH == "" || s.NameEN == "" || s.NoteZH == "" || s.NoteEN == "" {
			t.Errorf("incomplete: %+v", s)
		}
	}
}

func TestGreetingIsAnsweredWithReceiptAndPages(t *testing.T) {
	r := rigFor(t)
	station := r.enrol("a")
	must(r.setSlot(slotOf(4), []hub.Share{{Station: "a"}}))
	must(ingest(r, station.batch(1, checkIns(3), 1, 3)))
	id, receipt, pages, err := r.Greet(ctx, station.hello(1, 7, 1))
	if err != nil || id != "a" || receipt.Verdict != wire.Accepted || receipt.UpTo != 3 {
		t.Fatalf("%s %+v %v", id, receipt, err)
	}
	if len(pages) != 1 || pages[0].First != 2 || len(pages[0].Entries) != 4 || pages[0].Last != 5 {
		t.Errorf("pages %+v", pages)
	}
	if s := must(r.store.Stations(ctx))[0]; s.Behind() != 4 || !s.Heard.Equal(noon) {
		t.Errorf("report %+v", s)
	}
	must(ingest(r, station.batch(1, checkIns(4), 4, 1)))
	if s := must(r.store.Stations(ctx))[0]; s.Behind() != 3 {
		t.Errorf("while draining: %d behind instead of 3", s.Behind())
	}
	if _, _, pages, err = r.Greet(ctx, station.hello(1, 7, 5)); err != nil || len(pages) != 0 {
		t.Errorf("nothing new, yet %+v, %v", pages, err)
	}
	must(ingest(r, station.batch(2, checkIns(1), 1, 1)))
	if _, receipt, _, err = r.Greet(ctx, station.hello(1, 7, 5)); err != nil || receipt.Verdict != wire.StaleEpoch || receipt.UpTo != 4 {
		t.Errorf("an ended epoch: %+v, %v", receipt, err)
	}
	if _, receipt, _, err = r.Greet(ctx, station.hello(3, 0, ^uint64(0))); err != nil || receipt.UpTo != 0 || receipt.Hash != event.Genesis("a", 3) {
		t.Errorf("an epoch to come: %+v, %v", receipt, err)
	}
	if _, _, _, err = r.Greet(ctx, station.hello(4, 9, 0)); err != nil || must(r.store.Stations(ctx))[0].Behind() != 9 {
		t.Errorf("nothing of epoch 4 came, yet %d behind; %v", must(r.store.Stations(ctx))[0].Behind(), err)
	}
}

func TestPagesFitAMessage(t *testing.T) {
	r := rigFor(t)
	must(r.Invite(ctx, "a", "", ""))
	s := slotOf(1)
	s.PlaceEN = strings.Repeat("x", 200)
	for range 700 {
		s.Starts = s.Starts.Add(time.Minute)
		must(r.setSlot(s, []hub.Share{{Station: "a"}}))
	}
	next := uint64(1)
	pages := must(r.PagesAfter(ctx, "a", 0))
	for _, p := range pages {
		message := must(wire.EncodeDownward("a", wire.Downward{Page: &p}, r.keys.HubKey))
		if p.First != next || p.Last != 704 || len(message) > wire.MaxMessage {
			t.Errorf("page from %d (expected %d) of %d bytes, last %d", p.First, next, len(message), p.Last)
		}
		next += uint64(len(p.Entries))
	}
	if next != 705 || len(pages) < 2 {
		t.Errorf("%d pages end at %d", len(pages), next-1)
	}
}

// The station refuses pages of another epoch than it greeted with.
func TestAFirstGreetingsPagesAreOfItsEpoch(t *testing.T) {
	r := rigFor(t)
	station := r.enrol("a")
	hello := must(wire.EncodeGreeting(wire.Greeting{Station: "a", Epoch: 1, Wall: noon, JournalEpoch: 7}, station.key))
	if _, _, pages, err := r.Greet(ctx, hello); err != nil || len(pages) != 1 || pages[0].JournalEpoch != 7 {
		t.Errorf("%+v, %v", pages, err)
	}
}
