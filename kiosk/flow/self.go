package flow

import (
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
)

// OwnAccount is how attendants look after their own account.
type OwnAccount interface {
	Attendants() ([]station.Attendant, error)
	ChangePIN(id, old, pin string) error
	BindCard(id string, card station.Rider) error
	UnbindCard(id string) error
}

type (
	// Self is one's own account.
	Self struct{ Account station.Attendant }
	// BindCard waits for the card that is to sign the attendant in.
	BindCard struct{}
)

func (Self) screen()     {}
func (BindCard) screen() {}

type (
	// ChangePIN asks for the old PIN and a new one.
	ChangePIN struct{}
	// AskCard asks for the card that is to sign in.
	AskCard struct{}
	// DropCard has it sign in no more.
	DropCard struct{}
)

func (ChangePIN) action() {}
func (AskCard) action()   {}
func (DropCard) action()  {}

func (m *machine) lookAtSelf() { m.showSelf(i18n.None) }

func (m *machine) showSelf(notice i18n.Key) {
	attend(m, m.cfg.Desk.Attendants, func(m *machine, all []station.Attendant) {
		for _, a := range all {
			if a.ID == m.session.staff.ID {
				m.goTo(self{a})
				m.say(notice)
				return
			}
		}
		m.end() // removed meanwhile
	})
}

// self is where it is looked after.
type self struct{ account station.Attendant }

func (s self) screen(*machine) Screen { return Self{s.account} }

func (s self) act(m *machine, a Action) {
	switch a.(type) {
	case ChangePIN:
		m.goTo(s.oldPIN())
	case AskCard:
		m.goTo(binding{s})
	case DropCard:
		m.note(func() error { return m.cfg.Desk.UnbindCard(s.account.ID) }, func(m *machine) { m.showSelf(i18n.CardDropped) })
	}
	backToDuty(m, a)
}

func (s self) oldPIN() keying {
	return keying{ask: i18n.PINOld, of: pinDigits, name: s.account.Name, back: s, done: func(m *machine, old keying) {
		m.askNewPIN(s.account.Name, s, func(m *machine, first keying, pin string) { s.changePIN(m, old, first, pin) })
	}}
}

// changePIN goes back to where the trouble is: the old one, or a new one that is too easy.
func (s self) changePIN(m *machine, old, first keying, pin string) {
	m.work(i18n.BusyNoting, func() func(*machine) {
		err := m.cfg.Desk.ChangePIN(s.account.ID, old.keyed, pin)
		return func(m *machine) {
			switch {
			case err == nil:
				m.showSelf(i18n.PINChanged)
			case weak(err):
				m.refuse(first, err)
			default:
				m.refuse(old, err)
			}
		}
	})
}

// binding waits for the card.
type binding struct{ from self }

func (binding) screen(*machine) Screen { return BindCard{} }

func (b binding) act(m *machine, a Action) {
	if _, ok := a.(Back); ok {
		m.goTo(b.from)
	}
}

func (b binding) take(m *machine, read func() (station.Rider, error)) bool {
	m.note(func() error {
		card, err := read()
		if err != nil {
			return err
		}
		return m.cfg.Desk.BindCard(b.from.account.ID, card)
	}, func(m *machine) { m.showSelf(i18n.CardBound) })
	return true
}
