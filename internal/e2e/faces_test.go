package e2e

import (
	"fmt"
	"image"
	"image/color"
	"testing"

	"github.com/nuanxin/station-kit/kiosk/theme"
)

// TestFacesAreWholeInTheWindow looks at the pixels of a tile, which OpenGL puts
// together from pieces: card without a seam, then two pixels of edge, then
// paper, and a corner that is round; and at the header's end.
func TestFacesAreWholeInTheWindow(t *testing.T) {
	w := newWorld(t)
	w.startKiosk()
	w.sees("法律援助")
	at, _ := w.find("CheckInAnonymously")
	w.eventually("the tile is painted whole", patience, func() error {
		seen, err := w.finger.picture()
		w.must(err)
		bar := int(theme.Fit(1280, 800, false).Bar)
		header := walkTo(seen, image.Pt(4, 0), image.Pt(0, 1), seen.At(4, at.Y))
		if len(header) != bar {
			return fmt.Errorf("the header is %d pixels high, not %d", len(header), bar)
		}
		return tileAt(seen, at)
	})
}

// tileAt says what is wrong with the tile around a place.
func tileAt(seen image.Image, at image.Point) error {
	p, paper := theme.Calm, seen.At(4, at.Y) // Fyne clears a window in a shade of what it is told
	above := walkTo(seen, image.Pt(at.X+60, at.Y-20), image.Pt(0, -1), paper)
	left := walkTo(seen, image.Pt(at.X-20, at.Y+45), image.Pt(-1, 0), paper)
	for _, way := range [][]color.Color{above, left} {
		for i, c := range way {
			want := p.Card
			if i >= len(way)-2 {
				want = p.Line
			}
			if c != color.Color(color.RGBA(want)) {
				return fmt.Errorf("pixel %d of %d is %v, not %v", i, len(way), c, want)
			}
		}
	}
	corner := image.Pt(at.X-20-len(left)+1, at.Y-20-len(above)+1)
	if c := seen.At(corner.X, corner.Y); c != paper {
		return fmt.Errorf("the corner at %v is %v, not %v as paper", corner, c, paper)
	}
	return nil
}

// walkTo is the colours from a place on until a colour, without it.
func walkTo(seen image.Image, from, step image.Point, until color.Color) (way []color.Color) {
	for at := from; at.In(seen.Bounds()); at = at.Add(step) {
		c := seen.At(at.X, at.Y)
		if c == until {
			break
		}
		way = append(way, c)
	}
	return way
}
