package station_test

import (
	"errors"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// TestPlaceThatComesBackGoesToWhoWaitsLongest, in the transaction that gives
// it back, and the rider learns of it once.
func TestPlaceThatComesBackGoesToWhoWaitsLongest(t *testing.T) {
	s, clock, _ := morning(t)
	stationtest.Offer(t, s, &event.ServiceOffered{Id: "health-check", Waitlist: 2})
	stationtest.Lend(t, s, "a", clock.Time.AddDate(0, 0, 5), 1)
	first := firstOf(s.Book(rider(1), "a"))
	second, third := firstOf(s.Wait(rider(2), "a")), firstOf(s.Wait(rider(3), "a"))
	if _, err := s.Wait(rider(4), "a"); !errors.Is(err, station.ErrWaitlistFull) {
		t.Errorf("a third in line: %v", err)
	}
	if err := s.Cancel(rider(1).Pseudonym, first.Ref); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		ref  event.Ref
		who  byte
		want event.BookingState
	}{{second.Ref, 2, confirmed}, {third.Ref, 3, waiting}} {
		held, err := s.Bookings(rider(c.who).Pseudonym)
		if err != nil || len(held) != 1 || held[0].Ref != c.ref || held[0].State != c.want {
			t.Errorf("rider %d: %v, %v", c.who, held, err)
		}
	}
	told, err := s.Reminders(rider(2).Pseudonym)
	if err != nil || len(told) != 1 || told[0].Reason != station.ReminderPromoted {
		t.Fatalf("told %v, %v", told, err)
	}
	if err := s.Seen(told); err != nil {
		t.Fatal(err)
	}
	if told, err := s.Reminders(rider(2).Pseudonym); err != nil || len(told) != 0 {
		t.Errorf("told again: %v, %v", told, err)
	}
	clock.Time = clock.Time.AddDate(0, 0, 4)
	if told, err := s.Reminders(rider(2).Pseudonym); err != nil || len(told) != 1 || told[0].Reason != station.ReminderSoon {
		t.Errorf("the day before: %v, %v", told, err)
	}
}

func TestHubDecidesWhatIsProvisional(t *testing.T) {
	s, clock, _ := morning(t)
	stationtest.Lend(t, s, "a", clock.Time.Add(time.Hour), 0)
	yes, no := firstOf(s.BookProvisional(rider(1), "a")), firstOf(s.BookProvisional(rider(2), "a"))
	late := firstOf(s.BookProvisional(rider(3), "a"))
	if _, err := s.BookProvisional(rider(1), "a"); !errors.Is(err, station.ErrAlreadyBooked) {
		t.Errorf("twice: %v", err)
	}
	stationtest.Decide(t, s, yes.Ref, true)
	stationtest.Decide(t, s, no.Ref, false)
	for who, want := range map[byte]event.BookingState{1: confirmed, 3: provisional} {
		if held, err := s.Bookings(rider(who).Pseudonym); err != nil || len(held) != 1 || held[0].State != want {
			t.Errorf("rider %d: %v, %v", who, held, err)
		}
	}
	if told, err := s.Reminders(rider(2).Pseudonym); err != nil || len(told) != 1 || told[0].Reason != station.ReminderLapsed {
		t.Errorf("refused: %v, %v", told, err)
	}
	// The word comes after the rider gave up: the place is for others.
	if err := s.Cancel(rider(3).Pseudonym, late.Ref); err != nil {
		t.Fatal(err)
	}
	stationtest.Decide(t, s, late.Ref, true)
	if n := left(t, s, "a"); n != 1 {
		t.Errorf("%d left", n)
	}
	stationtest.Decide(t, s, event.Ref{Station: "st-1", Epoch: 1, Seq: 999}, true)
	if n := left(t, s, "a"); n != 1 {
		t.Errorf("%d left after a word on nothing", n)
	}
}

// TestWhatWaitsLapsesAtTheStart: at once for whoever looks, and in the journal
// when the station looks after itself.
func TestWhatWaitsLapsesAtTheStart(t *testing.T) {
	s, clock, _ := morning(t)
	stationtest.Lend(t, s, "a", clock.Time.Add(time.Hour), 0)
	stationtest.Lend(t, s, "b", clock.Time.Add(2*time.Hour), 1)
	b := firstOf(s.BookProvisional(rider(1), "a"))
	clock.Time = clock.Time.Add(time.Hour)
	if today, err := s.Today(); err != nil || len(today) != 1 || today[0].State != lapsed {
		t.Errorf("%v, %v", today, err)
	}
	stationtest.Decide(t, s, b.Ref, true) // too late
	firstOf(s.Book(rider(1), "b"))        // it stands in nobody's way
	for range 2 {
		if err := s.Lapse(); err != nil {
			t.Fatal(err)
		}
	}
	if got := kinds(t, s); got != "epoch_started booking booking booking_change" {
		t.Errorf("journal: %s", got)
	}
}

// TestReschedulingIsOneStep: the old place goes to whoever waits for it, and
// stays where the new one cannot be had.
func TestReschedulingIsOneStep(t *testing.T) {
	s, clock, _ := morning(t)
	stationtest.Offer(t, s, &event.ServiceOffered{Id: "health-check", Waitlist: 2})
	stationtest.Lend(t, s, "a", clock.Time.Add(time.Hour), 1)
	stationtest.Lend(t, s, "b", clock.Time.Add(2*time.Hour), 0)
	old := firstOf(s.Book(rider(1), "a"))
	firstOf(s.Wait(rider(2), "a"))
	if _, err := s.Reschedule(rider(1), old.Ref, "b"); !errors.Is(err, station.ErrSlotFull) {
		t.Errorf("to a full slot: %v", err)
	}
	if held, err := s.Bookings(rider(1).Pseudonym); err != nil || len(held) != 1 || held[0].Ref != old.Ref {
		t.Errorf("the old one: %v, %v", held, err)
	}
	stationtest.Lend(t, s, "b", clock.Time.Add(2*time.Hour), 1)
	moved := firstOf(s.Reschedule(rider(1), old.Ref, "b"))
	if held, err := s.Bookings(rider(1).Pseudonym); err != nil || len(held) != 1 || held[0].Ref != moved.Ref || held[0].Slot.ID != "b" {
		t.Errorf("the new one: %v, %v", held, err)
	}
	if held, err := s.Bookings(rider(2).Pseudonym); err != nil || len(held) != 1 || held[0].State != confirmed {
		t.Errorf("who waited: %v, %v", held, err)
	}
	all := records(t, s)
	if b := all[len(all)-2].GetBooking(); b.GetMovedFrom().GetSeq() != old.Ref.Seq || all[len(all)-1].GetBookingChange() == nil {
		t.Errorf("recorded %v", all[len(all)-2:])
	}
	if err := s.Cancel(rider(1).Pseudonym, old.Ref); !errors.Is(err, station.ErrNoBooking) {
		t.Errorf("the old one again: %v", err)
	}
}

// TestErasedRidersPlaceGoesOn: what is ahead goes to others, what is over
// leaves the books.
func TestErasedRidersPlaceGoesOn(t *testing.T) {
	s, clock, _ := morning(t)
	stationtest.Offer(t, s, &event.ServiceOffered{Id: "health-check", Waitlist: 2})
	stationtest.Lend(t, s, "a", clock.Time.Add(time.Hour), 1)
	stationtest.Lend(t, s, "b", clock.Time.Add(2*time.Hour), 1)
	first := firstOf(s.Book(rider(1), "a"))
	clock.Time = clock.Time.Add(time.Hour)
	if err := s.Attend(rider(1).Pseudonym, first.Ref, "at-1"); err != nil {
		t.Fatal(err)
	}
	firstOf(s.Book(rider(1), "b"))
	firstOf(s.Wait(rider(2), "b"))
	if err := s.Erase(rider(1).Pseudonym); err != nil {
		t.Fatal(err)
	}
	if held, err := s.Bookings(rider(2).Pseudonym); err != nil || len(held) != 1 || held[0].State != confirmed {
		t.Errorf("who waited: %v, %v", held, err)
	}
	if today, err := s.Today(); err != nil || len(today) != 1 || today[0].Who != rider(2).Pseudonym {
		t.Errorf("today %v, %v", today, err)
	}
	if _, err := s.WalkIn(rider(3), "a", "at-1"); !errors.Is(err, station.ErrSlotFull) {
		t.Errorf("the place that was used: %v", err)
	}
}
