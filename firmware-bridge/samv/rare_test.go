package samv

import (
	"testing"
	"unicode"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// leftovers are the characters that GB 18030-2005 still left in the private use area, by its public errata; the
// conversion tables of other software leave them out.
var leftovers = map[rune]rune{
	0xE816: 0x20087, 0xE817: 0x20089, 0xE818: 0x200CC, 0xE831: 0x215D7, 0xE83B: 0x2298F, 0xE855: 0x241FE,
	0xE81E: 0x9FB4, 0xE826: 0x9FB5, 0xE82B: 0x9FB6, 0xE82C: 0x9FB7, 0xE832: 0x9FB8, 0xE843: 0x9FB9,
	0xE854: 0x9FBA, 0xE864: 0x9FBB,
	0xE78D: 0xFE10, 0xE78E: 0xFE12, 0xE78F: 0xFE11, 0xE790: 0xFE13, 0xE791: 0xFE14, 0xE792: 0xFE15,
	0xE793: 0xFE16, 0xE794: 0xFE17, 0xE795: 0xFE18, 0xE796: 0xFE19,
}

// TestEightyCharacters holds the table, made by the C library, against another conversion of GB 18030 and
// against the errata: between them they cover each of the 80.
func TestEightyCharacters(t *testing.T) {
	decoder, agreed := simplifiedchinese.GB18030.NewDecoder(), 0
	for private := rune(0xE815); private <= 0xE864; private++ {
		want, left := leftovers[private]
		if !left {
			text, err := decoder.Bytes(gbk(private))
			if err != nil {
				t.Fatal(err)
			}
			want = []rune(string(text))[0]
			agreed++
		}
		if got := standard[private]; got != want || !unicode.Is(unicode.Han, got) {
			t.Errorf("%U stands for %U, want %U", private, got, want)
		}
	}
	if agreed != 66 {
		t.Errorf("the other conversion knows %d, want 66", agreed)
	}
}

// gbk is the code of the private-use character in rows FE50 to FE7E and FE80 to FEA0.
func gbk(private rune) []byte {
	low := byte(0x50 + private - 0xE815)
	if low >= 0x7F {
		low++
	}
	return []byte{0xFE, low}
}

// TestStandardise: the table is one to one, and what it makes needs no further mapping.
func TestStandardise(t *testing.T) {
	if len(standard) != 80+10 {
		t.Errorf("%d characters", len(standard))
	}
	from := map[rune]rune{}
	for private, today := range standard {
		if other, twice := from[today]; twice {
			t.Errorf("%U and %U are both %U", private, other, today)
		}
		if from[today] = private; !privateUse(private) || privateUse(today) {
			t.Errorf("%U becomes %U", private, today)
		}
	}
	for private, today := range leftovers {
		if got := standardise(string(private)); got != string(today) {
			t.Errorf("%U becomes %+q", private, got)
		}
	}
}
