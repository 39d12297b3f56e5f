package hub

import (
	"container/heap"
	"math/rand/v2"
	"slices"
	"time"
)

// crowd is a world in virtual time: stations that keep to the window as
// docs/wire.md has it, a broker that is a queue without bound, and hubs that
// commit in groups, as fast as their database is.
type crowd struct {
	random *rand.Rand
	now    time.Time
	events events
	broker []sent
	hubs   []*desk
	// A group of n batches takes each + n x more.
	each, more time.Duration
	line       time.Duration // from a station to the broker, and back
	controlled bool

	delays  []delay // of those who had one batch only
	drained int     // batches of those who had more
	last    time.Time
}

type delay struct{ at, took time.Duration }

// desk is one hub.
type desk struct {
	admission *admission
	busy      bool
}

// site is a station.
type site struct {
	left, flying, allowed int
	pause                 time.Time
	done                  int
	small                 bool
}

type sent struct {
	from   *site
	at     time.Time
	behind bool
}

type eventAt struct {
	at time.Time
	do func()
}

type events []eventAt

func (e events) Len() int           { return len(e) }
func (e events) Less(i, j int) bool { return e[i].at.Before(e[j].at) }
func (e events) Swap(i, j int)      { e[i], e[j] = e[j], e[i] }
func (e *events) Push(x any)        { *e = append(*e, x.(eventAt)) }
func (e *events) Pop() any {
	last := (*e)[len(*e)-1]
	*e = (*e)[:len(*e)-1]
	return last
}

var began = time.Unix(1_795_000_000, 0)

func newCrowd(seed uint64, hubs int) *crowd {
	c := &crowd{
		random: rand.New(rand.NewPCG(seed, 0)), now: began, line: 20 * time.Millisecond,
		each: 5 * time.Millisecond, more: 400 * time.Microsecond, controlled: true,
	}
	for range hubs {
		c.hubs = append(c.hubs, &desk{admission: newAdmission(func() time.Time { return c.now }, c.random.Float64)})
	}
	return c
}

func (c *crowd) in(d time.Duration, do func()) {
	heap.Push(&c.events, eventAt{c.now.Add(d), do})
}

func (c *crowd) run(d time.Duration) {
	end := c.now.Add(d)
	for len(c.events) > 0 && c.events[0].at.Before(end) {
		e := heap.Pop(&c.events).(eventAt)
		c.now = e.at
		e.do()
	}
	c.now = end
}

// returns has a station come back with batches to send.
func (c *crowd) returns(after time.Duration, batches int) *site {
	s := &site{left: batches, allowed: 1}
	c.in(after, func() { c.send(s) })
	return s
}

// lives has a station make one batch every so often, for as long as d.
func (c *crowd) lives(every, d time.Duration) {
	s := &site{allowed: 4, small: true}
	for at := time.Duration(c.random.Int64N(int64(every))); at < d; at += every/2 + time.Duration(c.random.Int64N(int64(every))) {
		c.in(at, func() { s.left++; c.send(s) })
	}
}

func (c *crowd) send(s *site) {
	for ; s.left > 0 && s.flying < s.allowed && !c.now.Before(s.pause); s.left-- {
		s.flying++
		m := sent{from: s, at: c.now, behind: s.left > 1}
		c.in(c.line, func() {
			c.broker = append(c.broker, m)
			c.work()
		})
	}
}

// work has the idle hubs take as much as their queue holds.
func (c *crowd) work() {
	for _, d := range c.hubs {
		if n := min(len(c.broker), maxWaiting); !d.busy && n > 0 {
			group := c.broker[:n:n]
			c.broker = c.broker[n:]
			d.busy = true
			took := c.each + time.Duration(n)*c.more
			full := float64(min(len(c.broker), maxWaiting)) / maxWaiting
			// A hub sees no more than its own queue, one group before this.
			waited := min(c.now.Sub(group[0].at), c.each+maxWaiting*c.more) + took
			c.in(took, func() { c.settle(d, group, waited, full) })
		}
	}
}

func (c *crowd) settle(d *desk, group []sent, waited time.Duration, full float64) {
	d.busy = false
	d.admission.observe(waited, full)
	for _, m := range group {
		credit, pause := uint32(4), time.Duration(0)
		if c.controlled && m.behind {
			credit, pause = d.admission.grant()
		}
		c.in(c.line, func() { c.receipt(m, int(credit), pause) })
	}
	c.work()
}

func (c *crowd) receipt(m sent, credit int, pause time.Duration) {
	s := m.from
	s.flying--
	s.done++
	s.allowed, s.pause = credit, c.now.Add(pause)
	if s.small {
		c.delays = append(c.delays, delay{m.at.Sub(began), c.now.Sub(m.at)})
	} else {
		c.drained++
		c.last = c.now
	}
	c.in(pause, func() { c.send(s) })
}

// p95 is that of the small ones' receipts whose batches were made between two times.
func (c *crowd) p95(from, to time.Duration) time.Duration {
	var all []time.Duration
	for _, d := range c.delays {
		if d.at >= from && d.at < to {
			all = append(all, d.took)
		}
	}
	if len(all) == 0 {
		return time.Hour // nobody was answered
	}
	slices.Sort(all)
	return all[len(all)*95/100]
}

// ideal is how long the hubs need for so many batches, never idle, in full groups.
func (c *crowd) ideal(batches int) time.Duration {
	perBatch := c.more + c.each/maxWaiting
	return time.Duration(batches) * perBatch / time.Duration(len(c.hubs))
}
