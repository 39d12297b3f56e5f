package fleetsim

import (
	"fmt"
	"time"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// paper is a sheet's station while its process runs.
type paper struct {
	*page
	pc    *sheet
	clock station.Clock
	hub   time.Time     // what the hub said, where the clock disagrees
	heard time.Duration // when, on the monotonic clock
	link  station.Link
}

// begin begins an epoch.
func (p *paper) begin(epoch uint32, cause string) {
	p.pc.mark = epoch
	p.epoch = epoch
	p.logs[epoch] = &log{links: []event.Hash{event.Genesis(p.pc.id, epoch)}}
	if p.due.Epoch == 0 {
		p.due.Epoch = epoch
	}
	p.write(&event.Record{Body: &event.Record_EpochStarted{EpochStarted: &event.EpochStarted{Cause: cause}}})
	p.goOn()
}

// goOn delivers the next epoch where one is done.
func (p *paper) goOn() {
	for p.due.Epoch < p.epoch && p.due.Delivered >= p.logs[p.due.Epoch].last() {
		next := p.epoch
		for e := range p.logs {
			if e > p.due.Epoch {
				next = min(next, e)
			}
		}
		p.due = station.Standing{Epoch: next, ReceiptAt: p.due.ReceiptAt}
		p.forked = false
	}
}

// Now is the clock's time or the hub's, never behind the newest record.
func (p *paper) Now() time.Time {
	now := p.clock.Wall()
	if !p.hub.IsZero() {
		now = p.hub.Add(p.clock.Mono() - p.heard)
	}
	if now.Before(p.floor) {
		return p.floor
	}
	return now
}

func (p *paper) write(r *event.Record) event.Ref {
	now := p.Now()
	p.floor = now
	r.Stamp = &event.Stamp{WallMs: now.UnixMilli(), Boot: p.boots, MonoMs: p.clock.Mono().Milliseconds()}
	b, err := event.Encode(r)
	if err != nil {
		panic(err)
	}
	l := p.logs[p.epoch]
	l.records, l.links, l.made = append(l.records, b), append(l.links, l.links[l.last()].Next(b)), append(l.made, now)
	return event.Ref{Station: p.pc.id, Epoch: p.epoch, Seq: l.last()}
}

// Standing implements edge.Outbox.
func (p *paper) Standing() (station.Standing, error) {
	at := p.due
	at.Last, at.DownCursor, at.JournalEpoch = p.logs[at.Epoch].last(), p.cursor, p.epoch
	for e, l := range p.logs {
		if e >= at.Epoch {
			at.Waiting += l.last()
		}
	}
	at.Waiting -= at.Delivered
	if at.Delivered < at.Last {
		at.WaitingSince = p.logs[at.Epoch].made[at.Delivered]
	}
	return at, nil
}

// Records implements edge.Outbox.
func (p *paper) Records(after uint64, count, _ int) (event.Hash, [][]byte, error) {
	l := p.logs[p.due.Epoch]
	if after > l.last() {
		return event.Hash{}, nil, fmt.Errorf("epoch %d has no record %d", p.due.Epoch, after)
	}
	rest := l.records[after:]
	return l.links[after], rest[:min(count, len(rest))], nil
}

// Appended implements edge.Outbox.
func (p *paper) Appended() <-chan struct{} { return nil }

func (p *paper) fits(epoch uint32, upTo uint64, link event.Hash) bool {
	l := p.logs[epoch]
	return l != nil && upTo <= l.last() && l.links[upTo] == link
}

// Deliver implements edge.Inbox.
func (p *paper) Deliver(epoch uint32, upTo uint64, link event.Hash) error {
	if l := p.logs[epoch]; epoch < p.epoch && l != nil && upTo > l.last() {
		upTo = l.last()
	} else if !p.fits(epoch, upTo, link) {
		return station.ErrForeignReceipt
	}
	if epoch != p.due.Epoch {
		return nil
	}
	p.due.Delivered, p.due.ReceiptAt, p.forked = max(p.due.Delivered, upTo), p.Now(), false
	p.goOn()
	return nil
}

// Regress implements edge.Inbox.
func (p *paper) Regress(epoch uint32, upTo uint64, link event.Hash) error {
	switch {
	case epoch != p.due.Epoch || upTo >= p.due.Delivered:
		return nil
	case !p.fits(epoch, upTo, link):
		return station.ErrForeignReceipt
	}
	p.due.Delivered, p.due.ReceiptAt, p.forked = upTo, p.Now(), false
	return nil
}

// Fork implements edge.Inbox.
func (p *paper) Fork(epoch uint32) error {
	switch {
	case epoch != p.due.Epoch:
	case epoch == p.epoch:
		p.forked = true
	default:
		p.due.Delivered = p.logs[epoch].last()
		p.goOn()
	}
	return nil
}

// agreement is how far clock and hub may differ and still agree.
const agreement = 2 * time.Minute

// Hear implements edge.Inbox.
func (p *paper) Hear(hub time.Time) error {
	wall, now := p.clock.Wall(), p.Now()
	near := func(t time.Time) bool { return t.Sub(hub).Abs() <= agreement }
	if near(wall) && near(now) {
		p.hub = time.Time{}
		return nil
	}
	p.hub, p.heard = hub, p.clock.Mono()
	if near(now) {
		return nil
	}
	if p.floor.After(hub) {
		p.floor = hub
	}
	p.write(&event.Record{Body: &event.Record_ClockCorrected{ClockCorrected: &event.ClockCorrected{OffsetMs: hub.Sub(wall).Milliseconds()}}})
	return nil
}

// Linked implements edge.Inbox.
func (p *paper) Linked(l station.Link) { p.link = l }

// Status tells how things stand.
func (p *paper) Status() (station.Status, error) {
	at, _ := p.Standing()
	st := station.Status{Station: p.pc.id, Epoch: p.epoch, Last: p.logs[p.epoch].last(), Delivered: at.Delivered, ReceiptAt: at.ReceiptAt, Forked: p.forked, Link: p.link}
	if at.Epoch != p.epoch {
		st.Delivered = 0
	}
	st.Earlier = at.Waiting - st.Last + st.Delivered
	return st, nil
}

// Check looks whether the chain holds and no loan is overspent.
func (p *paper) Check() (r station.Report, err error) {
	for epoch, l := range p.logs {
		link := event.Genesis(p.pc.id, epoch)
		for i, b := range l.records {
			if link = link.Next(b); link != l.links[i+1] {
				r.Faults = append(r.Faults, fmt.Sprintf("the chain breaks at %d/%d", epoch, i+1))
			}
		}
	}
	for id, l := range p.loans {
		if l.spent > l.Quantity {
			r.Faults = append(r.Faults, fmt.Sprintf("%d of %d places of %s are spent", l.spent, l.Quantity, id))
		}
	}
	return r, nil
}
