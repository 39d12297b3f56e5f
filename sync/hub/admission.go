package hub

import (
	"math"
	"sync"
	"time"
)

const (
	// Each station that is behind has a share: how many batches it may have under
	// way. Below 1 it has one, and pauses before the next. mostShare is as many as
	// a station sends at all (docs/wire.md), leastShare a pause of five minutes.
	mostShare  = 4.0
	leastShare = 1.0 / 600
	// aim is how long a message should take from its arrival to its commit where
	// there is more work than the hub can do. A longer queue makes nothing faster.
	aim = 500 * time.Millisecond
	// slower is by how much the share falls at most, faster by how much it rises,
	// in one period: quick to make room, slow to fill it.
	slower = 2.0
	faster = 1.25
)

// admission says how much stations that are behind may send, by how long
// messages wait here. It is a loop: who is told to pause comes later, the queue
// is shorter, the share rises until the queue grows again. So the hub finds its
// own speed, whatever the database and however many hubs share it.
//
// All who are behind get the same share, so that one with a month of records is
// served like one with a day of them. Who is not behind is not held back: its
// next batch is a rider who has just come.
type admission struct {
	now    func() time.Time
	random func() float64 // uniform in [0, 1)

	mu    sync.Mutex
	share float64
	since time.Time // beginning of the period
	last  time.Time // observation
	load  float64   // sum of the period's
	loads int
}

func newAdmission(now func() time.Time, random func() float64) *admission {
	return &admission{now: now, random: random, share: mostShare, since: now(), last: now()}
}

// observe takes in how long the oldest message of a group took to its commit,
// and how full the queue was then, from 0 to 1.
func (a *admission) observe(waited time.Duration, full float64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := a.now()
	a.rest(now, now.Add(-waited))
	a.load, a.loads, a.last = a.load+max(float64(waited)/float64(aim), 2*full), a.loads+1, now
	if passed := now.Sub(a.since); passed >= a.period() {
		a.begin(now, change(a.load/float64(a.loads)))
	}
}

// rest makes up for the periods in which nothing came, up to the message that
// now ends them.
func (a *admission) rest(now, until time.Time) {
	if periods := float64(until.Sub(a.last)) / float64(a.period()); periods >= 1 {
		a.begin(now, math.Pow(faster, min(periods, 100)))
	}
}

func (a *admission) begin(now time.Time, factor float64) {
	a.share = within(a.share*factor, leastShare, mostShare)
	a.since, a.load, a.loads = now, 0, 0
}

// period is how long it takes until what was said last shows: the pauses it
// made are over then.
func (a *admission) period() time.Duration { return max(aim, pauseOf(a.share)) }

// change is the factor of a share; 1 is the load that is aimed at.
func change(load float64) float64 { return within(1/load, 1/slower, faster) }

func within(x, least, most float64) float64 { return max(least, min(x, most)) }

// pauseOf is what a share below 1 means.
func pauseOf(share float64) time.Duration {
	return time.Duration(float64(aim) * max(0, 1/share-1))
}

// grant is what a station that is behind is told: how many batches may be under
// way, and after what pause. No two pauses are alike, so that a crowd spreads.
func (a *admission) grant() (credit uint32, pause time.Duration) {
	a.mu.Lock()
	defer a.mu.Unlock()
	pause = time.Duration(float64(pauseOf(a.share)) * (0.75 + a.random()/2))
	return uint32(max(1, a.share)), pause
}

// current is the share, and the pause it means on average.
func (a *admission) current() (share float64, pause time.Duration) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.share, pauseOf(a.share)
}
