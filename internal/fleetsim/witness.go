package fleetsim

import (
	"errors"
	"fmt"
	"time"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// errDisk is what a disk that fails for a moment answers.
var errDisk = errors.New("the disk does not answer")

// witness stands between a core and its station and sees what passes. The
// process may die before and after everything, and the disk may fail.
type witness struct {
	desk
	site *site
}

func (w *witness) moment() error {
	switch {
	case w.site.strikes(insideDie, .01):
		panic(crash{})
	case w.site.strikes(diskFault, .02):
		return errDisk
	}
	return nil
}

// Records notes what could be forged of it.
func (w *witness) Records(after uint64, count, size int) (event.Hash, [][]byte, error) {
	if err := w.moment(); err != nil {
		return event.Hash{}, nil, err
	}
	// Small batches, so that there are many.
	prev, records, err := w.desk.Records(after, min(count, 3), size)
	if err != nil || len(records) == 0 {
		return prev, records, fmt.Errorf("records after %d: %d of them: %w", after, len(records), err)
	}
	if w.site.weather.rate[forged] > 0 {
		link := prev
		for _, r := range records {
			link = link.Next(r)
		}
		at, _ := w.desk.Standing()
		w.site.flow.newest = &link1{at.Epoch, after + uint64(len(records)), link}
	}
	return prev, records, nil
}

// Deliver looks whether what the station takes for delivered is.
func (w *witness) Deliver(epoch uint32, upTo uint64, link event.Hash) error {
	if err := w.moment(); err != nil {
		return err
	}
	err := w.desk.Deliver(epoch, upTo, link)
	if at, failed := w.desk.Standing(); err == nil && failed == nil && at.Epoch == epoch && at.Delivered == upTo && at.Last > upTo {
		if mine, _, _ := w.desk.Records(upTo, 1, 1); mine != link {
			w.site.fail("%s takes epoch %d for delivered up to %d, and the hub has other records", w.site.id, epoch, upTo)
		}
	}
	if w.site.strikes(insideDie, .02) {
		panic(crash{})
	}
	return err
}

func (w *witness) Regress(epoch uint32, upTo uint64, link event.Hash) error {
	if err := w.moment(); err != nil {
		return err
	}
	if !w.site.hubBack {
		w.site.fail("%s takes receipts back, and the hub lost nothing", w.site.id)
	}
	w.site.happened("receipts taken back")
	return w.desk.Regress(epoch, upTo, link)
}

func (w *witness) Fork(epoch uint32) error {
	if err := w.moment(); err != nil {
		return err
	}
	w.site.happened("forks told")
	w.site.mayFork("is told that its journal forked")
	return w.desk.Fork(epoch)
}

// mayFork fails unless something has happened after which a journal forks.
func (s *site) mayFork(what string) {
	if !s.lied && !s.renewed && !s.gone {
		s.fail("%s %s, and it never did", s.id, what)
	}
}

// late is by how much the time of an answer may be wrong: as old as an answer
// may be to tell the time, and the skew of hubs.
const late = 22 * time.Second

// Hear looks whether it is the hub's time as it is now.
func (w *witness) Hear(hub time.Time) error {
	if err := w.moment(); err != nil {
		return err
	}
	if wrong := hub.Sub(w.site.time()).Abs(); wrong > late {
		w.site.fail("%s hears a time that is wrong by %v", w.site.id, wrong)
	}
	err := w.desk.Hear(hub)
	if err == nil {
		w.site.met = true
	}
	return err
}

// Apply notes what of a page is new to the station.
func (w *witness) Apply(first uint64, entries [][]byte) error {
	if err := w.moment(); err != nil {
		return err
	}
	before, err := w.desk.Standing()
	if err != nil {
		return err
	}
	err = w.desk.Apply(first, entries)
	after, failed := w.desk.Standing()
	if failed != nil {
		return failed
	}
	w.applied(before, after, first, entries, err)
	if w.site.strikes(insideDie, .02) {
		panic(crash{})
	}
	return err
}

func (w *witness) applied(before, after station.Standing, first uint64, entries [][]byte, err error) {
	last := first + uint64(len(entries)) - 1
	if len(entries) == 0 {
		last = before.DownCursor
	}
	want := before.DownCursor
	if err == nil && first <= want+1 {
		want = max(want, last)
	}
	if after.DownCursor != want {
		w.site.fail("%s applied %d entries from %d: its cursor went from %d to %d (%v)", w.site.id, len(entries), first, before.DownCursor, after.DownCursor, err)
	}
	for n := before.DownCursor + 1; n <= after.DownCursor; n++ {
		w.site.happened("entries applied")
		w.site.note("applied", uint64(w.site.n), n)
	}
}

func (w *witness) Linked(l station.Link) { w.desk.Linked(l) }
