package flow

import (
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// Chores are what riders can do for the neighbourhood.
type Chores interface {
	Tasks(who event.Pseudonym) ([]station.Task, error)
	AcceptTask(r station.Rider, task string) error
	DeclineTask(r station.Rider, task string) error
}
