package station

import (
	"time"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/pass"
)

// ErrWaitlistFull: nobody more may wait for a place in the slot.
var ErrWaitlistFull error = rule("the slot's waitlist is full")

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
	link   [16]byte           // of its record, for the receipt
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

// wish is what somebody asks for.
type wish struct {
	rider Rider
	slot  string
	// beyond is the state of a booking for which the loan has no place; without
	// one it is ErrSlotFull.
	beyond     event.BookingState
	walkIn     bool
	movedFrom  Booking
	followUpOf event.Ref
	attendant  string
}

// Book promises a rider a place. It returns ErrAnonymous, ErrNoSlot,
// ErrAlreadyBooked with the booking held, ErrWithdrawn, ErrAge,
// ErrSlotStarted, ErrSlotFull or ErrConsentNeeded.
func (s *Station) Book(r Rider, slot string) (Booking, error) {
	return s.book(wish{rider: r, slot: slot})
}

// BookProvisional is Book for a slot that may be full: then the hub is asked
// for a place, and decides until the slot begins. It never returns
// ErrSlotFull.
func (s *Station) BookProvisional(r Rider, slot string) (Booking, error) {
	return s.book(wish{rider: r, slot: slot, beyond: provisional})
}

// Wait is Book for a slot that may be full: then the rider waits for a place
// that comes back, until the slot begins. It returns ErrWaitlistFull instead
// of ErrSlotFull.
func (s *Station) Wait(r Rider, slot string) (Booking, error) {
	return s.book(wish{rider: r, slot: slot, beyond: waiting})
}

func (s *Station) book(q wish) (Booking, error) {
	if !q.rider.Pseudonym.Known() {
		return Booking{}, ErrAnonymous
	}
	var b Booking
	err := s.change(func(c *change) (err error) {
		b, err = c.book(q)
		return err
	})
	return b, err
}

func (c *change) book(q wish) (Booking, error) {
	v := c.view()
	slot, err := v.slot(q.slot)
	if err != nil {
		return Booking{}, err
	}
	if rival, err := v.rival(q, slot); err != nil {
		return rival, err
	}
	service := serviceOf(c.Tx, slot.Service)
	if service.Withdrawn {
		return Booking{}, ErrWithdrawn
	}
	ask, err := service.admits(q.rider, slot.Starts)
	if err != nil {
		return Booking{}, err
	}
	state, err := v.outcome(q, slot, service.Waitlist)
	if err != nil {
		return Booking{}, err
	}
	if service.Consent != "" && !consented(v, q.rider.Pseudonym, service.Consent) {
		return Booking{}, ErrConsentNeeded
	}
	return c.promise(q, slot, state, ask)
}

// rival finds the booking that forbids another: one of the same service, or,
// of follow-ups, one of the same attended booking.
func (v *view) rival(q wish, slot Slot) (Booking, error) {
	held, err := v.bookingsOf(q.rider.Pseudonym)
	if err != nil {
		return Booking{}, err
	}
	for _, b := range held {
		same := b.FollowUpOf == q.followUpOf && (b.Slot.Service == slot.Service || q.followUpOf != event.Ref{})
		if same && b.Ref != q.movedFrom.Ref && b.active(v.now()) {
			return b, ErrAlreadyBooked
		}
	}
	return Booking{}, nil
}

// outcome is the state in which a booking of the slot begins.
func (v *view) outcome(q wish, slot Slot, waitlist int) (event.BookingState, error) {
	switch {
	case slot.begun(v.now()) && !(q.walkIn && !slot.ended(v.now())):
		return 0, ErrSlotStarted
	case slot.Left > 0:
		return confirmed, nil
	case q.beyond == 0:
		return 0, ErrSlotFull
	case q.beyond == provisional:
		return provisional, nil
	}
	ahead, err := v.pending(slot.ID)
	if err != nil {
		return 0, err
	}
	for _, b := range ahead {
		if b.stored == waiting {
			waitlist--
		}
	}
	if waitlist < 1 {
		return 0, ErrWaitlistFull
	}
	return waiting, nil
}

// promise records a booking whose rules are met.
func (c *change) promise(q wish, slot Slot, state event.BookingState, checkAge bool) (Booking, error) {
	if err := c.introduce(q.rider); err != nil {
		return Booking{}, err
	}
	ref, row, err := c.append(&event.Record{Attendant: q.attendant, Body: &event.Record_Booking{Booking: &event.Booking{
		Pseudonym: q.rider.Pseudonym.Bytes(), Slot: slot.ID, Service: slot.Service, StartsMs: slot.Starts.UnixMilli(),
		Means: q.rider.Means, State: state, WalkIn: q.walkIn,
		MovedFrom: orNone(q.movedFrom.Ref), FollowUpOf: orNone(q.followUpOf),
	}}})
	if err != nil {
		return Booking{}, err
	}
	if spends(state) {
		if err := c.spend(slot.ID); err != nil {
			return Booking{}, err
		}
	}
	b := Booking{Ref: ref, Who: q.rider.Pseudonym, Slot: slot}
	if err := c.file(b, bookingRow(state, ageFlag(checkAge), c.now(), row)); err != nil {
		return Booking{}, err
	}
	if q.movedFrom.Ref.Seq != 0 {
		if err := c.vacate(q.movedFrom); err != nil {
			return Booking{}, err
		}
	}
	return c.view().booking(b.Who, ref)
}

func orNone(to event.Ref) *event.Reference {
	if to.Seq == 0 {
		return nil
	}
	return reference(to)
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

// Cancel gives a rider's place back, or ends the wait for one. It returns
// ErrNoBooking, or ErrSlotStarted once the slot has begun.
func (s *Station) Cancel(who event.Pseudonym, ref event.Ref) error {
	return s.change(func(c *change) error {
		b, err := c.view().open(who, ref)
		if err != nil {
			return err
		}
		return c.cancel(b)
	})
}

// open is a rider's booking that can still be changed by the rider.
func (v *view) open(who event.Pseudonym, ref event.Ref) (Booking, error) {
	b, err := v.booking(who, ref)
	switch {
	case err != nil:
		return Booking{}, err
	case b.Slot.begun(v.now()):
		return Booking{}, ErrSlotStarted
	case !b.active(v.now()):
		return Booking{}, ErrNoBooking
	}
	return b, nil
}

func (c *change) cancel(b Booking) error {
	_, _, err := c.append(&event.Record{Body: &event.Record_Cancellation{Cancellation: &event.Cancellation{
		BookingEpoch: b.Ref.Epoch, BookingSeq: b.Ref.Seq, Slot: b.Slot.ID,
	}}})
	if err != nil {
		return err
	}
	return c.vacate(b)
}

// vacate removes a booking and gives back the place it had.
func (c *change) vacate(b Booking) error {
	if err := c.strike(b); err != nil || !spends(b.State) {
		return err
	}
	return c.release(b)
}

// Receipt is the text of the QR code that proves a booking.
func (s *Station) Receipt(b Booking) string {
	return s.Issuer.Receipt(pass.Receipt{Ref: b.Ref, Link: b.link, Made: b.Made})
}
