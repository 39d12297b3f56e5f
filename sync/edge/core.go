package edge

import "time"

// Timing and window of the sending side.
const (
	// window is how many batches may be under way without a receipt.
	window = 4
	// patience is how long the oldest of them may be: then everything after
	// the last receipt is sent again (go-back-N).
	patience = 10 * time.Second
	// helloEvery is how often the station says where it stands, unasked: it
	// brings back a lost push of the down-journal.
	helloEvery = time.Minute
	// askAgain is how long to wait for the rest of the down-journal before
	// asking for it.
	askAgain = time.Second
)

// step is what the agent does next.
type step int

const (
	wait step = iota
	sayHello
	sendBatch
)

// core decides what to send and when. It does nothing itself and reads no
// clock, so that any order of events can be tried on it.
type core struct {
	last     uint64 // newest record of the journal
	upTo     uint64 // newest record the hub has
	sent     uint64 // newest record handed to the carrier
	flights  []flight
	back     uint64 // the last record that resending was asked from, plus one
	helloDue time.Time
	pause    time.Time // nothing is sent before it
	stuck    bool      // the hub refuses this journal: only hellos
}

// flight is a batch without a receipt.
type flight struct {
	last uint64
	due  time.Time
}

// connected begins anew: what was under way on an earlier connection may be
// lost.
func (c *core) connected(last, upTo uint64, now time.Time) {
	*c = core{last: last, upTo: upTo, sent: upTo, helloDue: now}
}

// next says what to do at a time; after wait, look again at wake at the latest.
func (c *core) next(now time.Time) (do step, wake time.Time) {
	if !now.Before(c.helloDue) {
		return sayHello, now
	}
	wake = c.helloDue
	if c.stuck {
		return wait, wake
	}
	if now.Before(c.pause) {
		return wait, earlier(wake, c.pause)
	}
	if len(c.flights) > 0 && !now.Before(c.flights[0].due) {
		c.goBack(c.upTo)
		c.back = 0
		c.helloDue = now
		return sayHello, now
	}
	if c.sent < c.last && len(c.flights) < window {
		return sendBatch, now
	}
	if len(c.flights) > 0 {
		wake = earlier(wake, c.flights[0].due)
	}
	return wait, wake
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func (c *core) saidHello(now time.Time) { c.helloDue = now.Add(helloEvery) }

// sentUpTo notes that a batch ending in last is under way.
func (c *core) sentUpTo(last uint64, now time.Time) {
	c.sent = last
	c.flights = append(c.flights, flight{last, now.Add(patience)})
}

// receipted notes that the hub has everything up to a record.
func (c *core) receipted(upTo uint64) {
	c.stuck = false
	if upTo > c.upTo {
		c.back = 0
	}
	c.upTo = upTo
	c.sent = max(c.sent, upTo)
	for len(c.flights) > 0 && c.flights[0].last <= upTo {
		c.flights = c.flights[1:]
	}
}

// resend does as the hub asks, once for each place: every batch behind the
// missing one brings the same request.
func (c *core) resend(upTo uint64) {
	if c.back != upTo+1 {
		c.goBack(upTo)
		c.back = upTo + 1
	}
}

// goBack sends again from the record after upTo.
func (c *core) goBack(upTo uint64) {
	c.upTo, c.sent, c.flights = upTo, upTo, nil
}
