package flow

import (
	"errors"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
)

// askNewPIN has a new PIN keyed in twice. take gets the first asking, to which it can go back, and the PIN.
func (m *machine) askNewPIN(name string, back place, take func(m *machine, first keying, pin string)) {
	first := keying{ask: i18n.PINNew, of: pinDigits, name: name, back: back}
	first.done = func(m *machine, once keying) {
		m.goTo(keying{ask: i18n.PINAgain, of: pinDigits, name: name, back: back, done: func(m *machine, again keying) {
			if again.keyed != once.keyed {
				m.say(i18n.PINDiffers)
				m.goTo(first)
				return
			}
			take(m, first, again.keyed)
		}})
	}
	m.goTo(first)
}

// weak reports whether another PIN is to be thought of.
func weak(err error) bool {
	return errors.Is(err, station.ErrWeakPIN) || errors.Is(err, station.ErrBadPIN)
}
