package screen

import (
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// side is the least side of a code: a share of the short side of the screen, more where the screen is tall.
func (s sheet) side(share float32) float32 {
	if s.Portrait() {
		share *= 1.4
	}
	if s.brief {
		share *= 0.85
	}
	return min(s.Width, s.Height) * share
}

// beside puts the code of a text, as large as there is room for, next to words on a card, or over them where the screen
// is tall. Its side is at least least.
func (s sheet) beside(code string, least float32, words func(sheet) fyne.CanvasObject) fyne.CanvasObject {
	pair := s.in(s.width - 2*s.Gap).pair
	return s.plate(s.Card, s.Line, inRoom(
		func() fyne.CanvasObject { return pair(container.NewStack(), least, 1, words) },
		func(room fyne.Size) fyne.CanvasObject {
			side, by := s.largest(room, least, func(side, by float32) fyne.Size {
				return pair(container.NewStack(), side, by, words).MinSize()
			})
			return pair(s.code(code, side), side, by, words)
		}))
}

// pair is a code of a side with words in type so many times as large.
func (s sheet) pair(code fyne.CanvasObject, side, by float32, words func(sheet) fyne.CanvasObject) fyne.CanvasObject {
	code = center(atLeast(side, side, code))
	if s.Portrait() {
		return level(column(s.Gap*1.5, code, words(s.scaled(by))))
	}
	return row(s.Gap*1.5, code, fill(words(s.in(s.width-side-1.5*s.Gap).scaled(by))))
}

// largest is the largest side of a code, and then the largest type beside it, that a room has place for.
func (s sheet) largest(room fyne.Size, least float32, needs func(side, by float32) fyne.Size) (side, by float32) {
	most := min(room.Height, room.Width*0.44)
	if s.Portrait() {
		most = min(room.Width*0.9, room.Height*0.6)
	}
	for side = most; side > least; side *= 0.94 {
		whole := float32(math.Floor(float64(side))) // of pixels, so that each module has as many
		for by = 1.4; by >= 1; by /= growth {
			if need := needs(whole, by); !over(need, room) {
				return whole, by
			}
		}
	}
	return least, 1
}
