package flow

import (
	"strings"
	"time"
	"unicode"

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
		Text        string // once it is there
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
		m.goTo(w.from)
	case UseText:
		w.use(m)
	case Rewrite:
		w.text = ""
		w.padding = false
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

// offered has a page opened for a phone, if there is a way to.
func (m *machine) offered(w writing) writing {
	w.phone, w.ask, w.address, w.since = PhoneAwaited, "", "", m.cfg.Clock()
	if m.cfg.Keyboard == nil {
		return w
	}
	id, err := newAskID(m.cfg.Random)
	if err != nil {
		return w
	}
	l := m.session.lang
	w.address = m.cfg.Keyboard.Offer(Ask{id, l.Say(w.want.title), l.Say(w.want.hint), w.want.most, l})
	if w.address != "" {
		w.ask = id
	}
	return w
}

// closePage closes the page on the phone where its place is left for another.
func (m *machine) closePage(next place) {
	old, _ := m.session.at.(writing)
	now, _ := next.(writing)
	if old.ask != "" && now.ask != old.ask {
		m.cfg.Keyboard.Withdraw(old.ask)
	}
}

// asked is the place that waits for what a phone sends under an ID.
func (m *machine) asked(id string) (writing, bool) {
	w, ok := m.session.at.(writing)
	return w, ok && id != "" && w.ask == id
}

// longestWriting is how long a phone that is being written on keeps a session.
const longestWriting = 10 * time.Minute

func (m *machine) opened(in Opened) {
	if w, ok := m.asked(in.ID); ok && m.cfg.Clock().Sub(w.since) < longestWriting {
		w.phone = PhoneOpened
		m.session.at = w // and the settings stay open over it
		m.touch()
	}
}

// typed takes the text of this session's page. Any other is dropped: its rider
// is gone, or has thought better of it.
func (m *machine) typed(in Typed) {
	w, ok := m.asked(in.ID)
	if !ok {
		return
	}
	m.say(i18n.None)
	w.text, w.phone, w.padding, w.pad = clean(in.Text, w.want.most), PhoneSent, false, newPad(m.session.lang)
	w.ask, w.address = "", "" // it is used up
	if w.text == "" {
		w = m.offered(w)
	}
	m.session.at = w
	m.touch()
}

// clean keeps a text's words and lines, and no more of it than is wanted.
func clean(text string, most int) string {
	var lines []string
	for line := range strings.Lines(strings.ToValidUTF8(text, "\ufffd")) {
		if words := strings.FieldsFunc(line, blank); len(words) > 0 {
			lines = append(lines, strings.Join(words, " "))
		}
	}
	runes := []rune(strings.Join(lines, "\n"))
	return string(runes[:min(len(runes), most)])
}

func blank(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }
