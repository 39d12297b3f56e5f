package screen

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
)

// appealShown is the way an appeal has gone, over what was written and what
// can be said to it.
func (s sheet) appealShown(v flow.AppealShown) fyne.CanvasObject {
	title := s.say(i18n.AppealTitle)
	if v.Round > 1 {
		title = s.say(i18n.AppealTitleRound, v.Round)
	}
	all := column(s.Gap * 0.7)
	if !s.brief || v.Reply.Text == "" {
		all.Add(s.stages(v.Stages))
	}
	all.Add(fill(s.reply(v)))
	if foot := s.verdict(v); foot != nil {
		all.Add(foot)
	}
	return s.titled(title, v.Page, all)
}

// stages are signs on a line, those done filled.
func (s sheet) stages(all []flow.Stage) fyne.CanvasObject {
	line := grid(len(all), 1, 0)
	for i, st := range all {
		line.Add(s.stage(st, i > 0, i < len(all)-1, i+1 < len(all) && all[i+1].Done))
	}
	return line
}

func (s sheet) stage(st flow.Stage, before, behind, next bool) fyne.CanvasObject {
	size := s.Icon * 0.9
	text := column(0, centered(s.say(stateKey(st.State)), s.Body, s.stageColor(st.Done), st.Done))
	date := ""
	if !st.At.IsZero() {
		date = s.lang.Moment(st.At, s.view.Now)
	}
	if !s.brief {
		text.Add(centered(date, s.Small, s.Soft, false))
	}
	return column(0, container.NewStack(
		level(row(size, fill(s.track(before, st.Done)), fill(s.track(behind, next)))),
		center(s.knob(st.Done, size))), text)
}

func (s sheet) stageColor(done bool) color.NRGBA {
	if done {
		return s.Pine
	}
	return s.Soft
}

// track is a piece of the line between two stages.
func (s sheet) track(there, done bool) fyne.CanvasObject {
	if !there {
		return container.NewStack()
	}
	c := s.Line
	if done {
		c = s.Pine
	}
	return level(atLeast(0, s.Tight/2, flat(c)))
}

func (s sheet) knob(done bool, size float32) fyne.CanvasObject {
	round := newFace(s.Card, s.Line, size/2, 3).whole()
	if done {
		round = newFace(s.Pine, s.Pine, size/2, 3).under(center(icon(theme.Tick, size*0.6, s.Card)))
	}
	return atLeast(size, size, round)
}

// reply is what was written, or that nothing was and when it is due.
func (s sheet) reply(v flow.AppealShown) fyne.CanvasObject {
	inner := s.in(s.width - 2*s.Gap)
	r := v.Reply
	switch {
	case r.Unreadable:
		return s.said(s.Honey, s.Amber, message{
			seals: []seal{{theme.Lock, s.Ink, s.Card}},
			says:  remark{s.say(i18n.ReplyUnreadable), s.Ink, true},
			adds:  []remark{{s.say(i18n.ReplyUnreadableHint), s.Soft, false}},
		})
	case r.Text == "":
		return s.said(s.Card, s.Line, s.awaited(v))
	}
	head := s.say(i18n.ReplyAt, s.say(stateKey(r.State)), s.lang.Moment(r.At, s.view.Now))
	return s.plate(s.Card, s.Line, inner.grow(1.8, func(s sheet) fyne.CanvasObject {
		return column(s.Tight, words(head, s.Body, s.Pine, true), s.lines(r.Text, s.Body, s.Ink, false))
	}))
}

func (s sheet) awaited(v flow.AppealShown) message {
	said := message{seals: []seal{s.blush(theme.Clock)}, says: remark{s.say(i18n.AppealWaiting), s.Ink, true}}
	switch {
	case v.Overdue:
		said.adds = []remark{{s.say(i18n.AppealOverdue), s.Brick, true}}
	case !v.Due.IsZero():
		said.adds = []remark{{s.say(i18n.AppealDue, s.lang.Date(v.Due)), s.Pine, true}}
	}
	said.adds = append(said.adds, remark{s.say(i18n.AppealWaitingHint), s.Soft, false})
	return said
}

// verdict is what the rider can say to an answer, nil where there is none.
func (s sheet) verdict(v flow.AppealShown) fyne.CanvasObject {
	reopen := s.button(s.cardPaint(), theme.Again, s.say(i18n.ReopenAsk), flow.AskReopen{})
	switch {
	case !v.Answered:
		return nil
	case v.Rated:
		thanks := row(s.Tight, center(icon(theme.Tick, s.Heading, s.Pine)), center(words(s.say(i18n.RateThanks), s.Body, s.Pine, true)))
		return s.row(s.Gap, fill(thanks), reopen)
	}
	stars := row(s.Tight / 2)
	for n := range 5 {
		stars.Add(s.star(n+1, n < v.Stars))
	}
	last := reopen
	if v.Stars > 0 {
		last = s.button(s.mainPaint(), theme.Tick, s.say(i18n.RateSend), flow.Rate{})
	}
	ask := s.lines(s.say(i18n.RateAsk), s.Body, s.Ink, true)
	if s.Portrait() {
		return column(s.Tight, ask, s.row(s.Gap, fill(stars), last))
	}
	return s.row(s.Gap, fill(row(s.Gap, center(s.in(s.width*0.25).lines(s.say(i18n.RateAsk), s.Body, s.Ink, true)), stars)), last)
}

func (s sheet) star(n int, chosen bool) *touch {
	p := s.cardPaint()
	p.text = s.Soft
	if chosen {
		p = s.mainPaint()
	}
	return newTouch(p, s.Radius, center(icon(theme.Star, s.Icon*0.8, p.text)), flow.ChooseStars{Stars: n})
}

// reopening says what reopening does, and takes a reason.
func (s sheet) reopening(v flow.AppealReopening) fyne.CanvasObject {
	return s.titled(s.say(i18n.ReopenTitle), only, column(s.Gap,
		fill(s.leaf(s.blush(theme.Again), s.say(i18n.ReopenHint))),
		atLeast(0, s.Target, s.reason(v.Chars)),
		s.button(s.mainPaint(), theme.Again, s.say(i18n.ReopenYes), flow.Reopen{})))
}

func (s sheet) reason(chars int) *touch {
	if chars > 0 {
		return s.wording(chars)
	}
	return s.button(s.cardPaint(), theme.Pen, s.say(i18n.ReopenWrite), flow.WriteText{})
}
