package escpos

import (
	"fmt"
	"unicode"
)

// drawn gives a line as a picture, where the ROM does not have all its characters.
func (e Encoder) drawn(l Paragraph) ([]Chunk, error) {
	scale := l.Size.wide()
	p, err := newPen(e.Fonts, height*scale)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDocument, err)
	}
	wide := e.Charset.columns(l.Text) * column * scale
	x := (int(e.Paper) - wide) * int(l.Align) / 2
	b := newBitmap(int(e.Paper), height*scale)
	for _, r := range l.Text {
		w := e.Charset.cells(r) * column * scale
		at := x
		if w == 0 && unicode.In(r, unicode.Mn, unicode.Me) {
			at = x - column*scale // over the character before
		}
		p.draw(b, r, at, w, l.Bold)
		x += w
	}
	b = b.stretched(l.Size.high() / scale)
	return append(e.raster(b, 1), feed(leading)), nil
}

// qr gives a code in the middle, by the printer or as a picture.
func (e Encoder) qr(q QR) ([]Chunk, error) {
	if e.NativeQR && printable(q.Text) {
		return []Chunk{e.nativeQR(q)}, nil
	}
	const quiet = 4 // modules of white that ISO/IEC 18004 asks for on each side
	n := len(q.Modules)
	half := (int(e.Paper) / 2) / (n + 2*quiet) // dots of two by two that a module is wide
	if n == 0 || half == 0 {
		return nil, fmt.Errorf("%w: a QR code of %d modules on %d dots", ErrDocument, n, e.Paper)
	}
	half = min(half, 4)
	left := (int(e.Paper)/2 - n*half) / 2
	b := newBitmap(left+n*half, n*half)
	for y, row := range q.Modules {
		for x, is := range row {
			if is && x < n {
				b.fill(left+x*half, y*half, half)
			}
		}
	}
	space := feed(2 * half * quiet)
	return append(append([]Chunk{space}, e.raster(b, 2)...), space), nil
}

// printable reports whether text is ASCII that cannot hold a command for the printer.
func printable(text string) bool {
	for _, r := range text {
		if r < ' ' || r > '~' {
			return false
		}
	}
	return text != "" && len(text) < 2900
}

// nativeQR is GS ( k: model 2, module size, error correction M, store, print.
func (e Encoder) nativeQR(q QR) Chunk {
	dots := 4 // a module's; 57 modules then take 228 dots
	if n := len(q.Modules); n > 0 {
		dots = min(8, max(1, int(e.Paper)/(n+8)))
	}
	data := []byte{0x1B, 'a', byte(Center)}
	for _, f := range [][]byte{{49, 65, 50, 0}, {49, 67, byte(dots)}, {49, 69, 49}, append([]byte{49, 80, 48}, q.Text...), {49, 81, 48}} {
		data = append(data, 0x1D, '(', 'k', byte(len(f)), byte(len(f)>>8))
		data = append(data, f...)
	}
	return Chunk{Data: append(data, 0x1B, 'a', byte(Left)), Dots: dots * max(57, len(q.Modules)+8)}
}

const header = 11 // bytes before the dots

// raster is GS v 0 in bands small enough for the printer's input buffer, each dot as scale by scale dots, 1 or 2.
// It begins at the left edge, because not every printer aligns pictures.
func (e Encoder) raster(b *bitmap, scale int) []Chunk {
	rows := min(max(1, (e.band()-header)/b.stride), 0xFFFF)
	mode := byte(0)
	if scale == 2 {
		mode = 3
	}
	all := []Chunk{}
	for y := 0; y < b.rows; y += rows {
		n := min(rows, b.rows-y)
		data := []byte{0x1B, 'a', byte(Left), 0x1D, 'v', '0', mode, byte(b.stride), byte(b.stride >> 8), byte(n), byte(n >> 8)}
		data = append(data, defused(b.bits[y*b.stride:(y+n)*b.stride])...)
		all = append(all, Chunk{Data: data, Dots: n * scale})
	}
	return all
}

// defused is dots without the sequences that printers obey even inside a picture: DLE EOT, DLE ENQ, DLE DC4. It
// costs a dot beside a dark one.
func defused(bits []byte) []byte {
	out := append([]byte(nil), bits...)
	for i := range len(out) - 1 {
		if next := out[i+1]; out[i] == 0x10 && (next == 0x04 || next == 0x05 || next == 0x14) {
			out[i] |= 0x08
		}
	}
	return out
}
