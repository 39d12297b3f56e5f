package screen

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
)

// neverFirst are marks that may not begin a line (GB/T 15834).
const neverFirst = "，。、！？：；）”’》…,.!?:;)%"

// wrap breaks text into lines no wider than width: where a line of its own ends,
// between Chinese characters, and between words of other scripts.
func wrap(text string, width, size float32, style fyne.TextStyle) []string {
	if first, rest, more := strings.Cut(text, "\n"); more {
		return append(wrap(first, width, size, style), wrap(rest, width, size, style)...)
	}
	var lines []string
	current := ""
	for _, piece := range pieces(text) {
		if next := strings.TrimRight(current+piece, " "); current != "" && atMost(next)*size > width && fyne.MeasureText(next, size, style).Width > width {
			lines = append(lines, strings.TrimRight(current, " "))
			current = ""
		}
		current += piece
	}
	return append(lines, strings.TrimRight(current, " "))
}

// atMost is how wide text can be at most, in its size. To measure each beginning of each line would take longer than all
// the rest of drawing a page of text.
func atMost(text string) float32 {
	width := float32(0)
	for _, r := range text {
		if wide(r) {
			width += 1.02 // type is set in steps
		} else {
			width += 1.2
		}
	}
	return width
}

// pieces cuts text where a line may end.
func pieces(text string) []string {
	var all []string
	var previous rune
	for _, r := range text {
		if len(all) > 0 && !mayBreak(previous, r) {
			all[len(all)-1] += string(r)
		} else {
			all = append(all, string(r))
		}
		previous = r
	}
	return all
}

func mayBreak(before, after rune) bool {
	switch {
	case strings.ContainsRune(neverFirst, after), after == ' ':
		return false
	case before == ' ':
		return true
	}
	return wide(before) || wide(after)
}

func wide(r rune) bool {
	return unicode.Is(unicode.Han, r) || r >= 0x3000 && r <= 0x303F || r >= 0xFF00 && r <= 0xFFEF
}
