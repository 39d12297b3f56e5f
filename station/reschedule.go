package station

import "github.com/nuanxin/station-kit/station/event"

// ErrOtherService: a booking can be moved only to a slot of its own service.
var ErrOtherService error = rule("the slot is of another service")

// Reschedule moves a rider's booking to another slot of the same service: the
// new place is spent and the old one given back at once. Where the new one
// cannot be had the old one stays. Beside Book's errors it returns
// ErrNoBooking, ErrOtherService, ErrSlotStarted also of the old slot, and
// ErrAlreadyBooked with the booking itself where it is of that slot already.
func (s *Station) Reschedule(r Rider, ref event.Ref, slot string) (Booking, error) {
	var b Booking
	err := s.change(func(c *change) (err error) {
		b, err = c.reschedule(r, ref, slot)
		return err
	})
	return b, err
}

func (c *change) reschedule(r Rider, ref event.Ref, slot string) (Booking, error) {
	old, err := c.view().open(r.Pseudonym, ref)
	if err != nil {
		return Booking{}, err
	}
	to, err := loanOf(c.Tx, slot)
	switch {
	case err != nil:
		return Booking{}, err
	case slot == old.Slot.ID:
		return old, ErrAlreadyBooked
	case to.Service != old.Slot.Service:
		return Booking{}, ErrOtherService
	}
	return c.book(wish{rider: r, slot: slot, movedFrom: old, followUpOf: old.FollowUpOf})
}

// FollowUp books a further appointment after one that was attended, of any
// service and beside other bookings. There is one at a time: ErrAlreadyBooked
// gives the one there is. ErrNotAttended says that there is nothing to follow
// up; the other errors are Book's.
func (s *Station) FollowUp(r Rider, of event.Ref, slot, by string) (Booking, error) {
	if !r.Pseudonym.Known() {
		return Booking{}, ErrAnonymous
	}
	var b Booking
	err := s.change(func(c *change) error {
		first, err := c.view().booking(r.Pseudonym, of)
		switch {
		case err != nil:
			return err
		case first.State != attended:
			return ErrNotAttended
		}
		b, err = c.book(wish{rider: r, slot: slot, followUpOf: of, attendant: by})
		return err
	})
	return b, err
}
