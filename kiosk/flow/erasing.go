package flow

import (
	"slices"
	"time"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
)

type (
	// HeldPasses are the passes given out here that still count, about to be revoked with those of other stations.
	HeldPasses struct {
		Good  int
		Until time.Time // the last of them ends
	}
	// EraseAsk says what goes and what stays where all is erased.
	EraseAsk struct{}
	// EraseSure asks once more, with what is lost for good.
	EraseSure struct {
		Points   int64
		Bookings int // still to come
	}
	// Farewell follows an erasure. It knows nobody.
	Farewell struct{}
)

func (HeldPasses) screen() {}
func (EraseAsk) screen()   {}
func (EraseSure) screen()  {}
func (Farewell) screen()   {}

type (
	// RevokePasses revokes all of the rider's passes.
	RevokePasses struct{}
	// EraseOn goes on from the first question to the second.
	EraseOn struct{}
	// ConfirmErase erases everything, from the second question only.
	ConfirmErase struct{}
)

func (RevokePasses) action() {}
func (EraseOn) action()      {}
func (ConfirmErase) action() {}

// passes are those given out here.
type passes struct{ from holding }

func (p passes) screen(m *machine) Screen {
	var s HeldPasses
	for _, l := range p.from.lines {
		if held, ok := l.Item.Value.(station.HeldPass); ok && !held.Revoked && held.Expires.After(m.notes.now) {
			s.Good++
			if held.Expires.After(s.Until) {
				s.Until = held.Expires.In(m.cfg.Zone)
			}
		}
	}
	return s
}

func (p passes) act(m *machine, a Action) {
	switch a.(type) {
	case Back:
		m.goTo(p.from)
	case RevokePasses:
		m.revoke()
	}
}

func (m *machine) revoke() {
	who := m.session.rider.Pseudonym
	m.work(i18n.BusyRevoking, func() func(*machine) {
		_, err := m.cfg.Desk.RevokePasses(who)
		return func(m *machine) {
			if err != nil {
				m.say(explain(err))
				return
			}
			m.openData(i18n.PassesRevoked, showHolding)
		}
	})
}

// erasing asks twice.
type erasing struct {
	from holding
	sure bool // it is the second question
}

func (e erasing) screen(m *machine) Screen {
	if !e.sure {
		return EraseAsk{}
	}
	return e.from.atStake(m.notes.now)
}

// atStake is what a rider loses for good.
func (h holding) atStake(now time.Time) EraseSure {
	var s EraseSure
	for _, l := range h.lines {
		switch v := l.Item.Value.(type) {
		case map[string]int64:
			s.Points += v["points"]
		case station.HeldBooking:
			if v.Starts.After(now) && toCome(v.State) {
				s.Bookings++
			}
		}
	}
	return s
}

// toCome tells the states of a booking that is still to be kept.
func toCome(state string) bool {
	return slices.Contains([]string{"confirmed", "provisional", "waiting", "called"}, state)
}

func (e erasing) act(m *machine, a Action) {
	switch a.(type) {
	case Back:
		m.goTo(e.from)
	case EraseOn:
		m.goTo(erasing{e.from, true})
	case ConfirmErase:
		if e.sure {
			m.erase()
		}
	}
}

func (m *machine) erase() {
	who := m.session.rider.Pseudonym
	m.work(i18n.BusyErasing, func() func(*machine) {
		err := m.cfg.Desk.Erase(who)
		return func(m *machine) {
			if err != nil {
				m.say(explain(err))
				return
			}
			m.farewell()
		}
	})
}

// farewell ends the session, and stays for as long as one thanks.
func (m *machine) farewell() {
	lang, look := m.session.lang, m.session.look
	m.end()
	m.session.lang, m.session.look = lang, look
	m.goTo(parting{})
	m.session.until = m.cfg.Clock().Add(m.cfg.Thanks)
}

// parting is after an erasure, with nobody there.
type parting struct{}

func (parting) screen(*machine) Screen { return Farewell{} }

func (parting) act(m *machine, a Action) {
	if _, ok := a.(Back); ok {
		m.end()
	}
}
