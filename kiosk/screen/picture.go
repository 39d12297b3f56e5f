package screen

import (
	"image"

	"fyne.io/fyne/v2/driver/software"
)

// Picture draws what the Board shows once more, in memory. It must be called
// on Fyne's thread. (Reading the window back gives a black picture where
// OpenGL is done in software.)
func (b *Board) Picture() image.Image {
	twin := NewBoard(b.qr, b.now, b.tap)
	twin.view = b.view
	c := software.NewCanvas()
	c.SetPadded(false)
	c.SetContent(twin)
	c.Resize(b.Size())
	return c.Capture()
}
