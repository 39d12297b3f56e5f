package station

import (
	"sync"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/nuanxin/station-kit/station/event"
)

// change is one decision under way in a transaction.
type change struct {
	*bolt.Tx
	s     *Station
	at    *event.Stamp
	head  head
	wrote bool
}

func (c *change) now() time.Time { return time.UnixMilli(c.at.WallMs).In(event.Zone) }

func (c *change) put(bucket, key, row []byte) error {
	c.wrote = true
	return c.Bucket(bucket).Put(key, row)
}

func (c *change) drop(bucket, key []byte) error {
	c.wrote = true
	return c.Bucket(bucket).Delete(key)
}

func (s *Station) changeIn(tx *bolt.Tx) *change {
	return &change{Tx: tx, s: s, at: s.clock.stamp(), head: headFrom(tx.Bucket(bucketMeta).Get(keyHead))}
}

// decision is a change that waits for its turn. decide may run more than once:
// when another of its group breaks a rule after it has written.
type decision struct {
	decide func(*change) error
	err    error
	done   chan struct{}
}

// queue holds the decisions that wait while others are being synced to disk.
type queue struct {
	mu      sync.Mutex
	waiting []*decision
	busy    bool
}

// change runs decide in a transaction: what it does to the tables and the
// records it appends reach the disk together, or, when it returns an error,
// not at all.
//
// One disk sync serves everyone who waits for it: whoever comes while a
// transaction is being synced joins the next one. Nobody waits for company, so
// a lone writer pays no delay (bbolt's Batch waits 10 ms for others to come).
func (s *Station) change(decide func(*change) error) error {
	d := &decision{decide: decide, done: make(chan struct{})}
	s.enqueue(d)
	if full(d.err) && s.room.yield() {
		// The headroom is for this: service records go on.
		d = &decision{decide: decide, done: make(chan struct{})}
		s.enqueue(d)
	}
	return storage(d.err)
}

// enqueue waits until a decision has been committed or refused.
func (s *Station) enqueue(d *decision) {
	if s.queue.join(d) {
		s.serve()
	}
	<-d.done
}

// join reports whether the caller is to serve the queue.
func (q *queue) join(d *decision) (lead bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting = append(q.waiting, d)
	lead, q.busy = !q.busy, true
	return lead
}

// next takes all that wait; when none do, the queue is idle again.
func (q *queue) next() []*decision {
	q.mu.Lock()
	defer q.mu.Unlock()
	group := q.waiting
	q.waiting, q.busy = nil, len(group) > 0
	return group
}

// serve commits the group at hand, and leaves those who came meanwhile to a
// goroutine of their own, so that the caller goes on.
func (s *Station) serve() {
	group := s.queue.next()
	if len(group) == 0 {
		return
	}
	s.commit(group)
	for _, d := range group {
		close(d.done)
	}
	if s.queue.more() {
		go s.serve()
	}
}

// more reports whether anyone waits; if not, the queue is idle.
func (q *queue) more() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.busy = len(q.waiting) > 0
	return q.busy
}

// commit decides a group in one transaction. Whoever breaks a rule is left
// out; if it had written something by then, the rest begins again without it.
func (s *Station) commit(group []*decision) {
	for {
		var spoilt *decision
		var at *event.Stamp
		err := s.db.Update(func(tx *bolt.Tx) error {
			c := s.changeIn(tx)
			for _, d := range group {
				c.at, c.wrote = s.clock.stamp(), false
				if d.err = d.decide(c); d.err != nil && c.wrote {
					spoilt = d
					return d.err
				}
			}
			at = c.at
			return nil
		})
		if spoilt != nil {
			group = without(group, spoilt)
			continue
		}
		s.committed(group, at, err)
		return
	}
}

func (s *Station) committed(group []*decision, at *event.Stamp, err error) {
	if err == nil {
		s.clock.raise(at)
		s.turnDay(event.Time(at.WallMs))
		s.announce()
		return
	}
	for _, d := range group {
		d.err = err
	}
}

func without(group []*decision, out *decision) []*decision {
	rest := make([]*decision, 0, len(group))
	for _, d := range group {
		if d != out {
			rest = append(rest, d)
		}
	}
	return rest
}
