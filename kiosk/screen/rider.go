package screen

import (
	"fyne.io/fyne/v2"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/kiosk/i18n"
)

// rider is the page of whoever has checked in.
func (s sheet) rider(v flow.Rider) fyne.CanvasObject {
	half := s.in((s.width - s.Gap) / 2)
	return column(s.Gap,
		share(2, s.headed(s.say(i18n.ChooseService), s.Title, v.Page, s.tiles(v.Services, v.Page))),
		share(1, grid(2, 1, s.Gap,
			half.door(flow.EnterBookings),
			half.door(flow.EnterPass))))
}

// pass is a rider's pass, to be photographed.
func (s sheet) pass(v flow.Pass) fyne.CanvasObject {
	side := s.side(0.46)
	text := func(room sheet) fyne.CanvasObject {
		return level(column(s.Gap,
			room.lines(s.say(i18n.PassHint), s.Heading, s.Ink, true),
			room.lines(s.say(i18n.PassCare), s.Body, s.Soft, false)))
	}
	return s.titled(s.say(i18n.PassTitle), only, s.beside(s.code(v.Text, side), side, text))
}

// side is the side of a code: a share of the short side of the screen, more
// where the screen is tall.
func (s sheet) side(share float32) float32 {
	if s.Portrait() {
		share *= 1.4
	}
	if s.brief {
		share *= 0.85
	}
	return min(s.Width, s.Height) * share
}

// beside puts a code next to text on a card, or over it where the screen is
// tall.
func (s sheet) beside(code fyne.CanvasObject, side float32, text func(sheet) fyne.CanvasObject) fyne.CanvasObject {
	inner := s.in(s.width - 2*s.Gap)
	if s.Portrait() {
		return s.plate(s.Card, s.Line, level(column(s.Gap*2, center(code), text(inner.roomy()))))
	}
	return s.plate(s.Card, s.Line, row(s.Gap*2, center(code), fill(text(inner.in(inner.width-side-2*s.Gap)))))
}
