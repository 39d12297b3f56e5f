package station

import (
	"slices"
	"time"

	"github.com/nuanxin/station-kit/station/event"
)

var (
	// ErrNotAttended: the booking was not attended.
	ErrNotAttended error = rule("the booking was not attended")
	// ErrNotHeld: the booking's state does not allow it, such as calling
	// somebody who has left.
	ErrNotHeld error = rule("the booking's state does not allow this")
	// ErrNotBegun: the slot has not begun, so nobody has failed to come.
	ErrNotBegun error = rule("the slot has not begun")
)

// Today lists the bookings of the slots of this day (China Standard Time), by
// start and then oldest first, in whatever state; not those cancelled or
// moved.
func (s *Station) Today() ([]Booking, error) {
	var all []Booking
	err := s.view(func(v *view) (err error) {
		now := v.now().In(event.Zone)
		day := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, event.Zone)
		all, err = v.between(day, day.AddDate(0, 0, 1))
		return err
	})
	return all, err
}

// WalkInSlots lists the slots of a service, of this day and not over, in which
// somebody who stands there can still have a place, by start.
func (s *Station) WalkInSlots(service string) ([]Slot, error) {
	var open []Slot
	err := s.view(func(v *view) error {
		open = nil
		if serviceOf(v.Tx, service).Withdrawn {
			return nil
		}
		for id := range each(v.Tx, bucketSlots) {
			slot, err := v.slot(string(id))
			if err != nil {
				return err
			}
			if slot.Service == service && slot.Left > 0 && !slot.ended(v.now()) && dayOf(slot.Starts) == dayOf(v.now()) {
				open = append(open, slot)
			}
		}
		return nil
	})
	slices.SortStableFunc(open, func(a, b Slot) int { return a.Starts.Compare(b.Starts) })
	return open, err
}

// WalkIn books for somebody who stands there, also into a slot that has begun
// but has a place released by a no-show. by is the attendant. The errors are
// Book's; ErrSlotStarted comes once the slot is over.
func (s *Station) WalkIn(r Rider, slot, by string) (Booking, error) {
	return s.book(wish{rider: r, slot: slot, walkIn: true, attendant: by})
}

// Call notes that the attendant by calls a rider in; called already, it
// records nothing. It returns ErrNoBooking, or ErrNotHeld for a booking that
// is not confirmed or whose slot is over.
func (s *Station) Call(who event.Pseudonym, ref event.Ref, by string) error {
	return s.attend(who, ref, func(c *change, b Booking) error {
		switch {
		case b.State == called:
			return nil
		case b.State != confirmed || b.Slot.ended(c.now()):
			return ErrNotHeld
		}
		return c.turn(b, called, 0, by)
	})
}

// Attend notes that a rider came; noted already, it records nothing. A rider
// noted as a no-show may still be: ErrSlotFull says that the place released
// has gone to another. It returns ErrNoBooking, or ErrNotHeld for a booking
// without a place.
func (s *Station) Attend(who event.Pseudonym, ref event.Ref, by string) error {
	return s.attend(who, ref, func(c *change, b Booking) error {
		switch {
		case b.State == attended:
			return nil
		case b.State == noShow && b.Slot.Left == 0:
			return ErrSlotFull
		case b.State == noShow:
			if err := c.spend(b.Slot.ID); err != nil {
				return err
			}
		case !spends(b.State):
			return ErrNotHeld
		}
		return c.turn(b, attended, 0, by)
	})
}

// NoShow notes that a rider did not come and releases the place: until the
// slot is over a walk-in may have it. Noted already, it records nothing. It
// returns ErrNoBooking, ErrNotBegun, or ErrNotHeld for a booking without a
// place or that was attended.
func (s *Station) NoShow(who event.Pseudonym, ref event.Ref, by string) error {
	return s.attend(who, ref, func(c *change, b Booking) error {
		switch {
		case b.State == noShow:
			return nil
		case b.State != confirmed && b.State != called:
			return ErrNotHeld
		case !b.Slot.begun(c.now()):
			return ErrNotBegun
		}
		if err := c.settle(b.Slot.ID); err != nil {
			return err
		}
		if err := c.turn(b, noShow, 0, by); err != nil {
			return err
		}
		return c.release(b)
	})
}

func (s *Station) attend(who event.Pseudonym, ref event.Ref, note func(*change, Booking) error) error {
	return s.change(func(c *change) error {
		b, err := c.view().booking(who, ref)
		if err != nil {
			return err
		}
		return note(c, b)
	})
}
