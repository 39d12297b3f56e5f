package hub

import (
	"context"
	"sync/atomic"
	"time"
)

const (
	// full is how many records make a group so full that receipts of others wait
	// for it: one full batch of a station that drains what it recorded offline.
	full = 500
	// lull is how long ingest has to have been without such a group before
	// followers go on.
	lull = 200 * time.Millisecond
	// patience is how long a follower that had read all lets ingest pass. Then it
	// goes on beside it, until it has read all again.
	patience = 10 * time.Second
)

// traffic is how busy ingest is. Its times are of the monotonic clock, as the
// hub's may be set while somebody waits.
type traffic struct{ last atomic.Pointer[time.Time] }

// passed notes that a group of records was committed.
func (t *traffic) passed(records int) {
	if records >= full {
		now := time.Now()
		t.last.Store(&now)
	}
}

func (t *traffic) heavy() bool {
	last := t.last.Load()
	return last != nil && time.Since(*last) < lull
}

// giveWay waits while traffic is heavy, until a moment at most, and reports
// whether ctx is still alive. Receipts come first: what a station has to keep
// until then is on one disk only, and where one writes at a time each would get
// half the time.
func (t *traffic) giveWay(ctx context.Context, until time.Time) bool {
	for t.heavy() && time.Now().Before(until) {
		if !wait(ctx, lull, nil) {
			return false
		}
	}
	return ctx.Err() == nil
}
