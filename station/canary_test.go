package station_test

import (
	"sync"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/seal"
)

// canaries are the records' references, oldest first.
func canaries(t *testing.T, s *station.Station) (all []event.Ref) {
	t.Helper()
	for i, r := range records(t, s) {
		if r.GetCanary() != nil {
			all = append(all, event.Ref{Station: s.ID(), Epoch: 1, Seq: uint64(i + 1)})
		}
	}
	return all
}

// TestOneCanaryADay: hourly calls, from several goroutines, over restarts and
// the midnights of China, and with a key that rotates.
func TestOneCanaryADay(t *testing.T) {
	f := stationtest.NewFleet(t)
	cfg := f.Config(t, "st-1")
	wall := time.Date(2026, 11, 23, 15, 30, 0, 0, time.UTC) // 23:30 at the station
	cfg.Clock = handOf(&wall)
	s := stationtest.Open(t, cfg)
	call := func() {
		t.Helper()
		var callers sync.WaitGroup
		for range 4 {
			callers.Go(func() {
				if err := s.Daily(); err != nil {
					t.Error(err)
				}
			})
		}
		callers.Wait()
	}
	call()
	call()
	if got := canaries(t, s); len(got) != 1 {
		t.Fatalf("%d canaries on the first day", len(got))
	}
	ring := seal.Ring{f.Opener, f.Rotate(t, s)}
	call()
	stationtest.Close(t, s)
	s = stationtest.Open(t, cfg)
	call()
	if got := canaries(t, s); len(got) != 1 {
		t.Fatalf("%d canaries on the first day, after a restart", len(got))
	}
	for range 25 {
		wall = wall.Add(time.Hour)
		call()
	}
	got := canaries(t, s)
	if len(got) != 3 { // 23, 24 and 25 November
		t.Fatalf("%d canaries on three days", len(got))
	}
	all := records(t, s)
	for i, ref := range got {
		e := all[ref.Seq-1].GetCanary().Envelope
		who, err := ring.Open(e, ref)
		if err != nil || who.Name != "nuanxin canary" || who.Number != "" {
			t.Errorf("the hub opens %v, %v", who, err)
		}
		if want := ring[min(i, 1)].ID; e.KeyId != want {
			t.Errorf("canary %d is sealed to %s, want %s", i, e.KeyId, want)
		}
	}
}

// TestExpiredPassesAreForgotten, and the check agrees: it runs when the test
// ends.
func TestExpiredPassesAreForgotten(t *testing.T) {
	cfg := stationtest.NewFleet(t).Config(t, "st-1")
	wall := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	cfg.Clock = handOf(&wall)
	s := stationtest.Open(t, cfg)
	who := rider(1).Pseudonym
	issue(t, s, who)
	wall = wall.AddDate(0, 0, 100)
	issue(t, s, who)
	wall = wall.AddDate(0, 0, 83)
	if err := s.Daily(); err != nil {
		t.Fatal(err)
	}
	if n, err := s.RevokePasses(who); n != 1 || err != nil {
		t.Errorf("%d left, %v; want the younger", n, err)
	}
}
