package flow

import (
	"time"

	"github.com/nuanxin/station-kit/station"
)

// Summons is a guest who is called in: their booking's number and where to go, where that is not simply the station.
// It names nobody.
type Summons struct {
	Number  uint64 // of the booking, as on its receipt
	Service station.Service
	Place   station.Text
}

// summons is one on the idle screen, for a while; none without a number.
type summons struct {
	Summons
	until time.Time
}

// summonsStand is how long somebody called is shown.
const summonsStand = 2 * time.Minute

func (m *machine) summon(h Held) {
	who := Summons{h.Booking.Ref.Seq, h.Service, h.Booking.Slot.Place}
	if who.Place == m.cfg.Name { // as slots are made without a place: the guest is here already
		who.Place = station.Text{}
	}
	m.summons = summons{who, m.cfg.Clock().Add(summonsStand)}
}

// answered ends the call of a guest of whom it is known now that they came, or did not.
func (m *machine) answered(h Held) {
	if m.summons.Number == h.Booking.Ref.Seq {
		m.summons = summons{}
	}
}

func (m *machine) lapseSummons() {
	if !m.cfg.Clock().Before(m.summons.until) {
		m.summons = summons{}
	}
}

// summoned is who is to be shown, nil for nobody.
func (m *machine) summoned() *Summons {
	if m.summons.Number == 0 {
		return nil
	}
	shown := m.summons.Summons
	return &shown
}
