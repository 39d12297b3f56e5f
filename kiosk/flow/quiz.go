package flow

import (
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

type (
	// Quiz is one question, with as many answers as fit.
	Quiz struct {
		Title   station.Text
		Text    station.Text
		Answers []Choice
		Number  int // of the question, from 1
		Of      int
		Page
	}
	// QuizDone is how a quiz went.
	QuizDone struct {
		Title  station.Text
		Result station.QuizResult
		// Earned are the points it gave. Unknown: it gave none because nobody knows who took it.
		Earned  int64
		Unknown bool
		// Next is another pack to go on with, without ID where there is none.
		Next Lesson
	}
)

func (Quiz) screen()     {}
func (QuizDone) screen() {}

// Choice is an answer that can be given.
type Choice struct {
	Index int
	Text  station.Text
}

type (
	// Answer gives the answer to the question shown.
	Answer struct{ Question, Index int }
	// ReadAgain goes back to the pack's first page.
	ReadAgain struct{}
)

func (Answer) action()    {}
func (ReadAgain) action() {}

// quizzing is a quiz under way: its answers so far.
type quizzing struct {
	from    studying
	answers []int
	page    int // of the answers
}

func (q quizzing) screen(*machine) Screen {
	pack := q.from.pack
	asked := pack.Quiz[len(q.answers)]
	var choices []Choice
	for i, text := range asked.Choices {
		choices = append(choices, Choice{i, text})
	}
	choices, page := cut(choices, q.page, CardsPerPage)
	return Quiz{pack.Title, asked.Text, choices, len(q.answers) + 1, len(pack.Quiz), page}
}

func (q quizzing) act(m *machine, a Action) {
	switch a := a.(type) {
	case Back:
		q.back(m)
	case Turn:
		m.goTo(quizzing{q.from, q.answers, m.turned(a)})
	case Answer:
		q.answer(m, a)
	}
}

// back goes to the question before, or to the pack.
func (q quizzing) back(m *machine) {
	if n := len(q.answers); n > 0 {
		m.goTo(quizzing{q.from, q.answers[: n-1 : n-1], 0})
		return
	}
	m.goTo(q.from)
}

// answer takes no answer to another question: a second tap on one must not answer the next.
func (q quizzing) answer(m *machine, a Answer) {
	asked := q.from.pack.Quiz[len(q.answers)]
	if a.Question != len(q.answers)+1 || a.Index < 0 || a.Index >= len(asked.Choices) {
		return
	}
	q.answers, q.page = append(q.answers[:len(q.answers):len(q.answers)], a.Index), 0
	if len(q.answers) < len(q.from.pack.Quiz) {
		m.goTo(q)
		return
	}
	m.judge(q)
}

func (m *machine) judge(q quizzing) {
	rider := m.session.rider
	m.work(i18n.BusyQuiz, func() func(*machine) {
		before, known := pointsOf(m.cfg.Desk, rider.Pseudonym)
		result, err := m.cfg.Desk.TakeQuiz(rider, q.from.pack.ID, q.from.pack.Version, q.answers)
		var earned int64
		if now, still := pointsOf(m.cfg.Desk, rider.Pseudonym); known && still {
			earned = now - before
		}
		return func(m *machine) {
			m.stillThere(err, func() { m.goTo(judged{q.from, result, max(0, earned)}) })
		}
	})
}

// pointsOf is a balance, where there is somebody to have one and it can be read.
func pointsOf(d Desk, who event.Pseudonym) (n int64, ok bool) {
	if !who.Known() {
		return 0, false
	}
	n, err := d.Points(who)
	return n, err == nil
}

// judged is a quiz taken.
type judged struct {
	from   studying
	result station.QuizResult
	earned int64
}

func (j judged) screen(m *machine) Screen {
	return QuizDone{j.from.pack.Title, j.result, j.earned, !m.session.rider.Pseudonym.Known(), j.next()}
}

// next is the first pack behind this one that is not passed.
func (j judged) next() Lesson {
	l := j.from.library
	behind := false
	for _, p := range append(l.packs[:len(l.packs):len(l.packs)], l.packs...) {
		lesson := l.lesson(p)
		if behind && !lesson.Passed && p.ID != j.from.pack.ID && lesson.Pages > 0 {
			return lesson
		}
		behind = behind || p.ID == j.from.pack.ID
	}
	return Lesson{}
}

func (j judged) act(m *machine, a Action) {
	again := j.from
	switch a := a.(type) {
	case Back:
		m.learn(i18n.None)
	case OpenPack:
		j.from.library.open(m, a.ID)
	case StartQuiz:
		m.goTo(quizzing{from: again})
	case ReadAgain:
		again.page, again.leaf = 0, 0
		m.goTo(again)
	}
}
