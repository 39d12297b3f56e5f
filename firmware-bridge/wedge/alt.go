package wedge

import (
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Alt is what the numbers mean that a scanner types on the keypad with Alt held down, for characters that no
// key has.
type Alt int

const (
	// AltAuto takes the numbers for GBK, and where one of them can be none, all of the code's for Unicode.
	// Numbers below 256 are bytes, of UTF-8 or GBK.
	AltAuto Alt = iota
	AltGBK
	AltUnicode
)

// A stroke is what one key, or one Alt sequence, gives.
type stroke struct {
	value uint32
	wide  bool // an Alt sequence beyond one byte
}

const (
	maxAltDigits = 10 // of four bytes in GB 18030
	firstGBK     = 0x8140
)

// text is what the strokes amount to: bytes of UTF-8 or GBK, or where numbers tell whole characters, UTF-8.
func text(strokes []stroke, alt Alt) []byte {
	wide := false
	for _, s := range strokes {
		wide = wide || s.wide
	}
	switch {
	case !wide:
		return narrow(strokes)
	case alt == AltGBK || alt == AltAuto && mayBeGBK(strokes):
		return fromGBK(narrow(strokes))
	}
	return fromUnicode(strokes)
}

// narrow writes each number as the bytes it has.
func narrow(strokes []stroke) (b []byte) {
	for _, s := range strokes {
		for shift := 24; shift >= 0; shift -= 8 {
			if part := s.value >> shift; part > 0 || shift == 0 {
				b = append(b, byte(part))
			}
		}
	}
	return b
}

func mayBeGBK(strokes []stroke) bool {
	for _, s := range strokes {
		if s.wide && (s.value < firstGBK || !utf8.Valid(fromGBK(narrow([]stroke{s})))) {
			return false
		}
	}
	return true
}

// fromGBK gives bytes that are not UTF-8 where the number is no character.
func fromGBK(b []byte) []byte {
	decoded, err := simplifiedchinese.GB18030.NewDecoder().Bytes(b)
	if err != nil {
		return []byte{0xff}
	}
	for _, r := range string(decoded) {
		if r == utf8.RuneError {
			return []byte{0xff}
		}
	}
	return decoded
}

func fromUnicode(strokes []stroke) (b []byte) {
	for _, s := range strokes {
		b = utf8.AppendRune(b, rune(min(s.value, utf8.MaxRune+1)))
	}
	return b
}
