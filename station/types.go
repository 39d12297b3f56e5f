package station

import (
	"time"

	"github.com/nuanxin/station-kit/station/event"
)

// Rider is who stands there, as far as a station may know. The zero value,
// with Means set, is an anonymous visitor.
type Rider struct {
	// Pseudonym is what records call the rider; zero for nobody known.
	Pseudonym event.Pseudonym
	Means     event.Means
	// Masked is the name as the screen may show it ("张**"), "" where there is
	// none. It lives as long as the session and is never stored.
	Masked string
	// Born is the date of birth where the card's number gives it, else zero. It
	// is never stored either.
	Born time.Time
	// PassExpires is the last day of the pass that said who it is; zero where
	// none did. See RenewDue.
	PassExpires time.Time

	// identity, where a card gave it, is sealed with the rider's first record.
	identity *event.Identity
}

// Anonymous is a visitor who tells the station nothing.
func Anonymous() Rider { return Rider{Means: event.Means_MEANS_ANONYMOUS} }

// Visit is a check-in the journal holds.
type Visit struct {
	Ref event.Ref
	At  time.Time
	// Repeat: the rider was checked in already, at At, and it counts once.
	Repeat bool
}

// Text is a text in the kit's two languages.
type Text struct{ ZH, EN string }
