package flow

import (
	"time"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// Withdrawals end consents.
type Withdrawals interface {
	Notices() ([]station.Notice, error)
	Withdraw(who event.Pseudonym, purpose string) error
	WithdrawAll(who event.Pseudonym) error
}

type (
	// Consents are what the rider said to each purpose.
	Consents struct {
		Consents []Consent
		Page
	}
	// WithdrawConsent is a consent about to be withdrawn, with what was consented to.
	WithdrawConsent struct {
		Consent Consent
		Text    station.Text // a page of the notice
		Page
	}
)

func (Consents) screen()        {}
func (WithdrawConsent) screen() {}

// Consent is what a rider last said to a purpose.
type Consent struct {
	Purpose string
	Name    station.Text
	Given   bool
	At      time.Time
}

type (
	// AskWithdraw shows a consent to be withdrawn.
	AskWithdraw struct{ Purpose string }
	// ConfirmWithdraw withdraws the consent shown.
	ConfirmWithdraw struct{ Purpose string }
	// WithdrawAll withdraws every consent.
	WithdrawAll struct{}
)

func (AskWithdraw) action()     {}
func (ConfirmWithdraw) action() {}
func (WithdrawAll) action()     {}

// consenting lists consents.
type consenting struct {
	from holding
	page int
}

func (c consenting) screen(*machine) Screen {
	consents, page := cut(c.from.consents(), c.page, CardsPerPage)
	return Consents{consents, page}
}

func (h holding) consents() []Consent {
	var all []Consent
	for _, l := range h.lines {
		if c, ok := l.Item.Value.(station.Consent); ok {
			all = append(all, Consent{c.Purpose, l.Name, c.Given, l.Item.At})
		}
	}
	return all
}

func (c consenting) act(m *machine, a Action) {
	switch a := a.(type) {
	case Back:
		m.goTo(c.from)
	case Turn:
		m.goTo(consenting{c.from, m.turned(a)})
	case AskWithdraw:
		c.ask(m, a.Purpose)
	case WithdrawAll:
		who := m.session.rider.Pseudonym
		m.endConsent(i18n.AllWithdrawn, func() error { return m.cfg.Desk.WithdrawAll(who) })
	}
}

func (c consenting) ask(m *machine, purpose string) {
	for _, given := range c.from.consents() {
		if given.Purpose == purpose && given.Given {
			m.goTo(withdrawing{c, given, 0})
		}
	}
}

// withdrawing is a consent about to be withdrawn.
type withdrawing struct {
	from    consenting
	consent Consent
	page    int
}

func (w withdrawing) screen(m *machine) Screen {
	text, page := leaf(w.notice(), m.session, partPage, w.page)
	return WithdrawConsent{w.consent, text, page}
}

func (w withdrawing) notice() station.Text {
	for _, n := range w.from.from.notices {
		if n.Purpose == w.consent.Purpose {
			return n.Text
		}
	}
	return station.Text{}
}

func (w withdrawing) act(m *machine, a Action) {
	switch a := a.(type) {
	case Back:
		m.goTo(w.from)
	case Turn:
		m.goTo(withdrawing{w.from, w.consent, m.turned(a)})
	case ConfirmWithdraw:
		if a.Purpose == w.consent.Purpose {
			who := m.session.rider.Pseudonym
			m.endConsent(i18n.Withdrawn, func() error { return m.cfg.Desk.Withdraw(who, a.Purpose) })
		}
	}
}

// endConsent shows the consents anew.
func (m *machine) endConsent(done i18n.Key, ask func() error) {
	m.work(i18n.BusyWithdrawing, func() func(*machine) {
		err := ask()
		return func(m *machine) {
			if err != nil {
				m.say(explain(err))
				return
			}
			m.openData(done, func(m *machine, h holding) { m.goTo(consenting{from: h}) })
		}
	})
}
