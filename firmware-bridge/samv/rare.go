package samv

import (
	"strings"
	"unicode"
)

//go:generate go run rare_gen.go

// standardise replaces the private-use characters that older systems put for rare ones by those of today: the
// 80 of GBK FE50 to FEA0 and the ten vertical punctuation marks. No two become the same.
func standardise(s string) string {
	return strings.Map(func(r rune) rune {
		if to, ok := standard[r]; ok {
			return to
		}
		return r
	}, s)
}

// mapName gives the name in today's characters, keeps what the card says where that differs, and warns of
// private-use characters without a public mapping and of half characters.
func (c *Card) mapName() {
	mapped := separate(standardise(c.Name))
	if mapped != c.Name {
		c.Name, c.NameOnCard = mapped, c.Name
	}
	if strings.ContainsFunc(c.Name, privateUse) {
		c.Warnings = append(c.Warnings, WarnPrivateUse)
	}
	if strings.ContainsRune(c.Name, '\uFFFD') {
		c.Warnings = append(c.Warnings, WarnSurrogate)
	}
}

func privateUse(r rune) bool {
	return r >= 0xE000 && r <= 0xF8FF || r >= 0xF0000 && r <= 0x10FFFF
}

// separator stands between the parts of a name of two or more, as in 古丽·样本.
const separator = '·'

// separate puts the standard separator where a name has one of those that older systems wrote instead: full
// stops, bullets and middle dots of other scripts. Anywhere but between two hanzi they are left alone.
func separate(name string) string {
	runes := []rune(name)
	for i := 1; i+1 < len(runes); i++ {
		if strings.ContainsRune(".．•・‧∙⋅･", runes[i]) && unicode.Is(unicode.Han, runes[i-1]) && unicode.Is(unicode.Han, runes[i+1]) {
			runes[i] = separator
		}
	}
	return string(runes)
}
