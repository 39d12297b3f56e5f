package station_test

import (
	"errors"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/seal"
)

// handOf is a clock that a test moves by its wall.
func handOf(wall *time.Time) station.Clock {
	start := *wall
	return station.Clock{
		Wall: func() time.Time { return *wall },
		Mono: func() time.Duration { return wall.Sub(start) },
	}
}

// persons are the records that say who somebody is, with where they stand.
func persons(t *testing.T, s *station.Station) map[event.Ref]*event.Person {
	t.Helper()
	all := map[event.Ref]*event.Person{}
	for i, r := range records(t, s) {
		if p := r.GetPerson(); p != nil {
			all[event.Ref{Station: s.ID(), Epoch: 1, Seq: uint64(i + 1)}] = p
		}
	}
	return all
}

func sealing(t *testing.T, s *station.Station) station.Sealing {
	t.Helper()
	at, err := s.Sealing()
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// TestARotatedKeyIsUsedFromThenOn: who came before is sealed anew on the next
// visit, once, and the file keeps the key.
func TestARotatedKeyIsUsedFromThenOn(t *testing.T) {
	f := stationtest.NewFleet(t)
	cfg := f.Config(t, "st-1")
	wall := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	cfg.Clock = handOf(&wall)
	s := stationtest.Open(t, cfg)
	who := s.ByCard(name, number)
	visit := func() {
		t.Helper()
		wall = wall.Add(time.Hour)
		if _, err := s.CheckIn(who); err != nil {
			t.Fatal(err)
		}
	}
	visit()
	visit()
	if at := sealing(t, s); at.Key != f.Opener.ID || at.Rotated {
		t.Errorf("before: %+v", at)
	}
	next := f.Rotate(t, s)
	if at := sealing(t, s); at.Key != next.ID || !at.Rotated {
		t.Errorf("after: %+v, want %s", at, next.ID)
	}
	stationtest.Close(t, s)
	s = stationtest.Open(t, cfg) // with the key of its enrolment
	visit()
	visit()
	newest := f.Rotate(t, s)
	visit()
	ring, used := seal.Ring{f.Opener, next, newest}, map[string]int{}
	for ref, p := range persons(t, s) {
		used[p.Identity.KeyId]++
		if id, err := ring.Open(p.Identity, ref); err != nil || id.Number != number {
			t.Errorf("%s: %v, %v", ref, id, err)
		}
		if _, err := (seal.Ring{}).Open(p.Identity, ref); !errors.Is(err, seal.ErrOtherKey) {
			t.Errorf("without a key: %v", err)
		}
	}
	if used[f.Opener.ID] != 1 || used[next.ID] != 1 || used[newest.ID] != 1 {
		t.Errorf("sealed to %v, want once to each key", used)
	}
}

func TestAForgedKeyIsPassedOverAndCounted(t *testing.T) {
	s, f := open(t)
	stranger := stationtest.NewFleet(t)
	for range 2 {
		at, _ := s.Standing()
		if err := s.Apply(at.DownCursor+1, [][]byte{forgedKey(t, stranger)}); err != nil {
			t.Fatalf("it holds up the journal: %v", err)
		}
	}
	stationtest.Lend(t, s, "a", time.Now().Add(time.Hour), 1) // the entry behind it
	if at := sealing(t, s); at != (station.Sealing{Key: f.Opener.ID, Refused: 2}) {
		t.Errorf("%+v", at)
	}
	next := f.Rotate(t, s)
	if at := sealing(t, s); at != (station.Sealing{Key: next.ID, Rotated: true, Refused: 2}) {
		t.Errorf("then a genuine one: %+v", at)
	}
	if slots, err := s.Slots("health-check"); err != nil || len(slots) != 1 {
		t.Errorf("%v, %v", slots, err)
	}
}

func forgedKey(t *testing.T, by *stationtest.Fleet) []byte {
	t.Helper()
	entry, err := event.EncodeDown(&event.Down{Body: &event.Down_SealKey{
		SealKey: seal.SignKey(make([]byte, 32), by.Hub),
	}})
	if err != nil {
		t.Fatal(err)
	}
	return entry
}

// TestCheckFindsAKeyTheHubDidNotSign: whoever swaps the key in the file would
// read every identity from then on.
func TestCheckFindsAKeyTheHubDidNotSign(t *testing.T) {
	f := stationtest.NewFleet(t)
	cfg := f.Config(t, "st-1")
	s := stationtest.Open(t, cfg)
	f.Rotate(t, s)
	stationtest.Close(t, s)
	damaged(t, cfg.Path, func(tx *bolt.Tx) error {
		return tx.Bucket([]byte("keys")).Put([]byte("seal"), forgedKey(t, stationtest.NewFleet(t)))
	})
	s, err := station.Open(cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if r, err := s.Check(); err != nil || len(r.Faults) != 1 {
		t.Errorf("%q, %v", r.Faults, err)
	}
}
