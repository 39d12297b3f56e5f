package screen

import (
	"fyne.io/fyne/v2"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/theme"
)

// button is a label on a touch of the usual height.
func (s sheet) button(p paint, i theme.Icon, label string, a flow.Action) *touch {
	return newTouch(p, s.Radius, s.buttonFace(p, i, label), a)
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
		return newTouch(s.cardPaint(), s.Radius, center(pad(s.Tight, s.Tight, s.tall(i, title, second))), a)
	}
	s = s.in(s.width - 2*s.Gap - s.Icon*1.5 - s.Gap)
	text := column(0, s.lines(title, s.Heading, s.Ink, true))
	if second != "" && !s.brief {
		text.Add(s.lines(second, s.Small, s.Soft, false))
	}
	sign := disc(i, s.Icon*0.84, s.Brick, s.Blush)
	return newTouch(s.cardPaint(), s.Radius, pad(s.Gap, s.Tight, row(s.Gap, sign, fill(level(text)))), a)
}

func (s sheet) tall(i theme.Icon, title, second string) fyne.CanvasObject {
	s = s.in(s.width - 2*s.Gap)
	text := column(s.Tight/2, disc(i, s.Icon*1.2, s.Brick, s.Blush), s.linesCentered(title, s.Heading*1.1, s.Ink, true))
	if second != "" && !s.brief {
		text.Add(s.linesCentered(second, s.Body*0.9, s.Soft, false))
	}
	return text
}
