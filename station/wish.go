package station

import "github.com/nuanxin/station-kit/station/event"

// ErrWaitlistFull: nobody more may wait for a place in the slot.
var ErrWaitlistFull error = rule("the slot's waitlist is full")

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
