package flow

import (
	"slices"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// Errands are the tasks that volunteers have taken.
type Errands interface {
	TasksTaken() ([]station.Task, error)
	Volunteers(task string) ([]station.Volunteer, error)
	TaskDone(who event.Pseudonym, task, by string) error
}

// HelpersPerPage is how many rows with a button the smallest screen has room for.
const HelpersPerPage = 6

// Helper is a volunteer who has taken a task.
type Helper struct {
	Number int    // in the order in which they took it, from 1
	Masked string // "" where the attendant may not know
	At     station.Volunteer
}

type (
	// Taken lists the tasks that wait to be noted as done.
	Taken struct {
		Tasks []station.Task
		Page
	}
	// Helpers lists who has taken one and not done it yet.
	Helpers struct {
		Task    station.Task
		Helpers []Helper
		Page
	}
)

func (Taken) screen()   {}
func (Helpers) screen() {}

type (
	// ChooseErrand shows who has taken a task.
	ChooseErrand struct{ ID string }
	// NoteDone notes that a helper has done it.
	NoteDone struct{ Number int }
)

func (ChooseErrand) action() {}
func (NoteDone) action()     {}

func (m *machine) listErrands() {
	attend(m, m.cfg.Desk.TasksTaken, func(m *machine, all []station.Task) {
		for i := range all {
			all[i].Starts = all[i].Starts.In(m.cfg.Zone)
		}
		m.goTo(errands{all: all})
	})
}

// errands is the list of tasks taken.
type errands struct {
	all  []station.Task
	page int
}

func (e errands) screen(*machine) Screen {
	some, page := cut(e.all, e.page, CardsPerPage)
	return Taken{some, page}
}

func (e errands) act(m *machine, a Action) {
	switch a := a.(type) {
	case Turn:
		m.goTo(errands{e.all, m.turned(a)})
	case ChooseErrand:
		for _, t := range e.all {
			if t.ID == a.ID {
				m.listHelpers(t, 0, i18n.None)
			}
		}
	}
	backToDuty(m, a)
}

func (m *machine) listHelpers(t station.Task, page int, notice i18n.Key) {
	attend(m, func() ([]Helper, error) { return m.lookUpHelpers(t.ID) }, func(m *machine, all []Helper) {
		m.goTo(helpers{t, all, page})
		m.say(notice)
	})
}

// lookUpHelpers lists those who have taken the task and not done it, in the order in which they took it.
func (m *machine) lookUpHelpers(task string) ([]Helper, error) {
	volunteers, err := withNames(m, func() ([]station.Volunteer, error) { return m.cfg.Desk.Volunteers(task) },
		func(v station.Volunteer, names namesToday) Helper {
			v.At = v.At.In(m.cfg.Zone)
			return Helper{Masked: names[v.Who].Masked, At: v}
		})
	slices.SortStableFunc(volunteers, func(a, b Helper) int { return a.At.At.Compare(b.At.At) })
	var all []Helper
	for i, v := range volunteers {
		if v.Number = i + 1; v.At.State == event.TaskState_TASK_STATE_ACCEPTED {
			all = append(all, v)
		}
	}
	return all, err
}

// helpers is the list of who has taken one.
type helpers struct {
	task station.Task
	all  []Helper
	page int
}

func (h helpers) screen(m *machine) Screen {
	some, page := cut(h.all, h.page, HelpersPerPage)
	return Helpers{h.task, some, page}
}

func (h helpers) act(m *machine, a Action) {
	switch a := a.(type) {
	case Back:
		m.listErrands()
	case Turn:
		m.goTo(helpers{h.task, h.all, m.turned(a)})
	case NoteDone:
		for _, one := range h.all {
			if one.Number == a.Number {
				h.done(m, one.At.Who)
			}
		}
	}
}

func (h helpers) done(m *machine, who event.Pseudonym) {
	by, desk := m.session.staff.ID, m.cfg.Desk
	m.note(func() error { return desk.TaskDone(who, h.task.ID, by) },
		func(m *machine) { m.listHelpers(h.task, h.page, i18n.TaskNoted) })
}
