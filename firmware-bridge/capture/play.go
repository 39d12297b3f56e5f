package capture

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"
)

// Errors of a Player. One that is done differs from nothing.
var (
	ErrEnd     = errors.New("the capture ends here")
	ErrLost    = errors.New("the line was lost here when this was captured")
	ErrDiffers = errors.New("the kit sends something else than when this was captured")
)

// Player is a Line whose device says what it said when a capture was made.
//
// Whatever was received after a command is received again after the same command. In between, time is the
// capture's: a Read that waits past its deadline for what came later times out.
type Player struct {
	// Hurry has no time pass: bytes are there at once, and a deadline that would pass has passed. Else times are
	// as they were, in real time or in that of a testing/synctest bubble.
	Hurry bool
	// Lenient goes on where the kit sends something else: the capture is taken up at the next like command, or the
	// device is silent. Else Write fails with ErrDiffers.
	Lenient bool

	mu       sync.Mutex
	entries  []Entry
	backlog  []byte
	offset   time.Duration // of the capture's time from the time since began
	began    time.Time
	deadline time.Time
	differs  int
}

// Play gives the device's side of a capture, from its beginning.
func (c Capture) Play() *Player {
	p := &Player{entries: c.Entries, began: time.Now()}
	p.Reopen()
	return p
}

// Reopen goes on where the line was opened next, and reports whether it was.
func (p *Player) Reopen() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.backlog = nil
	for len(p.entries) > 0 {
		e := p.entries[0]
		p.entries = p.entries[1:]
		if e.Event == Open {
			p.synchronise(e.At)
			return true
		}
	}
	return false
}

// Differences is how many commands were others than those captured.
func (p *Player) Differences() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.differs
}

// SetReadDeadline bounds every later Read.
func (p *Player) SetReadDeadline(t time.Time) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.deadline = t
	return nil
}

// now is the capture's time.
func (p *Player) now() time.Duration { return time.Since(p.began) + p.offset }

func (p *Player) synchronise(at int64) { p.offset += time.Duration(at)*time.Microsecond - p.now() }

// Write takes a command. What was received before the next like it is there to be read.
func (p *Player) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	next, same := p.find(b)
	switch {
	case same:
		p.advance(next)
		p.synchronise(p.entries[0].At)
		p.entries = p.entries[1:]
	case p.Lenient && next < len(p.entries):
		p.differs++
	case next < len(p.entries) && p.entries[next].Event == "":
		p.differs++
		return 0, fmt.Errorf("%w: % X instead of % X, at %v", ErrDiffers, b, []byte(p.entries[next].Sent), p.now().Round(time.Millisecond))
	default:
		p.advance(next)
		return 0, p.over()
	}
	return len(b), nil
}

// find looks for the command that comes next, and where differences are allowed for the next like b.
func (p *Player) find(b []byte) (next int, same bool) {
	next = len(p.entries)
	for i, e := range p.entries {
		switch {
		case e.Event != "":
			return min(next, i), false
		case len(e.Sent) == 0:
			continue
		case bytes.Equal(e.Sent, b):
			return i, true
		case !p.Lenient:
			return i, false
		}
		next = min(next, i)
	}
	return next, false
}

// advance drops the entries before the given one. What they received lies in the line's buffer.
func (p *Player) advance(to int) {
	for _, e := range p.entries[:to] {
		p.backlog = append(p.backlog, e.Received...)
	}
	p.entries = p.entries[to:]
}

// Read gives what was received next, when it was.
func (p *Player) Read(b []byte) (int, error) {
	for {
		n, wait, err := p.read(b)
		if n > 0 || err != nil {
			return n, err
		}
		time.Sleep(wait)
	}
}

// look is how often a Read that waits for the kit's command looks for it.
const look = 10 * time.Millisecond

// read gives what is there, or how long to wait.
func (p *Player) read(b []byte) (n int, wait time.Duration, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.backlog) > 0 {
		n = copy(b, p.backlog)
		p.backlog = p.backlog[n:]
		return n, 0, nil
	}
	if len(p.entries) == 0 {
		return 0, 0, ErrEnd
	}
	e, patience := p.entries[0], time.Duration(look)
	if !p.deadline.IsZero() {
		patience = time.Until(p.deadline)
	}
	due := time.Duration(e.At)*time.Microsecond - p.now()
	switch {
	case len(e.Sent) == 0 && (due <= 0 || p.Hurry && due <= patience):
		n, err = p.happen(b)
		return n, 0, err
	case patience <= 0:
		return 0, 0, os.ErrDeadlineExceeded
	case len(e.Sent) > 0:
		return p.pass(min(patience, look), patience)
	}
	return p.pass(min(due, patience), patience)
}

// happen has the next entry happen that is no command.
func (p *Player) happen(b []byte) (int, error) {
	p.synchronise(max(p.entries[0].At, p.now().Microseconds()))
	if p.entries[0].Event != "" {
		return 0, p.over()
	}
	p.advance(1)
	n := copy(b, p.backlog)
	p.backlog = p.backlog[n:]
	return n, nil
}

// pass lets time pass; in a hurry, all that the reader has.
func (p *Player) pass(wait, patience time.Duration) (int, time.Duration, error) {
	if !p.Hurry {
		return 0, wait, nil
	}
	p.offset += patience
	if p.deadline.IsZero() {
		return 0, wait, nil // nobody would see a deadline pass
	}
	return 0, 0, os.ErrDeadlineExceeded
}

func (p *Player) over() error {
	if len(p.entries) == 0 {
		return ErrEnd
	}
	return fmt.Errorf("%w (%s)", ErrLost, p.entries[0].Event)
}
