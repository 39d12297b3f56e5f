package flow

import (
	"time"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// board has one task and one urgent call-out.
type board struct {
	places  map[string]int
	answers map[event.Pseudonym]map[string]event.TaskState
	ended   bool // the call-out
}

func newTaskBoard() board {
	return board{places: map[string]int{"snow": 3, "alarm": 1}, answers: map[event.Pseudonym]map[string]event.TaskState{}}
}

func (d *desk) Tasks(who event.Pseudonym) ([]station.Task, error) {
	task := func(id, zh, en string, urgent bool) station.Task {
		return station.Task{
			ID: id, Title: station.Text{ZH: zh, EN: en}, Text: station.Text{ZH: zh + "。", EN: en + "."}, Urgent: urgent,
			Starts: d.now.Add(time.Hour).UTC(), Ends: d.now.Add(3 * time.Hour).UTC(),
			Left: d.board.places[id], State: d.board.answers[who][id],
		}
	}
	if d.board.ended {
		return []station.Task{task("snow", "扫雪", "Snow", false)}, d.fail
	}
	return []station.Task{task("alarm", "寻人", "Search", true), task("snow", "扫雪", "Snow", false)}, d.fail
}

func (d *desk) AcceptTask(r station.Rider, task string) error {
	return d.answer(r, task, event.TaskState_TASK_STATE_ACCEPTED)
}

func (d *desk) DeclineTask(r station.Rider, task string) error {
	return d.answer(r, task, event.TaskState_TASK_STATE_DECLINED)
}

func (d *desk) answer(r station.Rider, task string, answer event.TaskState) error {
	before, taken := d.board.answers[r.Pseudonym][task], event.TaskState_TASK_STATE_ACCEPTED
	switch {
	case d.fail != nil:
		return d.fail
	case !r.Pseudonym.Known():
		return station.ErrAnonymous
	case task == "alarm" && d.board.ended:
		return station.ErrTaskEnded
	case before == event.TaskState_TASK_STATE_DONE:
		return station.ErrTaskDone
	case before == answer:
		return nil
	case answer == taken && d.board.places[task] == 0:
		return station.ErrTaskFull
	case answer == taken:
		d.board.places[task]--
	case before == taken:
		d.board.places[task]++
	}
	if d.board.answers[r.Pseudonym] == nil {
		d.board.answers[r.Pseudonym] = map[string]event.TaskState{}
	}
	d.board.answers[r.Pseudonym][task] = answer
	return nil
}
