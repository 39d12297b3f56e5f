package station

import (
	bolt "go.etcd.io/bbolt"

	"github.com/nuanxin/station-kit/station/event"
)

var (
	// ErrNoQuiz: the pack has no quiz.
	ErrNoQuiz error = rule("the pack has no quiz")
	// ErrAnswers: there is not one answer for each question.
	ErrAnswers error = rule("there must be one answer to each question")
)

// QuizResult is a quiz as the station judged it.
type QuizResult struct {
	Right, Questions int
	Passed           bool
	// Repeat: the rider had passed this version before, and it counts once.
	Repeat bool
}

// TakeQuiz judges a rider's answers, one index of a choice for each question,
// and records the result. Nobody known may take it too. Once passed, a version
// is passed: taking it again is judged and records nothing. It returns
// ErrNoPack, ErrOldPack, ErrNoQuiz or ErrAnswers.
func (s *Station) TakeQuiz(r Rider, pack string, version uint32, answers []int) (QuizResult, error) {
	var result QuizResult
	err := s.change(func(c *change) error {
		m, err := packAt(c.Tx, pack, version)
		if err != nil {
			return err
		}
		if result, err = judge(m, answers); err != nil {
			return err
		}
		if result.Repeat = hasPassed(c.Tx, r.Pseudonym, m); result.Repeat {
			return nil
		}
		return c.fileQuiz(r, m, result)
	})
	if err != nil {
		return QuizResult{}, err
	}
	return result, nil
}

func judge(m *event.PackManifest, answers []int) (QuizResult, error) {
	switch {
	case len(m.Quiz) == 0:
		return QuizResult{}, ErrNoQuiz
	case len(answers) != len(m.Quiz):
		return QuizResult{}, ErrAnswers
	}
	result := QuizResult{Questions: len(m.Quiz)}
	for i, q := range m.Quiz {
		if answers[i] == int(q.Right) {
			result.Right++
		}
	}
	result.Passed = result.Right >= int(m.PassMark)
	return result, nil
}

func hasPassed(tx *bolt.Tx, who event.Pseudonym, m *event.PackManifest) bool {
	r, _ := recordIn(tx.Bucket(bucketQuizzes).Get(learnedKey(who, m.Id)))
	q := r.GetQuizTaken()
	return who.Known() && q.GetPassed() && q.GetVersion() == m.Version
}

func (c *change) fileQuiz(r Rider, m *event.PackManifest, result QuizResult) error {
	if err := c.introduce(r); err != nil {
		return err
	}
	return c.fileLearned(bucketQuizzes, r.Pseudonym, m.Id, &event.Record{Body: &event.Record_QuizTaken{
		QuizTaken: &event.QuizTaken{
			Pseudonym: r.Pseudonym.Bytes(), Pack: m.Id, Version: m.Version,
			Right: uint32(result.Right), Questions: uint32(result.Questions), Passed: result.Passed,
		},
	}})
}
