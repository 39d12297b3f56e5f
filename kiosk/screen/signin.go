package screen

import (
	"image/color"
	"strconv"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
)

// signIn lists who can sign in.
func (s sheet) signIn(v flow.SignIn) fyne.CanvasObject {
	var cards []fyne.CanvasObject
	for _, a := range v.Accounts {
		cards = append(cards, s.oneCard().card(theme.Person, a.Name, s.role(a), flow.ChooseAccount{ID: a.ID}))
	}
	return s.titled(s.say(i18n.SignInTitle), v.Page, column(s.Gap,
		s.lines(s.say(i18n.SignInWho), s.Body, s.Soft, false), fill(s.shelf(cards...))))
}

// keypad is the question beside the keys, or over them where the screen is tall.
func (s sheet) keypad(v flow.Keypad, l *live) fyne.CanvasObject {
	title := s.say(i18n.SignInTitle)
	switch v.Ask {
	case i18n.PINAsk:
	case i18n.HandoutAsk:
		title = s.say(i18n.HandoutTitle)
	case i18n.PINOld:
		title = s.say(i18n.SelfPIN)
	default:
		title = s.say(i18n.PINSet)
	}
	if s.Portrait() {
		return s.titled(title, only, column(s.Gap, s.asked(v, l), fill(s.digits(v))))
	}
	left := s.in((s.width - s.Gap) * 0.48)
	return s.titled(title, only, row(s.Gap, atLeast(left.width, 0, left.asked(v, l)), fill(s.digits(v))))
}

// asked says whose PIN, and how much of it is there.
func (s sheet) asked(v flow.Keypad, l *live) fyne.CanvasObject {
	inner := s.in(s.width - 2*s.Gap)
	all := column(s.Tight, inner.linesCentered(v.Name, s.Title, s.Ink, true))
	if !v.Locked.IsZero() {
		minutes := int((v.Locked.Sub(s.view.Now) + time.Minute - 1) / time.Minute)
		all.Add(inner.linesCentered(s.say(i18n.PINLocked), s.Heading, s.Brick, true))
		all.Add(inner.linesCentered(s.say(i18n.PINLockedTill, max(1, minutes), s.lang.Clock(v.Locked)), s.Heading, s.Ink, true))
		if v.ByCard {
			all.Add(inner.linesCentered(s.say(i18n.PINLockedCard), s.Body, s.Pine, true))
		}
		all.Add(inner.linesCentered(s.say(i18n.PINLockedHelp), s.Body, s.Soft, false))
	} else if v.Ask == i18n.HandoutAsk {
		all.Add(inner.linesCentered(s.say(v.Ask), s.Heading, s.Ink, false))
		number := func(at flow.Screen) fyne.CanvasObject {
			return center(words(at.(flow.Keypad).Number, s.Title, s.Ink, true))
		}
		l.typing(v, number, nil)
		all.Add(atLeast(0, words("0", s.Title, s.Ink, true).MinSize().Height, l.typed))
		all.Add(inner.linesCentered(s.say(i18n.HandoutsScan), s.Small, s.Soft, false))
	} else {
		all.Add(inner.linesCentered(s.say(v.Ask), s.Heading, s.Ink, false))
		l.typing(v, func(at flow.Screen) fyne.CanvasObject { return center(inner.dots(at.(flow.Keypad).Dots)) }, nil)
		all.Add(atLeast(0, inner.dots(mostDots).MinSize().Height, l.typed))
		all.Add(inner.linesCentered(s.say(i18n.PINHint), s.Small, s.Soft, false))
	}
	if v.ByCard && v.Locked.IsZero() && !s.brief {
		all.Add(inner.linesCentered(s.say(i18n.PINByCard), s.Body, s.Soft, false))
	}
	return s.plate(s.Honey, s.Amber, level(all))
}

const (
	dotsAcross = 16
	mostDots   = 32
)

// dots are how many digits there are, at least as many rings as a PIN has.
func (s sheet) dots(n int) fyne.CanvasObject {
	places := max(6, n)
	side, gap := s.Heading*0.7, s.Tight
	if places > 8 {
		side, gap = s.Small*0.6, s.Tight*0.6
	}
	all := grid(min(places, dotsAcross), (places+dotsAcross-1)/dotsAcross, gap)
	for i := range places {
		all.Add(atLeast(side, side, s.dot(i < n)))
	}
	return all
}

func (s sheet) dot(there bool) *canvas.Circle {
	c := canvas.NewCircle(color.Transparent)
	c.StrokeColor, c.StrokeWidth = s.Ink, 2
	if there {
		c.FillColor = s.Ink
	}
	return c
}

// digits are as on a telephone. They are spent while the account is locked.
func (s sheet) digits(v flow.Keypad) fyne.CanvasObject {
	all := grid(3, 4, s.Tight)
	for n := 1; n <= 9; n++ {
		all.Add(s.digit(n, v))
	}
	all.Add(s.keyOf(v, s.cardPaint(), icon(theme.Rub, s.Title, s.keyInk(v)), flow.KeyBack{}))
	all.Add(s.digit(0, v))
	p := s.mainPaint()
	if !v.Locked.IsZero() {
		p = s.spentPaint()
	}
	all.Add(s.keyOf(v, p, words(s.say(i18n.PINOK), s.Heading, p.text, true), flow.KeyDone{}))
	return all
}

func (s sheet) keyInk(v flow.Keypad) color.NRGBA {
	if !v.Locked.IsZero() {
		return s.Soft
	}
	return s.Ink
}

func (s sheet) digit(n int, v flow.Keypad) *touch {
	return s.keyOf(v, s.cardPaint(), words(strconv.Itoa(n), s.Title, s.keyInk(v), true), flow.KeyDigit{Digit: n})
}

func (s sheet) keyOf(v flow.Keypad, p paint, face fyne.CanvasObject, a flow.Action) *touch {
	if !v.Locked.IsZero() {
		return newTouch(s.spentPaint(), s.Radius, center(face), nil)
	}
	return newTouch(p, s.Radius, center(face), a)
}

// bindCard asks for the card that is to sign in.
func (s sheet) bindCard() fyne.CanvasObject {
	return s.titled(s.say(i18n.BindTitle), only, s.beckon(s.say(i18n.BindAsk), s.say(i18n.BindHint), theme.IDCard))
}

// beckon asks for a card or a code.
func (s sheet) beckon(ask, hint string, signs ...theme.Icon) fyne.CanvasObject {
	said := message{says: remark{ask, s.Ink, true}, adds: []remark{{hint, s.Soft, false}}}
	for _, i := range signs {
		said.seals = append(said.seals, seal{i, s.Card, s.Brick})
	}
	return s.said(s.Honey, s.Amber, said)
}
