package screen

import (
	"fyne.io/fyne/v2"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
)

// quiz is one question over its answers.
func (s sheet) quiz(v flow.Quiz) fyne.CanvasObject {
	inner := s.in(s.width - 2*s.Gap).roomy()
	var cards []fyne.CanvasObject
	for _, a := range v.Answers {
		cards = append(cards, s.answer(a, v.Number))
	}
	return s.titled(s.say(i18n.QuizNumber, v.Number, v.Of), v.Page, column(s.Gap,
		s.way(flow.Page{Index: v.Number - 1, Count: v.Of}),
		inner.lines(s.pick(v.Text), inner.Heading, s.Ink, true),
		fill(s.shelf(cards...))))
}

// answer has the letter by which people speak of it.
func (s sheet) answer(a flow.Choice, question int) *touch {
	inner := s.oneCard()
	letter := words(string(rune('A'+a.Index%26)), inner.Title, s.Brick, true)
	text := inner.in(inner.width-letter.MinSize().Width-3*s.Gap).lines(s.pick(a.Text), inner.Heading, s.Ink, false)
	return newTouch(s.cardPaint(), s.Radius, pad(s.Gap, s.Tight/2, row(s.Gap, center(letter), fill(level(text)))),
		flow.Answer{Question: question, Index: a.Index})
}

// quizDone says how it went, what it gave, and where to go on.
func (s sheet) quizDone(v flow.QuizDone) fyne.CanvasObject {
	said := message{seals: []seal{s.pine(theme.Tick)}, says: remark{s.say(i18n.QuizPassed), s.Pine, true}}
	if !v.Result.Passed {
		said = message{seals: []seal{s.blush(theme.Book)}, says: remark{s.say(i18n.QuizFailed), s.Ink, true}}
	}
	said.adds = []remark{{s.say(i18n.QuizRight, v.Result.Right, v.Result.Questions), s.Ink, false}}
	if more := s.quizGave(v); more != "" {
		said.adds = append(said.adds, remark{more, s.Brick, true})
	}
	return s.titled(s.pick(v.Title), only, column(s.Gap, fill(s.said(s.Card, s.Line, said)), s.goOn(v)))
}

// quizGave is what a quiz earned, or why not.
func (s sheet) quizGave(v flow.QuizDone) string {
	switch {
	case v.Earned > 0:
		return s.say(i18n.QuizEarned, v.Earned)
	case v.Result.Repeat:
		return s.say(i18n.QuizRepeat)
	case v.Unknown:
		return s.say(i18n.QuizUnknown)
	}
	return ""
}

func (s sheet) goOn(v flow.QuizDone) fyne.CanvasObject {
	list := s.button(s.cardPaint(), theme.Rows, s.say(i18n.QuizToList), flow.Back{})
	switch {
	case !v.Result.Passed:
		return s.choice(
			s.button(s.cardPaint(), theme.Book, s.say(i18n.QuizReread), flow.ReadAgain{}),
			s.button(s.mainPaint(), theme.Right, s.say(i18n.QuizAgain), flow.StartQuiz{}))
	case v.Next.ID == "":
		return list
	}
	return s.choice(list, s.button(s.mainPaint(), theme.Right, s.say(i18n.QuizNext), flow.OpenPack{ID: v.Next.ID}))
}
