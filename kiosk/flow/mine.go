package flow

import (
	"slices"
	"strings"
	"time"

	"github.com/nuanxin/station-kit/kiosk/choice"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// minePerPage is how many own appeals the smallest screen has room for.
const minePerPage = 3

// MyAppeals are the appeals that a rider filed here under their name.
type MyAppeals struct {
	Filed []FiledAppeal
	Page
}

func (MyAppeals) screen() {}

// FiledAppeal is an appeal as far as the station knows without its claim code.
type FiledAppeal struct {
	Category choice.Category
	At       time.Time
	State    event.AppealState
}

// followUp shows a known rider which appeals there are, anybody else the pad.
func (m *machine) followUp() {
	who := m.session.rider.Pseudonym
	if !who.Known() {
		m.goTo(claiming{})
		return
	}
	m.work(i18n.BusyClaim, func() func(*machine) {
		handedIn, err := m.cfg.Desk.Submissions(who)
		return func(m *machine) { m.followMine(handedIn, err) }
	})
}

func (m *machine) followMine(items []station.Item, err error) {
	if err != nil {
		m.say(explain(err))
		return
	}
	filed := m.appealsIn(items)
	if len(filed) == 0 {
		m.goTo(claiming{})
		return
	}
	m.goTo(mine{filed: filed})
}

// appealsIn are the appeals among what is held of a rider, newest first.
func (m *machine) appealsIn(items []station.Item) []FiledAppeal {
	var all []FiledAppeal
	for _, i := range slices.Backward(items) {
		if s, ok := i.Value.(station.SubmissionItem); ok && i.Subject == "appeal" {
			of, _ := choice.CategoryOf(s.About)
			all = append(all, FiledAppeal{of, i.At.In(m.cfg.Zone), stateNamed(s.State)})
		}
	}
	return all
}

// stateNamed reads the names of states that MyData gives to programs.
func stateNamed(name string) event.AppealState {
	return event.AppealState(event.AppealState_value["APPEAL_STATE_"+strings.ToUpper(strings.ReplaceAll(name, "-", "_"))])
}

// mine are the appeals filed under the rider's name.
type mine struct {
	filed []FiledAppeal // newest first
	page  int
}

func (at mine) screen(*machine) Screen {
	filed, page := cut(at.filed, at.page, minePerPage)
	return MyAppeals{filed, page}
}

func (mine) claims() {}

func (at mine) act(m *machine, a Action) {
	switch a := a.(type) {
	case Back:
		m.goTo(appealing{})
	case Turn:
		m.goTo(mine{at.filed, m.turned(a)})
	case TypeClaim:
		m.goTo(claiming{})
	}
}
