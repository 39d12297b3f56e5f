package station

import (
	"bytes"
	"encoding/binary"
	"errors"

	"github.com/nuanxin/station-kit/station/event"
)

// ErrNotUnspent: fewer places of the slot than that are unspent.
var ErrNotUnspent error = rule("so many places are not unspent")

// applyLoan takes a loan, gives one back that the hub wants, or gives up all.
func applyLoan(c *change, d *event.Down) error {
	switch body := d.Body.(type) {
	case *event.Down_SlotLent:
		return c.takeLoan(body.SlotLent)
	case *event.Down_QuotaWanted:
		return c.yield(body.QuotaWanted)
	case *event.Down_LoansEnded:
		return c.giveUp()
	}
	return nil
}

// takeLoan adds a loan. A place of it goes to whoever waits for one.
func (c *change) takeLoan(lent *event.SlotLent) error {
	if err := c.addLoan(lent); err != nil {
		return err
	}
	return c.promote(lent.Slot)
}

// yield gives back what it can of the places that others want.
func (c *change) yield(wanted *event.QuotaWanted) error {
	has, err := c.view().slot(wanted.Slot)
	switch {
	case errors.Is(err, ErrNoSlot):
		return nil
	case err != nil:
		return err
	}
	n := min(int64(wanted.Quantity), int64(has.Left))
	if n < 1 || has.begun(c.now()) {
		return nil
	}
	return c.giveBack(wanted.Slot, uint32(n))
}

// giveUp leaves nothing to promise: the hub, which thought the station lost,
// has lent it to others.
func (c *change) giveUp() error {
	if err := forfeit(c); err != nil {
		return err
	}
	ref, _, err := c.append(&event.Record{Body: &event.Record_LoansForfeited{LoansForfeited: &event.LoansForfeited{}}})
	if err != nil {
		return err
	}
	return c.put(bucketMeta, keyGivenUp, journalKey(ref.Epoch, ref.Seq))
}

// keyGivenUp of the meta bucket: where the journal last says that all loans
// were given up (12 bytes).
var keyGivenUp = []byte("given-up")

// mine reports whether the place of a booking is still this file's to promise
// again when the booking ends. One promised before the file was restored is
// not, as the lost file may have given it back too and promised it anew; nor is
// one from before the loans were given up.
func (c *change) mine(b Booking) bool {
	return b.Ref.Epoch == c.s.epoch && bytes.Compare(journalKey(b.Ref.Epoch, b.Ref.Seq), c.Bucket(bucketMeta).Get(keyGivenUp)) > 0
}

// addLoan adds to what the slot has. Riders have been told its service, start
// and length: these stay as they were first.
func (c *change) addLoan(lent *event.SlotLent) error {
	had, err := loanOf(c.Tx, lent.Slot)
	switch {
	case errors.Is(err, ErrNoSlot):
		had = &event.SlotLent{Slot: lent.Slot, Service: lent.Service, StartsMs: lent.StartsMs, Minutes: lent.Minutes}
	case err != nil:
		return err
	}
	had.PlaceZh, had.PlaceEn = lent.PlaceZh, lent.PlaceEn
	return c.more(had, lent.Quantity)
}

// more adds places to a loan. After the slot's start they have lapsed already.
func (c *change) more(l *event.SlotLent, places uint32) error {
	if event.Time(l.StartsMs).After(c.now()) {
		l.Quantity += places
		if err := c.put(bucketCalendar, calendarKey(l), []byte(l.Service)); err != nil {
			return err
		}
	}
	return c.putLoan(l)
}

func (c *change) putLoan(l *event.SlotLent) error {
	row, err := event.EncodeDown(&event.Down{Body: &event.Down_SlotLent{SlotLent: l}})
	if err != nil {
		return err
	}
	return c.put(bucketSlots, []byte(l.Slot), row)
}

// lessen takes places out of a slot's loan.
func (c *change) lessen(slot string, by uint32) error {
	l, err := loanOf(c.Tx, slot)
	if err != nil {
		return err
	}
	l.Quantity -= min(by, l.Quantity)
	return c.putLoan(l)
}

// spend takes one place of a slot that has one left.
func (c *change) spend(slot string) error {
	return c.put(bucketSpent, []byte(slot), asBytes(spentOf(c.Tx, slot)+1))
}

// release gives the place of a booking back to the loan, and so to whoever
// waits for it, unless it was promised out of a loan that is no more.
func (c *change) release(b Booking) error {
	if err := c.unspend(b); err != nil {
		return err
	}
	if !c.mine(b) {
		return c.lessen(b.Slot.ID, 1)
	}
	l, err := loanOf(c.Tx, b.Slot.ID)
	if err != nil {
		return err
	}
	if err := c.more(l, 0); err != nil {
		return err
	}
	return c.promote(l.Slot)
}

func (c *change) unspend(b Booking) error {
	spent := spentOf(c.Tx, b.Slot.ID)
	if spent == 0 {
		return errors.New("a place is given back that was never spent")
	}
	return c.put(bucketSpent, []byte(b.Slot.ID), asBytes(spent-1))
}

// GiveBack returns n unspent places of a slot's loan to the hub: the station
// has them no more, and says so in its journal. It returns ErrNoSlot,
// ErrSlotStarted, where they have lapsed, or ErrNotUnspent.
func (s *Station) GiveBack(slot string, n int) error {
	return s.change(func(c *change) error {
		has, err := c.view().slot(slot)
		switch {
		case err != nil:
			return err
		case has.begun(c.now()):
			return ErrSlotStarted
		case n < 1 || n > has.Left:
			return ErrNotUnspent
		}
		return c.giveBack(slot, uint32(n))
	})
}

func (c *change) giveBack(slot string, n uint32) error {
	_, _, err := c.append(&event.Record{Body: &event.Record_QuotaReturned{
		QuotaReturned: &event.QuotaReturned{Slot: slot, Quantity: n},
	}})
	if err != nil {
		return err
	}
	return c.lessen(slot, n)
}

// Lapse lets go of what ends when a slot begins: its unspent places, and the
// bookings that still wait for one. Reads and rules go by the clock, not by
// this; it is what tells the hub. Call it every minute or so.
func (s *Station) Lapse() error {
	var due []string
	read := func(v *view) error {
		due = v.due()
		return nil
	}
	if err := s.view(read); err != nil || len(due) == 0 {
		return err
	}
	return s.change(func(c *change) error {
		for _, slot := range c.view().due() {
			if err := c.settle(slot); err != nil {
				return err
			}
		}
		return nil
	})
}

// due are the slots that have begun and whose loans have not lapsed yet.
func (v *view) due() []string {
	var all []string
	for key := range each(v.Tx, bucketCalendar) {
		if binary.BigEndian.Uint64(key) > millis(v.now()) {
			break
		}
		all = append(all, string(key[8:]))
	}
	return all
}

// settle lets the loan of a slot that has begun lapse, once.
func (c *change) settle(slot string) error {
	l, err := loanOf(c.Tx, slot)
	if err != nil {
		return err
	}
	key := calendarKey(l)
	if c.Bucket(bucketCalendar).Get(key) == nil {
		return nil
	}
	queue, err := c.view().pending(slot)
	if err != nil {
		return err
	}
	for _, b := range queue {
		if err := c.turn(b, lapsed, flagNews, ""); err != nil {
			return err
		}
	}
	l.Quantity = uint32(spentOf(c.Tx, slot))
	return errors.Join(c.putLoan(l), c.drop(bucketCalendar, key))
}

// forfeit leaves a restored file no place to promise: the lost one may have
// promised them since.
func forfeit(c *change) error {
	var all []string
	for slot := range each(c.Tx, bucketSlots) {
		all = append(all, string(slot))
	}
	for _, slot := range all {
		l, err := loanOf(c.Tx, slot)
		if err != nil {
			return err
		}
		l.Quantity = uint32(spentOf(c.Tx, slot))
		if err := c.putLoan(l); err != nil {
			return err
		}
	}
	return nil
}
