package screen

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"

	"github.com/nuanxin/station-kit/kiosk/theme"
)

// TestThePiecesOfAFaceMeet counts how often each pixel of a face is painted:
// once, and none beside it.
func TestThePiecesOfAFaceMeet(t *testing.T) {
	for _, size := range []fyne.Size{{Width: 300, Height: 120}, {Width: 83.6, Height: 83.6}, {Width: 301.5, Height: 40}, {Width: 24, Height: 7}} {
		for _, radius := range []float32{0, 3, 24, 400} {
			f := newFace(theme.Calm.Card, theme.Calm.Line, radius, 2)
			f.whole().Resize(size)
			w, h := int(math.Round(float64(size.Width))), int(math.Round(float64(size.Height)))
			painted := map[[2]int]int{}
			for _, p := range f.pieces {
				from, to := p.Position(), p.Position().AddXY(p.Size().Components())
				for x := int(from.X) - spill; p.Visible() && x < int(to.X)+spill; x++ {
					for y := int(from.Y) - spill; y < int(to.Y)+spill; y++ {
						painted[[2]int{x, y}]++
					}
				}
			}
			for at, n := range painted {
				if n != 1 || at[0] < 0 || at[1] < 0 || at[0] >= w || at[1] >= h {
					t.Fatalf("%v, corners %v: %v is painted %d times", size, radius, at, n)
				}
			}
			if len(painted) != w*h {
				t.Errorf("%v, corners %v: %d pixels painted of %d", size, radius, len(painted), w*h)
			}
		}
	}
}

// TestTheInsideOfAFaceIsPlain holds the piece that knows nothing of corners and
// edge away from both.
func TestTheInsideOfAFaceIsPlain(t *testing.T) {
	for _, radius := range []float32{3, 24, 60} {
		f := newFace(theme.Calm.Card, theme.Calm.Line, radius, 2)
		f.whole().Resize(fyne.NewSize(300, 120))
		corner := float64(f.pieces[0].Position().X) - spill + 0.5 // the middle of the inside's first pixel
		need := float64(f.corner(300, 120))
		off := math.Hypot(max(0, need-corner), max(0, need-corner))
		if inner := need - off; off > 0 && inner < 2+0.5 || corner < 2+0.5 {
			t.Errorf("corners %v: the inside begins %v from the corner, %v from the edge", radius, corner, inner)
		}
	}
}

func TestAFaceIsARectangleWithoutShaders(t *testing.T) {
	f := newFace(theme.Calm.Card, theme.Calm.Line, 24, 2)
	whole := f.whole()
	whole.Resize(fyne.NewSize(300, 120))
	withoutShaders(whole)
	r := f.rectangle()
	if r.FillColor != color.Color(theme.Calm.Card) || r.CornerRadius != 24 || r.StrokeWidth != 2 || len(whole.Objects) != 1 || whole.Objects[0].Size() != whole.Size() {
		t.Errorf("%+v in %+v", r, whole.Objects)
	}
}
