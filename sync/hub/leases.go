package hub

import (
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/nuanxin/station-kit/station/event"
)

// leases keeps what is lent in step with what stations promise and give back,
// and answers those who want a place.
func (h *Hub) leases() Follower {
	return Follower{
		Name:   "leases",
		Prompt: true,
		Kinds:  []string{"booking", "booking_change", "cancellation", "quota_returned", "loans_forfeited"},
		Digest: func(tx Tx, page []Event, _ Dead) error {
			if err := tx.Alone(); err != nil {
				return err
			}
			b, err := openBooks(tx, page, h.Now())
			if err != nil {
				return err
			}
			for _, e := range page {
				if err := b.enter(e); err != nil {
					return err
				}
			}
			return b.close()
		},
	}
}

// books are what a page of records is about.
type books struct {
	tx       Tx
	now      time.Time
	promises map[event.Ref]*promise
	losses   map[string]loss
	// changed promises are written before slots are served.
	changed map[event.Ref]bool
	// ended bookings may be of conflicts.
	ended []event.Ref
	// slots to serve, with the bookings that took a place of a loan.
	slots map[string]map[event.Ref]bool
	send  []Entry
}

func openBooks(tx Tx, page []Event, now time.Time) (*books, error) {
	var refs []event.Ref
	var stations []string
	for _, e := range page {
		if ref, named := bookingNamed(e); named {
			refs = append(refs, ref)
		}
		stations = append(stations, e.Station)
	}
	b := &books{tx: tx, now: now, changed: map[event.Ref]bool{}, slots: map[string]map[event.Ref]bool{}}
	var err error
	if b.promises, err = promisesOf(tx, refs); err != nil {
		return nil, err
	}
	b.losses, err = lossesOf(tx, unique(stations))
	return b, err
}

// bookingNamed is the booking that a record changes or ends.
func bookingNamed(e Event) (event.Ref, bool) {
	var at *event.Reference
	switch body := e.Body.GetBody().(type) {
	case *event.Record_Booking:
		at = body.Booking.MovedFrom
	case *event.Record_BookingChange:
		at = body.BookingChange.Booking
	case *event.Record_Cancellation:
		at = &event.Reference{Epoch: body.Cancellation.BookingEpoch, Seq: body.Cancellation.BookingSeq}
	}
	return event.Ref{Station: e.Station, Epoch: at.GetEpoch(), Seq: at.GetSeq()}, at != nil
}

func (b *books) enter(e Event) error {
	switch body := e.Body.GetBody().(type) {
	case *event.Record_Booking:
		return b.book(e, body.Booking)
	case *event.Record_BookingChange:
		b.turn(e, body.BookingChange.State)
	case *event.Record_Cancellation:
		return b.leave(e)
	case *event.Record_QuotaReturned:
		return b.giveBack(e.Station, body.QuotaReturned)
	case *event.Record_LoansForfeited:
		return b.returned(e)
	}
	return nil
}

func (b *books) book(e Event, booking *event.Booking) error {
	if booking.MovedFrom != nil {
		if err := b.leave(e); err != nil {
			return err
		}
	}
	state := ""
	switch booking.State {
	case event.BookingState_BOOKING_STATE_UNSPECIFIED, event.BookingState_BOOKING_STATE_CONFIRMED:
		state = placed
	case event.BookingState_BOOKING_STATE_PROVISIONAL:
		state = wished
	case event.BookingState_BOOKING_STATE_WAITING:
		state = waits
	}
	if state == "" || booking.Slot == "" {
		return nil // a projection makes it a dead letter
	}
	p := &promise{ref: e.Ref, slot: booking.Slot, starts: booking.StartsMs, pos: e.Pos}
	b.promises[e.Ref] = p
	b.set(p, state)
	return nil
}

func (b *books) set(p *promise, state string) {
	b.touch(p.slot)
	if state == placed && p.state != granted {
		b.slots[p.slot][p.ref] = true
	} else {
		delete(b.slots[p.slot], p.ref)
	}
	p.state = state
	b.changed[p.ref] = true
}

// touch has a slot served.
func (b *books) touch(slot string) {
	if b.slots[slot] == nil {
		b.slots[slot] = map[event.Ref]bool{}
	}
}

// turn follows a booking to another state.
func (b *books) turn(e Event, to event.BookingState) {
	ref, _ := bookingNamed(e)
	p := b.promises[ref]
	if p == nil || p.state == disputed {
		return
	}
	switch to {
	case event.BookingState_BOOKING_STATE_CONFIRMED, event.BookingState_BOOKING_STATE_CALLED, event.BookingState_BOOKING_STATE_ATTENDED:
		if p.state != placed {
			b.set(p, placed)
		}
	case event.BookingState_BOOKING_STATE_NO_SHOW, event.BookingState_BOOKING_STATE_LAPSED:
		b.set(p, finished)
	}
}

// leave ends a booking that was cancelled or moved. Its place is back in its
// station's loan, and stays lent. The place of one made before the file was
// restored stays locked, as the lost file may have promised it anew, unless
// that file is written off.
func (b *books) leave(e Event) error {
	ref, _ := bookingNamed(e)
	p := b.promises[ref]
	if p == nil || p.state == finished {
		return nil
	}
	// One of this same page has taken no place of the loan yet.
	had := p.state == placed && !b.slots[p.slot][ref]
	b.set(p, finished)
	b.ended = append(b.ended, ref)
	if !had || !b.losses[e.Station].freed(ref) {
		return nil
	}
	_, err := b.tx.Return(p.slot, e.Station, 1)
	return err
}

// giveBack lessens a loan by what its station has no more. One that is declared
// lost gives back what is written off already.
func (b *books) giveBack(station string, q *event.QuotaReturned) error {
	if b.losses[station].away() {
		return nil
	}
	b.touch(q.Slot)
	_, err := b.tx.Return(q.Slot, station, int(min(q.Quantity, maxCapacity)))
	return err
}

// close writes what has changed and serves the slots.
func (b *books) close() error {
	if err := b.write(); err != nil {
		return err
	}
	if err := endConflicts(b.tx, b.ended, b.now); err != nil {
		return err
	}
	for _, slot := range slices.Sorted(maps.Keys(b.slots)) {
		c, err := openCounter(b.tx, slot, b.now)
		if errors.Is(err, ErrUnknownSlot) {
			continue
		}
		if err != nil {
			return err
		}
		if err := errors.Join(c.dispute(b.slots[slot]), c.serve()); err != nil {
			return err
		}
		b.send = append(b.send, c.send...)
	}
	return b.tx.AppendDown(b.send, b.now)
}

func (b *books) write() error {
	all := make([]*promise, 0, len(b.changed))
	for ref := range b.changed {
		all = append(all, b.promises[ref])
	}
	clear(b.changed)
	return putPromises(b.tx, all)
}
