package station

import (
	"bytes"
	"cmp"
	"slices"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/nuanxin/station-kit/station/event"
)

var (
	// ErrNoTask: the station does not offer the task.
	ErrNoTask error = rule("no such task")
	// ErrTaskEnded: the task is over.
	ErrTaskEnded error = rule("the task is over")
	// ErrTaskFull: as many riders as are wanted here have taken the task.
	ErrTaskFull error = rule("enough riders have taken the task")
	// ErrTaskDone: the rider has done the task, which cannot be changed.
	ErrTaskDone error = rule("the rider has done the task")
	// ErrNotTaken: the rider has not taken the task.
	ErrNotTaken error = rule("the rider has not taken the task")
)

var (
	// bucketTasks: identifier to the event.Down with the latest TaskOffered.
	bucketTasks = []byte("tasks")
	// bucketAnswers: task, a zero byte and pseudonym (16 bytes) to the filed
	// row of the rider's latest TaskAnswer.
	bucketAnswers = []byte("task-answers")
)

var tasks = subject{
	buckets: [][]byte{bucketTasks, bucketAnswers},
	apply:   applyTask,
	check: func(v *view, r *Report) {
		checkLatest(v, r, bucketAnswers, func(rec *event.Record) []byte {
			if a := rec.GetTaskAnswer(); a != nil {
				return answerKey(a.Task, rec.Pseudonym())
			}
			return nil
		})
	},
	mine:     answersOf,
	erase:    eraseAnswers,
	restored: closeTasks,
}

// Task is a volunteer task, or an urgent call-out.
type Task struct {
	ID          string
	Title, Text Text
	Starts      time.Time
	// Ends is zero where the task has no end.
	Ends   time.Time
	Urgent bool
	// Left is how many riders can still take it at this station.
	Left int
	// State is the answer of the rider who asks, if any.
	State event.TaskState
}

// Tasks lists what is offered and not over, with what a rider has answered
// (nobody may ask too): urgent ones first, then by start.
func (s *Station) Tasks(who event.Pseudonym) ([]Task, error) {
	var open []Task
	err := s.view(func(v *view) error {
		for id := range each(v.Tx, bucketTasks) {
			if t, err := v.openTask(string(id)); err == nil {
				open = append(open, v.taskFrom(t, who))
			}
		}
		return nil
	})
	slices.SortStableFunc(open, func(a, b Task) int {
		return cmp.Or(bit(b.Urgent)-bit(a.Urgent), a.Starts.Compare(b.Starts))
	})
	return open, err
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (v *view) taskFrom(t *event.TaskOffered, who event.Pseudonym) Task {
	task := Task{
		ID: t.Id, Title: Text{t.TitleZh, t.TitleEn}, Text: Text{t.TextZh, t.TextEn},
		Starts: event.Time(t.StartsMs), Urgent: t.Urgent,
		Left:  max(0, int(t.Places)-takenOf(v.Tx, t.Id)),
		State: answerOf(v.Tx, t.Id, who),
	}
	if t.EndsMs != 0 {
		task.Ends = event.Time(t.EndsMs)
	}
	return task
}

func applyTask(c *change, d *event.Down) error {
	t := d.GetTaskOffered()
	if t == nil || !identifiers(t.Id) {
		return nil
	}
	return c.putDown(bucketTasks, []byte(t.Id), d)
}

// taskOf is a task ever offered, nil where there is none.
func taskOf(tx *bolt.Tx, id string) *event.TaskOffered {
	d, err := event.DecodeDown(tx.Bucket(bucketTasks).Get([]byte(id)))
	if err != nil {
		return nil
	}
	return d.GetTaskOffered()
}

// openTask is a task that riders may take now: else ErrNoTask or ErrTaskEnded.
func (v *view) openTask(id string) (*event.TaskOffered, error) {
	t := taskOf(v.Tx, id)
	switch {
	case t == nil || t.Withdrawn:
		return nil, ErrNoTask
	case t.EndsMs != 0 && !v.now().Before(event.Time(t.EndsMs)):
		return nil, ErrTaskEnded
	}
	return t, nil
}

// takenOf counts the riders who hold a place of a task, or have done it.
func takenOf(tx *bolt.Tx, task string) (n int) {
	for _, row := range under(tx, bucketAnswers, []byte(task+"\x00")) {
		if s := stateIn(row); s == event.TaskState_TASK_STATE_ACCEPTED || s == event.TaskState_TASK_STATE_DONE {
			n++
		}
	}
	return n
}

func answerKey(task string, who event.Pseudonym) []byte {
	return append([]byte(task+"\x00"), who[:]...)
}

// answerer is whose answer a key is of.
func answerer(key []byte) event.Pseudonym {
	return event.PseudonymFrom(key[bytes.IndexByte(key, 0)+1:])
}

func answerOf(tx *bolt.Tx, task string, who event.Pseudonym) event.TaskState {
	return stateIn(tx.Bucket(bucketAnswers).Get(answerKey(task, who)))
}

func stateIn(row []byte) event.TaskState {
	r, _ := recordIn(row)
	return r.GetTaskAnswer().GetState()
}

// closeTasks of a restored file: riders may have taken their places in the
// file that was lost. Who has one keeps it; the hub may offer the rest again.
func closeTasks(c *change) error {
	open := map[string]*event.TaskOffered{}
	for id := range each(c.Tx, bucketTasks) {
		open[string(id)] = taskOf(c.Tx, string(id))
	}
	for id, t := range open {
		t.Places = 0
		if err := c.putDown(bucketTasks, []byte(id), &event.Down{Body: &event.Down_TaskOffered{TaskOffered: t}}); err != nil {
			return err
		}
	}
	return nil
}
