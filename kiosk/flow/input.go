package flow

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

// CardFailed is a card that lies there and could not be read.
type CardFailed struct{}

// CardLifted is the card gone from the reader.
type CardLifted struct{}

// Scanned is what the QR scanner read. It prints as no more than that.
type Scanned struct{ Text string }

func (Scanned) String() string   { return "scanned" }
func (Scanned) GoString() string { return "scanned" }

// Device is a device that the screen speaks of.
type Device int

// The devices.
const (
	CardReader Device = iota
	Scanner
	devices
)

// DeviceHeard says whether a device answers. All do until told otherwise.
type DeviceHeard struct {
	Device  Device
	Answers bool
}

// tick is a second gone by.
type tick struct{}

// refreshed is a new look at the station.
type refreshed struct{ notes notes }

// worked is slow work done for a session.
type worked struct {
	session uint64
	apply   func(*machine)
}

func (Tap) input()         {}
func (CardPlaced) input()  {}
func (CardFailed) input()  {}
func (CardLifted) input()  {}
func (Scanned) input()     {}
func (DeviceHeard) input() {}
func (tick) input()        {}
func (refreshed) input()   {}
func (worked) input()      {}
