package flow

import (
	"time"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// Proofs are receipts of what was handed in, as texts for QR codes.
type Proofs interface {
	FilingReceipt(f station.Filing) string
}

// Filed is something handed in and recorded: what it was, and what becomes of it.
type Filed struct {
	What, Hint i18n.Key
	Ref        event.Ref
	Made       time.Time
	Code       string // the text of the QR code
}

func (Filed) screen() {}

// hand hands something in and shows its receipt; what is refused leaves the rider where they are.
func (m *machine) hand(busy, what, hint i18n.Key, in func() (station.Filing, error)) {
	m.work(busy, func() func(*machine) {
		f, err := in()
		if err != nil {
			return func(m *machine) { m.say(explain(err)) }
		}
		code := m.cfg.Desk.FilingReceipt(f)
		return func(m *machine) { m.goTo(handed{Filed{what, hint, f.Ref, f.Made.In(m.cfg.Zone), code}}) }
	})
}

// handed is something handed in.
type handed struct{ filed Filed }

func (h handed) screen(*machine) Screen { return h.filed }

func (handed) act(m *machine, a Action) { leaveOnBack(m, a) }
