package screen

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/nuanxin/station-kit/kiosk/theme"
)

// slack is what rounding may come to, in pixels.
const slack = 0.5

// Misfits are the faults of the screen as it is drawn, in words for whoever
// mends it: what needs more room than there is, reaches beyond the screen or
// is cut, and targets that are too small or lie over one another. It must be
// called on Fyne's thread.
func (b *Board) Misfits() []string {
	var faults []string
	if need := b.whole.MinSize(); over(need, b.Size()) {
		faults = append(faults, fmt.Sprintf("the screen needs %v of %v", need, b.Size()))
	}
	faults = append(faults, b.beyond()...)
	look(b.whole, fyne.Position{}, func(o fyne.CanvasObject, _ fyne.Position) {
		if t, ok := o.(*canvas.Text); ok && over(t.MinSize(), t.Size()) {
			faults = append(faults, fmt.Sprintf("%q needs %v of %v", t.Text, t.MinSize(), t.Size()))
		}
	})
	return append(faults, crowded(b.Targets())...)
}

// beyond is what reaches beyond the screen.
func (b *Board) beyond() []string {
	var faults []string
	look(b.whole, fyne.Position{}, func(o fyne.CanvasObject, at fyne.Position) {
		if at.X < -slack || at.Y < -slack || over(o.Size().AddWidthHeight(at.X, at.Y), b.Size()) {
			faults = append(faults, fmt.Sprintf("%T at %v, %v, is beyond the screen", o, at, o.Size()))
		}
	})
	return faults
}

func over(need, have fyne.Size) bool {
	return need.Width > have.Width+slack || need.Height > have.Height+slack
}

// crowded are the faults of targets.
func crowded(targets []Target) []string {
	var faults []string
	for i, t := range targets {
		if t.Size.Width < theme.MinTarget || t.Size.Height < theme.MinTarget {
			faults = append(faults, fmt.Sprintf("the target %+v has only %v", t.Action, t.Size))
		}
		for _, other := range targets[:i] {
			if t.meets(other) {
				faults = append(faults, fmt.Sprintf("the targets %+v and %+v overlap", t.Action, other.Action))
			}
		}
	}
	return faults
}

func (t Target) meets(o Target) bool {
	end, other := t.At.AddXY(t.Size.Components()), o.At.AddXY(o.Size.Components())
	return t.At.X < other.X && o.At.X < end.X && t.At.Y < other.Y && o.At.Y < end.Y
}
