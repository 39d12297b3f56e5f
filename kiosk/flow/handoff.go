package flow

import (
	"encoding/base32"
	"io"

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
