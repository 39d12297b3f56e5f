package flow

import (
	"encoding/base32"
	"io"
	"strings"
	"time"
	"unicode"

	"github.com/nuanxin/station-kit/kiosk/i18n"
)

// Keyboard turns riders' phones into the keyboard of a form on the screen. Its
// methods return at once and call nothing back: Opened and Typed come in by
// Put, from another goroutine.
type Keyboard interface {
	// Offer opens a page for one text and gives its address, to be shown as a
	// QR code; "" where there is none just now. What becomes of it comes in as
	// Opened and Typed with the Ask's ID.
	Offer(Ask) (address string)
	// Withdraw closes it: a text sent later is refused, and the phone says so.
	// One that is closed already, or was never open, is no matter.
	Withdraw(id string)
}

// Ask is a text wanted. ID is 26 letters and digits of unguessable randomness,
// Title and Hint say on the phone what the text is for, Most is its length in
// characters, Lang the language of the page.
type Ask struct {
	ID, Title, Hint string
	Most            int
	Lang            i18n.Lang
}

// Opened is the page of an Ask opened on a phone. It may come again while the
// phone is being written on: each gives the session more time.
type Opened struct{ ID string }

// Typed is the text that came for an Ask. It prints as no more than that.
type Typed struct{ ID, Text string }

func (Typed) String() string   { return "typed" }
func (Typed) GoString() string { return "typed" }

func (Opened) input() {}
func (Typed) input()  {}

// newAskID draws 128 bits.
func newAskID(random io.Reader) (string, error) {
	raw := make([]byte, 16)
	if _, err := io.ReadFull(random, raw); err != nil {
		return "", err
	}
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw), nil
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
