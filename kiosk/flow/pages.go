package flow

import "time"

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
		p.page += a.By
		m.goTo(p)
	}
}

func (pages) patience(c Config) time.Duration { return c.Reading }
