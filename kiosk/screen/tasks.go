package screen

import (
	"fyne.io/fyne/v2"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// tasks are what there is to do.
func (s sheet) tasks(v flow.Tasks) fyne.CanvasObject {
	if len(v.Tasks) == 0 {
		return s.titled(s.say(i18n.TasksTitle), only, s.empty(theme.Hand, i18n.NoTasks, i18n.NoTasksHint))
	}
	var cards []fyne.CanvasObject
	for _, t := range v.Tasks {
		cards = append(cards, s.oneCard().task(t))
	}
	return s.titled(s.say(i18n.TasksTitle), v.Page, s.shelf(cards...))
}

func (s sheet) task(t station.Task) *touch {
	p, title := s.cardPaint(), s.pick(t.Title)
	if t.Urgent {
		p.rest, p.edge, title = s.Honey, s.Amber, s.say(i18n.TaskUrgent)+" · "+title
	}
	return newTouch(p, s.Radius, s.face(taskIcon(t), title, s.taskWhen(t)+"  "+s.taskState(t), p), flow.OpenTask{ID: t.ID})
}

func taskIcon(t station.Task) theme.Icon {
	switch {
	case t.State == event.TaskState_TASK_STATE_ACCEPTED, t.State == event.TaskState_TASK_STATE_DONE:
		return theme.Tick
	case t.Urgent:
		return theme.Urgent
	}
	return theme.Hand
}

// taskWhen is when it begins and ends.
func (s sheet) taskWhen(t station.Task) string {
	from := s.lang.Moment(t.Starts, s.view.Now)
	if t.Ends.IsZero() {
		return s.say(i18n.TaskFrom, from)
	}
	until := s.lang.Moment(t.Ends, s.view.Now)
	if t.Ends.YearDay() == t.Starts.YearDay() && t.Ends.Year() == t.Starts.Year() {
		until = s.lang.Clock(t.Ends)
	}
	return s.say(i18n.TaskBetween, from, until)
}

// taskState is what the rider answered, or how many are still wanted.
func (s sheet) taskState(t station.Task) string {
	switch t.State {
	case event.TaskState_TASK_STATE_ACCEPTED:
		return s.say(i18n.TaskMine)
	case event.TaskState_TASK_STATE_DONE:
		return s.say(i18n.TaskDoneBy)
	case event.TaskState_TASK_STATE_DECLINED:
		return s.say(i18n.TaskNot)
	}
	if t.Left == 0 {
		return s.say(i18n.TaskFull)
	}
	return s.say(i18n.TaskWanted, t.Left)
}

// oneTask is a task with what can be answered.
func (s sheet) oneTask(v flow.Task) fyne.CanvasObject {
	facts := []fact{
		{icon: theme.Clock, text: s.taskWhen(v.Task), bold: true},
		{icon: taskIcon(v.Task), text: s.taskState(v.Task)},
		{icon: theme.Note, text: s.pick(v.Task.Text)},
	}
	if !s.brief && v.Task.State != event.TaskState_TASK_STATE_DONE {
		facts = append(facts, fact{icon: theme.Star, text: s.say(i18n.TaskThen)})
	}
	all := column(s.Gap, fill(s.about(theme.Hand, "", facts...)))
	if answers := s.taskAnswers(v.Task); answers != nil {
		all.Add(answers)
	}
	return s.titled(s.pick(v.Task.Title), v.Page, all)
}

// taskAnswers are nil where nothing can be answered any more.
func (s sheet) taskAnswers(t station.Task) fyne.CanvasObject {
	accept := s.button(s.mainPaint(), theme.Hand, s.say(i18n.TaskAccept), flow.AcceptTask{ID: t.ID})
	decline := s.button(s.cardPaint(), theme.Cross, s.say(i18n.TaskDecline), flow.DeclineTask{ID: t.ID})
	switch {
	case t.State == event.TaskState_TASK_STATE_DONE:
		return nil
	case t.State == event.TaskState_TASK_STATE_ACCEPTED:
		return s.button(s.cardPaint(), theme.Cross, s.say(i18n.TaskGiveBack), flow.DeclineTask{ID: t.ID})
	case t.Left == 0:
		return decline
	case t.State == event.TaskState_TASK_STATE_DECLINED:
		return accept
	}
	return s.choice(decline, accept)
}
