package screen

import (
	"fyne.io/fyne/v2"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
)

// consents are what the rider said to each purpose.
func (s sheet) consents(v flow.Consents) fyne.CanvasObject {
	if len(v.Consents) == 0 {
		return s.titled(s.say(i18n.ConsentsTitle), only, column(s.Gap, fill(s.empty(theme.Tick, i18n.ConsentsNone, i18n.ConsentsNoneHint)), s.withdrawAll()))
	}
	var cards []fyne.CanvasObject
	for _, c := range v.Consents {
		cards = append(cards, s.oneCard().consent(c))
	}
	return s.titled(s.say(i18n.ConsentsTitle), v.Page, column(s.Gap, fill(s.shelf(cards...)), s.withdrawAll()))
}

func (s sheet) consent(c flow.Consent) fyne.CanvasObject {
	if !c.Given {
		return s.still(theme.Cross, s.pick(c.Name), s.say(i18n.ConsentEnded, s.lang.Date(c.At)))
	}
	return s.card(theme.Tick, s.pick(c.Name), s.say(i18n.ConsentSince, s.lang.Date(c.At)), flow.AskWithdraw{Purpose: c.Purpose})
}

func (s sheet) withdrawAll() *touch {
	return s.button(s.cardPaint(), theme.Cross, s.say(i18n.WithdrawAll), flow.WithdrawAll{})
}

// withdrawConsent shows what was consented to, and ends it.
func (s sheet) withdrawConsent(v flow.WithdrawConsent) fyne.CanvasObject {
	text := s.in(s.width-2*s.Gap).grow(1.4, func(s sheet) fyne.CanvasObject {
		all := column(s.Gap*0.6, s.lines(s.say(i18n.WithdrawHint), s.Heading, s.Ink, true))
		if notice := s.pick(v.Text); notice != "" {
			all.Add(s.lines(notice, s.Body, s.Soft, false))
		}
		return all
	})
	return s.titled(s.say(i18n.WithdrawTitle, s.pick(v.Consent.Name)), v.Page, column(s.Gap,
		fill(s.plate(s.Card, s.Line, text)),
		s.button(s.mainPaint(), theme.Cross, s.say(i18n.WithdrawYes), flow.ConfirmWithdraw{Purpose: v.Consent.Purpose})))
}

// heldPasses are about to be revoked.
func (s sheet) heldPasses(v flow.HeldPasses) fyne.CanvasObject {
	held := s.say(i18n.PassesNone)
	if v.Good > 0 {
		held = s.say(i18n.PassesGood, v.Good, s.lang.Date(v.Until))
	}
	return s.titled(s.say(i18n.PassesTitle), only, column(s.Gap,
		fill(s.about(theme.Code, "", fact{icon: theme.Phone, text: held, bold: true}, fact{icon: theme.Note, text: s.say(i18n.PassesHint)})),
		s.choice(
			s.button(s.cardPaint(), theme.Left, s.say(i18n.PassesKeep), flow.Back{}),
			s.button(s.mainPaint(), theme.Cross, s.say(i18n.PassesYes), flow.RevokePasses{}))))
}

// choice is two buttons of one size, the second at the hand.
func (s sheet) choice(first, second *touch) fyne.CanvasObject {
	return s.row(s.Gap, share(1, first), share(1, second))
}

// eraseAsk says what goes and what stays.
func (s sheet) eraseAsk() fyne.CanvasObject {
	goes := list{theme.Bin, i18n.EraseGoes, []i18n.Key{i18n.EraseGoes1, i18n.EraseGoes2, i18n.EraseGoes3}}
	stays := list{theme.Clock, i18n.EraseStays, []i18n.Key{i18n.EraseStays1, i18n.EraseStays2, i18n.EraseStays3}}
	both := func(s sheet, gap float32) fyne.CanvasObject {
		if s.Portrait() {
			return column(s.Gap, share(1, s.list(goes, gap)), share(1, s.list(stays, gap)))
		}
		half := s.in((s.width - s.Gap) / 2)
		return row(s.Gap, share(1, half.list(goes, gap)), share(1, half.list(stays, gap)))
	}
	drawings := s.grown(1.6, func(s sheet) fyne.CanvasObject { return both(s, s.Gap*0.6) })
	return s.titled(s.say(i18n.EraseTitle), only, column(s.Gap,
		fill(suit(append(drawings, func() fyne.CanvasObject { return both(s, 0) })...)),
		s.choice(
			s.button(s.mainPaint(), theme.Left, s.say(i18n.EraseKeep), flow.Back{}),
			s.button(s.cardPaint(), theme.Right, s.say(i18n.EraseOn), flow.EraseOn{}))))
}

// list is points under what they have in common.
type list struct {
	icon   theme.Icon
	title  i18n.Key
	points []i18n.Key
}

// list is drawn with a gap between its lines; with none where there is little room.
func (s sheet) list(l list, gap float32) fyne.CanvasObject {
	s.width -= 2 * s.Gap
	head := s.named(l.icon, s.say(l.title))
	if gap == 0 {
		head = s.detail(l.icon, s.say(l.title), true)
	}
	all := column(gap, head)
	for _, p := range l.points {
		dot := words("· ", s.Body, s.Ink, true)
		all.Add(row(0, column(0, dot), fill(s.in(s.width-dot.MinSize().Width).lines(s.say(p), s.Body, s.Ink, false))))
	}
	if s.Portrait() {
		return s.plate(s.Card, s.Line, level(all))
	}
	return s.plate(s.Card, s.Line, column(0, all)) // heads of lists beside each other on one line
}

// eraseSure asks once more. What erases stands where the first question's way back was, so that no double tap runs
// through both.
func (s sheet) eraseSure(v flow.EraseSure) fyne.CanvasObject {
	var facts []fact
	if v.Points > 0 || v.Bookings > 0 {
		facts = append(facts, fact{icon: theme.Star, text: s.say(i18n.EraseLoses, v.Points, v.Bookings), bold: true})
	}
	facts = append(facts, fact{icon: theme.Note, text: s.say(i18n.EraseForever), bold: true})
	return s.titled(s.say(i18n.EraseSure), only, column(s.Gap,
		fill(s.plate(s.Honey, s.Amber, s.in(s.width-2*s.Gap).subject(seal{theme.Bin, s.Brick, s.Card}, "", facts))),
		s.choice(
			s.button(s.cardPaint(), theme.Bin, s.say(i18n.EraseYes), flow.ConfirmErase{}),
			s.button(s.mainPaint(), theme.Left, s.say(i18n.EraseNo), flow.Back{}))))
}

// farewell follows an erasure.
func (s sheet) farewell() fyne.CanvasObject {
	return s.parting(s.say(i18n.Farewell), s.linesCentered(s.say(i18n.FarewellHint), s.Heading, s.Soft, false))
}

// parting is a last word to whoever goes.
func (s sheet) parting(title string, words ...fyne.CanvasObject) fyne.CanvasObject {
	all := column(s.Gap,
		disc(theme.Tick, s.Icon*2, s.Card, s.Pine),
		s.linesCentered(title, s.Display, s.Ink, true))
	for _, w := range words {
		all.Add(w)
	}
	all.Add(center(atLeast(s.Target*3, 0, s.button(s.mainPaint(), theme.Tick, s.say(i18n.Done), flow.Back{}))))
	return center(all)
}
