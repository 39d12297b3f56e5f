package fleetbench

import (
	"sync"
	"time"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// paper is a station without a disk, so that thousands fit into one process:
// its agent and its connection are real. It implements edge.Outbox and edge.Inbox.
type paper struct {
	id       string
	appended chan struct{}

	mu        sync.Mutex
	records   [][]byte
	links     []event.Hash // before the first record, and at each
	delivered uint64
	down      uint64
	forks     int
	foreign   int
	// When it last was connected, greeted after that, and had all records receipted.
	connected, greeted, receipted time.Time
}

func newPaper(id string) *paper {
	return &paper{id: id, appended: make(chan struct{}, 1), links: []event.Hash{event.Genesis(id, 1)}}
}

// record appends records.
func (p *paper) record(records [][]byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, r := range records {
		p.records, p.links = append(p.records, r), append(p.links, p.links[len(p.links)-1].Next(r))
	}
	select {
	case p.appended <- struct{}{}:
	default:
	}
}

// Standing implements edge.Outbox.
func (p *paper) Standing() (station.Standing, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	last := uint64(len(p.records))
	return station.Standing{Epoch: 1, Last: last, Delivered: p.delivered, DownCursor: p.down, JournalEpoch: 1, Waiting: last - p.delivered}, nil
}

// Records implements edge.Outbox.
func (p *paper) Records(after uint64, count, _ int) (event.Hash, [][]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	rest := p.records[after:]
	return p.links[after], rest[:min(count, len(rest))], nil
}

// Appended implements edge.Outbox.
func (p *paper) Appended() <-chan struct{} { return p.appended }

// Deliver implements edge.Inbox.
func (p *paper) Deliver(_ uint32, upTo uint64, link event.Hash) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if upTo >= uint64(len(p.links)) || p.links[upTo] != link {
		p.foreign++
		return station.ErrForeignReceipt
	}
	if upTo > p.delivered {
		p.delivered, p.receipted = upTo, time.Now()
	}
	return nil
}

// Regress implements edge.Inbox: the hub of the bench loses nothing.
func (p *paper) Regress(uint32, uint64, event.Hash) error { return station.ErrRecordsGone }

// Fork implements edge.Inbox.
func (p *paper) Fork(uint32) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.forks++
	return nil
}

// Hear implements edge.Inbox: the answer to a greeting.
func (p *paper) Hear(time.Time) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.greeted.Before(p.connected) { // later ones are reminders
		p.greeted = time.Now()
	}
	return nil
}

// Apply implements edge.Inbox.
func (p *paper) Apply(first uint64, entries [][]byte) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if first > p.down+1 {
		return station.ErrGap
	}
	p.down = max(p.down, first+uint64(len(entries))-1)
	return nil
}

// Linked implements edge.Inbox.
func (p *paper) Linked(station.Link) {}

// meet notes that it is connected.
func (p *paper) meet() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.connected = time.Now()
}

// since is how long after a moment it was connected, greeted and receipted,
// and whether all three have happened.
func (p *paper) since(t time.Time) (connected, greeted, receipted time.Duration, all bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	all = p.connected.After(t) && p.greeted.After(t) && p.delivered == uint64(len(p.records))
	return p.connected.Sub(t), p.greeted.Sub(t), p.receipted.Sub(t), all
}
