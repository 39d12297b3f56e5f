package samv

import (
	"context"
	"errors"
	"log/slog"
	"time"
)

// Event is what happens at the reader: Up, Down, Placed, Lifted or Failed.
type Event interface{ event() }

// Up means that the reader answers; it comes first, and after each Down when the reader is back.
type Up struct{}

// Down means that the reader does not answer, and why. The loop goes on asking.
type Down struct{ Err error }

// Placed means that a card was read. Exactly one Lifted follows, before the next Placed.
type Placed struct{ Card Card }

// Lifted means that the card read last is gone.
type Lifted struct{}

// Failed means that a card lies there and cannot be read; lifting it and placing it again may help, see
// Code.CardFault. It comes once for each attempt of the person, not of the loop.
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
	silentPolls = 3 // failed exchanges in a row before the reader counts as down
)

// Reader reads card after card: find, select, read, then watch until the card is lifted.
type Reader struct {
	Emit func(Event)   // called in Run's goroutine, in order; must not be nil
	Poll time.Duration // from one question to the next; 0 means 250 ms
}

// Run reads cards on the line until ctx ends, with nil, or the line fails, with the line's error. A reader
// that does not answer is no failure of the line: it is told as Down and asked again.
func (r *Reader) Run(ctx context.Context, line Line) error {
	l := &loop{module: NewModule(line), emit: r.Emit, next: (*loop).look}
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

// loop is the state of one Run: what to do at the next poll, and what was told so far.
type loop struct {
	module *Module
	emit   func(Event)
	next   func(*loop) error // look, or watch while a card lies there

	up, down bool // told
	silent   int  // failed exchanges in a row
	placed   bool // told, and not yet lifted
	failed   bool // told for the card that lies there
}

// step does one poll. Only errors of the line come back; the rest is told.
func (l *loop) step() error {
	err := l.next(l)
	switch {
	case lineFault(err):
		return err
	case unheard(err):
		l.unanswered(err)
	default:
		l.answered()
	}
	return nil
}

// unheard reports whether the module gave no usable answer.
func unheard(err error) bool { return errors.Is(err, ErrSilent) || errors.Is(err, ErrGarbled) }

// lineFault reports whether the line itself failed, rather than the module, the card or the answer.
func lineFault(err error) bool {
	var code Code
	return err != nil && !unheard(err) && !errors.As(err, &code) && !errors.Is(err, ErrReply) && !errors.Is(err, ErrText)
}

// look asks for a card and reads it.
func (l *loop) look() error {
	err := l.module.Find()
	switch {
	case errors.Is(err, NoCard):
		l.failed = false
		return err
	case unheard(err):
		return err // no card is known to lie there
	case err != nil:
		return l.fail(err)
	}
	l.answered()
	card, err := l.module.readFound()
	if err != nil {
		return l.fail(err)
	}
	l.placed, l.failed, l.next = true, false, (*loop).watch
	l.emit(Placed{card})
	return nil
}

// watch asks whether the card still lies there; one negative answer may be a glitch, two in a row are not.
func (l *loop) watch() error {
	var code Code
	err := l.module.Present()
	if errors.As(err, &code) {
		err = l.module.Present()
	}
	if errors.As(err, &code) {
		l.lift()
		l.next = (*loop).look
	}
	return err
}

// fail tells once that the card cannot be read. The loop tries again all the same: a card that slid into
// place is read without being lifted where the module allows it.
func (l *loop) fail(err error) error {
	if !l.failed && !lineFault(err) {
		l.failed = true
		l.emit(Failed{err})
	}
	return err
}

func (l *loop) lift() {
	if l.placed {
		l.placed = false
		l.emit(Lifted{})
	}
}

func (l *loop) answered() {
	l.silent = 0
	if !l.up || l.down {
		l.up, l.down = true, false
		l.emit(Up{})
	}
}

// unanswered tells Down after a few silences; a card that lay there counts as lifted.
func (l *loop) unanswered(err error) {
	l.silent++
	if l.silent < silentPolls || l.down {
		return
	}
	l.lift()
	l.next = (*loop).look
	l.down = true
	l.emit(Down{err})
}
