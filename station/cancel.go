package station

import "github.com/nuanxin/station-kit/station/event"

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
