package flow

import (
	"reflect"
	"time"
)

// turned is the page that a turn leads to from the one on the screen: one there
// is. Lists are turned by nothing else, so that a tap that comes late, on a page
// that is the last by now, is not owed for.
func (m *machine) turned(t Turn) int { return m.pageShown("Page").turned(t.By) }

// turnedDays is turned, for the days above a service's times.
func (m *machine) turnedDays(t TurnDays) int { return m.pageShown("DayPage").turned(t.By) }

func (p Page) turned(by int) int { return min(max(p.Index+by, 0), max(p.Count-1, 0)) }

// pageShown is the page that the place's screen has in a field, one alone where
// it has none.
func (m *machine) pageShown(field string) Page {
	if v := reflect.ValueOf(m.session.at.screen(m)).FieldByName(field); v.IsValid() {
		return v.Interface().(Page)
	}
	return Page{}
}

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
