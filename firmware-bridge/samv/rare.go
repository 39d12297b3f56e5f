package samv

import "strings"

// standard maps private-use characters that older systems put for rare ones to their code points today:
// the 24 that GB 18030-2005 left over, and U+E863, seen in names.
var standard = map[rune]rune{
	0xE816: 0x20087, 0xE817: 0x20089, 0xE818: 0x200CC, 0xE831: 0x215D7, 0xE83B: 0x2298F, 0xE855: 0x241FE,
	0xE81E: 0x9FB4, 0xE826: 0x9FB5, 0xE82B: 0x9FB6, 0xE82C: 0x9FB7, 0xE832: 0x9FB8, 0xE843: 0x9FB9,
	0xE854: 0x9FBA, 0xE864: 0x9FBB, 0xE78D: 0xFE10, 0xE78E: 0xFE12, 0xE78F: 0xFE11, 0xE790: 0xFE13,
	0xE791: 0xFE14, 0xE792: 0xFE15, 0xE793: 0xFE16, 0xE794: 0xFE17, 0xE795: 0xFE18, 0xE796: 0xFE19,
	0xE863: 0x4DAE,
}

// mapName replaces the private-use characters that have a standard one, and warns of the others and of
// half characters.
func (c *Card) mapName() {
	mapped := strings.Map(func(r rune) rune {
		if to, ok := standard[r]; ok {
			return to
		}
		return r
	}, c.Name)
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
