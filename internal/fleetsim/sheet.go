package fleetsim

import (
	"maps"
	"slices"
	"time"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// sheet is a PC whose station is written down in memory: the same journal,
// delivery and rules of lending as the real one, in a hundredth of its time. It
// makes a hundred thousand seeds possible; the real one has its own.
type sheet struct {
	id   string
	from uint32 // the epoch a new file begins
	disk *page  // nil for a new file
	mark uint32 // the latest epoch begun here; it is kept beside the file
}

// page is what a sheet's disk holds.
type page struct {
	epoch    uint32
	logs     map[uint32]*log
	due      station.Standing // Epoch, Delivered and ReceiptAt
	forked   bool
	cursor   uint64
	boots    uint32
	floor    time.Time
	loans    map[string]*loan
	bookings map[event.Ref]*booking
	order    []event.Ref // of the bookings
	visits   map[event.Pseudonym]event.Ref
	points   map[event.Pseudonym]int64
	budget   int64
	earns    int64
	costs    int64
}

type log struct {
	records [][]byte
	links   []event.Hash // links[n] is that at record n
	made    []time.Time
}

type loan struct {
	event.SlotLent // its quantity is what is lent, less what went back
	spent          uint32
	lapsed         bool
}

type booking struct {
	ref   event.Ref
	who   event.Pseudonym
	slot  string
	state event.BookingState
}

func (l *log) last() uint64 { return uint64(len(l.records)) }

// clone copies a page; logs only grow, so that what they have may be shared.
func (p *page) clone() *page {
	c := *p
	c.logs = maps.Clone(p.logs)
	for epoch, l := range p.logs {
		n := len(l.records)
		c.logs[epoch] = &log{l.records[:n:n], l.links[: n+1 : n+1], l.made[:n:n]}
	}
	c.loans, c.bookings = maps.Clone(p.loans), maps.Clone(p.bookings)
	for id, l := range p.loans {
		c.loans[id] = l.clone()
	}
	for ref, b := range p.bookings {
		was := *b
		c.bookings[ref] = &was
	}
	c.order, c.visits, c.points = slices.Clone(p.order), maps.Clone(p.visits), maps.Clone(p.points)
	return &c
}

func (l *loan) clone() *loan {
	return &loan{event.SlotLent{
		Slot: l.Slot, Service: l.Service, StartsMs: l.StartsMs, Minutes: l.Minutes, Quantity: l.Quantity,
	}, l.spent, l.lapsed}
}

func (s *sheet) start(c station.Clock) (desk, error) {
	d := &paper{pc: s, clock: c}
	if s.disk == nil {
		s.disk = &page{
			logs: map[uint32]*log{}, loans: map[string]*loan{}, bookings: map[event.Ref]*booking{},
			visits: map[event.Pseudonym]event.Ref{}, points: map[event.Pseudonym]int64{},
		}
		d.page = s.disk
		d.begin(max(s.from, s.mark+1), "created")
	}
	d.page = s.disk
	d.boots++
	return d, nil
}

func (s *sheet) die() {}

func (s *sheet) save() any { return s.disk.clone() }

func (s *sheet) fallBack(to any) { s.disk = to.(*page).clone() }

func (s *sheet) restore(c station.Clock, from any) error {
	s.disk = from.(*page).clone()
	d := &paper{pc: s, clock: c, page: s.disk}
	d.boots++
	d.begin(max(s.mark, s.disk.epoch)+1, "restored")
	for _, l := range d.loans {
		l.Quantity = l.spent
	}
	d.budget = 0
	return nil
}
