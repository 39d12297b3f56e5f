package flow

import "time"

// turned is the page that a turn leads to from the one on the screen: one there
// is. Lists are turned by nothing else, so that a tap that comes late, on a page
// that is the last by now, is not owed for.
func (m *machine) turned(t Turn) int {
	paged, is := m.session.at.screen(m).(interface{ turned(by int) int })
	if !is {
		return 0 // it has one page alone
	}
	return paged.turned(t.By)
}

// turnedDays is turned, for the days above a service's times.
func (m *machine) turnedDays(t TurnDays) int {
	times, _ := m.session.at.screen(m).(Times)
	return times.DayPage.turned(t.By)
}

func (p Page) turned(by int) int { return min(max(p.Index+by, 0), max(p.Count-1, 0)) }

// pages is a list that one turns the pages of, and goes back from.
type pages struct {
	from place
	show func(m *machine, page int) Screen
	page int
}

func (p pages) screen(m *machine) Screen { return p.show(m, p.page) }

func (p pages) act(m *machine, a Action) {
	switch a := a.(type) {
	case Back:
		m.goTo(p.from)
	case Turn:
		p.page = m.turned(a)
		m.goTo(p)
	}
}

func (pages) patience(c Config) time.Duration { return c.Reading }
