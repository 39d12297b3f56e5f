package health

import (
	"math/bits"
	"time"
)

const (
	grace    = 2 * time.Second  // a device that is back so soon was never out
	memory   = 5 * time.Minute  // how long a loss counts
	often    = 2                // losses that make a device unstable
	settling = 5 * time.Second  // how long a device lost twice must stay; twice that for each further loss
	settled  = 40 * time.Second // at most so long
	standing = time.Minute      // how long a fault that a failed card told of keeps a device down
	sample   = 16               // cards, codes or receipts by which a device is judged
	tooMany  = 4                // failures among them
)

// record is what happened at a device, and the judgement of it: a line on a screen that comes and goes with a
// loose plug would make riders try what does not work.
type record struct {
	heard, answers, lost bool
	turned               time.Time   // when answers last changed
	losses               []time.Time // the newest few
	proven               bool        // something went well since it came back

	why     cause // of not answering
	warning cause
	fault   cause // its own, told by a failed card
	until   time.Time
	failure cause  // the last one
	failed  uint32 // of the last sample, a bit each
}

func (r *record) up(now time.Time) {
	if r.answers {
		return
	}
	r.heard, r.answers, r.lost, r.turned, r.proven = true, true, false, now, false
	r.fault = cause{}
}

func (r *record) down(c cause, now time.Time) {
	if r.answers {
		r.lost, r.turned = true, now
		r.losses = append(r.losses[max(0, len(r.losses)-7):], now)
	}
	if !r.heard {
		r.turned = now
	}
	r.heard, r.answers, r.why = true, false, c
}

func (r *record) did(now time.Time) {
	r.up(now)
	r.proven, r.fault = true, cause{}
	r.failed <<= 1
}

func (r *record) fail(c cause, now time.Time) {
	if c.reason.faultless() {
		return
	}
	r.failure = c
	r.failed = r.failed<<1 | 1
	if c.reason.stops() {
		r.fault, r.until = c, now.Add(standing)
	}
}

// verdict is a state with its cause.
type verdict struct {
	state State
	cause
}

// judge tells the state at a time. out says that the device is shown as out: then it is not shown as well for
// a moment in between.
func (r *record) judge(now time.Time, out bool) verdict {
	switch losses := r.recent(now); {
	case !r.heard:
		return verdict{Degraded, cause{reason: Starting}}
	case !r.answers && !out && now.Before(r.turned.Add(grace)):
		return verdict{Degraded, r.why}
	case !r.answers && r.why.reason == Unplugged:
		return verdict{Absent, r.why}
	case !r.answers:
		return verdict{Down, r.why}
	case !r.proven && now.Before(r.turned.Add(probation(losses))):
		return verdict{Down, unsteady(r.why)}
	case r.fault.reason != "" && now.Before(r.until):
		return verdict{Down, r.fault}
	case losses >= often:
		return verdict{Degraded, unsteady(r.why)}
	case bits.OnesCount32(r.failed&(1<<sample-1)) >= tooMany:
		return verdict{Degraded, r.failure}
	case r.warning.reason != "":
		return verdict{Degraded, r.warning}
	}
	return verdict{state: Ready}
}

func unsteady(last cause) cause { return cause{Unstable, last.detail, unstable} }

func (r *record) recent(now time.Time) (n int) {
	for _, at := range r.losses {
		if now.Before(at.Add(memory)) {
			n++
		}
	}
	return n
}

// probation is how long a device that was lost so often must stay before it counts as back. The first time it
// is trusted: somebody has plugged it in again.
func probation(losses int) time.Duration {
	if losses < often {
		return 0
	}
	return min(settling<<(losses-often), settled)
}

// turn is the next moment at which time alone may change the judgement; zero for never.
func (r *record) turn(now time.Time) (next time.Time) {
	moments := []time.Time{r.turned.Add(grace), r.turned.Add(probation(r.recent(now))), r.until}
	for _, at := range r.losses {
		moments = append(moments, at.Add(memory))
	}
	for _, at := range moments {
		if at.After(now) && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	return next
}
