package flow

import (
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// Redemptions are what riders spent points on, and how they get them back.
type Redemptions interface {
	RedemptionsToday() ([]station.Redemption, error)
	ReversePoints(who event.Pseudonym, entry event.Ref, reason, by string) (station.PointsEntry, error)
	TodayNames() ([]station.NameToday, error)
}

// Handout is a reward to be handed out, with what the attendant may know of its rider.
type Handout struct {
	Redemption station.Redemption
	Masked     string
}

type (
	// Handouts lists today's.
	Handouts struct {
		Handouts []Handout
		Page     Page
	}
	// TakeBack asks why points are to be given back.
	TakeBack struct {
		Handout Handout
		Reasons []string
	}
)

func (Handouts) screen() {}
func (TakeBack) screen() {}

type (
	// ChooseHandout shows one.
	ChooseHandout struct{ Ref event.Ref }
	// Reverse gives the points of the one shown back.
	Reverse struct{ Reason string }
)

func (ChooseHandout) action() {}
func (Reverse) action()       {}

var reasons = []string{station.ReasonNotGiven, station.ReasonMistake, station.ReasonMisuse}

func (m *machine) listHandouts(page int, notice i18n.Key) {
	attend(m, m.lookUpHandouts, func(m *machine, all []Handout) {
		m.goTo(handouts{all, page})
		m.say(notice)
	})
}

func (m *machine) lookUpHandouts() ([]Handout, error) {
	return withNames(m, m.cfg.Desk.RedemptionsToday, func(r station.Redemption, names namesToday) Handout {
		r.At = r.At.In(m.cfg.Zone)
		return Handout{r, names[r.Who].Masked}
	})
}

// namesToday are whom the attendant may know today.
type namesToday map[event.Pseudonym]station.NameToday

func (m *machine) names() (namesToday, error) {
	all, err := m.cfg.Desk.TodayNames()
	known := namesToday{}
	for _, n := range all {
		known[n.Pseudonym] = n
	}
	return known, err
}

// withNames looks up a list and makes rows of it for the attendant.
func withNames[T, Row any](m *machine, look func() ([]T, error), row func(T, namesToday) Row) ([]Row, error) {
	found, err := look()
	if err != nil {
		return nil, err
	}
	names, err := m.names()
	if err != nil {
		return nil, err
	}
	rows := make([]Row, len(found))
	for i, one := range found {
		rows[i] = row(one, names)
	}
	return rows, nil
}

// handouts is the list of them.
type handouts struct {
	all  []Handout
	page int
}

func (h handouts) screen(m *machine) Screen {
	some, page := cut(h.all, h.page, m.perPage(guestsPerPage))
	return Handouts{some, page}
}

func (h handouts) act(m *machine, a Action) {
	switch a := a.(type) {
	case Turn:
		m.goTo(handouts{h.all, m.turned(a)})
	case ChooseHandout:
		for _, one := range h.all {
			if one.Redemption.Ref == a.Ref && !one.Redemption.Reversed {
				m.goTo(takingBack{h, one})
			}
		}
	}
	backToDuty(m, a)
}

// takingBack is one whose points may go back to the rider.
type takingBack struct {
	from handouts
	one  Handout
}

func (t takingBack) screen(*machine) Screen { return TakeBack{t.one, reasons} }

func (t takingBack) act(m *machine, a Action) {
	switch a := a.(type) {
	case Back:
		m.goTo(t.from)
	case Reverse:
		r, by, desk := t.one.Redemption, m.session.staff.ID, m.cfg.Desk
		m.note(func() error {
			_, err := desk.ReversePoints(r.Who, r.Ref, a.Reason, by)
			return err
		}, func(m *machine) { m.listHandouts(t.from.page, i18n.PointsGivenBack) })
	}
}
