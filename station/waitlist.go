package station

import (
	"bytes"
	"time"

	"github.com/nuanxin/station-kit/station/event"
)

// pending are the bookings for which a slot had no place yet, oldest first.
func (v *view) pending(slot string) ([]Booking, error) {
	l, err := loanOf(v.Tx, slot)
	if err != nil {
		return nil, err
	}
	starts := event.Time(l.StartsMs)
	all, err := v.between(starts, starts.Add(time.Millisecond))
	var these []Booking
	for _, b := range all {
		if b.Slot.ID == slot && pends(b.stored) {
			these = append(these, b)
		}
	}
	return these, err
}

// promote gives a slot's free places to those who wait, oldest first.
func (c *change) promote(slot string) error {
	free, err := c.view().slot(slot)
	if err != nil || free.Left == 0 || free.begun(c.now()) {
		return err
	}
	queue, err := c.view().pending(slot)
	if err != nil {
		return err
	}
	for _, b := range queue[:min(free.Left, len(queue))] {
		if err := c.confirm(b); err != nil {
			return err
		}
	}
	return nil
}

// confirm spends a place on a booking that waited.
func (c *change) confirm(b Booking) error {
	if err := c.spend(b.Slot.ID); err != nil {
		return err
	}
	return c.turn(b, confirmed, flagNews, "")
}

// applyDecision takes the hub's word on a provisional booking. The place that
// comes with a confirmation joins the loan: where the booking needs it no more
// it is for others.
func applyDecision(c *change, d *event.Down) error {
	word := d.GetBookingDecided()
	if word == nil {
		return nil
	}
	ref := c.s.refOf(word.GetBooking())
	b, open, err := c.view().undecided(ref)
	switch {
	case err != nil:
		return err
	case open && !word.Confirmed:
		return c.turn(b, lapsed, flagNews, "")
	case open:
		return c.grant(b)
	case word.Confirmed && ref.Epoch == c.s.epoch:
		return c.spare(ref)
	}
	return nil
}

func (c *change) grant(b Booking) error {
	l, err := loanOf(c.Tx, b.Slot.ID)
	if err != nil {
		return err
	}
	if err := c.more(l, 1); err != nil {
		return err
	}
	return c.confirm(b)
}

// spare takes the place of a booking that was cancelled, moved or promoted
// before the hub's word came.
func (c *change) spare(ref event.Ref) error {
	r, err := recordOf(c.Bucket(bucketJournal).Get(journalKey(ref.Epoch, ref.Seq)))
	if err != nil {
		return nil // thinned away: its slot is long over
	}
	l, err := loanOf(c.Tx, r.GetBooking().GetSlot())
	if err != nil {
		return nil
	}
	if err := c.more(l, 1); err != nil {
		return err
	}
	return c.promote(l.Slot)
}

// undecided finds a provisional booking whose slot has not begun.
func (v *view) undecided(ref event.Ref) (Booking, bool, error) {
	at := journalKey(ref.Epoch, ref.Seq)
	rows := v.Bucket(bucketAgenda).Cursor()
	for key, row := rows.Seek(asBytes(millis(v.now()) + 1)); key != nil; key, row = rows.Next() {
		if bytes.Equal(key[8:], at) {
			b, err := v.booking(event.PseudonymFrom(row[:len(event.Pseudonym{})]), ref)
			return b, b.State == provisional, err
		}
	}
	return Booking{}, false, nil
}
