package screen

import (
	"fyne.io/fyne/v2"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
)

// option is one way to have something.
type option struct {
	name   i18n.Key
	chosen bool
	action flow.Action
}

// settings choose how this session is drawn; the screen itself shows what each does.
func (s sheet) settings() fyne.CanvasObject {
	half := s
	if !s.Portrait() {
		half = s.in((s.width - s.Gap) / 2)
	}
	look := s.view.Look
	large, strong, left := look, look, look
	large.Large, strong.Strong, left.LeftHanded = !look.Large, !look.Strong, !look.LeftHanded
	all := grid(1, 4, s.Gap)
	if !s.Portrait() {
		all = grid(2, 2, s.Gap)
	}
	en := s.lang == i18n.EN
	for _, o := range []fyne.CanvasObject{
		half.either(theme.Globe, i18n.SetLanguage, option{i18n.Chinese, !en, flow.SwitchLanguage{}}, option{i18n.English, en, flow.SwitchLanguage{}}),
		half.either(theme.Letters, i18n.SetType, option{i18n.TypeUsual, !look.Large, flow.ChangeLook{Look: large}}, option{i18n.TypeLarge, look.Large, flow.ChangeLook{Look: large}}),
		half.either(theme.HalfDark, i18n.SetContrast, option{i18n.ContrastCalm, !look.Strong, flow.ChangeLook{Look: strong}}, option{i18n.ContrastStrong, look.Strong, flow.ChangeLook{Look: strong}}),
		half.either(theme.Hand, i18n.SetHand, option{i18n.HandLeft, look.LeftHanded, flow.ChangeLook{Look: left}}, option{i18n.HandRight, !look.LeftHanded, flow.ChangeLook{Look: left}}),
	} {
		all.Add(o)
	}
	shown := column(s.Gap, fill(all))
	if !s.brief {
		shown.Add(s.linesCentered(s.say(i18n.SetHint), s.Body, s.Soft, false))
	}
	return s.titled(s.say(i18n.DisplaySet), only, shown)
}

// either is a setting with its two choices.
func (s sheet) either(i theme.Icon, title i18n.Key, a, b option) fyne.CanvasObject {
	head := row(s.Gap, disc(i, s.Icon*0.7, s.Brick, s.Blush), fill(level(words(s.say(title), s.Heading, s.Ink, true))))
	return s.plate(s.Card, s.Line, level(column(s.Tight, head,
		row(s.Gap, fill(s.optionButton(a)), fill(s.optionButton(b))))))
}

func (s sheet) optionButton(c option) *touch {
	p, sign, action := s.cardPaint(), theme.Icon(""), c.action
	if c.chosen {
		p, sign = s.chosenPaint(), theme.Tick
	}
	face := row(s.Tight)
	if sign != "" {
		face.Add(center(icon(sign, s.Heading, p.text)))
	}
	face.Add(center(words(s.say(c.name), s.Body, p.text, true)))
	shown := atLeast(0, s.Target, center(face))
	if c.chosen {
		return newTouch(p, s.Radius, shown, nil)
	}
	return newTouch(p, s.Radius, shown, action)
}
