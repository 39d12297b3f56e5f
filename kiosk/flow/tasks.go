package flow

import (
	"cmp"
	"errors"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// Chores are what riders can do for the neighbourhood.
type Chores interface {
	Tasks(who event.Pseudonym) ([]station.Task, error)
	AcceptTask(r station.Rider, task string) error
	DeclineTask(r station.Rider, task string) error
}

type (
	// Tasks are the volunteer tasks and call-outs, urgent ones first.
	Tasks struct {
		Tasks []station.Task
		Page
	}
	// Task is one of them, with a page of its text in place of the whole.
	Task struct {
		Task station.Task
		Page
	}
)

func (Tasks) screen() {}
func (Task) screen()  {}

type (
	// OpenTask shows a task.
	OpenTask struct{ ID string }
	// AcceptTask takes the task shown, DeclineTask refuses it or gives it back.
	AcceptTask  struct{ ID string }
	DeclineTask struct{ ID string }
)

func (OpenTask) action()    {}
func (AcceptTask) action()  {}
func (DeclineTask) action() {}

// listTasks looks up what there is to do and goes on with it, under a notice.
func (m *machine) listTasks(notice i18n.Key, goOn func(*machine, tasks)) {
	who := m.session.rider.Pseudonym
	m.work(i18n.BusyTasks, func() func(*machine) {
		all, err := m.cfg.Desk.Tasks(who)
		return func(m *machine) {
			if err != nil {
				m.leave()
				m.say(cmp.Or(notice, explain(err)))
				return
			}
			goOn(m, tasks{all: m.tasksZoned(all)})
			m.say(notice)
		}
	})
}

func (m *machine) tasksZoned(all []station.Task) []station.Task {
	zoned := make([]station.Task, len(all))
	for i, t := range all {
		t.Starts = t.Starts.In(m.cfg.Zone)
		if !t.Ends.IsZero() {
			t.Ends = t.Ends.In(m.cfg.Zone)
		}
		zoned[i] = t
	}
	return zoned
}

// tasks is what there is to do.
type tasks struct {
	all  []station.Task
	page int
}

func (t tasks) screen(*machine) Screen {
	shown, page := cut(t.all, t.page, CardsPerPage)
	return Tasks{shown, page}
}

func (t tasks) act(m *machine, a Action) {
	switch a := a.(type) {
	case Turn:
		m.goTo(tasks{t.all, m.turned(a)})
	case OpenTask:
		t.open(m, a.ID)
	}
	leaveOnBack(m, a)
}

// open shows a task, or the list where it is gone.
func (t tasks) open(m *machine, id string) {
	for _, one := range t.all {
		if one.ID == id {
			m.goTo(task{t, one, 0})
			return
		}
	}
	m.goTo(t)
}

// task is one of them.
type task struct {
	from tasks
	task station.Task
	leaf int
}

func (t task) screen(m *machine) Screen {
	shown, page := t.task, Page{}
	shown.Text, page = leaf(t.task.Text, m.session, partPage, t.leaf)
	return Task{shown, page}
}

func (t task) act(m *machine, a Action) {
	switch a := a.(type) {
	case Back:
		m.goTo(t.from)
	case Turn:
		m.goTo(task{t.from, t.task, m.turned(a)})
	case AcceptTask:
		if a.ID == t.task.ID {
			m.accept(t)
		}
	case DeclineTask:
		if a.ID == t.task.ID {
			m.decline(t)
		}
	}
}

// accept has an unknown rider say who they are first, and then shows the task again.
func (m *machine) accept(t task) {
	if !m.session.rider.Pseudonym.Known() {
		m.ask(wish{entry: EnterTasks, then: func(m *machine) { m.reopen(t.task.ID, i18n.None) }})
		return
	}
	rider := m.session.rider
	m.answerTask(t, i18n.TaskTaken, func() error { return m.cfg.Desk.AcceptTask(rider, t.task.ID) })
}

// decline of nobody known is no more than going back.
func (m *machine) decline(t task) {
	rider := m.session.rider
	if !rider.Pseudonym.Known() {
		m.goTo(t.from)
		return
	}
	m.answerTask(t, i18n.TaskRefused, func() error { return m.cfg.Desk.DeclineTask(rider, t.task.ID) })
}

// answerTask shows the task as it stands afterwards.
func (m *machine) answerTask(t task, done i18n.Key, answer func() error) {
	m.work(i18n.BusyAnswering, func() func(*machine) {
		err := answer()
		return func(m *machine) {
			switch {
			case errors.Is(err, station.ErrStorage):
				m.say(explain(err))
			case err != nil:
				m.reopen(t.task.ID, explain(err))
			default:
				m.reopen(t.task.ID, done)
			}
		}
	})
}

func (m *machine) reopen(id string, notice i18n.Key) {
	m.listTasks(notice, func(m *machine, t tasks) { t.open(m, id) })
}
