package samv

import (
	"errors"
	"time"
)

// loop is the state of one Run: what to do at the next poll, and what was told so far.
type loop struct {
	module *Module
	emit   func(Event)
	photo  bool
	next   func(*loop) error // look; watch or guess while a card lies there

	up, down bool // told
	silent   int  // failed exchanges in a row
	placed   bool // told, and not yet lifted
	failed   bool // told for the card that lies there
	empty    int  // answers in a row that no card lies there

	probe        probe
	silentProbes int
	guess        guess
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
func unheard(err error) bool {
	_, blind := errors.AsType[cannotLook](err)
	return blind || errors.Is(err, ErrSilent) || errors.Is(err, ErrGarbled) || errors.Is(err, ErrEcho)
}

// cannotLook is a module's answer to Find that says nothing about a card: it is not authorised, say.
type cannotLook struct{ error }

// Unwrap gives the answer.
func (c cannotLook) Unwrap() error { return c.error }

// find looks for a card.
func (l *loop) find() error {
	err := l.module.Find()
	if code, is := errors.AsType[Code](err); is && !code.CardFault() || errors.Is(err, ErrReply) {
		return cannotLook{err}
	}
	return err
}

// lineFault reports whether the line itself failed, rather than the module, the card or the answer.
func lineFault(err error) bool {
	return err != nil && !unheard(err) && !reported(err) && !errors.Is(err, ErrReply) && !errors.Is(err, ErrText)
}

// reported reports whether the error is a code of the module's.
func reported(err error) bool {
	_, is := errors.AsType[Code](err)
	return is
}

// look asks for a card and reads it. Some vendors ask twice before they believe that there is none; here the next
// poll does.
func (l *loop) look() error {
	err := l.find()
	switch {
	case errors.Is(err, NoCard):
		if l.empty++; l.empty >= emptyPolls {
			l.failed = false
		}
		return err
	case unheard(err):
		return err // no card is known to lie there
	case err != nil:
		return l.fail(err)
	}
	l.answered()
	placed, err := l.read()
	if err != nil {
		return l.fail(err)
	}
	return l.take(placed)
}

// take tells a card, and finds out how to notice that it is lifted.
func (l *loop) take(p Placed) error {
	l.placed, l.failed, l.empty = true, false, 0
	l.emit(p)
	if l.probe == untried {
		if err := l.tryProbe(); lineFault(err) {
			return err
		}
	}
	l.next = (*loop).watch
	if l.probe != works {
		l.next, l.guess = (*loop).wonder, guess{card: p.Card, seen: time.Now()}
	}
	return nil
}

// read reads the card that was found.
func (l *loop) read() (p Placed, err error) {
	if err = again(l.module.Select); err == nil {
		err = again(func() (err error) {
			p.Card, p.Photo, err = l.module.read(l.photo)
			return err
		})
	}
	return p, err
}

// again asks once more where command or answer were spoilt on the line, which is not the person's fault.
func again(ask func() error) error {
	err := ask()
	if errors.Is(err, ErrGarbled) || errors.Is(err, BadChecksum) || errors.Is(err, BadLength) {
		err = ask()
	}
	return err
}

// fail tells once that the card cannot be read. The loop tries again all the same: a card that slid into
// place is read without being lifted where the module allows it.
func (l *loop) fail(err error) error {
	l.empty = 0
	if !l.failed && !lineFault(err) {
		l.failed = true
		l.emit(Failed{err})
	}
	return err
}

func (l *loop) lift() {
	l.next, l.guess = (*loop).look, guess{}
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
	l.down = true
	l.emit(Down{err})
}
