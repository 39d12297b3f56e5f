package phone

import (
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// handoverLives is how long a Handover is open at most.
const handoverLives = 2 * time.Minute

// handed is a Handover and what became of it. Handovers is never called under
// mu.
type handed struct {
	Handover
	since  time.Time
	closed atomic.Bool // no phone may take it any more

	mu       sync.Mutex
	openedBy string // the id of the session that came first, "" for none
	taken    bool   // by that session
}

func (h *handed) name() string { return h.ID }

// stage is waiting for whoever may take it, mine for who did, written where it
// is another phone's, else over. c.session may be nil.
func (h *handed) stage(c *call) stage {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.stageOf(c)
}

func (h *handed) stageOf(c *call) stage {
	own := c.session != nil && h.openedBy == c.id
	switch {
	case h.openedBy != "" && !own:
		return written
	case h.taken:
		return mine
	case h.closed.Load() || c.now.Sub(h.since) >= handoverLives || c.now.Before(h.since):
		return over
	}
	return waiting
}

// open makes the session the only one that may take the pass, if none is yet.
// first says that it just did.
func (h *handed) open(c *call) (now stage, first bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	now = h.stageOf(c)
	first = now == waiting && h.openedBy == ""
	if first {
		h.openedBy = c.id
	}
	return now, first
}

// take gives the session that opened the page a pass, once. A phone that is the
// rider's already needs none.
func (h *handed) take(c *call, issue func(event.Pseudonym) (string, error)) (now stage, first bool, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	now = h.stageOf(c)
	if now != waiting {
		return now, false, nil
	}
	if h.openedBy == "" {
		return over, false, nil // a form without its page
	}
	text := c.session.pass
	if text == "" || c.rider.Pseudonym != h.Rider {
		if text, err = issue(h.Rider); err != nil {
			return now, false, err
		}
	}
	h.taken = true
	c.become(station.Rider{Pseudonym: h.Rider, Means: event.Means_MEANS_PASS}, text, h.Visit, c.now)
	h.blank()
	return mine, true, nil
}

// taker is the id of the session that has taken the pass, "" for none. It waits
// for one that is just taking it.
func (h *handed) taker() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.taken {
		return ""
	}
	return h.openedBy
}

// another reports whether the phone holds somebody's pass, or what a pass would
// find, and not this rider's.
func (h *handed) another(c *call) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return recorded(c) && c.rider.Pseudonym != h.Rider
}

// close has no phone take it any more. Whose it was is forgotten, by a phone
// that is just taking it if there is one.
func (h *handed) close() {
	h.closed.Store(true)
	if h.mu.TryLock() {
		h.blank()
		h.mu.Unlock()
	}
}

func (h *handed) blank() { h.Rider, h.Visit = event.Pseudonym{}, station.Visit{} }

// told is the page of a Handover that is not for this phone, or is done with.
func (h *handed) told(now stage) answer {
	switch now {
	case mine:
		return see("/pass")
	case written:
		return plain(http.StatusGone, "handed-over")
	}
	return plain(http.StatusGone, "unoffered")
}
