package screen

import (
	"fyne.io/fyne/v2"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
	"github.com/nuanxin/station-kit/station"
)

// button is a label on a touch of the usual height.
func (s sheet) button(p paint, i theme.Icon, label string, a flow.Action) *touch {
	return newTouch(p, s.Radius, s.buttonFace(p, i, label), s.does(a))
}

func (s sheet) buttonFace(p paint, i theme.Icon, label string) fyne.CanvasObject {
	face := row(s.Tight)
	if i != "" {
		face.Add(center(icon(i, s.Heading, p.text)))
	}
	if label != "" {
		face.Add(center(words(label, s.Body, p.text, true)))
	}
	return atLeast(0, s.Target, center(pad(s.Gap, 0, face)))
}

// tile is a touch with an icon, a title and a second line: side by side, or
// one over the other where the screen is tall.
func (s sheet) tile(i theme.Icon, title, second string, a flow.Action) *touch {
	if s.Portrait() {
		return newTouch(s.cardPaint(), s.Radius, center(pad(s.Tight, s.Tight, s.tall(i, title, second))), s.does(a))
	}
	s = s.in(s.width - 2*s.Gap - s.Icon*1.5 - s.Gap)
	text := column(0, s.lines(title, s.Heading, s.Ink, true))
	if second != "" && !s.brief {
		text.Add(s.lines(second, s.Small, s.Soft, false))
	}
	sign := disc(i, s.Icon*0.84, s.Brick, s.Blush)
	return newTouch(s.cardPaint(), s.Radius, pad(s.Gap, s.Tight, row(s.Gap, sign, fill(level(text)))), s.does(a))
}

func (s sheet) tall(i theme.Icon, title, second string) fyne.CanvasObject {
	s = s.in(s.width - 2*s.Gap)
	text := column(s.Tight/2, disc(i, s.Icon*1.2, s.Brick, s.Blush), s.linesCentered(title, s.Heading*1.1, s.Ink, true))
	if second != "" && !s.brief {
		text.Add(s.linesCentered(second, s.Body*0.9, s.Soft, false))
	}
	return text
}

// tiles are the services of a page, in two columns; as many rows on the last
// page as on the first.
func (s sheet) tiles(services []station.Service, page flow.Page) fyne.CanvasObject {
	if len(services) == 0 {
		return s.plate(s.Card, s.Line, center(s.in(s.width-2*s.Gap).linesCentered(s.say(i18n.NoServices), s.Body, s.Soft, false)))
	}
	half := s.in((s.width - s.Gap) / 2)
	rows := (len(services) + 1) / 2
	if page.Count > 1 {
		rows = 2
	}
	all := grid(2, rows, s.Gap)
	for _, v := range services {
		name, note := s.lang.Pick(v.Name.ZH, v.Name.EN), s.lang.Pick(v.Note.ZH, v.Note.EN)
		all.Add(half.tile(theme.ForService(v.ID), name, note, flow.ChooseService{ID: v.ID}))
	}
	return all
}
