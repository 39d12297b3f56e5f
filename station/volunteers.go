package station

import (
	"bytes"
	"slices"
	"time"

	"github.com/nuanxin/station-kit/station/event"
)

// AcceptTask gives a rider a place in a task; accepted already, it records
// nothing. It returns ErrAnonymous, ErrNoTask, ErrTaskEnded, ErrTaskFull or
// ErrTaskDone.
func (s *Station) AcceptTask(r Rider, task string) error {
	return s.answerTask(r, task, event.TaskState_TASK_STATE_ACCEPTED)
}

// DeclineTask notes that a rider will not do a task, and gives the place back
// that they held; declined already, it records nothing. It returns
// ErrAnonymous, ErrNoTask, ErrTaskEnded or ErrTaskDone.
func (s *Station) DeclineTask(r Rider, task string) error {
	return s.answerTask(r, task, event.TaskState_TASK_STATE_DECLINED)
}

func (s *Station) answerTask(r Rider, task string, answer event.TaskState) error {
	if !r.Pseudonym.Known() {
		return ErrAnonymous
	}
	return s.change(func(c *change) error {
		t, err := c.view().openTask(task)
		if err != nil {
			return err
		}
		switch before := answerOf(c.Tx, task, r.Pseudonym); {
		case before == answer:
			return nil
		case before == event.TaskState_TASK_STATE_DONE:
			return ErrTaskDone
		case answer == event.TaskState_TASK_STATE_ACCEPTED && takenOf(c.Tx, task) >= int(t.Places):
			return ErrTaskFull
		}
		if err := c.introduce(r); err != nil {
			return err
		}
		return c.fileAnswer(r.Pseudonym, task, answer, "")
	})
}

// TaskDone notes that a rider has done a task they had taken, also when it is
// over by now; noted already, it records nothing. It returns ErrNoTask for one
// never offered, or ErrNotTaken. by is the attendant.
func (s *Station) TaskDone(who event.Pseudonym, task, by string) error {
	return s.change(func(c *change) error {
		switch state := answerOf(c.Tx, task, who); {
		case taskOf(c.Tx, task) == nil:
			return ErrNoTask
		case state == event.TaskState_TASK_STATE_DONE:
			return nil
		case state != event.TaskState_TASK_STATE_ACCEPTED:
			return ErrNotTaken
		}
		return c.fileAnswer(who, task, event.TaskState_TASK_STATE_DONE, by)
	})
}

func (c *change) fileAnswer(who event.Pseudonym, task string, state event.TaskState, by string) error {
	ref, row, err := c.append(&event.Record{Attendant: by, Body: &event.Record_TaskAnswer{TaskAnswer: &event.TaskAnswer{
		Pseudonym: who.Bytes(), Task: task, State: state,
	}}})
	if err != nil {
		return err
	}
	return c.put(bucketAnswers, answerKey(task, who), filed(ref, row))
}

// Volunteer is a rider's answer to a task, as the attendant sees it.
type Volunteer struct {
	Who   event.Pseudonym
	State event.TaskState
	At    time.Time
}

// Volunteers lists the answers to a task, also of one that is over.
func (s *Station) Volunteers(task string) ([]Volunteer, error) {
	var all []Volunteer
	err := s.view(func(v *view) error {
		for key, row := range under(v.Tx, bucketAnswers, []byte(task+"\x00")) {
			r, err := recordIn(row)
			if err != nil {
				return err
			}
			all = append(all, Volunteer{answerer(key), r.GetTaskAnswer().GetState(), event.Time(r.GetStamp().GetWallMs())})
		}
		return nil
	})
	return all, err
}

// TaskItem is an answer as "my data" shows it.
type TaskItem struct {
	Task  string `json:"task"`
	State string `json:"state"`
}

func answersOf(v *view, who event.Pseudonym) ([]Item, error) {
	var all []Item
	for key, row := range each(v.Tx, bucketAnswers) {
		if answerer(key) != who {
			continue
		}
		r, err := recordIn(row)
		if err != nil {
			return nil, err
		}
		a := r.GetTaskAnswer()
		all = append(all, Item{"task", event.Time(r.GetStamp().GetWallMs()), TaskItem{a.GetTask(), a.GetState().String()}})
	}
	return all, nil
}

func eraseAnswers(c *change, who event.Pseudonym) error {
	var keys [][]byte
	for key := range each(c.Tx, bucketAnswers) {
		if answerer(key) == who {
			keys = append(keys, bytes.Clone(key))
		}
	}
	for _, key := range keys {
		if err := c.drop(bucketAnswers, key); err != nil {
			return err
		}
	}
	return nil
}

// TasksTaken lists the tasks that somebody has taken and is not noted to have
// done, by start; also of those that are over or withdrawn.
func (s *Station) TasksTaken() ([]Task, error) {
	var taken []Task
	err := s.view(func(v *view) error {
		taken = nil
		seen := map[string]bool{}
		for key, row := range each(v.Tx, bucketAnswers) {
			id := string(key[:bytes.IndexByte(key, 0)])
			if seen[id] || stateIn(row) != event.TaskState_TASK_STATE_ACCEPTED {
				continue
			}
			seen[id] = true
			if t := taskOf(v.Tx, id); t != nil {
				taken = append(taken, v.taskFrom(t, event.Pseudonym{}))
			}
		}
		return nil
	})
	slices.SortStableFunc(taken, func(a, b Task) int { return a.Starts.Compare(b.Starts) })
	return taken, err
}
