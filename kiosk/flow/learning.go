package flow

import (
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// Library is what there is to learn, and how far a rider has come.
type Library interface {
	Packs(occupation string) ([]station.Pack, error)
	Progress(who event.Pseudonym) ([]station.Progress, error)
	ReadPage(r station.Rider, pack string, version uint32, page int) error
	TakeQuiz(r station.Rider, pack string, version uint32, answers []int) (station.QuizResult, error)
}
