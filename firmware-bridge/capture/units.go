package capture

import (
	"encoding/binary"
	"slices"
	"unicode/utf16"
)

// The text block of a card (GA/T 490): fields of UTF-16LE at fixed offsets.
const (
	textSize   = 256
	numberAt   = 122
	numberSize = 36
	validTo    = 204
	typeFlag   = 248
)

// scrubBlock replaces what a text block says, or the beginning of one, and keeps what it needs to be read.
func scrubBlock(b []byte) {
	original := slices.Clone(b)
	scrubUnits(b)
	if flag := original[min(typeFlag, len(b)):]; len(flag) >= 2 && slices.Contains([]string{" \x00", "I\x00", "J\x00", "Y\x00"}, string(flag[:2])) {
		copy(b[typeFlag:], flag[:2])
	}
	if until := original[min(validTo, len(b)):]; len(until) >= 4 && string(until[:4]) == "\x7F\x95\x1F\x67" { // 长期
		copy(b[validTo:], until[:4])
	}
	if len(b) > typeFlag+1 && b[typeFlag+1] == 0 {
		keepCheck(b[numberAt:numberAt+numberSize], original[numberAt:numberAt+numberSize], b[typeFlag])
	}
	clear(original)
}

// keepCheck gives the number the beginning that its kind of card has, and keeps whether its check digit is
// right.
func keepCheck(b, original []byte, flag byte) {
	begin, check := map[byte]string{'J': "810000", 'Y': "91"}[flag], mod11
	if flag == 'I' {
		check = mod10
	}
	if digit := check(original); digit == 0 || digit != lastOf(original, flag) {
		return
	}
	for i := range begin {
		b[2*i] = begin[i]
	}
	b[2*digits(flag)] = check(b)
}

// digits is how many characters of a number stand before the check digit.
func digits(flag byte) int {
	if flag == 'I' {
		return 14
	}
	return 17
}

func lastOf(number []byte, flag byte) byte { return number[2*digits(flag)] }

// mod11 is the check digit of 17 digits by ISO 7064 MOD 11-2, 0 where they are none.
func mod11(number []byte) byte {
	p := 0
	for i := range digits(' ') {
		if number[2*i] < '0' || number[2*i] > '9' || number[2*i+1] != 0 {
			return 0
		}
		p = (p + int(number[2*i]-'0')) * 2 % 11
	}
	return "0123456789X"[(12-p)%11]
}

// mod10 is the check digit of a foreigner's number of 2017: weights 7, 3, 1, A for 10 to Z for 35.
func mod10(number []byte) byte {
	sum := 0
	for i := range digits('I') {
		value := int(number[2*i] - '0')
		if c := number[2*i]; c >= 'A' {
			value = int(c-'A') + 10
		}
		sum += value * [...]int{7, 3, 1}[i%3]
	}
	return byte('0' + sum%10)
}

// scrubUnits replaces each character by another of its class. A byte left over at the end, of a character that
// was torn, is filler.
func scrubUnits(b []byte) {
	for i := 0; i+1 < len(b); i += 2 {
		binary.LittleEndian.PutUint16(b[i:], class(binary.LittleEndian.Uint16(b[i:])))
	}
	if len(b)%2 == 1 {
		b[len(b)-1] = blank
	}
}

// mappedPrivate are the private-use characters that have a standard one today.
var mappedPrivate = []uint16{
	0xE78D, 0xE78E, 0xE78F, 0xE790, 0xE791, 0xE792, 0xE793, 0xE794, 0xE795, 0xE796, 0xE816, 0xE817, 0xE818, 0xE81E, 0xE826,
	0xE82B, 0xE82C, 0xE831, 0xE832, 0xE83B, 0xE843, 0xE854, 0xE855, 0xE863, 0xE864,
}

// class is a character that stands for all of its kind. A day in ones is a date, as is the day in a number of
// ones.
func class(u uint16) uint16 {
	switch {
	case u == 0, u == ' ', u == '·', u == 0x3000, u == 0xFFFD:
		return u
	case u >= '0' && u <= '9':
		return '1'
	case u >= 'A' && u <= 'Z':
		return 'X'
	case u >= 'a' && u <= 'z':
		return 'x'
	case u < ' ', u == 0x7F:
		return 0x1F // not 1: with the 0 after it, it would look like the length of a text
	case u < 0x7F:
		return '-'
	case u < 0x250:
		return 'é'
	case u >= 0x3400 && u < 0x4DC0:
		return '㐀'
	case u >= 0x4E00 && u < 0xA000:
		return '某'
	case slices.Contains(mappedPrivate, u):
		return 0xE863
	case u >= 0xE000 && u < 0xF900:
		return 0xE000
	case u >= 0xFF10 && u <= 0xFF19:
		return '１'
	case u >= 0xFF00 && u < 0xFFF0:
		return 'Ｘ'
	case u >= 0xFFF0:
		return 0xFFFF
	}
	return surrogate(u)
}

// surrogate keeps the halves of a pair apart, so that one alone stays alone.
func surrogate(u uint16) uint16 {
	high, low := utf16.EncodeRune('𠮷')
	switch {
	case u >= 0xD800 && u < 0xDC00:
		return uint16(high)
	case u >= 0xDC00 && u < 0xE000:
		return uint16(low)
	}
	return '□'
}
