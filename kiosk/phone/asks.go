package phone

import (
	"sync"
	"time"
)

// askLives is how long one is waited for at most. The screen withdraws it
// when its session ends, which is far sooner.
const askLives = 30 * time.Minute

// asked is an Ask and what became of it. Texts is never called under mu: the
// screen's goroutine may wait in Withdraw while Texts waits for it.
type asked struct {
	Ask
	since time.Time

	mu     sync.Mutex
	closed bool
	sentBy string // the id of the session that wrote it, "" for none
}

func (a *asked) name() string { return a.ID }

// stage is what a phone is to be told of an Ask.
type stage int

const (
	waiting stage = iota // for a text
	mine                 // this phone wrote it
	written              // another phone did
	over                 // nobody wrote it in time
)

// stage is that of the session; c.session may be nil.
func (a *asked) stage(c *call) stage {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.stageOf(c)
}

func (a *asked) stageOf(c *call) stage {
	switch {
	case a.sentBy != "" && c.session != nil && a.sentBy == c.id:
		return mine
	case a.sentBy != "":
		return written
	case a.closed || c.now.Sub(a.since) >= askLives:
		return over
	}
	return waiting
}

// claim makes the session the one that wrote the text, if nobody is yet. first
// says that it just did.
func (a *asked) claim(c *call) (now stage, first bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if now = a.stageOf(c); now != waiting {
		return now, false
	}
	a.sentBy = c.id
	return mine, true
}
