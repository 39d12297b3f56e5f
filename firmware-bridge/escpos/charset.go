package escpos

import (
	"strings"
	"unicode"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/width"
)

// Charset is which characters the printer's ROM has; the rest is drawn. It is printed on most self-test pages.
type Charset int

// The character sets, each within the one named before it but ASCII.
const (
	// GBK is the two-byte part of GB 18030: 21,003 ideographs, in most printers sold in China today.
	GBK Charset = iota
	// GB18030 has ideographs of four bytes too. Few printers do, whatever their leaflet says.
	GB18030
	// GB2312 has 6,763 ideographs: old printers.
	GB2312
	// ASCII is a printer without Chinese ROM: every Chinese line is drawn.
	ASCII
)

// missing stands for a character that neither the ROM nor a font has; GB 2312 has it.
const missing = '□'

// encode gives a character's bytes, nil where the ROM does not have it. A byte below 0x20 or 0x7F, which could
// be a command, is never among them, nor is one above 0x7E alone.
func (c Charset) encode(r rune) []byte {
	if r >= ' ' && r <= '~' {
		return []byte{byte(r)}
	}
	if c == ASCII || r < 0xA0 || unicode.In(r, unicode.Co, unicode.Cs) || r == unicode.ReplacementChar {
		return nil
	}
	b, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(string(r)))
	if err != nil || !c.has(b, r) {
		return nil
	}
	return b
}

// addedSigns came to the two-byte part with GB 18030.
const addedSigns = "€ǹ〾⿰⿱⿲⿳⿴⿵⿶⿷⿸⿹⿺⿻︐︑︒︓︔︕︖︗︘︙"

func (c Charset) has(b []byte, r rune) bool {
	switch {
	case len(b) == 2 && c == GB2312:
		return b[0] >= 0xA1 && b[0] <= 0xF7 && b[1] >= 0xA1 && (b[0] <= 0xA9 || b[0] >= 0xB0)
	case len(b) == 2 && c == GBK: // FE50 to FEA0 and some signs were added after it; ROMs differ there
		return b[0] < 0xFE && !strings.ContainsRune(addedSigns, r)
	case len(b) == 2:
		return true
	}
	return len(b) == 4 && c == GB18030 && unicode.Is(unicode.Han, r)
}

// cells is a character's width in columns. Printers give two to whatever takes two bytes.
func (c Charset) cells(r rune) int {
	switch b := c.encode(r); {
	case len(b) == 1:
		return 1
	case len(b) > 1:
		return 2
	case unicode.In(r, unicode.Mn, unicode.Me):
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth, width.EastAsianAmbiguous:
		return 2
	}
	return 1
}

func (c Charset) columns(text string) int {
	n := 0
	for _, r := range text {
		n += c.cells(r)
	}
	return n
}

// text encodes all of it, or reports that some of it must be drawn.
func (c Charset) text(text string) ([]byte, bool) {
	var out []byte
	for _, r := range text {
		b := c.encode(r)
		if b == nil {
			return nil, false
		}
		out = append(out, b...)
	}
	return out, true
}

// clean leaves what has a place on paper. Control characters are dropped, because a printer takes them for
// commands wherever they come from; so are formatting ones, which no printer understands.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\u2028', r == '\u2029':
			return '\n'
		case r == '\t', r == '\u00A0':
			return ' '
		case r == '¥': // ROMs have the wide one only
			return '￥'
		case r == unicode.ReplacementChar:
			return missing
		case unicode.In(r, unicode.Cc, unicode.Cf):
			return -1
		}
		return r
	}, text)
}
