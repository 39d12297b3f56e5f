package escpos

import (
	"image"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// bitmap is dots in rows of whole bytes, the leftmost dot in the highest bit.
type bitmap struct {
	stride, rows int // bytes, dots
	bits         []byte
}

func newBitmap(dots, rows int) *bitmap {
	stride := (dots + 7) / 8
	return &bitmap{stride, rows, make([]byte, stride*rows)}
}

func (b *bitmap) set(x, y int) {
	if x >= 0 && x < b.stride*8 && y >= 0 && y < b.rows {
		b.bits[y*b.stride+x/8] |= 0x80 >> (x % 8)
	}
}

// fill makes a square dark.
func (b *bitmap) fill(x, y, side int) {
	for dy := range side {
		for dx := range side {
			b.set(x+dx, y+dy)
		}
	}
}

// stretched repeats each row.
func (b *bitmap) stretched(times int) *bitmap {
	out := &bitmap{stride: b.stride, rows: b.rows * times}
	for y := range b.rows {
		for range times {
			out.bits = append(out.bits, b.bits[y*b.stride:(y+1)*b.stride]...)
		}
	}
	return out
}

// pen draws characters into cells as the printer's ROM would.
type pen struct {
	fonts []*opentype.Font
	faces []font.Face // of fonts, at pixels
	cell  int         // dots of an ideograph's side
}

func newPen(fonts []*opentype.Font, pixels int) (*pen, error) {
	p := &pen{fonts: fonts, cell: pixels}
	for _, f := range fonts {
		face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: float64(pixels), DPI: 72})
		if err != nil {
			return nil, err
		}
		p.faces = append(p.faces, face)
	}
	return p, nil
}

// face gives the first font that has the character.
func (p *pen) face(r rune) font.Face {
	for i, f := range p.fonts {
		if glyph, err := f.GlyphIndex(nil, r); err == nil && glyph != 0 {
			return p.faces[i]
		}
	}
	return nil
}

// draw puts a character in the middle of a cell that begins at x, so many dots wide. A character no font has
// becomes the sign for that.
func (p *pen) draw(b *bitmap, r rune, x, wide int, bold bool) {
	face := p.face(r)
	if face == nil && wide > 0 {
		p.frame(b, x, wide)
		return
	}
	if face == nil {
		return
	}
	advance, _ := face.GlyphAdvance(r)
	cell := max(wide, p.cell/2)        // a combining mark has none of its own
	drawn := max(cell, advance.Ceil()) // squeezed into the cell where it is wider
	dot := fixed.P(max(0, (drawn-advance.Round())/2), p.cell*22/25)
	box, mask, at, _, ok := face.Glyph(dot, r)
	if !ok {
		return
	}
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for i := range cell {
			from := image.Pt(i*drawn/cell, y)
			if from.In(box) && dark(mask, at.Add(from.Sub(box.Min))) {
				b.set(x+i, y)
				if bold {
					b.set(x+i+1, y)
				}
			}
		}
	}
}

func dark(mask image.Image, at image.Point) bool {
	_, _, _, a := mask.At(at.X, at.Y).RGBA()
	return a >= 0x7000
}

// frame draws an empty box.
func (p *pen) frame(b *bitmap, x, wide int) {
	inset := p.cell / 12
	for i := inset; i < wide-inset; i++ {
		b.set(x+i, 2*inset)
		b.set(x+i, p.cell-2*inset)
	}
	for i := 2 * inset; i <= p.cell-2*inset; i++ {
		b.set(x+inset, i)
		b.set(x+wide-inset-1, i)
	}
}
