package fleetsim

import (
	"fmt"

	"github.com/nuanxin/station-kit/station/event"
)

// said is something a screen has confirmed.
type said struct {
	ref  event.Ref
	kind string
	who  event.Pseudonym
	slot string    // of a booking
	of   event.Ref // the booking a cancellation ends
	pc   int       // whose screen

	ended bool // a booking that was cancelled since, as its rider knows
	// gone: the disk it was on has lost it, or is with the PC that was replaced.
	gone bool
	// kept: the hub had it when it went.
	kept bool
	// byLie: it went with a disk that lied about syncing, which nothing can make
	// good: the place it promised may be promised again.
	byLie bool
	// disputed: it was said in an epoch in which the disk had lied, so that the
	// hub may hold another record under its reference.
	disputed bool
}

// ledger is everything ever confirmed, in order.
type ledger struct{ all []*said }

func (l *ledger) add(s *said) { l.all = append(l.all, s) }

// lose notes what a site's disk no longer holds: all after a record, which was
// the newest of its epoch.
func (w *world) lose(s *site, after event.Ref, byLie bool) {
	held := w.standing(s.id).Cursors
	for _, e := range w.ledger.all {
		if e.pc != s.n || e.ref.Epoch < after.Epoch || e.ref.Epoch == after.Epoch && e.ref.Seq <= after.Seq {
			continue
		}
		if !e.gone {
			e.gone = true
			e.kept = !e.disputed && e.ref.Seq <= held[e.ref.Epoch].UpTo
			w.count["confirmed and then lost by the disk"]++
		}
		e.byLie = e.byLie || byLie
	}
}

// matches compares what was said with the record the hub has.
func (s *said) matches(r *event.Record) error {
	if r.Kind() != s.kind {
		return fmt.Errorf("is a %s", r.Kind())
	}
	if s.kind == "cancellation" {
		c := r.GetCancellation()
		if c.BookingEpoch != s.of.Epoch || c.BookingSeq != s.of.Seq {
			return fmt.Errorf("cancels %d/%d instead of %s", c.BookingEpoch, c.BookingSeq, s.of)
		}
		return nil
	}
	if r.Pseudonym() != s.who {
		return fmt.Errorf("is of another rider")
	}
	if b := r.GetBooking(); b != nil && b.Slot != s.slot {
		return fmt.Errorf("is of slot %s", b.Slot)
	}
	return nil
}
