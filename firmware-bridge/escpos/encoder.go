package escpos

import (
	"fmt"
	"strings"

	"golang.org/x/image/font/opentype"
)

// Paper is how many dots the print head has, 8 a millimetre.
type Paper int

// The papers sold.
const (
	Paper58 Paper = 384
	Paper80 Paper = 576
)

// Columns is how many characters of normal size a line has, ideographs counted twice: 32 or 48.
func (p Paper) Columns() int { return int(p) / column }

const (
	column  = 12 // dots of a narrow character
	height  = 24 // dots of a character
	leading = 8  // dots between lines
	feedOut = 96 // dots from the print head to the tear bar
)

// DefaultBand is how many bytes of a picture come at once. A Printer sends the next while one is printed, and the
// smallest input buffers sold hold 2 KB.
const DefaultBand = 1024

// Encoder turns documents into ESC/POS commands. The zero value but for Paper suits most printers sold in China;
// without Fonts, characters that the ROM lacks print as □.
type Encoder struct {
	Paper   Paper   // 0 means Paper58
	Charset Charset // what the ROM has
	Fonts   []*opentype.Font
	// NativeQR has the printer draw codes (GS ( k). Cheap printers print the command's bytes instead, and
	// pictures work everywhere, so it is off unless set.
	NativeQR bool
	// TearBar is a printer without cutter: it feeds the receipt out instead.
	TearBar bool
	Band    int // bytes of a picture that come at once; 0 means DefaultBand
}

// Chunk is whole commands, after which the printer may be asked how it is.
type Chunk struct {
	Data []byte
	Dots int // of paper that it moves
	// Alone: it comes only once all before it is printed. So a receipt whose end is still in the printer's buffer
	// when the paper runs out does not come out whole, and then a second time.
	Alone bool
}

// Encode gives the document's commands, beginning with the one that sets the printer up. It fails with
// ErrDocument for a QR code without modules or too wide for the paper.
func (e Encoder) Encode(d Document) ([]Chunk, error) {
	if e.Paper == 0 {
		e.Paper = Paper58
	}
	// ESC @ initialise, FS & Chinese mode, ESC R 0: no national letters in place of ASCII.
	all := []Chunk{{Data: []byte("\x1B@\x1C&\x1BR\x00")}}
	for _, b := range d {
		chunks, err := e.block(b)
		if err != nil {
			return nil, err
		}
		all = append(all, chunks...)
	}
	return all, nil
}

func (e Encoder) block(b Block) ([]Chunk, error) {
	switch b := b.(type) {
	case Paragraph:
		return e.line(b)
	case Row:
		return e.row(b)
	case Rule:
		return e.rule()
	case QR:
		return e.qr(b)
	case Feed:
		return []Chunk{feed(b.Dots)}, nil
	case Cut:
		return []Chunk{e.cut()}, nil
	}
	return nil, fmt.Errorf("%w: no block %T", ErrDocument, b)
}

func (e Encoder) line(l Paragraph) ([]Chunk, error) {
	var all []Chunk
	for _, text := range e.Charset.wrap(clean(l.Text), e.Paper.Columns()/l.Size.wide()) {
		c, err := e.print(Paragraph{text, l.Size, l.Align, l.Bold})
		if err != nil {
			return nil, err
		}
		all = append(all, c...)
	}
	return all, nil
}

// print gives one line that fits, from the ROM or drawn.
func (e Encoder) print(l Paragraph) ([]Chunk, error) {
	text, ok := e.Charset.text(l.Text)
	if !ok {
		return e.drawn(l)
	}
	size := byte(l.Size.wide()-1)<<4 | byte(l.Size.high()-1)       // GS !
	chinese := byte(l.Size.wide()-1)<<2 | byte(l.Size.high()-1)<<3 // FS !: some printers size ideographs by this only
	dots, bold := height*l.Size.high()+leading, byte(bit(l.Bold))  // ESC 3, ESC E
	data := []byte{0x1B, '3', byte(dots), 0x1B, 'a', byte(l.Align), 0x1B, 'E', bold, 0x1D, '!', size, 0x1C, '!', chinese}
	return []Chunk{{Data: append(append(data, text...), '\n'), Dots: dots}}, nil
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// row composes lines of full width, with spaces between the columns.
func (e Encoder) row(r Row) ([]Chunk, error) {
	columns := e.Paper.Columns()
	var lines []string
	if r.At > 0 && r.At < columns {
		lines = e.beside(clean(r.Left), clean(r.Right), r.At)
	} else {
		lines = e.apart(clean(r.Left), clean(r.Right), columns)
	}
	return e.line(Paragraph{Text: strings.Join(lines, "\n"), Bold: r.Bold})
}

// beside wraps each text in its own column.
func (e Encoder) beside(left, right string, at int) []string {
	l, r := e.Charset.wrap(left, at-1), e.Charset.wrap(right, e.Paper.Columns()-at)
	lines := make([]string, max(len(l), len(r)))
	for i := range lines {
		if i < len(l) {
			lines[i] = l[i]
		}
		if i < len(r) {
			lines[i] = e.pad(lines[i], at) + r[i]
		}
	}
	return lines
}

// apart puts the texts against the two edges.
func (e Encoder) apart(left, right string, columns int) []string {
	lines := e.Charset.wrap(left, columns)
	for _, r := range e.Charset.wrap(right, columns) {
		last, need := len(lines)-1, columns-e.Charset.columns(r)
		if e.Charset.columns(lines[last]) >= max(need, 1) {
			lines, last = append(lines, ""), last+1
		}
		lines[last] = e.pad(lines[last], need) + r
	}
	return lines
}

func (e Encoder) pad(text string, columns int) string {
	return text + strings.Repeat(" ", max(0, columns-e.Charset.columns(text)))
}

// rule is box-drawing characters, which join.
func (e Encoder) rule() ([]Chunk, error) {
	text := strings.Repeat("─", e.Paper.Columns()/2)
	if e.Charset == ASCII {
		text = strings.Repeat("-", e.Paper.Columns())
	}
	return e.print(Paragraph{Text: text})
}

// feed is ESC J, 255 dots at a time.
func feed(dots int) Chunk {
	var data []byte
	for left := dots; left > 0; left -= 255 {
		data = append(data, 0x1B, 'J', byte(min(left, 255)))
	}
	return Chunk{Data: data, Dots: max(0, dots)}
}

// cut is GS V 66 0: feed to the knife, and cut all but a corner.
func (e Encoder) cut() Chunk {
	if e.TearBar {
		return feed(feedOut)
	}
	return Chunk{Data: []byte{0x1D, 'V', 66, 0}, Dots: feedOut, Alone: true}
}

// afresh begins again after a receipt that broke off. The printer may still wait for the rest of a picture: NULs
// fill it up with white, and are nothing to one that does not. Then what came out so far is cut off.
func (e Encoder) afresh() Chunk {
	cut := e.cut()
	cut.Data = append(make([]byte, max(e.band(), int(Paper80)/8)), append([]byte("\x1B@"), cut.Data...)...)
	return cut
}

func (e Encoder) band() int {
	if e.Band == 0 {
		return DefaultBand
	}
	return e.Band
}
