package flow

import (
	"slices"

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

// Fulfilment is the handing out of what was redeemed, found by its receipt or its number.
type Fulfilment interface {
	HandOut(who event.Pseudonym, redemption event.Ref, by string) error
	TakeHandOutBack(who event.Pseudonym, redemption event.Ref, by string) error
	RedemptionByReceipt(text string) (station.Redemption, error)
	RedemptionByNumber(seq uint64) (station.Redemption, error)
}

// Handout is a reward to be handed out, with what the attendant may know of its rider.
type Handout struct {
	Redemption station.Redemption
	Masked     string
}

// HandoutAct is what an attendant notes of one.
type HandoutAct int

// The acts.
const (
	ActHandOut     HandoutAct = iota
	ActGiveBack               // the points, for a reason
	ActTakeHandOut            // back: it was not handed out after all
)

type (
	// Handouts lists today's, those still to be handed out first.
	Handouts struct {
		Handouts []Handout
		Page
	}
	// HandoutAtDesk is one of them, and what can be done.
	HandoutAtDesk struct {
		Handout Handout
		Acts    []HandoutAct
	}
	// TakeBack asks why points are to be given back.
	TakeBack struct {
		Handout Handout
		Reasons []string
	}
)

func (Handouts) screen()      {}
func (HandoutAtDesk) screen() {}
func (TakeBack) screen()      {}

type (
	// ChooseHandout shows one.
	ChooseHandout struct{ Ref event.Ref }
	// KeyNumber asks for the number on a rider's receipt.
	KeyNumber struct{}
	// NoteHandout notes something of the one shown.
	NoteHandout struct{ Act HandoutAct }
	// Reverse gives the points of the one shown back.
	Reverse struct{ Reason string }
)

func (ChooseHandout) action() {}
func (KeyNumber) action()     {}
func (NoteHandout) action()   {}
func (Reverse) action()       {}

var reasons = []string{station.ReasonNotGiven, station.ReasonMistake, station.ReasonMisuse}

func (m *machine) listHandouts(page int, notice i18n.Key) {
	attend(m, m.lookUpHandouts, func(m *machine, all []Handout) {
		m.goTo(handouts{all, page})
		m.say(notice)
	})
}

func (m *machine) lookUpHandouts() ([]Handout, error) {
	all, err := withNames(m, m.cfg.Desk.RedemptionsToday, m.handout)
	slices.SortStableFunc(all, func(a, b Handout) int {
		switch open := a.Redemption.Open(); {
		case open == b.Redemption.Open():
			return 0
		case open:
			return -1
		}
		return 1
	})
	return all, err
}

func (m *machine) handout(r station.Redemption, names namesToday) Handout {
	r.At, r.HandedOut = r.At.In(m.cfg.Zone), m.local(r.HandedOut)
	return Handout{r, names[r.Who].Masked}
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

// handoutsPerPage is how many rows the smallest screen has room for over the way to key in a number.
const handoutsPerPage = 6

// handouts is the list of them.
type handouts struct {
	all  []Handout
	page int
}

func (h handouts) screen(m *machine) Screen {
	some, page := cut(h.all, h.page, m.perPage(handoutsPerPage))
	return Handouts{some, page}
}

func (h handouts) act(m *machine, a Action) {
	switch a := a.(type) {
	case Turn:
		m.goTo(handouts{h.all, m.turned(a)})
	case KeyNumber:
		m.goTo(m.askNumber(h))
	case ChooseHandout:
		for _, one := range h.all {
			if one.Redemption.Ref == a.Ref && !one.Redemption.Reversed {
				m.goTo(handingOut{h.page, one})
			}
		}
	}
	backToDuty(m, a)
}
