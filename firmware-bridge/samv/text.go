package samv

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf16"
)

// ErrText means a text block that no known layout fits.
var ErrText = errors.New("the card's text cannot be read")

const (
	textSize = 256
	typeFlag = 248 // where every layout has the letter that names it
)

// text is a text block: fields at fixed offsets in UTF-16LE, padded with spaces.
type text [textSize]byte

// DecodeText decodes the 256-byte text block of any kind of card.
func DecodeText(block []byte) (Card, error) {
	if len(block) != textSize {
		return Card{}, fmt.Errorf("%w: %d bytes instead of %d", ErrText, len(block), textSize)
	}
	t := (*text)(block) // in the parser's buffer, which is overwritten; a copy on the stack would stay there
	var c Card
	switch flag := t.field(typeFlag, 2); flag {
	case "":
		c = t.citizen()
	case "J":
		c = t.permit()
	case "I":
		c = t.foreigner2017()
	case "Y":
		c = t.foreigner2023()
	default:
		return Card{}, fmt.Errorf("%w: unknown type flag %+q", ErrText, flag)
	}
	c.finish()
	return c, nil
}

func (t *text) citizen() Card {
	code := t.field(32, 4)
	return Card{
		Kind: Citizen, Name: t.field(0, 30), SexCode: t.field(30, 2), Nation: nationName(code), NationCode: code,
		Birth: t.date(36), Address: t.field(52, 70), Number: t.field(122, 36), Issuer: t.field(158, 30),
		ValidFrom: t.date(188), ValidTo: t.date(204),
	}
}

// permit shares the citizen's layout; the nation is blank and the reserve holds the travel permit.
func (t *text) permit() Card {
	c := t.citizen()
	c.Kind, c.Nation, c.NationCode = Permit, "", ""
	c.PassNumber, c.IssueCount = t.field(220, 18), t.field(238, 4)
	return c
}

func (t *text) foreigner2017() Card {
	return Card{
		Kind: Foreigner2017, LatinName: t.field(0, 120), SexCode: t.field(120, 2), Number: t.field(122, 30),
		Nation: t.field(152, 6), Name: t.field(158, 30), ValidFrom: t.date(188), ValidTo: t.date(204),
		Birth: t.date(220), CardVersion: t.field(236, 4), Issuer: t.field(240, 8),
	}
}

// foreigner2023 has the Latin name in two places, which are joined before anything is trimmed: a space may be
// the last character of the first.
func (t *text) foreigner2023() Card {
	var latin [92]byte
	copy(latin[copy(latin[:], t[52:122]):], t[220:242])
	return Card{
		Kind: Foreigner2023, Name: t.field(0, 30), SexCode: t.field(30, 2), IssueCount: t.field(32, 4),
		Birth: t.date(36), LatinName: joined(decodeUTF16(latin[:])), Number: t.field(122, 36), ValidFrom: t.date(188),
		ValidTo: t.date(204), Nation: t.field(242, 6), OldNumber: t.field(250, 6),
	}
}

func (t *text) field(at, size int) string { return decodeUTF16(t[at : at+size]) }

// date turns YYYYMMDD into YYYY-MM-DD and leaves everything else as it is.
func (t *text) date(at int) string {
	raw := t.field(at, 16)
	if day, err := time.Parse("20060102", raw); err == nil {
		return day.Format(time.DateOnly)
	}
	return raw
}

// decodeUTF16 decodes little-endian units and trims the padding. Half a surrogate pair becomes U+FFFD.
func decodeUTF16(b []byte) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(b[2*i:])
	}
	return strings.Trim(string(utf16.Decode(units)), " \x00\u3000")
}

// joined makes one space of the padding that some cards have between the parts of a Latin name.
func joined(latin string) string {
	return strings.Join(strings.FieldsFunc(latin, func(r rune) bool { return r == ' ' || r == 0 }), " ")
}

// finish derives what the block does not say and warns of what is odd.
func (c *Card) finish() {
	c.Sex = sexOf(c.SexCode)
	c.Number = capitalX(c.Number)
	c.Address = standardise(c.Address)
	c.mapName()
	c.Warnings = append(c.Warnings, c.oddities()...)
}

func sexOf(code string) Sex {
	switch code {
	case "1":
		return Male
	case "2":
		return Female
	case "9":
		return Unstated
	}
	return Unknown
}
