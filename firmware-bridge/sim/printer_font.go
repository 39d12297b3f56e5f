package sim

import (
	"errors"
	"fmt"
	"image"
	"os"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// SystemFont is where Debian's fonts-noto-cjk has a font with all of GB 18030's first planes.
const SystemFont = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"

// ErrFont means that a simulated printer has no glyphs for its ROM.
var ErrFont = errors.New("no font for the simulated printer: apt-get install fonts-noto-cjk, or name an OpenType file")

// LoadFont reads an OpenType font, or the Simplified Chinese one of a collection.
func LoadFont(path string) (*opentype.Font, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFont, err)
	}
	all, err := opentype.ParseCollection(data)
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrFont, path, err)
	}
	const simplified = 2 // after Japanese and Korean
	f, err := all.Font(min(simplified, all.NumFonts()-1))
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrFont, path, err)
	}
	return f, nil
}

// typist strikes characters of 24 dots, widened and heightened by repeating dots, as a printer does.
type typist struct{ wide, narrow font.Face }

func newTypist(f *opentype.Font) typist {
	// Letters are smaller, so that what hangs below the line is in the cell.
	return typist{wide: newFace(f, 24), narrow: newFace(f, 22)}
}

func newFace(f *opentype.Font, pixels float64) font.Face {
	if f == nil {
		return nil
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: pixels, DPI: 72, Hinting: font.HintingFull})
	if err != nil {
		return nil // only of options that are not these
	}
	return face
}

// strike gives each dark dot from the cell's upper left corner.
func (t typist) strike(c cell, dot func(x, y int)) {
	face, base := t.wide, 21
	if c.width < 24 {
		face, base = t.narrow, 19
	}
	if face == nil || c.char == ' ' {
		return
	}
	advance, _ := face.GlyphAdvance(c.char)
	wide := max(c.width, advance.Ceil()) // squeezed into the cell where it is wider
	box, mask, at, _, ok := face.Glyph(fixed.P(max(0, (wide-advance.Round())/2), base), c.char)
	if !ok {
		return
	}
	for y := max(0, box.Min.Y); y < min(24, box.Max.Y); y++ {
		for x := range c.width {
			p := image.Pt(x*wide/c.width, y)
			if !p.In(box) {
				continue
			}
			if _, _, _, a := mask.At(at.X+p.X-box.Min.X, at.Y+p.Y-box.Min.Y).RGBA(); a > 0x7000 {
				c.style.enlarge(image.Pt(x, y), dot)
			}
		}
	}
}

func (s style) enlarge(p image.Point, dot func(x, y int)) {
	wide := s.wide
	if s.bold {
		wide++
	}
	for dy := range s.high {
		for dx := range wide {
			dot(p.X*s.wide+dx, p.Y*s.high+dy)
		}
	}
}
