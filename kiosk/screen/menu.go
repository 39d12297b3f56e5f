package screen

import (
	"fyne.io/fyne/v2"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/theme"
)

// menu is a screen of equal pictures to choose from, in so many columns where
// the screen is wide and two or three where it is tall.
func (s sheet) menu(title string, wide, tall int, foot fyne.CanvasObject, pictures ...func(sheet) *touch) fyne.CanvasObject {
	columns := wide
	if s.Portrait() {
		columns = tall
	}
	rows := (len(pictures) + columns - 1) / columns
	gap := s.Gap * 0.75
	cell := s.in((s.width - float32(columns-1)*gap) / float32(columns))
	all := grid(columns, rows, gap)
	for _, p := range pictures {
		all.Add(p(cell))
	}
	if foot == nil {
		return s.titled(title, only, all)
	}
	return s.titled(title, only, column(s.Tight, fill(all), foot))
}

// picture is an icon over a title and a second line, to be chosen.
func picture(i theme.Icon, title, second string, a flow.Action) func(sheet) *touch {
	return func(s sheet) *touch { return s.pictured(s.cardPaint(), i, title, second, a) }
}

func (s sheet) pictured(p paint, i theme.Icon, title, second string, a flow.Action) *touch {
	if s.brief {
		return s.picturedLine(p, i, title, a)
	}
	inner := s.in(s.width - 2*s.Tight)
	text := column(s.Tight/2, disc(i, s.Icon, s.Brick, s.Blush), inner.linesCentered(title, s.Heading, p.text, true))
	if second != "" {
		text.Add(inner.linesCentered(second, s.Small, p.second, false))
	}
	return newTouch(p, s.Radius, center(pad(s.Tight, s.Tight/2, text)), a)
}

// picturedLine has the icon beside the title.
func (s sheet) picturedLine(p paint, i theme.Icon, title string, a flow.Action) *touch {
	inner := s.in(s.width - s.Icon - 3*s.Tight)
	face := row(s.Tight, atLeast(s.Icon, 0, center(icon(i, s.Icon*0.8, s.Brick))), fill(level(inner.lines(title, s.Body, p.text, true))))
	return newTouch(p, s.Radius, pad(s.Tight, s.Tight/2, face), a)
}
