package sim

import (
	"bytes"
	"image"
	"image/color"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/image/font/opentype"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// Strip is a piece of paper that was cut off, or what hangs out of the printer.
type Strip struct {
	Lines   []string    // its text from the printer's ROM; pictures have none
	Picture *image.Gray // of the printable width, black on white
}

// Roll is the paper of an ESC/POS printer: it obeys the bytes written to it as the printer's controller does. It
// is used by one goroutine.
type Roll struct {
	dots    int
	typist  typist
	four    bool                                               // the ROM has four-byte GB 18030
	drawQR  func(text string, pixels int) (image.Image, error) // for GS ( k; nil for a printer without
	answer  func(kind byte, n byte)                            // GS r and GS a
	Unknown int                                                // commands that it does not know, and bytes of no character

	style   style
	pending []byte
	line    []cell
	qr      qrStore

	paper []byte // grey dots of the strip not yet cut
	lines []string
	cut   []Strip // the last of them
	cuts  int
	moved int // dots of paper since the last step
}

type qrStore struct {
	module int
	text   string
}

// style is what a line is printed in.
type style struct {
	wide, high int // multiples
	bold       bool
	align      int
	spacing    int // dots from line to line
}

var plain = style{wide: 1, high: 1, spacing: 30}

// cell is a character waiting for its line to be printed.
type cell struct {
	char  rune
	width int // dots before it is widened
	style style
}

// NewRoll is an empty roll of so many printable dots, 384 or 576, in a printer whose ROM looks like the font.
func NewRoll(dots int, f *opentype.Font) *Roll {
	return &Roll{dots: dots, typist: newTypist(f), style: plain, answer: func(byte, byte) {}}
}

// Write obeys bytes. It never fails.
func (r *Roll) Write(b []byte) (int, error) {
	for _, c := range b {
		r.step(c)
	}
	return len(b), nil
}

// Strips are the pieces cut off so far, and, if anything is on it, the one that hangs out.
func (r *Roll) Strips() []Strip {
	all := append([]Strip(nil), r.cut...)
	if len(r.paper) > 0 {
		hanging := r.hanging()
		hanging.Picture.Pix = bytes.Clone(r.paper) // the rest is still to be printed
		all = append(all, hanging)
	}
	return all
}

// Ended reports whether the roll is between two commands, with no line begun.
func (r *Roll) Ended() bool { return len(r.pending) == 0 && len(r.line) == 0 }

// step takes one byte and tells how many dots the paper moved.
func (r *Roll) step(c byte) int {
	r.moved = 0
	r.pending = append(r.pending, c)
	for len(r.pending) > 0 {
		n := r.obey(r.pending)
		if n == 0 {
			break
		}
		r.pending = r.pending[n:]
	}
	if len(r.paper) > maxRows*r.dots {
		r.chop()
	}
	return r.moved
}

// obey carries out what the bytes begin with and tells how many it took, 0 where more must come.
func (r *Roll) obey(b []byte) int {
	switch c := b[0]; {
	case c == '\n':
		r.newline()
	case c == 0x1B:
		return r.esc(b)
	case c == 0x1C:
		return r.fs(b)
	case c == 0x1D:
		return r.gs(b)
	case c == 0x10: // real-time commands were carried out when they came in
		return whole(b, 3)
	case c == 0 || c == '\r':
	case c >= 0x81 && c <= 0xFE:
		return r.chinese(b)
	case c >= ' ' && c <= '~':
		r.put(rune(c), 12)
	default:
		r.Unknown++
	}
	return 1
}

// whole is n where so many bytes are there.
func whole(b []byte, n int) int {
	if len(b) < n {
		return 0
	}
	return n
}

// chinese is a character of two bytes, or four.
func (r *Roll) chinese(b []byte) int {
	switch {
	case len(b) < 2:
		return 0
	case b[1] >= 0x30 && b[1] <= 0x39 && r.four:
		if len(b) < 4 {
			return 0
		}
		r.decode(b[:4])
		return 4
	case b[1] < 0x40 || b[1] == 0x7F || b[1] == 0xFF: // no character: garbage on the paper
		r.Unknown++
		r.put('?', 12)
		return 1
	}
	r.decode(b[:2])
	return 2
}

func (r *Roll) decode(b []byte) {
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(b)
	c := []rune(string(text))
	if err != nil || len(c) != 1 || c[0] == unicode.ReplacementChar {
		r.Unknown++
		c = []rune{'?'}
	}
	r.put(c[0], 24)
}

// put adds a character to the line, which is printed when it is full.
func (r *Roll) put(char rune, width int) {
	if r.width()+width*r.style.wide > r.dots {
		r.newline()
	}
	r.line = append(r.line, cell{char, width, r.style})
}

func (r *Roll) width() int {
	n := 0
	for _, c := range r.line {
		n += c.width * c.style.wide
	}
	return n
}

// newline prints the line.
func (r *Roll) newline() {
	tall := 0
	for _, c := range r.line {
		tall = max(tall, 24*c.style.high)
	}
	top := r.feed(max(r.style.spacing, tall))
	x := (r.dots - r.width()) * r.style.align / 2
	var text strings.Builder
	for _, c := range r.line {
		r.typist.strike(c, func(dx, dy int) { r.set(x+dx, top+tall-24*c.style.high+dy) })
		x += c.width * c.style.wide
		text.WriteRune(c.char)
	}
	r.lines = append(r.lines, strings.TrimRight(text.String(), " "))
	r.line = nil
}

// feed moves the paper and gives the row at which it was.
func (r *Roll) feed(dots int) int {
	dots = min(dots, maxFeed)
	top := len(r.paper) / r.dots
	r.paper = append(r.paper, bytes.Repeat([]byte{255}, dots*r.dots)...)
	r.moved += dots
	return top
}

func (r *Roll) set(x, y int) {
	if at := y*r.dots + x; x >= 0 && x < r.dots && y >= 0 && at < len(r.paper) {
		r.paper[at] = 0
	}
}

func (r *Roll) hanging() Strip {
	box := image.Rect(0, 0, r.dots, len(r.paper)/r.dots)
	return Strip{slices.Clone(r.lines), &image.Gray{Pix: r.paper, Stride: r.dots, Rect: box}}
}

// chop cuts the paper off. A roll keeps the last few strips.
func (r *Roll) chop() {
	if len(r.line) > 0 {
		r.newline()
	}
	r.cut = append(r.cut, r.hanging())
	r.cut = r.cut[max(0, len(r.cut)-maxStrips):]
	r.cuts++
	r.paper, r.lines = nil, nil
}

// What a roll remembers: so many strips, and of one that nobody cuts so many rows.
const (
	maxStrips = 16
	maxRows   = 10_000
)

// maxFeed is the longest a printer feeds at once, in dots: 1016 mm.
const maxFeed = 8128

// Picture is the last strips one under the other, as they lie in a tray.
func Picture(strips []Strip) image.Image {
	const margin, gap = 40, 24
	width, tall := 0, gap
	for _, s := range strips {
		width = max(width, s.Picture.Rect.Dx()+2*margin)
		tall += s.Picture.Rect.Dy() + 2*gap
	}
	tray := image.NewGray(image.Rect(0, 0, width+2*gap, tall))
	for i := range tray.Pix {
		tray.Pix[i] = 150
	}
	y := gap
	for _, s := range strips {
		r := s.Picture.Rect
		for py := -gap / 2; py < r.Dy()+gap/2; py++ {
			for px := -margin; px < r.Dx()+margin; px++ {
				c := color.Gray{Y: 255}
				if image.Pt(px, py).In(r) {
					c = s.Picture.GrayAt(px, py)
				}
				tray.SetGray(gap+margin+px, y+py, c)
			}
		}
		y += r.Dy() + 2*gap
	}
	return tray
}

// DrawQR makes it the roll of a printer that draws codes itself (GS ( k); a negative size is dots a module.
func (r *Roll) DrawQR(draw func(text string, pixels int) (image.Image, error)) { r.drawQR = draw }

// FourByte says whether the printer's ROM has the four-byte characters of GB 18030.
func (r *Roll) FourByte(has bool) { r.four = has }
