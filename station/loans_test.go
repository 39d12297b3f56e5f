package station_test

import (
	"bytes"
	"errors"
	"path/filepath"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// morning is a station whose clock the test moves.
func morning(t *testing.T) (*station.Station, *stationtest.Clock, station.Config) {
	cfg := stationtest.NewFleet(t).Config(t, "st-1")
	clock := &stationtest.Clock{Time: time.Date(2026, 11, 23, 8, 0, 0, 0, event.Zone)}
	cfg.Clock = clock.Station()
	return stationtest.Open(t, cfg), clock, cfg
}

func left(t *testing.T, s *station.Station, slot string) int {
	t.Helper()
	slots, err := s.Slots("health-check")
	if err != nil {
		t.Fatal(err)
	}
	for _, each := range slots {
		if each.ID == slot {
			return each.Left
		}
	}
	return -1
}

// firstOf is the booking of a call that cannot fail here.
func firstOf(b station.Booking, err error) station.Booking {
	if err != nil {
		panic(err)
	}
	return b
}

func TestOnlyUnspentPlacesGoBack(t *testing.T) {
	s, clock, _ := morning(t)
	stationtest.Lend(t, s, "a", clock.Time.Add(time.Hour), 3)
	if _, err := s.Book(rider(1), "a"); err != nil {
		t.Fatal(err)
	}
	for n, want := range map[int]error{0: station.ErrNotUnspent, -1: station.ErrNotUnspent, 3: station.ErrNotUnspent} {
		if err := s.GiveBack("a", n); !errors.Is(err, want) {
			t.Errorf("%d: %v", n, err)
		}
	}
	if err := s.GiveBack("a", 2); err != nil || left(t, s, "a") != 0 {
		t.Errorf("%v, %d left", err, left(t, s, "a"))
	}
	all := records(t, s)
	if q := all[len(all)-1].GetQuotaReturned(); q.GetSlot() != "a" || q.GetQuantity() != 2 {
		t.Errorf("recorded %v", all[len(all)-1])
	}
	clock.Time = clock.Time.Add(time.Hour)
	if err := s.GiveBack("a", 1); !errors.Is(err, station.ErrSlotStarted) {
		t.Errorf("after the start: %v", err)
	}
	if err := s.GiveBack("none", 1); !errors.Is(err, station.ErrNoSlot) {
		t.Errorf("of no slot: %v", err)
	}
}

// TestRestoredStationPromisesNothing: what the lost file did since the backup
// is unknown, so the restored one has no place to promise, and none that comes
// back from before is promised again. What was promised stands.
func TestRestoredStationPromisesNothing(t *testing.T) {
	s, clock, cfg := morning(t)
	stationtest.Offer(t, s, &event.ServiceOffered{Id: "health-check", Waitlist: 1})
	stationtest.Lend(t, s, "a", clock.Time.Add(time.Hour), 2)
	b := firstOf(s.Book(rider(1), "a"))
	var copied bytes.Buffer
	if err := s.Backup(&copied); err != nil {
		t.Fatal(err)
	}
	stationtest.Close(t, s)
	from := filepath.Join(t.TempDir(), "backup.db")
	writeFile(t, from, copied.Bytes())
	if _, err := station.Restore(cfg, from); err != nil {
		t.Fatal(err)
	}
	s = stationtest.Open(t, cfg)
	if n := left(t, s, "a"); n != 0 {
		t.Errorf("%d places left", n)
	}
	if held, err := s.Bookings(rider(1).Pseudonym); err != nil || len(held) != 1 || held[0].Ref != b.Ref {
		t.Errorf("held %v, %v", held, err)
	}
	if w, err := s.Wait(rider(2), "a"); err != nil || w.State != waiting {
		t.Errorf("%+v, %v", w, err)
	}
	if err := s.Cancel(rider(1).Pseudonym, b.Ref); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Book(rider(3), "a"); !errors.Is(err, station.ErrSlotFull) {
		t.Errorf("a place from before the restore is promised again: %v", err)
	}
	stationtest.Lend(t, s, "a", clock.Time.Add(time.Hour), 1)
	if held, err := s.Bookings(rider(2).Pseudonym); err != nil || len(held) != 1 || held[0].State != confirmed {
		t.Errorf("a new loan: %v, %v", held, err)
	}
}

// TestClockSetBackReopensTheSlot: a clock that ran ahead let the loan lapse;
// what comes once the hub has corrected it can be booked.
func TestClockSetBackReopensTheSlot(t *testing.T) {
	s, clock, _ := morning(t)
	start := clock.Time.Add(time.Hour)
	stationtest.Lend(t, s, "a", start, 2)
	b := firstOf(s.Book(rider(1), "a"))
	right := clock.Time
	clock.Time = right.Add(26 * time.Hour)
	if err := s.Lapse(); err != nil {
		t.Fatal(err)
	}
	if err := s.Cancel(rider(1).Pseudonym, b.Ref); !errors.Is(err, station.ErrSlotStarted) {
		t.Errorf("cancelled while ahead: %v", err)
	}
	if err := s.Hear(right.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if !s.Now().Before(start) {
		t.Fatalf("the clock still says %v", s.Now())
	}
	if err := s.Cancel(rider(1).Pseudonym, b.Ref); err != nil || left(t, s, "a") != 1 {
		t.Errorf("%v, %d left", err, left(t, s, "a"))
	}
	stationtest.Lend(t, s, "a", start, 1)
	if n := left(t, s, "a"); n != 2 {
		t.Errorf("%d left after a loan", n)
	}
}

func TestOldSlotsAreForgottenWithTheirBookings(t *testing.T) {
	s, clock, _ := morning(t)
	stationtest.Lend(t, s, "old", clock.Time.Add(time.Hour), 1)
	b := firstOf(s.Book(rider(1), "old"))
	clock.Time = clock.Time.Add(time.Hour)
	if err := s.Attend(rider(1).Pseudonym, b.Ref, "at-1"); err != nil {
		t.Fatal(err)
	}
	clock.Time = clock.Time.AddDate(0, 0, 100)
	stationtest.Lend(t, s, "new", clock.Time.Add(time.Hour), 1)
	kept := firstOf(s.Book(rider(2), "new"))
	if _, err := s.Thin(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.FollowUp(rider(1), b.Ref, "new", "at-1"); !errors.Is(err, station.ErrNoBooking) {
		t.Errorf("the old booking: %v", err)
	}
	if held, err := s.Bookings(rider(2).Pseudonym); err != nil || len(held) != 1 || held[0].Ref != kept.Ref {
		t.Errorf("held %v, %v", held, err)
	}
	if _, err := s.Book(rider(3), "old"); !errors.Is(err, station.ErrNoSlot) {
		t.Errorf("the old slot: %v", err)
	}
}
