package screen

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/theme"
)

// icon is a drawing of a size. Asked for its least size, Fyne's image would be read from its SVG, on each attempt to fit
// a screen.
func icon(i theme.Icon, size float32, c color.NRGBA) fyne.CanvasObject {
	drawing := canvas.NewImageFromResource(i.In(c))
	drawing.FillMode = canvas.ImageFillContain
	return container.New(exact{fyne.NewSquareSize(size)}, drawing)
}

// disc is an icon on a round ground, twice its size.
func disc(i theme.Icon, size float32, c, ground color.NRGBA) fyne.CanvasObject {
	return center(atLeast(size*1.8, size*1.8, newFace(ground, ground, size*0.9, 0).under(center(icon(i, size, c)))))
}

// code is a QR code of a side, or a line that says there is none.
func (s sheet) code(text string, side float32) fyne.CanvasObject {
	drawing, err := s.qr(text, int(side))
	if err != nil {
		return s.in(side).lines(s.say(i18n.Unexpected), s.Body, s.Ink, false)
	}
	shown := canvas.NewImageFromImage(drawing)
	shown.FillMode, shown.ScaleMode = canvas.ImageFillContain, canvas.ImageScalePixels
	shown.SetMinSize(fyne.NewSquareSize(side))
	return shown
}

// exact gives its objects a size without asking them.
type exact struct{ fyne.Size }

func (e exact) MinSize([]fyne.CanvasObject) fyne.Size { return e.Size }

func (exact) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	filler{}.Layout(objects, size)
}
