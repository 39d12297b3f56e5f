package station_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// TestNoShowsPlaceGoesToAWalkIn: a whole morning at one slot, and what the
// journal says of it.
func TestNoShowsPlaceGoesToAWalkIn(t *testing.T) {
	s, clock, _ := morning(t)
	stationtest.Offer(t, s, &event.ServiceOffered{Id: "health-check", Waitlist: 5})
	stationtest.Lend(t, s, "a", clock.Time.Add(time.Hour), 2)
	first, second := firstOf(s.Book(rider(1), "a")), firstOf(s.Book(rider(2), "a"))
	third := firstOf(s.Wait(rider(3), "a"))
	if err := s.NoShow(rider(1).Pseudonym, first.Ref, "at-1"); !errors.Is(err, station.ErrNotBegun) {
		t.Errorf("no-show before the start: %v", err)
	}
	if err := s.Call(rider(3).Pseudonym, third.Ref, "at-1"); !errors.Is(err, station.ErrNotHeld) {
		t.Errorf("somebody who waits is called: %v", err)
	}
	clock.Time = clock.Time.Add(65 * time.Minute)
	if _, err := s.WalkIn(rider(4), "a", "at-1"); !errors.Is(err, station.ErrSlotFull) {
		t.Errorf("before the no-show: %v", err)
	}
	if _, err := s.WalkIn(station.Anonymous(), "a", "at-1"); !errors.Is(err, station.ErrAnonymous) {
		t.Errorf("an anonymous walk-in: %v", err)
	}
	if err := errors.Join(
		s.Call(rider(2).Pseudonym, second.Ref, "at-1"),
		s.Attend(rider(2).Pseudonym, second.Ref, "at-1"),
		s.NoShow(rider(1).Pseudonym, first.Ref, "at-2"),
	); err != nil {
		t.Fatal(err)
	}
	walk := firstOf(s.WalkIn(rider(4), "a", "at-1"))
	if !walk.WalkIn || walk.State != confirmed {
		t.Errorf("walked in: %+v", walk)
	}
	// The rider came after all, and the place is gone.
	if err := s.Attend(rider(1).Pseudonym, first.Ref, "at-1"); !errors.Is(err, station.ErrSlotFull) {
		t.Errorf("came too late: %v", err)
	}
	today, err := s.Today()
	if err != nil || len(today) != 4 {
		t.Fatalf("%v, %v", today, err)
	}
	for i, want := range []event.BookingState{noShow, attended, lapsed, confirmed} {
		if today[i].State != want || today[i].Who != rider(byte(i+1)).Pseudonym {
			t.Errorf("line %d: %+v, want %v", i, today[i], want)
		}
	}
	var acts string
	for _, r := range records(t, s) {
		acts += r.Attendant + " "
		if c := r.GetBookingChange(); c.GetState() == noShow && r.Attendant != "at-2" {
			t.Errorf("the no-show is of %q", r.Attendant)
		}
	}
	if acts != "    at-1 at-1  at-2 at-1 " {
		t.Errorf("acts by %q", acts)
	}
}

// TestWalkInsAreOfferedWhatTheyCanHave: slots of today with a place, begun ones too; not those over, full or of another day.
func TestWalkInsAreOfferedWhatTheyCanHave(t *testing.T) {
	s, clock, _ := morning(t)
	stationtest.Offer(t, s, &event.ServiceOffered{Id: "health-check"})
	stationtest.Lend(t, s, "later", clock.Time.Add(2*time.Hour), 1)
	stationtest.Lend(t, s, "soon", clock.Time.Add(time.Hour), 1)
	stationtest.Lend(t, s, "full", clock.Time.Add(time.Hour), 1)
	stationtest.Lend(t, s, "tomorrow", clock.Time.Add(24*time.Hour), 1)
	booked := firstOf(s.Book(rider(1), "soon"))
	firstOf(s.Book(rider(2), "full"))
	offered := func(want ...string) {
		t.Helper()
		slots, err := s.WalkInSlots("health-check")
		var got []string
		for _, slot := range slots {
			got = append(got, slot.ID)
		}
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("offered %q, %v; want %q", got, err, want)
		}
	}
	offered("later")
	clock.Time = clock.Time.Add(61 * time.Minute)
	if err := s.NoShow(rider(1).Pseudonym, booked.Ref, "at-1"); err != nil {
		t.Fatal(err)
	}
	offered("soon", "later")
	nobody := s.Nameless()
	if b, err := s.WalkIn(nobody, "soon", "at-1"); err != nil || b.Who != nobody.Pseudonym || nobody.Means != event.Means_MEANS_ANONYMOUS {
		t.Errorf("without a card: %+v, %v", b, err)
	}
	offered("later")
	clock.Time = clock.Time.Add(24 * time.Hour)
	offered()
}

func TestTodayIsAChineseDay(t *testing.T) {
	s, clock, _ := morning(t)
	midnight := time.Date(2026, 11, 24, 0, 0, 0, 0, event.Zone)
	stationtest.Lend(t, s, "last", midnight.Add(-time.Minute), 1)
	stationtest.Lend(t, s, "next", midnight, 2)
	firstOf(s.Book(rider(1), "last"))
	firstOf(s.Book(rider(2), "next"))
	clock.Time = clock.Time.In(time.FixedZone("elsewhere", -8*60*60)) // the machine is set wrong
	for _, want := range []string{"last", "next"} {
		today, err := s.Today()
		if err != nil || len(today) != 1 || today[0].Slot.ID != want {
			t.Errorf("%v, %v; want %s", today, err, want)
		}
		clock.Time = midnight
	}
}

func TestFollowUpStandsBesideTheNextBooking(t *testing.T) {
	s, clock, _ := morning(t)
	for slot, hours := range map[string]int{"a": 1, "b": 2, "c": 3} {
		stationtest.Lend(t, s, slot, clock.Time.Add(time.Duration(hours)*time.Hour), 5)
	}
	first := firstOf(s.Book(rider(1), "a"))
	if _, err := s.FollowUp(rider(1), first.Ref, "c", "at-1"); !errors.Is(err, station.ErrNotAttended) {
		t.Errorf("before it was attended: %v", err)
	}
	if err := s.Attend(rider(1).Pseudonym, first.Ref, "at-1"); err != nil {
		t.Fatal(err)
	}
	next := firstOf(s.Book(rider(1), "b"))
	after := firstOf(s.FollowUp(rider(1), first.Ref, "c", "at-1"))
	if after.FollowUpOf != first.Ref {
		t.Errorf("%+v", after)
	}
	if b, err := s.FollowUp(rider(1), first.Ref, "b", "at-1"); !errors.Is(err, station.ErrAlreadyBooked) || b.Ref != after.Ref {
		t.Errorf("a second follow-up: %+v, %v", b, err)
	}
	moved := firstOf(s.Reschedule(rider(1), after.Ref, "b"))
	if moved.FollowUpOf != first.Ref {
		t.Errorf("moved, it follows up %v", moved.FollowUpOf)
	}
	if held, err := s.Bookings(rider(1).Pseudonym); err != nil || len(held) != 2 || held[0].Ref != next.Ref || held[1].Ref != moved.Ref {
		t.Errorf("%v, %v", held, err)
	}
	if _, err := s.FollowUp(rider(2), first.Ref, "c", "at-1"); !errors.Is(err, station.ErrNoBooking) {
		t.Errorf("of another rider's: %v", err)
	}
}
