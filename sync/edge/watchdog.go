package edge

import (
	"errors"
	"time"

	"github.com/nuanxin/station-kit/station"
)

// How long records may wait without a receipt on a connection that seems fine.
const (
	// silence is the least; up to half of it is added at random, so that
	// a fleet whose hub fails does not reconnect as one. It doubles with every
	// connection given up, up to longestSilence.
	silence        = 2 * time.Minute
	longestSilence = 32 * time.Minute
)

// ErrSilent: records waited and no receipt came, on a connection that seemed
// fine.
var ErrSilent = errors.New("the hub is silent although connected")

// watchdog gives up a connection without progress.
type watchdog struct {
	limit  time.Duration
	until  time.Duration // limit and its random part, for this connection
	since  time.Time     // of the last progress, or when waiting began
	idle   bool          // nothing waits
	bitten bool          // and no progress since
}

// watch begins a connection.
func (w *watchdog) watch(now time.Time, random float64) {
	w.since, w.idle = now, true
	w.until = w.limit + time.Duration(random*float64(w.limit)/2)
}

func (w *watchdog) end() time.Time { return w.since.Add(w.until) }

func (w *watchdog) progress(now time.Time) {
	w.since, w.limit, w.bitten = now, silence, false
	w.until = min(w.until, silence*3/2)
}

func (w *watchdog) bite() {
	w.bitten = true
	w.limit = min(2*w.limit, longestSilence)
}

// watching says whether a receipt is to be expected.
func (c *Core) watching(now time.Time) bool {
	return c.waits() && c.refused == "" && !now.Before(c.up.pause)
}

// silent says whether it has been expected for too long.
func (c *Core) silent(now time.Time) bool {
	if !c.watching(now) {
		c.dog.idle = true
		return false
	}
	if c.dog.idle {
		c.dog.idle, c.dog.since = false, now
	}
	if now.Before(c.dog.end()) {
		return false
	}
	c.dog.bite()
	c.fault(CodeSilent, ErrSilent)
	c.Lost()
	return true
}

// stuck says why waiting records do not move. A page for a later epoch than
// this file's is the hub's word that the file is an old one, though its records
// may be welcome: nothing comes down to it.
func (c *Core) stuck() station.Stuck {
	if c.refused == "" && c.later > c.at.JournalEpoch {
		return station.StuckStaleEpoch
	}
	if c.refused == "" && c.dog.bitten && c.waits() {
		return station.StuckSilent
	}
	return c.refused
}
