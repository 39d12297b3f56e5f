package screen

import (
	"fyne.io/fyne/v2"
)

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
