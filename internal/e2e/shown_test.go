package e2e

import (
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"net"
	"reflect"
	"slices"
	"strings"
	"time"
)

// shown is what the kiosk says that it has drawn.
type shown struct {
	Session   uint64
	Screen    string
	Busy      bool
	Taps      uint64
	Countdown int
	Texts     []string
	Targets   []target
}

// drawn is what can be seen of it.
func (s shown) drawn() shown {
	s.Taps = 0
	return s
}

type target struct {
	Action, With string
	Texts        []string
	X, Y         int
}

// is reports whether a target has all words: in its action, the action's
// fields, or what is written on it.
func (t target) is(words []string) bool {
	for _, w := range words {
		if !strings.Contains(t.Action+t.With, w) && !says(t.Texts, w) {
			return false
		}
	}
	return true
}

// says reports whether lines say something; it may be broken over several, in
// Chinese between any characters, in English at blanks.
func says(lines []string, text string) bool {
	return strings.Contains(strings.Join(lines, ""), text) || strings.Contains(strings.Join(lines, " "), text)
}

// read asks the kiosk what it shows.
func (w *world) read() (s shown, err error) {
	peer, err := net.DialTimeout("unix", w.in("drawn"), time.Second)
	if err != nil {
		return s, err
	}
	defer peer.Close()
	_ = peer.SetDeadline(time.Now().Add(patience))
	return s, json.NewDecoder(peer).Decode(&s)
}

// until waits until the screen is as wanted, and returns it.
func (w *world) until(what string, wanted func(shown) bool) (s shown) {
	w.t.Helper()
	w.eventually(what, patience, func() (err error) {
		if s, err = w.read(); err != nil {
			return err
		}
		if !wanted(s) {
			return fmt.Errorf("it shows %s %q with %+v", s.Screen, s.Texts, s.Targets)
		}
		return nil
	})
	return s
}

// sees waits until something is written on the screen.
func (w *world) sees(text string) shown {
	w.t.Helper()
	return w.until(fmt.Sprintf("the screen says %q", text), func(s shown) bool {
		return says(s.Texts, text)
	})
}

// on waits until a screen is on and nothing is being done.
func (w *world) on(screen string) shown {
	w.t.Helper()
	return w.until("the screen is "+screen, func(s shown) bool { return s.Screen == screen && !s.Busy })
}

// find waits until a target with all words stands on the screen.
func (w *world) find(words ...string) (at image.Point, on shown) {
	w.t.Helper()
	on = w.until(fmt.Sprintf("%q can be tapped", words), func(s shown) bool {
		for _, t := range s.Targets {
			if !s.Busy && t.is(words) {
				at = image.Pt(t.X, t.Y)
				return true
			}
		}
		return false
	})
	return at, on
}

// press touches the target with all words, whatever comes of it, and returns
// what the screen showed before.
func (w *world) press(words ...string) (before shown) {
	w.t.Helper()
	at, before := w.find(words...)
	w.must(w.finger.tap(at))
	w.taps++
	return before
}

// again is after how long somebody taps once more where nothing has come of it:
// the target they saw may have gone elsewhere, or its session ended, just before
// the finger came down.
const again = 5 * time.Second

// tap touches the target with all words, and waits until the kiosk has taken it
// and shows something else: what else has changed may be the clock alone. A press
// on a target that has stayed where it was must never be lost, so there nobody
// taps once more.
func (w *world) tap(words ...string) {
	w.t.Helper()
	w.touch(words, func(before, now shown) error {
		if reflect.DeepEqual(now.drawn(), before.drawn()) {
			return errors.New("it shows the same")
		}
		return nil
	})
}

// touch touches the target with all words until the kiosk has taken it, and waits
// until ok says nil of what it showed before and shows now.
func (w *world) touch(words []string, ok func(before, now shown) error) {
	w.t.Helper()
	before, pressed := w.press(words...), time.Now()
	w.eventually(fmt.Sprintf("a tap on %q is answered", words), patience, func() error {
		now, err := w.read()
		switch {
		case err != nil:
			return err
		case now.Taps != before.Taps:
			return ok(before, now)
		case time.Since(pressed) > again && !now.offers(before, words):
			before, pressed = w.press(words...), time.Now()
		}
		return errors.New("it has not been tapped")
	})
}

// offers reports whether the target with all words is where it was before, in the
// same session.
func (s shown) offers(before shown, words []string) bool {
	place := func(s shown) int { return slices.IndexFunc(s.Targets, func(t target) bool { return t.is(words) }) }
	now, then := place(s), place(before)
	return s.Session == before.Session && s.Screen == before.Screen && now >= 0 &&
		s.Targets[now].X == before.Targets[then].X && s.Targets[now].Y == before.Targets[then].Y
}

// reach turns the pages of the first screen until the target with all words is on
// it, and taps it. What the hub offers may only just be coming.
func (w *world) reach(words ...string) {
	w.t.Helper()
	there := func(s shown, words ...string) bool {
		return slices.ContainsFunc(s.Targets, func(t target) bool { return t.is(words) })
	}
	next := []string{"Turn", "{By:1}"}
	for range 5 {
		s := w.until(fmt.Sprintf("%q, or a next page, can be tapped", words), func(s shown) bool {
			return s.Screen == "Home" && !s.Busy && (there(s, words...) || there(s, next...))
		})
		if there(s, words...) {
			break
		}
		w.tap(next...)
	}
	w.tap(words...)
}
