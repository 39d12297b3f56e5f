package flow

import (
	"errors"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// Agreements are how a rider consents to a purpose.
type Agreements interface {
	Notices() ([]station.Notice, error)
	Consented(who event.Pseudonym, purpose string) (bool, error)
	GiveConsent(who event.Pseudonym, purpose string, notice uint32) error
}

// ConsentAsk is a page of the notice that a rider reads before consenting, which the last one lets them do.
type ConsentAsk struct {
	Purpose string
	Name    station.Text
	Text    station.Text
	Page
}

func (ConsentAsk) screen() {}

// GiveConsent consents to the purpose shown.
type GiveConsent struct{ Purpose string }

func (GiveConsent) action() {}

// consent goes on once the rider has consented to a purpose: at once where that was before, else after they have read
// the notice and agreed. Whoever declines is back where they were.
func (m *machine) consent(purpose string, goOn func(*machine)) {
	who, from := m.session.rider.Pseudonym, m.session.at
	m.work(i18n.BusyNotice, func() func(*machine) {
		yes, notice, err := askedFor(m.cfg.Desk, who, purpose)
		return func(m *machine) {
			switch {
			case err != nil:
				m.say(explain(err))
			case yes:
				goOn(m)
			default:
				m.goTo(agreeing{from: from, notice: notice, goOn: goOn})
			}
		}
	})
}

// askedFor gives the notice of a purpose, or that the rider has consented.
func askedFor(d Desk, who event.Pseudonym, purpose string) (yes bool, n station.Notice, err error) {
	if yes, err = d.Consented(who, purpose); err != nil || yes {
		return yes, n, err
	}
	all, err := d.Notices()
	if err != nil {
		return false, n, err
	}
	for _, n := range all {
		if n.Purpose == purpose {
			return false, n, nil
		}
	}
	return false, n, station.ErrNoNotice
}

// agreeing is a notice being read.
type agreeing struct {
	from   place
	notice station.Notice
	goOn   func(*machine)
	page   int
}

func (a agreeing) screen(m *machine) Screen {
	text, page := leaf(a.notice.Text, m.session, wholePage, a.page)
	return ConsentAsk{a.notice.Purpose, purposeName(m.notes.services, a.notice.Purpose), text, page}
}

func (a agreeing) act(m *machine, action Action) {
	switch action := action.(type) {
	case Back:
		m.goTo(a.from)
	case Turn:
		a.page = m.turned(action)
		m.goTo(a)
	case GiveConsent:
		if at := a.screen(m).(ConsentAsk).Page; action.Purpose == a.notice.Purpose && at.Index == at.Count-1 {
			m.agree(a)
		}
	}
}

// agree reads out a notice that has been replaced meanwhile.
func (m *machine) agree(a agreeing) {
	who := m.session.rider.Pseudonym
	m.work(i18n.BusyConsent, func() func(*machine) {
		err := m.cfg.Desk.GiveConsent(who, a.notice.Purpose, a.notice.Version)
		return func(m *machine) {
			switch {
			case errors.Is(err, station.ErrNoNotice):
				m.goTo(a.from)
				m.consent(a.notice.Purpose, a.goOn)
			case err != nil:
				m.say(explain(err))
			default:
				a.goOn(m)
			}
		}
	})
}
