package samv_test

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/nuanxin/station-kit/firmware-bridge/samv"
)

// The encoder of this file is written from the layouts alone, to be held against the decoder.

// block is a text block of spaces with fields at byte offsets.
func block(fields map[int]string) []byte {
	b := bytes.Repeat([]byte{' ', 0}, 128)
	for at, value := range fields {
		for i, u := range utf16.Encode([]rune(value)) {
			binary.LittleEndian.PutUint16(b[at+2*i:], u)
		}
	}
	return b
}

// encode is the block of a card.
func encode(c samv.Card) []byte {
	c.Name = cmp.Or(c.NameOnCard, c.Name)
	f := map[int]string{188: day(c.ValidFrom), 204: day(c.ValidTo)}
	switch c.Kind {
	case samv.Foreigner2017:
		f[0], f[120], f[122], f[152], f[158] = c.LatinName, c.SexCode, c.Number, c.Nation, c.Name
		f[220], f[236], f[240], f[248] = day(c.Birth), c.CardVersion, c.Issuer, "I"
	case samv.Foreigner2023:
		latin := c.LatinName + strings.Repeat(" ", 46-len(c.LatinName))
		f[0], f[30], f[32], f[36], f[52] = c.Name, c.SexCode, c.IssueCount, day(c.Birth), latin[:35]
		f[122], f[220], f[242], f[248], f[250] = c.Number, latin[35:], c.Nation, "Y", c.OldNumber
	default:
		f[0], f[30], f[36], f[52], f[122], f[158] = c.Name, c.SexCode, day(c.Birth), c.Address, c.Number, c.Issuer
		if c.Kind == samv.Permit {
			f[220], f[238], f[248] = c.PassNumber, c.IssueCount, "J"
		} else {
			f[32] = c.NationCode
		}
	}
	return block(f)
}

// day is the date as cards have it; what is no date stays as it is.
func day(date string) string {
	if d, err := time.Parse(time.DateOnly, date); err == nil {
		return d.Format("20060102")
	}
	return date
}

func units(s string) int { return len(utf16.Encode([]rune(s))) }

// text draws up to n units of hanzi, some of which take two.
func text(n int) *rapid.Generator[string] {
	return rapid.Map(rapid.SliceOfN(rapid.RuneFrom([]rune("王李张买提样本路号䶮𠮷𫖯·")), 0, n), func(runes []rune) string {
		for len(utf16.Encode(runes)) > n {
			runes = runes[1:]
		}
		return strings.Trim(string(runes), "·")
	})
}

func date() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		return fmt.Sprintf("%04d-%02d-%02d", rapid.IntRange(1900, 2099).Draw(t, "y"), rapid.IntRange(1, 12).Draw(t, "m"),
			rapid.IntRange(1, 28).Draw(t, "d"))
	})
}

func pick(values ...string) *rapid.Generator[string] { return rapid.SampledFrom(values) }

// cards draws cards of every kind.
func cards() *rapid.Generator[samv.Card] {
	return rapid.Custom(func(t *rapid.T) samv.Card {
		draw := func(g *rapid.Generator[string]) string { return g.Draw(t, "field") }
		c := samv.Card{
			Kind: rapid.SampledFrom([]samv.Kind{samv.Citizen, samv.Permit, samv.Foreigner2017, samv.Foreigner2023}).Draw(t, "kind"),
			Name: draw(text(15)), SexCode: draw(pick("0", "1", "2", "9", "")), Birth: draw(date()), ValidFrom: draw(date()),
			ValidTo: draw(rapid.OneOf(date(), rapid.Just(samv.Permanent))), Number: draw(rapid.StringMatching(`[0-9]{17}[0-9X]`)),
		}
		latin := func(n int) string {
			return strings.Join(strings.Fields(draw(rapid.StringMatching(fmt.Sprintf("[A-Z ,]{0,%d}", n)))), " ")
		}
		switch c.Kind {
		case samv.Foreigner2017:
			c.LatinName, c.Number, c.Nation = latin(60), draw(rapid.StringMatching(`[A-Z]{3}[0-9]{12}`)), draw(rapid.StringMatching(`[A-Z]{3}`))
			c.CardVersion, c.Issuer = "01", draw(rapid.StringMatching(`[0-9]{4}`))
		case samv.Foreigner2023:
			c.LatinName, c.Nation = latin(46), draw(rapid.StringMatching(`[A-Z]{3}`))
			c.IssueCount, c.OldNumber = draw(rapid.StringMatching(`[0-9]{2}`)), draw(rapid.StringMatching(`[0-9]{3}`))
		case samv.Permit:
			c.Address, c.Issuer, c.PassNumber, c.IssueCount = draw(text(35)), draw(text(15)), draw(rapid.StringMatching(`[HM][0-9]{8}`)), "01"
		default:
			c.Address, c.Issuer, c.NationCode = draw(text(35)), draw(text(15)), draw(rapid.StringMatching(`[0-9]{2}`))
		}
		return c
	})
}

// TestEveryCardComesBack: what the layouts make of any card of any kind, the decoder reads as that card.
func TestEveryCardComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := cards().Draw(t, "card")
		got, err := samv.DecodeText(encode(want))
		if err != nil {
			t.Fatal(err)
		}
		got.Sex, got.Warnings = "", nil // derived
		if got.Kind == samv.Citizen {
			got.Nation = ""
		}
		if toJSON(t, got) != toJSON(t, want) {
			t.Fatalf("got  %s\nwant %s", toJSON(t, got), toJSON(t, want))
		}
	})
}

// TestLatinNamesAreJoined: the new foreigners' name is cut after 35 characters, wherever that is.
func TestLatinNamesAreJoined(t *testing.T) {
	for name, test := range map[string]struct{ first, second, want string }{
		"within a word":     {"SPECIMEN, MUHAMMAD ABDULLAH IBN YUS", "UF KHAN", "SPECIMEN, MUHAMMAD ABDULLAH IBN YUSUF KHAN"},
		"after a space":     {"SPECIMEN, MUHAMMAD ABDULLAH YUSSUF ", "KHAN", "SPECIMEN, MUHAMMAD ABDULLAH YUSSUF KHAN"},
		"before a space":    {"SPECIMEN, MUHAMMAD ABDULLAH IBN YUS", " KHAN", "SPECIMEN, MUHAMMAD ABDULLAH IBN YUS KHAN"},
		"forty-six":         {strings.Repeat("A", 35), strings.Repeat("B", 11), strings.Repeat("A", 35) + strings.Repeat("B", 11)},
		"short":             {"SPECIMEN, A", "", "SPECIMEN, A"},
		"padded by NUL":     {"SPECIMEN, A" + strings.Repeat("\x00", 24), strings.Repeat("\x00", 11), "SPECIMEN, A"},
		"padded in between": {"SPECIMEN, MUHAMMAD ABDULLAH YUSUF  ", "KHAN", "SPECIMEN, MUHAMMAD ABDULLAH YUSUF KHAN"},
		"second part alone": {"", "KHAN", "KHAN"},
	} {
		t.Run(name, func(t *testing.T) {
			if c := decode(t, block(map[int]string{52: test.first, 220: test.second, 248: "Y"})); c.LatinName != test.want {
				t.Errorf("%q, want %q", c.LatinName, test.want)
			}
		})
	}
}

// TestCutAtTheFieldsEnd: half a character at the end of a name does not reach for the next field.
func TestCutAtTheFieldsEnd(t *testing.T) {
	b := block(map[int]string{0: strings.Repeat("王", 14) + "\uFFFF", 30: "1", 32: "01"})
	binary.LittleEndian.PutUint16(b[28:], 0xD842)
	c := decode(t, b)
	if c.Name != strings.Repeat("王", 14)+"\uFFFD" || c.SexCode != "1" || !slices.Contains(c.Warnings, samv.WarnSurrogate) {
		t.Errorf("%+q, sex %q, %v", c.Name, c.SexCode, c.Warnings)
	}
	for i, half := range []uint16{0xDFB7, 0xD842} { // the wrong way round
		binary.LittleEndian.PutUint16(b[2*i:], half)
	}
	if c := decode(t, b); !strings.HasPrefix(c.Name, "\uFFFD\uFFFD王") {
		t.Errorf("%+q", c.Name)
	}
}

// FuzzText: any block decodes or is refused; a decoded card is valid UTF-8 within the card's room, prints as
// JSON, and says the same when it is encoded and decoded again.
func FuzzText(f *testing.F) {
	for _, c := range []samv.Card{
		{Kind: samv.Citizen, Name: "赵\uE863", Number: "11010119900307029x", SexCode: "1", NationCode: "01", Birth: "1990-03-07", ValidTo: samv.Permanent},
		{Kind: samv.Permit, Name: "黃樣本", Number: "810000199408230021", PassNumber: "H00000001", IssueCount: "01"},
		{Kind: samv.Foreigner2017, Name: "样本", LatinName: "SPECIMEN, ALIYA", Number: "KAZ110090123105", Nation: "KAZ"},
		{Kind: samv.Foreigner2023, Name: "样例", LatinName: "SPECIMEN, MUHAMMAD ABDULLAH YUSSUF KHAN", Number: "931586198001010028", Nation: "PAK"},
	} {
		f.Add(encode(c))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := samv.DecodeText(b)
		if err != nil {
			if !errors.Is(err, samv.ErrText) {
				t.Fatal(err)
			}
			return
		}
		if len(b) != 256 {
			t.Fatalf("%d bytes are a card", len(b))
		}
		fits(t, c)
		// What a card says, said again, is the same: nothing is left to trim, to map or to join.
		if c.Kind == samv.Foreigner2023 && len(c.LatinName) != len([]rune(c.LatinName)) || units(c.Address) > 35 {
			return // the test's encoder knows Latin letters only, and characters as short as they were
		}
		back, err := samv.DecodeText(encode(c))
		if err != nil {
			t.Fatal(err)
		}
		if toJSON(t, c) != toJSON(t, back) {
			t.Fatalf("first  %s\nsecond %s", toJSON(t, c), toJSON(t, back))
		}
	})
}

// fits checks that no field holds more than the card has room for, or broken text.
func fits(t *testing.T, c samv.Card) {
	t.Helper()
	for _, field := range []struct {
		value string
		room  int
	}{
		{c.Name, 15 + 15}, // private-use characters may become supplementary ones
		{c.NameOnCard, 15},
		{c.LatinName, 60},
		{c.Number, 18},
		{c.Address, 35 + 35},
		{c.Issuer, 15},
		{c.Birth, 10},
		{c.ValidFrom, 10},
		{c.ValidTo, 10},
	} {
		if n := units(field.value); n > field.room || !utf8.ValidString(field.value) {
			t.Fatalf("%+q takes %d units of %d", field.value, n, field.room)
		}
	}
}
