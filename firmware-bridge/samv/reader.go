package samv

import (
	"context"
	"log/slog"
	"time"
)

// Event is what happens at the reader: Up, Down, Placed, Lifted or Failed.
type Event interface{ event() }

// Up means that the reader answers; it comes first, and after each Down when the reader is back.
type Up struct{}

// Down means that the reader does not answer, or answers that it cannot look for cards, and why. The loop goes on
// asking.
type Down struct{ Err error }

// Placed means that a card was read. Exactly one Lifted follows, before the next Placed.
type Placed struct {
	Card  Card
	Photo Photo // only where Reader.Photo asks for it
}

// Lifted means that the card read last is gone.
type Lifted struct{}

// Failed means that a card lies there and cannot be read; lifting it and placing it again may help, see
// Code.CardFault and AdviceOf. It comes once for each attempt of the person, not of the loop.
type Failed struct{ Err error }

// LogValue keeps the card out of logs.
func (p Placed) LogValue() slog.Value { return p.Card.LogValue() }

func (Up) event()     {}
func (Down) event()   {}
func (Placed) event() {}
func (Lifted) event() {}
func (Failed) event() {}

const (
	defaultPoll = 250 * time.Millisecond
	silentPolls = 3               // failed exchanges in a row before the reader counts as down
	emptyPolls  = 2               // answers without a card before a person's next attempt begins
	assumeGone  = 5 * time.Second // how long a card is taken to lie on a module that cannot tell
	shortGap    = time.Second     // within which the same card, found again, was never away
)

// Reader reads card after card: find, select, read, then watch until the card is lifted. A reading that was
// spoilt on the line is asked for once more.
//
// Modules that answer 30 03 tell whether the card still lies there. On others a card counts as lifted when
// another is found, when a module that keeps finding the same card no longer does for a second, and at the
// latest 5 s after it was last read; a card that lies there longer is not read again before it was lifted.
type Reader struct {
	Emit  func(Event)   // called in Run's goroutine, in order; must not be nil
	Poll  time.Duration // from one question to the next; 0 means 250 ms
	Photo bool          // ask for photos; leave it unless somebody has a reason to see them
}

// Run reads cards on the line until ctx ends, with nil, or the line fails, with the line's error. A reader
// that does not answer is no failure of the line: it is told as Down and asked again.
func (r *Reader) Run(ctx context.Context, line Line) error {
	l := &loop{module: NewModule(line), emit: r.Emit, photo: r.Photo, next: (*loop).look}
	defer l.lift()
	poll := r.Poll
	if poll == 0 {
		poll = defaultPoll
	}
	tick := time.NewTicker(poll)
	defer tick.Stop()
	for ctx.Err() == nil {
		if err := l.step(); err != nil && ctx.Err() == nil {
			return err
		}
		select {
		case <-ctx.Done():
		case <-tick.C:
		}
	}
	return nil
}
