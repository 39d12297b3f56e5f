package screen

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
	"github.com/nuanxin/station-kit/station/event"
)

// appealReceipt gives the claim code, which nobody can show again.
func (s sheet) appealReceipt(v flow.AppealReceipt) fyne.CanvasObject {
	side := s.side(0.42)
	text := func(room sheet) fyne.CanvasObject {
		whose := i18n.AppealFiledAnonymous
		if v.Named {
			whose = i18n.AppealFiledNamed
		}
		all := column(s.Gap*0.6, room.groups(strings.Split(v.Code, "-")),
			room.detail(theme.Phone, s.say(i18n.ClaimKeep), true),
			room.detail(theme.Lock, s.say(i18n.ClaimSecret), false))
		if !s.brief {
			all.Add(room.detail(theme.Note, s.say(whose), false))
		}
		if v.Paper != i18n.None {
			all.Add(room.paper(v.Paper))
		}
		return level(all)
	}
	return s.doneWith(s.say(i18n.AppealFiled), s.again(v.CanPrint), s.beside(v.Text, side, text))
}

// groups are parts of a code, as large as there is room.
func (s sheet) groups(parts []string) fyne.CanvasObject {
	var all []drawing
	for _, size := range []float32{s.Display, s.Title, s.Heading} {
		all = append(all, func() fyne.CanvasObject {
			line := row(s.Tight)
			for _, p := range parts {
				line.Add(s.slip(p, size))
			}
			return row(0, line)
		})
	}
	sizes := []float32{s.Display, s.Title}
	if s.brief {
		sizes = sizes[1:]
	}
	for _, size := range sizes {
		all = append(all, func() fyne.CanvasObject {
			list := column(s.Tight / 2)
			for _, p := range parts {
				list.Add(row(0, s.slip(p, size)))
			}
			return list
		})
	}
	return fitting(fyne.NewSize(s.width, s.Height), all...)
}

// slip is a part of a code on paper of its own, its digits in places of one
// width.
func (s sheet) slip(text string, size float32) fyne.CanvasObject {
	digits := row(0)
	for _, r := range text {
		c := s.Ink
		if string(r) == blank {
			c = s.Soft
		}
		digits.Add(atLeast(size*0.76, 0, centered(string(r), size, c, true)))
	}
	return s.label(s.Honey, s.Amber, pad(s.Tight*0.6, 0, digits))
}

// blank stands for a digit that is still to be typed.
const blank = "·"

// claimPad is where a claim code is typed or scanned.
func (s sheet) claimPad(v flow.ClaimPad, l *live) fyne.CanvasObject {
	side := s
	if !s.Portrait() {
		side = s.in(s.width*0.36 - s.Gap)
	}
	l.typing(v, func(at flow.Screen) fyne.CanvasObject { return side.typedSoFar(at.(flow.ClaimPad)) }, nil)
	keys := container.New(cells{8, 4, s.Tight * 0.7, s.Target * 1.4})
	for _, k := range flow.ClaimKeys {
		keys.Add(s.key(string(k), "", flow.Press{Key: string(k)}, v.Closed))
	}
	erase := grid(2, 1, s.Tight,
		s.button(s.cardPaint(), theme.Rubber, s.say(i18n.ClaimErase), flow.Erase{}),
		s.button(s.cardPaint(), "", s.say(i18n.ClaimClear), flow.Rewrite{}))
	typed := column(s.Tight, fill(s.plate(s.Card, s.Line, level(l.typed))), erase)
	if s.Portrait() {
		return s.titled(s.say(i18n.ClaimPadTitle), only, column(s.Gap, fill(typed), atLeast(0, s.Target*5.2, keys)))
	}
	return s.titled(s.say(i18n.ClaimPadTitle), only, s.row(s.Gap, atLeast(side.width, 0, typed), fill(keys)))
}

// typedSoFar is how far the code has been typed, and that it need not be.
func (s sheet) typedSoFar(v flow.ClaimPad) fyne.CanvasObject {
	inner := s.in(s.width - 2*s.Gap)
	all := column(s.Gap * 0.6)
	if !s.view.Devices.Scanner.Out {
		all.Add(inner.detailOf(theme.Code, s.say(i18n.ClaimPadScan)))
	}
	left := flow.ClaimDigits - len(v.Digits)
	all.Add(inner.groups(groupsOf([]rune(v.Digits+strings.Repeat(blank, left)), 6)))
	switch {
	case left > 0 && left < flow.ClaimDigits:
		all.Add(inner.lines(s.say(i18n.ClaimPadLeft, left), s.Body, s.Soft, false))
	case left > 0 && !s.brief:
		all.Add(inner.lines(s.say(i18n.ClaimPadHint), s.Body, s.Soft, false))
	}
	return all
}

func (s sheet) detailOf(i theme.Icon, text string) fyne.CanvasObject {
	room := s.in(s.width - s.Heading - s.Tight)
	return row(s.Tight, center(icon(i, s.Heading, s.Brick)), fill(level(room.lines(text, s.Body, s.Ink, true))))
}

func groupsOf(digits []rune, n int) []string {
	var all []string
	for ; len(digits) > n; digits = digits[n:] {
		all = append(all, string(digits[:n]))
	}
	return append(all, string(digits))
}

// myAppeals are those filed under the rider's name.
func (s sheet) myAppeals(v flow.MyAppeals) fyne.CanvasObject {
	rows := container.New(cells{1, 3, s.Tight, s.Target * 1.8})
	for _, a := range v.Filed {
		key, c := stateKey(a.State), s.Soft
		if a.State == event.AppealState_APPEAL_STATE_ANSWERED {
			c = s.Pine
		}
		title, when := s.pick(a.Category.Text), s.lang.Moment(a.At, s.view.Now)
		if s.brief {
			title, when = title+"  "+s.lang.Date(a.At), ""
		}
		rows.Add(s.lying(s.faceWith(theme.ForCategory(a.Category.ID), title, when, s.cardPaint(), words(s.say(key), s.Heading, c, true))))
	}
	code := s.button(s.mainPaint(), theme.Keys, s.say(i18n.TypeClaim), flow.TypeClaim{})
	if s.brief {
		return s.titled(s.say(i18n.MyAppealsTitle), v.Page, column(s.Tight, fill(rows), code))
	}
	hint := s.in(s.width-code.MinSize().Width-s.Gap).lines(s.say(i18n.MyAppealsHint), s.Body, s.Ink, false)
	return s.titled(s.say(i18n.MyAppealsTitle), v.Page, column(s.Gap, fill(rows), s.row(s.Gap, fill(level(hint)), code)))
}

func stateKey(state event.AppealState) i18n.Key {
	switch state {
	case event.AppealState_APPEAL_STATE_REOPENED:
		return i18n.StateReopened
	case event.AppealState_APPEAL_STATE_ASSIGNED:
		return i18n.StateAssigned
	case event.AppealState_APPEAL_STATE_IN_PROGRESS:
		return i18n.StateInProgress
	case event.AppealState_APPEAL_STATE_ANSWERED:
		return i18n.StateAnswered
	case event.AppealState_APPEAL_STATE_RATED:
		return i18n.StateRated
	}
	return i18n.StateReceived
}
