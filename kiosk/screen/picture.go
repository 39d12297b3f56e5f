package screen

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"
)

// Picture draws what the Board shows once more, in memory. It must be called
// on Fyne's thread. (Reading the window back gives a black picture where
// OpenGL is done in software.)
func (b *Board) Picture() image.Image {
	twin := NewBoard(b.qr, b.now, b.tap)
	twin.view = b.view
	if b.press != nil {
		twin.press = new(*b.press)
		twin.press.shown = nil // on the twin
	}
	c := software.NewCanvas()
	c.SetPadded(false)
	c.SetContent(twin)
	c.Resize(b.Size())
	withoutShaders(twin.whole)
	return c.Capture()
}

// withoutShaders makes each face a rectangle: the painter in memory runs no
// shaders.
func withoutShaders(whole fyne.CanvasObject) {
	look(whole, fyne.Position{}, func(o fyne.CanvasObject, _ fyne.Position) {
		if f, c := faceOf(o); f != nil {
			c.Objects = []fyne.CanvasObject{f.rectangle()}
			f.Layout(c.Objects, c.Size())
		}
	})
}
