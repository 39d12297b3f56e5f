package flow

import (
	"time"

	"github.com/nuanxin/station-kit/station"
)

// Summons is a guest who is called in: their booking's number and where to go. It names nobody.
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
	m.summons = summons{who, m.cfg.Clock().Add(summonsStand)}
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
