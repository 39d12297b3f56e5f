package flow

import (
	"time"

	"github.com/nuanxin/station-kit/kiosk/i18n"
)

// want is a text that a form wants: what it is called, what it is for, and how
// long it may be, in characters.
type want struct {
	title, hint i18n.Key
	most        int
}

// writer is a place whose form wants a text.
type writer interface {
	place
	// wrote goes on with it, "" where there is none.
	wrote(m *machine, text string)
}

// write has a text written, or the one there is written anew. Where that is
// done, from goes on with it; where it is left, from is shown again.
func (m *machine) write(from writer, w want, text string) {
	at := writing{from: from, want: w, text: text}
	if text == "" {
		at = m.offered(at)
	} else {
		at.phone = PhoneSent
	}
	at.padding = at.address == "" && text == ""
	at.pad = newPad(m.session.lang)
	m.goTo(at)
}

// writing is where a text is written: on the rider's phone, or on the screen.
type writing struct {
	from         writer
	want         want
	ask, address string // of the page on the phone, "" while none is open
	phone        PhoneState
	text         string
	padding      bool // the pad is on
	pad          pad
	since        time.Time // when the page was opened for a phone
}

// PhoneState is how far a text is that is written on a phone.
type PhoneState int

// The states.
const (
	PhoneAwaited PhoneState = iota
	PhoneOpened
	PhoneSent
)

type (
	// Writing shows the code of a page for a phone beside what has come of it.
	Writing struct {
		Title, Hint i18n.Key
		Address     string // "" where there is no page
		Phone       PhoneState
		Text        string // that there is, sent or written by hand before
	}
	// UsePad writes on the screen, UsePhone on the phone after all.
	UsePad   struct{}
	UsePhone struct{}
	// UseText goes on with the text there is.
	UseText struct{}
	// Rewrite drops it, and begins again.
	Rewrite struct{}
)

func (Writing) screen()  {}
func (UsePad) action()   {}
func (UsePhone) action() {}
func (UseText) action()  {}
func (Rewrite) action()  {}

func (w writing) screen(m *machine) Screen {
	if w.padding {
		return w.padScreen(m)
	}
	return Writing{w.want.title, w.want.hint, w.address, w.phone, w.text}
}

// patience is longer while the rider looks at the phone.
func (w writing) patience(c Config) time.Duration {
	switch {
	case w.padding:
		return c.Idle
	case w.phone == PhoneOpened:
		return c.Writing
	}
	return c.Reading
}

func (w writing) act(m *machine, a Action) {
	switch a.(type) {
	case Back:
		if w.padding { // nothing is lost that was written by hand
			w.use(m)
			return
		}
		m.goTo(w.from)
	case UseText:
		w.use(m)
	case Rewrite:
		w.text, w.padding, w.pad = "", false, newPad(m.session.lang)
		m.goTo(m.offered(w).orPad())
	case UsePad:
		w.padding = true
		m.goTo(w)
	case UsePhone:
		w = w.settle(m) // what is written shows beside the code
		if w.ask == "" {
			w = m.offered(w)
		}
		w.padding = false
		m.goTo(w.orPad())
	default:
		if w.padding {
			w.press(m, a)
		}
	}
}

func (w writing) use(m *machine) {
	w = w.settle(m)
	w.from.wrote(m, clean(w.text, w.want.most))
}

// orPad is the pad where there is no page for a phone.
func (w writing) orPad() writing {
	w.padding = w.padding || w.address == "" && w.text == ""
	return w
}
