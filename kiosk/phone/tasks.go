package phone

import (
	"net/http"

	"github.com/nuanxin/station-kit/station/event"
)

// What riders have answered to a task.
const (
	accepted = event.TaskState_TASK_STATE_ACCEPTED
	declined = event.TaskState_TASK_STATE_DECLINED
	done     = event.TaskState_TASK_STATE_DONE
)

func (s *Server) tasks(c *call) answer {
	all, err := s.Desk.Tasks(c.rider.Pseudonym)
	if err != nil {
		return s.failed(err)
	}
	return show("tasks", all)
}

// answerTask takes or declines a task. Who takes one is known from then on.
func (s *Server) answerTask(c *call) answer {
	task := c.PostForm.Get("task")
	if c.PostForm.Get("do") != "accept" {
		if err := s.Desk.DeclineTask(c.rider, task); err != nil {
			return s.refused(err, "/tasks")
		}
		return see("/tasks", "note", "declined")
	}
	if !s.known(c) {
		return plain(http.StatusTooManyRequests, "crowd")
	}
	if err := s.Desk.AcceptTask(c.rider, task); err != nil {
		return s.refused(err, "/tasks")
	}
	_ = s.issue(c) // logged; the pass's page tries again
	return see("/tasks", "note", "accepted")
}
