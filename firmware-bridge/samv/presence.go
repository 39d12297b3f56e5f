package samv

import (
	"errors"
	"time"
)

// probe is what is known of a module's answer to 30 03 while a card lies there.
type probe int

const (
	untried  probe = iota // or no answer yet that says anything
	works                 // answered 90 or 91 right after a reading
	unheeded              // the module does not know the command, or is silent to it
)

const maxSilentProbes = 2 // each costs two seconds

// tryProbe asks right after a reading, when a card surely lies there: a module that says no now will never tell
// anything. A card that was torn away at once looks the same, so it is asked again with the next card.
func (l *loop) tryProbe() error {
	err := l.module.Present()
	if errors.Is(err, ErrSilent) {
		l.silentProbes++
	}
	switch {
	case err == nil:
		l.probe = works
	case errors.Is(err, BadCommand), l.silentProbes == maxSilentProbes:
		l.probe = unheeded
	}
	return err
}

// watch asks whether the card still lies there; one negative answer may be a glitch, two in a row are not.
func (l *loop) watch() error {
	err := l.module.Present()
	if reported(err) {
		err = l.module.Present()
	}
	if reported(err) {
		l.lift()
	}
	return err
}

// guess is what is known of a card on a module that cannot be asked whether it still lies there.
type guess struct {
	card    Card
	seen    time.Time // when it was last read
	refinds bool      // the module finds it again and again
}

// wonder looks for a card while one may still lie there. Most modules do not find that one again.
func (l *loop) wonder() error {
	err := l.find()
	away := time.Since(l.guess.seen)
	switch {
	case errors.Is(err, NoCard):
		if away >= assumeGone || l.guess.refinds && away >= shortGap {
			l.lift()
		}
		return err
	case err != nil:
		return err
	}
	p, err := l.read()
	switch {
	case unheard(err):
		return err // whichever card it was, it will be found again or not
	case err != nil:
		l.lift()
		return l.fail(err)
	case same(p.Card, l.guess.card) && away < shortGap:
		l.guess.seen, l.guess.refinds = time.Now(), true
		return nil
	}
	l.lift()
	return l.take(p)
}

func same(a, b Card) bool {
	return a.Kind == b.Kind && a.Number == b.Number && a.Name == b.Name && a.ValidFrom == b.ValidFrom
}
