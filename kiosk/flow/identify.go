package flow

import (
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
)

// identify reads who is there and checks them in. A session in which somebody
// is known, or is just being read, ends first: two riders never share one. A
// session nobody is known in goes on, with its language and its wish.
func (m *machine) identify(read func() (station.Rider, error)) {
	if m.taken(read) {
		return
	}
	if !m.session.open() {
		m.end()
	}
	m.touch()
	m.say(i18n.None)
	from := m.session.at
	m.goTo(reading{})
	services := m.notes.services
	m.work(i18n.Reading, func() func(*machine) {
		in, err := m.welcome(read, services)
		return func(m *machine) { m.admitted(in, err, from) }
	})
}

// taking is a place that awaits a card or a pass for a purpose of its own. take reports whether it took it.
type taking interface {
	take(m *machine, read func() (station.Rider, error)) bool
}

// taken gives a card or a pass to the place that awaits it. One that comes while that place works is most likely the
// same, laid down twice: nobody is checked in for it, and an attendant's work goes on.
func (m *machine) taken(read func() (station.Rider, error)) bool {
	at, awaits := m.session.at.(taking)
	if !awaits || m.session.busy != i18n.None {
		return awaits
	}
	m.touch()
	m.say(i18n.None)
	return at.take(m, read)
}

// open reports whether the session waits for somebody to be known.
func (s session) open() bool {
	switch s.at.(type) {
	case home, asking:
		return s.busy == i18n.None
	}
	return false
}

// admission is a rider who has been checked in, and what to tell them.
type admission struct {
	rider     station.Rider
	visit     station.Visit
	own       own
	reminders []station.Reminder
}

func (m *machine) admit(read func() (station.Rider, error)) (station.Rider, station.Visit, error) {
	rider, err := read()
	if err != nil {
		return station.Rider{}, station.Visit{}, err
	}
	visit, err := m.cfg.Desk.CheckIn(rider)
	return rider, visit, err
}

// welcome checks a rider in and looks up what there is to tell them.
func (m *machine) welcome(read func() (station.Rider, error), services []station.Service) (in admission, err error) {
	if in.rider, in.visit, err = m.admit(read); err != nil {
		return in, err
	}
	who := in.rider.Pseudonym
	in.reminders, _ = m.cfg.Desk.Reminders(who) // as in recall
	in.own = m.recall(who, services)
	in.own.news = m.news(in.reminders, services)
	return in, nil
}

func (m *machine) admitted(in admission, err error, from place) {
	if err != nil {
		m.goTo(from)
		m.say(explain(err))
		return
	}
	m.session.rider, m.session.visit, m.session.own = in.rider, in.visit, in.own
	m.goTo(lobby{})
	m.spawn(func() Input { _ = m.cfg.Desk.Seen(in.reminders); return learned{} }) // else they are told once more
	w := m.session.wish
	m.session.wish = wish{}
	switch {
	case w.draft != nil:
		m.goTo(owning{w.entry, w.draft})
	case w.then != nil:
		w.then(m)
	case w.service != "":
		m.offer(w.service, i18n.None)
	case w.entry != NoEntry:
		m.enter(w.entry)
	}
}

// reading is while a card or pass is read.
type reading struct{}

func (reading) screen(*machine) Screen { return Reading{} }
func (reading) act(*machine, Action)   {}

// wish is what to go on with once its rider is known.
type wish struct {
	service string
	entry   Entry
	// draft is what had been begun of the entry, by whoever stood at the screen.
	draft begun
	// then goes on within the entry, where that is not its beginning; it holds nothing of anybody.
	then func(*machine)
}

// ask has an unknown rider say who they are first.
func (m *machine) ask(w wish) {
	m.session.wish = w
	m.goTo(asking{})
}

// sign hands something in: in nobody's name, or in the rider's, who is asked for
// where nobody is known, and finds the draft again.
func (m *machine) sign(named bool, draft wish, hand func(m *machine, by station.Rider)) {
	switch {
	case !named:
		hand(m, station.Anonymous())
	case m.session.rider.Pseudonym.Known():
		hand(m, m.session.rider)
	default:
		m.ask(draft)
	}
}

// asking is after an unknown rider tapped what is only for a known one.
type asking struct{}

func (asking) screen(m *machine) Screen {
	w := m.session.wish
	return Identify{m.service(w.service), w.entry}
}

func (asking) act(m *machine, a Action) {
	if _, ok := a.(Back); ok {
		draft := m.session.wish.draft
		m.session.wish = wish{}
		if draft != nil {
			m.goTo(draft)
			return
		}
		m.goTo(home{})
	}
}
