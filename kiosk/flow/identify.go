package flow

import (
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
)

// identify reads who is there and checks them in. A session in which somebody
// is known, or is just being read, ends first: two riders never share one. A
// session nobody is known in goes on, with its language and its wish.
func (m *machine) identify(read func() (station.Rider, error)) {
	if !m.session.open() {
		m.end()
	}
	m.touch()
	m.say(i18n.None)
	from := m.session.at
	m.goTo(reading{})
	m.work(i18n.Reading, func() func(*machine) {
		rider, visit, err := m.admit(read)
		return func(m *machine) { m.admitted(rider, visit, err, from) }
	})
}

// open reports whether the session waits for somebody to be known.
func (s session) open() bool {
	switch s.at.(type) {
	case home, asking:
		return s.busy == i18n.None
	}
	return false
}

func (m *machine) admit(read func() (station.Rider, error)) (station.Rider, station.Visit, error) {
	rider, err := read()
	if err != nil {
		return station.Rider{}, station.Visit{}, err
	}
	visit, err := m.cfg.Desk.CheckIn(rider)
	return rider, visit, err
}

func (m *machine) admitted(rider station.Rider, visit station.Visit, err error, from place) {
	if err != nil {
		m.goTo(from)
		m.say(explain(err))
		return
	}
	m.session.rider, m.session.visit = rider, visit
	m.goTo(lobby{})
	if wish := m.session.wish; wish != "" {
		m.session.wish = ""
		m.offer(wish, i18n.None)
	}
}

// reading is while a card or pass is read.
type reading struct{}

func (reading) screen(*machine) Screen { return Reading{} }
func (reading) act(*machine, Action)   {}

// asking is after an unknown rider tapped a service.
type asking struct{}

func (asking) screen(m *machine) Screen { return Identify{m.service(m.session.wish)} }

func (asking) act(m *machine, a Action) {
	if _, ok := a.(Back); ok {
		m.session.wish = ""
		m.goTo(home{})
	}
}
