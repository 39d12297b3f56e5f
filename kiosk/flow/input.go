package flow

import "github.com/nuanxin/station-kit/kiosk/i18n"

// Input is what comes to the machine from outside.
type Input interface{ input() }

// Tap is an action of the session whose View was tapped. A tap of a session
// that is over does nothing.
type Tap struct {
	Session uint64
	Action  Action
}

// CardPlaced is an ID card that was read. It prints as no more than that.
type CardPlaced struct{ Name, Number string }

func (CardPlaced) String() string   { return "card placed" }
func (CardPlaced) GoString() string { return "card placed" }

// Unread is a card or a code that could not be read, and what to tell its rider.
type Unread struct{ Say i18n.Key }

// CardLifted is the card gone from the reader.
type CardLifted struct{}

// Scanned is what the QR scanner read. It prints as no more than that.
type Scanned struct{ Text string }

func (Scanned) String() string   { return "scanned" }
func (Scanned) GoString() string { return "scanned" }

// tick is a second gone by.
type tick struct{}

// refreshed is a new look at the station.
type refreshed struct{ notes notes }

// worked is slow work done for a session.
type worked struct {
	session uint64
	apply   func(*machine)
}

func (Tap) input()        {}
func (CardPlaced) input() {}
func (Unread) input()     {}
func (CardLifted) input() {}
func (Scanned) input()    {}
func (Devices) input()    {}
func (tick) input()       {}
func (refreshed) input()  {}
func (worked) input()     {}
