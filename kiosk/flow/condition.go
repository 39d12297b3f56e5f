package flow

import (
	"time"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// Side is what of the station's condition is shown.
type Side int

// The sides.
const (
	SideDevices Side = iota
	SideDelivery
	SideNetwork
)

// Condition is how the station fares, for whoever looks after it. The devices are in the View.
type Condition struct {
	Side     Side
	Delivery Delivery // where that is the side
	Network  Network  // likewise
}

func (Condition) screen() {}

// TurnTo shows another side.
type TurnTo struct{ Side Side }

func (TurnTo) action() {}

// Delivery is what the station knows of its records. Only the hub's receipts say that one was delivered.
type Delivery struct {
	Waiting uint64
	// Oldest is when the oldest record that waits was made, UpTo when the newest that was receipted was, Receipt
	// when that receipt came: each zero for none.
	Oldest, UpTo, Receipt time.Time
	Storage               station.Level
	Free                  uint64 // tenths of a gigabyte
	Trust                 event.ClockTrust
	Certified             time.Time // until when; zero for never
	Recovered             bool      // the file was damaged and has been restored
}

// Network is what the station knows of the ways in and out.
type Network struct {
	Addresses []string
	Phone     string // the address of the page for phones, without what changes
	// Heard is since when the hub's broker has answered, zero while it does not; Stuck why records do not move
	// although it does; Trouble the code of what last went wrong, at TroubleAt.
	Heard     time.Time
	Stuck     station.Stuck
	Trouble   string
	TroubleAt time.Time
}

// condition is where it is looked at.
type condition struct {
	side      Side
	addresses []string
}

func (c condition) screen(m *machine) Screen {
	s := Condition{Side: c.side}
	switch c.side {
	case SideDelivery:
		s.Delivery = m.delivery()
	case SideNetwork:
		s.Network = m.network(c.addresses)
	}
	return s
}

func (c condition) act(m *machine, a Action) {
	if a, turns := a.(TurnTo); turns {
		m.showSide(a.Side)
	}
	backToDuty(m, a)
}

// showSide asks the machine for its addresses only where they are to be shown.
func (m *machine) showSide(side Side) {
	if side != SideNetwork || m.cfg.Addresses == nil {
		m.goTo(condition{side: side})
		return
	}
	attend(m, func() ([]string, error) { return m.cfg.Addresses(), nil }, func(m *machine, all []string) {
		m.goTo(condition{side, all})
	})
}

func (m *machine) delivery() Delivery {
	s := m.notes.status
	return Delivery{
		Waiting: s.Waiting(), Oldest: m.local(s.WaitingSince), UpTo: m.local(s.DeliveredUpTo), Receipt: m.local(s.ReceiptAt),
		Storage: s.Storage, Free: s.Free / 1e8, Trust: s.Trust, Certified: m.local(s.CertifiedUntil),
		Recovered: s.Recovery.Happened(),
	}
}

func (m *machine) network(addresses []string) Network {
	s := m.notes.status
	n := Network{
		Addresses: addresses, Phone: m.cfg.PhoneHost,
		Heard: m.local(s.Link.Connected), Stuck: s.Link.Stuck, Trouble: s.Link.LastError, TroubleAt: m.local(s.Link.LastErrorAt),
	}
	if s.Forked && n.Stuck == "" {
		n.Stuck = station.StuckForked // told before the last restart
	}
	return n
}

// local is a time in the kiosk's zone, to the minute; zero stays zero.
func (m *machine) local(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.In(m.cfg.Zone).Truncate(time.Minute)
}
