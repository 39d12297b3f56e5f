package flow

import (
	"testing"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station/event"
)

// choosing is a kiosk at which a rider looks at the times of a service.
func choosing(service string) *kiosk {
	k := newKiosk()
	k.card("rider-1")
	k.tap(ChooseService{service})
	return k
}

func TestAFullSlotIsQueuedForWhereTheServiceHasAWaitlist(t *testing.T) {
	k := choosing("health")
	k.tap(ChooseSlot{"health-2"})
	if c := shows[Confirm](t, k); c.Beyond != Queue {
		t.Errorf("confirms %+v", c)
	}
	k.tap(ConfirmBooking{"health-2"})
	r := shows[Receipt](t, k)
	if r.Held.Booking.State != event.BookingState_BOOKING_STATE_WAITING || r.Held.Pending() != i18n.StandsWaiting {
		t.Errorf("the receipt is %+v", r)
	}
	if justBooked(k.view()) {
		t.Error("the kiosk would say aloud that it is booked")
	}
}

func TestAFullSlotIsAskedForWhereThereIsNoWaitlist(t *testing.T) {
	k := choosing("legal")
	k.desk.left["legal-1"] = 0
	k.tap(Back{})
	k.tap(ChooseService{"legal"})
	k.tap(ChooseSlot{"legal-1"})
	if c := shows[Confirm](t, k); c.Beyond != AskHub {
		t.Errorf("confirms %+v", c)
	}
	k.tap(ConfirmBooking{"legal-1"})
	if r := shows[Receipt](t, k); r.Held.Booking.State != event.BookingState_BOOKING_STATE_PROVISIONAL {
		t.Errorf("the receipt is %+v", r)
	}
}

func TestAFullQueueLeadsBackToTheTimes(t *testing.T) {
	k := choosing("health")
	k.tap(ChooseSlot{"health-2"})
	k.desk.queueFull = true
	k.tap(ConfirmBooking{"health-2"})
	shows[Times](t, k)
	notices(t, k, i18n.QueueFull)
}

// moving is a kiosk at which a rider moves the booking of a slot.
func moving(t *testing.T) (*kiosk, event.Ref) {
	t.Helper()
	k := choosing("health")
	k.tap(ChooseSlot{"health-1"})
	k.tap(ConfirmBooking{"health-1"})
	ref := shows[Receipt](t, k).Held.Booking.Ref
	k.tap(Back{})
	k.tap(Enter{EnterBookings})
	k.tap(AskMove{ref})
	return k, ref
}

func TestABookingIsMovedToAnotherTime(t *testing.T) {
	k, ref := moving(t)
	if s := shows[Times](t, k); s.Moving == nil || s.Moving.Booking.Ref != ref {
		t.Errorf("the times are %+v", s)
	}
	k.tap(ChooseSlot{"health-2"}) // is full: the place held is not given up for none
	shows[Times](t, k)
	k.tap(ChooseDay{"2026-11-25"})
	k.tap(ChooseSlot{"health-3"})
	if c := shows[Confirm](t, k); c.Moving == nil || c.Moving.Booking.Slot.ID != "health-1" {
		t.Errorf("confirms %+v", c)
	}
	k.tap(ConfirmBooking{"health-3"})
	if r := shows[Receipt](t, k); !r.Moved || r.Held.Booking.Slot.ID != "health-3" {
		t.Errorf("the receipt is %+v", r)
	}
	if k.desk.left["health-1"] != 2 || k.desk.left["health-3"] != 0 {
		t.Errorf("left are %v", k.desk.left)
	}
	k.tap(Back{})
	if coming := shows[Rider](t, k).Coming; len(coming) != 1 || coming[0].Booking.Slot.ID != "health-3" {
		t.Errorf("coming up is %+v", coming)
	}
}

func TestABookingStaysWhereTheOtherTimeHasFilledUp(t *testing.T) {
	k, ref := moving(t)
	k.tap(ChooseDay{"2026-11-25"})
	k.tap(ChooseSlot{"health-3"})
	k.desk.left["health-3"] = 0
	k.tap(ConfirmBooking{"health-3"})
	if s := shows[Times](t, k); s.Moving == nil || s.Moving.Booking.Ref != ref {
		t.Errorf("the times are %+v", s)
	}
	notices(t, k, i18n.SlotFull)
	k.tap(Back{})
	if held := shows[Bookings](t, k).Held; len(held) != 1 || held[0].Booking.Ref != ref {
		t.Errorf("holds %+v", held)
	}
}

// What a rider has to tap, from the card on: nothing to check in, three times to book.
func TestTapsAreFew(t *testing.T) {
	k := newKiosk()
	k.card("rider-1")
	shows[Rider](t, k)
	taps := []Action{ChooseService{"legal"}, ChooseSlot{"legal-1"}, ConfirmBooking{"legal-1"}}
	for _, a := range taps {
		k.tap(a)
	}
	if r := shows[Receipt](t, k); r.Held.Booking.Slot.Service != "legal" {
		t.Errorf("%d taps lead to %+v", len(taps), r)
	}
}
