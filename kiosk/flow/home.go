package flow

import (
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
)

// OpeningsPerPage is how many services the smallest screen has room for.
const OpeningsPerPage = 4

// home is where every session begins.
type home struct{ page int }

func (h home) screen(m *machine) Screen {
	services, page := cut(m.openings(), h.page, OpeningsPerPage)
	return Home{services, page, m.entries(), m.saying(), len(m.wall.announcements) > 0, m.wall.seats}
}

func (h home) act(m *machine, a Action) {
	switch a := a.(type) {
	case CheckInAnonymously:
		m.work(i18n.BusyCheckIn, func() func(*machine) {
			visit, err := m.cfg.Desk.CheckIn(station.Anonymous())
			return func(m *machine) { m.thank(visit, err) }
		})
	case ChooseService:
		m.ask(wish{service: a.ID})
	case Enter:
		m.enter(a.Entry)
	case Turn:
		m.goTo(home{m.turned(a)})
	case OpenAnnouncement:
		m.openAnnouncement(a.ID, false)
	}
}

func (m *machine) thank(visit station.Visit, err error) {
	if err != nil {
		m.say(explain(err))
		return
	}
	m.goTo(thanks{visit})
	m.session.until = m.cfg.Clock().Add(m.cfg.Thanks)
}

// thanks is after an anonymous check-in.
type thanks struct{ visit station.Visit }

func (t thanks) screen(m *machine) Screen { return Thanks{t.visit.At.In(m.cfg.Zone), t.visit.Ref} }

func (thanks) act(m *machine, a Action) {
	if _, ok := a.(Back); ok {
		m.end()
	}
}

// lobby is the rider's own page.
type lobby struct{ page int }

func (l lobby) screen(m *machine) Screen {
	services, page := cut(m.openings(), l.page, OpeningsPerPage)
	o := m.session.own
	return Rider{
		Services: services, Page: page, Entries: m.entries(),
		Coming: o.held, News: o.news, Points: o.points, Answered: o.answered,
	}
}

func (l lobby) act(m *machine, a Action) {
	switch a := a.(type) {
	case ChooseService:
		m.offer(a.ID, i18n.None)
	case Enter:
		m.enter(a.Entry)
	case Turn:
		m.goTo(lobby{m.turned(a)})
	}
}

// cut gives one page of all; an index beyond the ends is the nearest page.
func cut[T any](all []T, index, per int) ([]T, Page) {
	count := max(1, (len(all)+per-1)/per)
	index = min(max(index, 0), count-1)
	return all[index*per : min(len(all), (index+1)*per)], Page{index, count}
}
