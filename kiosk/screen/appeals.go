package screen

import (
	"strings"

	"fyne.io/fyne/v2"

	"github.com/nuanxin/station-kit/kiosk/choice"
	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
)

// appealMenu are the categories, and last the way to the answers.
func (s sheet) appealMenu(v flow.AppealMenu) fyne.CanvasObject {
	var all []func(sheet) *touch
	for _, c := range v.Categories {
		all = append(all, picture(theme.ForCategory(c.ID), s.pick(c.Text), s.pick(c.Hint), flow.ChooseCategory{ID: c.ID}))
	}
	all = append(all, func(s sheet) *touch {
		p := s.cardPaint()
		p.rest, p.edge = s.Honey, s.Amber
		return s.pictured(p, theme.Envelope, s.say(i18n.FollowUp), s.say(i18n.FollowUpHint), flow.FollowUp{})
	})
	return s.menu(s.say(i18n.AppealMenuTitle), 4, 2, nil, all...)
}

// appealDraft are the phrases of a category, and the way to words of one's own.
func (s sheet) appealDraft(v flow.AppealDraft) fyne.CanvasObject {
	gap, columns := s.Gap*0.6, s.columns()
	half := s.in((s.width - float32(columns-1)*gap) / float32(columns))
	all := grid(columns, 8/columns, gap)
	for _, p := range v.Phrases {
		all.Add(half.phrase(p))
	}
	all.Add(half.wording(v.Chars))
	next := newTouch(s.spentPaint(), s.Radius, s.buttonFace(s.spentPaint(), theme.Right, s.say(i18n.GoOn)), nil)
	if v.Ready {
		next = s.button(s.mainPaint(), theme.Right, s.say(i18n.GoOn), flow.GoOn{})
	}
	return s.titledWith(s.pick(v.Category.Text), next, all)
}

// phrase is a line with a tick where it is chosen.
func (s sheet) phrase(p flow.Phrase) *touch {
	c, sign := s.cardPaint(), s.tickBox(false)
	if p.Chosen {
		c, sign = s.chosenPaint(), s.tickBox(true)
	}
	room := s.in(s.width - s.Icon - 3*s.Tight)
	face := row(s.Tight, sign, fill(level(room.lines(s.pick(p.Text), s.Heading*0.9, c.text, true))))
	return newTouch(c, s.Radius, pad(s.Tight, 0, face), flow.TogglePhrase{ID: p.ID})
}

func (s sheet) tickBox(chosen bool) fyne.CanvasObject {
	size := s.Heading * 1.1
	box := newFace(s.Card, s.Soft, size/5, 3).whole()
	if chosen {
		box = newFace(s.Brick, s.Brick, size/5, 3).under(pad(3, 3, icon(theme.Tick, size-8, s.Card)))
	}
	return atLeast(s.Icon, 0, center(atLeast(size, size, box)))
}

// wording is the way to a text: to be written, or so many characters long.
func (s sheet) wording(chars int) *touch {
	c, text := s.cardPaint(), s.say(i18n.AppealWrite)
	if chars > 0 {
		c, text = s.chosenPaint(), s.say(i18n.AppealWritten, chars)
	}
	c.edge = s.Brick
	room := s.in(s.width - s.Icon - 3*s.Tight)
	face := row(s.Tight, atLeast(s.Icon, 0, center(icon(theme.Pen, s.Heading, s.Brick))),
		fill(level(room.lines(text, s.Heading*0.9, s.Brick, true))))
	return newTouch(c, s.Radius, pad(s.Tight, 0, face), flow.WriteText{})
}

// appealConfirm says what is filed, and asks whose it shall be.
func (s sheet) appealConfirm(v flow.AppealConfirm) fyne.CanvasObject {
	var said []fact
	if text := s.phrases(v.Chosen); text != "" && (!s.brief || v.Chars == 0 && len(v.Chosen) < 3) {
		said = append(said, fact{icon: theme.Tick, text: text})
	}
	if v.Chars > 0 {
		said = append(said, fact{icon: theme.Pen, text: s.say(i18n.AppealChars, v.Chars)})
	}
	return s.titled(s.say(i18n.AppealConfirmTitle), only, column(s.Gap,
		fill(s.about(theme.ForCategory(v.Category.ID), s.pick(v.Category.Text), said...)),
		s.whose(namings{i18n.FileAnonymous, i18n.FileAnonymousHint, i18n.FileNamed, i18n.FileNamedHint},
			flow.FileAppeal{}, flow.FileAppeal{Named: true})))
}

func (s sheet) phrases(all []choice.Choice) string {
	var texts []string
	for _, c := range all {
		texts = append(texts, s.pick(c.Text))
	}
	return strings.Join(texts, s.lang.Pick("；", "; "))
}

// namings are the two ways to hand something in, each with its difference.
type namings struct{ anonymous, anonymousHint, named, namedHint i18n.Key }

// whose asks under whose name something is handed in. Either way hands it in.
func (s sheet) whose(say namings, anonymous, named flow.Action) fyne.CanvasObject {
	second := s.say(say.namedHint)
	if s.view.Who == nil {
		second += s.lang.Pick("；", "; ") + s.say(i18n.FileNamedCard)
	}
	columns := s.columns()
	cell := s.in((s.width - float32(columns-1)*s.Gap) / float32(columns))
	return grid(columns, 2/columns, s.Gap,
		cell.handIn(theme.Mask, s.say(say.anonymous), s.say(say.anonymousHint), anonymous),
		cell.handIn(theme.Person, s.say(say.named), second, named))
}

// handIn is one of two ways to hand something in, with a line on what it means.
func (s sheet) handIn(i theme.Icon, title, second string, a flow.Action) *touch {
	p := s.mainPaint()
	room := s.in(s.width - 3*s.Gap - s.Icon*1.2)
	text := column(0, room.lines(title, s.Heading, p.text, true), room.lines(second, s.Body*0.92, p.second, false))
	face := row(s.Gap, center(icon(i, s.Icon*1.2, p.text)), fill(level(text)))
	return newTouch(p, s.Radius, pad(s.Gap, s.Tight, face), a)
}
