package station

import (
	"time"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/pass"
)

// The states of a booking, by shorter names.
const (
	confirmed   = event.BookingState_BOOKING_STATE_CONFIRMED
	provisional = event.BookingState_BOOKING_STATE_PROVISIONAL
	waiting     = event.BookingState_BOOKING_STATE_WAITING
	called      = event.BookingState_BOOKING_STATE_CALLED
	attended    = event.BookingState_BOOKING_STATE_ATTENDED
	noShow      = event.BookingState_BOOKING_STATE_NO_SHOW
	lapsed      = event.BookingState_BOOKING_STATE_LAPSED
)

// Booking is a rider's wish for a place in a slot, and how it stands. Where it
// is confirmed the place is the rider's.
type Booking struct {
	Ref  event.Ref
	Who  event.Pseudonym
	Slot Slot
	// Made is when it was booked.
	Made time.Time
	// State is what it came to, Since when.
	State event.BookingState
	Since time.Time
	// WalkIn: an attendant took it for somebody who stood there.
	WalkIn bool
	// FollowUpOf is the attended booking it follows up, zero for none.
	FollowUpOf event.Ref
	// CheckAge: the service has limits of age and the station does not know
	// the rider's; an attendant has to look.
	CheckAge bool

	stored event.BookingState // as the row has it: time alone may have changed it
	news   bool               // the rider has not seen how it stands
	// restored: recorded by a PC that this one replaces, whose journal has it.
	restored bool
	link     [16]byte // of its record, for the receipt
}

// spends reports whether a booking in a state has a place of the loan.
func spends(state event.BookingState) bool {
	return state == confirmed || state == called || state == attended
}

func pends(state event.BookingState) bool { return state == provisional || state == waiting }

// active reports whether the rider may still come, or still waits.
func (b Booking) active(now time.Time) bool {
	return pends(b.State) || (b.State == confirmed || b.State == called) && !b.Slot.ended(now)
}

// Bookings lists what a rider holds or waits for that has not begun, by start.
func (s *Station) Bookings(who event.Pseudonym) ([]Booking, error) {
	var held []Booking
	err := s.view(func(v *view) error {
		all, err := v.bookingsOf(who)
		for _, b := range all {
			if b.active(v.now()) && !b.Slot.begun(v.now()) {
				held = append(held, b)
			}
		}
		return err
	})
	return held, err
}

// Receipt is the text of the QR code that proves a booking.
func (s *Station) Receipt(b Booking) string {
	return s.issuer().Receipt(pass.Receipt{Ref: b.Ref, Link: b.link, Made: b.Made})
}
