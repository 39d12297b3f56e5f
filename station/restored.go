package station

import (
	"errors"

	"github.com/nuanxin/station-kit/station/event"
)

// restored are the bookings that a PC which this one replaces recorded and
// delivered: the hub gives them back, each with its place.
var restored = subject{apply: applyRestored}

// applyRestored passes over what is no booking that can still be kept, and what
// this file knows better.
func applyRestored(c *change, d *event.Down) error {
	r := d.GetBookingRestored()
	rec, err := event.Decode(r.GetRecord())
	who, ref := event.PseudonymFrom(rec.GetBooking().GetPseudonym()), c.s.refOf(r.GetBooking())
	switch open := spends(r.GetState()) || pends(r.GetState()); {
	case r == nil, err != nil, !who.Known(), !open, len(r.Hash) != len(event.Hash{}):
		return nil
	case r.Slot.GetSlot() == "" || r.Slot.Slot != rec.GetBooking().Slot || c.remembers(who, ref):
		return nil
	}
	if err := c.occupy(r.Slot, r.State); err != nil {
		return err
	}
	b := Booking{Ref: ref, Who: who, Slot: Slot{ID: r.Slot.Slot, Starts: event.Time(r.Slot.StartsMs)}, restored: true}
	b.CheckAge, _ = serviceOf(c.Tx, r.Slot.Service).admits(Rider{}, b.Slot.Starts)
	row := append(append([]byte(nil), r.Hash...), r.Record...)
	return c.file(b, bookingRow(r.State, b.flags(), event.Time(r.SinceMs), row))
}

// remembers reports whether this file has, or once had, a booking: as where the
// PC is the same and only enrolled anew, or began from a backup of the other.
func (c *change) remembers(who event.Pseudonym, ref event.Ref) bool {
	thinned := thinnedFrom(c.Tx)
	return ref.Epoch >= c.s.epoch || ref.Seq <= c.s.lastOf(c.Tx, ref.Epoch) ||
		ref.Epoch < thinned.epoch || ref.Epoch == thinned.epoch && ref.Seq <= thinned.seq ||
		c.Bucket(bucketBookings).Get(riderKey(who, ref)) != nil || c.view().told()[ref].gone
}

// occupy makes room in the slot for a booking that has its place already.
func (c *change) occupy(slot *event.SlotLent, state event.BookingState) error {
	l, err := loanOf(c.Tx, slot.Slot)
	switch {
	case errors.Is(err, ErrNoSlot):
		l = &event.SlotLent{
			Slot: slot.Slot, Service: slot.Service, StartsMs: slot.StartsMs, Minutes: slot.Minutes,
			PlaceZh: slot.PlaceZh, PlaceEn: slot.PlaceEn,
		}
	case err != nil:
		return err
	}
	if spends(state) {
		l.Quantity++
		if err := c.spend(slot.Slot); err != nil {
			return err
		}
	}
	return c.more(l, 0)
}
