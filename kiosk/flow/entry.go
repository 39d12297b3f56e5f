package flow

import "github.com/nuanxin/station-kit/kiosk/i18n"

// Entry is a subject that home and the rider's page open.
type Entry int

// The entries, in the order in which they are offered.
const (
	NoEntry Entry = iota
	EnterBookings
	EnterPass
	EnterAppeals
	EnterHazards
	EnterPoints
	EnterLearning
	EnterTasks
	EnterOrganisations
	EnterStories
	EnterMyData
	EnterAnnouncements
	EnterHelp
	EnterAttendant // unobtrusive: it is not among what is offered
)

// entrance is the way into a subject.
type entrance struct {
	entry Entry
	known bool // only for a rider who is known
	enter func(*machine)
}

func entrances() []entrance {
	return []entrance{
		{EnterBookings, true, func(m *machine) { m.list(i18n.None) }},
		{EnterPass, true, func(m *machine) { m.issue(i18n.None) }},
		{EnterAppeals, false, func(m *machine) { m.goTo(appealing{}) }},
		{EnterHazards, false, func(m *machine) { m.goTo(noticing{}) }},
		{EnterPoints, true, func(m *machine) { m.openPurse(i18n.None) }},
		{EnterLearning, false, func(m *machine) { m.learn(i18n.None) }},
		{EnterTasks, false, func(m *machine) { m.listTasks(i18n.None, func(m *machine, t tasks) { m.goTo(t) }) }},
		{EnterOrganisations, false, (*machine).openDirectory},
		{EnterStories, false, (*machine).readStories},
		{EnterMyData, true, func(m *machine) { m.openData(i18n.None, showHolding) }},
		{EnterAnnouncements, false, func(m *machine) { m.goTo(announcements{}) }},
		{EnterHelp, false, func(m *machine) { m.goTo(helping{}) }},
		{EnterAttendant, false, (*machine).beginSignIn},
	}
}

// entries are what can be opened here and now.
func (m *machine) entries() []Entry {
	var all []Entry
	for _, e := range entrances() {
		if e.entry != EnterAttendant {
			all = append(all, e.entry)
		}
	}
	return all
}

// enter opens a subject, once its rider is known where it needs one.
func (m *machine) enter(entry Entry) {
	for _, e := range entrances() {
		switch {
		case e.entry != entry:
		case e.known && !m.session.rider.Pseudonym.Known():
			m.ask(wish{entry: entry})
		default:
			e.enter(m)
		}
	}
}

// leave goes back to where subjects are entered.
func (m *machine) leave() {
	switch {
	case m.attendant() != nil:
		m.goTo(onDuty{})
	case m.who() == nil:
		m.goTo(home{})
	default:
		m.toLobby()
	}
}

func leaveOnBack(m *machine, a Action) {
	if _, ok := a.(Back); ok {
		m.leave()
	}
}
