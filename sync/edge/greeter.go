package edge

import (
	"time"

	"github.com/nuanxin/station-kit/sync/wire"
)

// When greetings are sent.
const (
	// helloEvery is how often the station says where it stands, unasked, give
	// or take a tenth: it brings back a lost push of the down-journal.
	helloEvery = time.Minute
	// helloGap is the least time between two, over connections too.
	helloGap = time.Second
	// askAgain is how long to wait for the rest of the down-journal before
	// asking for it. Asking in vain doubles it, up to helloEvery.
	askAgain = time.Second
	// unanswered is how many greetings may wait for their answer.
	unanswered = 8
)

// greeter decides when to greet, and knows the answers.
type greeter struct {
	due   time.Time
	rest  time.Time // when to ask for the rest of the down-journal; zero: nothing is missing
	again time.Duration
	last  time.Time
	asked []question
}

// question is a greeting that has no answer yet, and what the station knew
// when it asked.
type question struct {
	nonce     wire.Nonce
	at        time.Time
	epoch     uint32
	delivered uint64
}

// next is when to greet.
func (g *greeter) next() time.Time {
	next := g.due
	if !g.rest.IsZero() && g.rest.Before(next) {
		next = g.rest
	}
	if least := g.last.Add(helloGap); next.Before(least) {
		return least
	}
	return next
}

func (g *greeter) isDue(now time.Time) bool { return !now.Before(g.next()) }

// want greets as soon as may be.
func (g *greeter) want(now time.Time) {
	if now.Before(g.due) {
		g.due = now
	}
}

// said notes a greeting; random, in [0, 1), spreads a fleet's.
func (g *greeter) said(q question, random float64) {
	g.last, g.rest = q.at, time.Time{}
	g.due = q.at.Add(time.Duration((0.9 + 0.2*random) * float64(helloEvery)))
	if len(g.asked) == unanswered {
		g.asked = g.asked[1:]
	}
	g.asked = append(g.asked, q)
}

// answered gives the question that a receipt answers, once.
func (g *greeter) answered(n wire.Nonce) (q question, fresh bool) {
	for i, q := range g.asked {
		if q.nonce == n && n != (wire.Nonce{}) {
			g.asked = g.asked[i+1:]
			return q, true
		}
	}
	return question{}, false
}

// missing asks again, later each time.
func (g *greeter) missing(now time.Time) {
	g.again = max(g.again, askAgain)
	if g.rest.IsZero() {
		g.rest = now.Add(g.again)
		g.again = min(2*g.again, helloEvery)
	}
}

// more expects the rest of an answer, and asks if it does not come.
func (g *greeter) more(now time.Time) {
	g.again = askAgain
	g.rest = now.Add(askAgain)
}

// complete: nothing is missing.
func (g *greeter) complete() { g.rest, g.again = time.Time{}, 0 }
