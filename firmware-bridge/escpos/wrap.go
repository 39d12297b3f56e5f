package escpos

import (
	"strings"
	"unicode"
)

// What may not begin a line, and what may not end one.
const (
	closing = "，。、；：！？）》」』】〉”’…—·％℃,.;:!?)]}%"
	opening = "（《「『【〈“‘￥¥([{$#"
)

// wrap breaks cleaned text into lines of at most so many columns, at line feeds, spaces and between ideographs.
// A word or number is broken only where it is longer than a line. At least one line comes.
func (c Charset) wrap(text string, columns int) []string {
	var lines []string
	for paragraph := range strings.SplitSeq(text, "\n") {
		lines = append(lines, c.fill(units(paragraph), max(columns, 2))...)
	}
	return lines
}

// fill puts as many units into each line as fit.
func (c Charset) fill(units []string, columns int) []string {
	lines, used := []string{""}, 0
	next := func() { lines, used = append(lines, ""), 0 }
	put := func(s string) { lines[len(lines)-1] += s; used += c.columns(s) }
	for _, u := range units {
		if w := c.columns(strings.TrimRight(u, " ")); used > 0 && used+w > columns {
			next()
		}
		if used == 0 && len(lines) > 1 {
			u = strings.TrimLeft(u, " ")
		}
		for _, r := range u {
			if n := c.cells(r); used > 0 && used+n > columns {
				if r == ' ' {
					continue // hangs over the edge
				}
				next()
			}
			put(string(r))
		}
	}
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return lines
}

// units cuts text where a line may end.
func units(text string) []string {
	var all []string
	var last rune
	for _, r := range text {
		if last == 0 || mayBreak(last, r) {
			all = append(all, "")
		}
		all[len(all)-1] += string(r)
		last = r
	}
	return all
}

func mayBreak(before, after rune) bool {
	switch {
	case after == ' ' || strings.ContainsRune(closing, after) || strings.ContainsRune(opening, before):
		return false
	case before == ' ':
		return true
	}
	return ideograph(before) || ideograph(after)
}

// ideograph reports whether a line may end on either side of the character.
func ideograph(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Co) || r >= 0x3000 && r < 0x3040 || r >= 0xFF00 && r < 0xFF60 || r == missing
}
