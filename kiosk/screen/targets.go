package screen

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"github.com/nuanxin/station-kit/kiosk/flow"
)

// Target is a place that can be tapped, as it is drawn now.
type Target struct {
	Action flow.Action
	// At is its upper left corner on the Board, in pixels.
	At   fyne.Position
	Size fyne.Size
	// Texts are the lines drawn on it.
	Texts []string
}

// Middle is where a finger would tap it.
func (t Target) Middle() fyne.Position { return t.At.AddXY(t.Size.Width/2, t.Size.Height/2) }

// Targets are all that can be tapped, in the order in which they are drawn. It
// must be called on Fyne's thread.
func (b *Board) Targets() []Target {
	var all []Target
	b.touches(func(t *touch, at fyne.Position) { all = append(all, Target{t.asks, at, t.Size(), said(t)}) })
	return all
}

// touches visits all that can be tapped, with its place.
func (b *Board) touches(visit func(*touch, fyne.Position)) {
	look(b.whole, fyne.Position{}, func(o fyne.CanvasObject, at fyne.Position) {
		if t, ok := o.(*touch); ok && t.asks != nil {
			visit(t, at)
		}
	})
}

// View is what the Board shows. It must be called on Fyne's thread.
func (b *Board) View() flow.View { return b.view }

// Texts are all lines drawn, in the order in which they are drawn. It must be
// called on Fyne's thread.
func (b *Board) Texts() []string { return said(b.whole) }

func said(o fyne.CanvasObject) []string {
	var all []string
	look(o, fyne.Position{}, func(o fyne.CanvasObject, _ fyne.Position) {
		if t, ok := o.(*canvas.Text); ok && t.Text != "" {
			all = append(all, t.Text)
		}
	})
	return all
}

// look visits o and everything on it that is to be seen, with its place.
func look(o fyne.CanvasObject, at fyne.Position, visit func(fyne.CanvasObject, fyne.Position)) {
	if !o.Visible() {
		return
	}
	at = at.Add(o.Position())
	visit(o, at)
	switch o := o.(type) {
	case *touch:
		look(o.whole, at, visit)
	case *fyne.Container:
		for _, part := range o.Objects {
			look(part, at, visit)
		}
	}
}
