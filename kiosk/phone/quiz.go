package phone

import (
	"strconv"

	"github.com/nuanxin/station-kit/station"
)

// quizTaken is how a quiz came out.
type quizTaken struct {
	station.QuizResult
	Pack  string
	Title station.Text
	Mark  int // right answers that pass
}

// quizView is a quiz with the answers given so far.
type quizView struct {
	station.Pack
	Given []int // an index of a choice for each question, -1 for none
}

// Chose reports whether a choice is the answer given.
func (v quizView) Chose(question, choice int) bool { return v.Given[question] == choice }

func (s *Server) quiz(c *call) answer {
	v, a, ok := s.packOf(c, c.URL.Query().Get("id"))
	switch {
	case !ok:
		return a
	case len(v.Quiz) == 0:
		return see("/learning", "note", "no-pack")
	}
	return show("quiz", quizView{v.Pack, givenIn(c, v.Pack)})
}

// givenIn reads the answers of a form, of a page just shown none.
func givenIn(c *call, p station.Pack) []int {
	given := make([]int, len(p.Quiz))
	for i, q := range p.Quiz {
		answer, err := strconv.Atoi(c.PostForm.Get("q" + strconv.Itoa(i)))
		if err != nil || answer < 0 || answer >= len(q.Choices) {
			answer = -1
		}
		given[i] = answer
	}
	return given
}

func (s *Server) takeQuiz(c *call) answer {
	v, a, ok := s.packOf(c, c.PostForm.Get("id"))
	if !ok {
		return a
	}
	given := givenIn(c, v.Pack)
	for _, answer := range given {
		if answer < 0 {
			return scripted("quiz", quizView{v.Pack, given}).again("answer-all")
		}
	}
	version, _ := strconv.ParseUint(c.PostForm.Get("version"), 10, 32)
	result, err := s.Desk.TakeQuiz(c.rider, v.ID, uint32(version), given)
	if err != nil {
		return s.refused(err, "/learning")
	}
	c.quiz = quizTaken{result, v.ID, v.Title, v.PassMark}
	return see("/result")
}

func (s *Server) result(c *call) answer {
	if c.quiz.Pack == "" {
		return see("/learning")
	}
	return show("result", c.quiz)
}
