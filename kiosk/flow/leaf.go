package flow

import (
	"strings"
	"unicode"

	"github.com/nuanxin/station-kit/station"
)

// leafRoom is how much text a page holds, in usual and in large type, counted in Latin letters, of which two make a
// Chinese character's width. A text that somebody wrote for riders may be of any length; screens do not scroll.
type leafRoom struct{ usual, large int }

var (
	wholePage = leafRoom{320, 220}
	partPage  = leafRoom{200, 130} // beside other things
	replyPage = leafRoom{420, 260} // in usual type
)

func (r leafRoom) in(l Look) int {
	if l.Large {
		return r.large
	}
	return r.usual
}

// leaf gives one page of a text in the session's language, in both fields: the page of another language is another.
func leaf(text station.Text, s session, r leafRoom, index int) (station.Text, Page) {
	room := r.in(s.look)
	one, page := cut(leaves(s.lang.Pick(text.ZH, text.EN), room), index, 1)
	return station.Text{ZH: one[0], EN: one[0]}, page
}

// passage is a text and how much of it fits a page.
type passage struct {
	text station.Text
	room leafRoom
}

// leafOf gives one leaf of texts that are read one after the other: that of the text at an index. Its Page counts the
// leaves of all.
func (m *machine) leafOf(texts []passage, text, index int) (station.Text, Page) {
	one, at := leaf(texts[text].text, m.session, texts[text].room, index)
	before, count := 0, 0
	for i, t := range texts {
		_, of := leaf(t.text, m.session, t.room, 0)
		if i < text {
			before += of.Count
		}
		count += of.Count
	}
	return one, Page{before + at.Index, count}
}

// turnLeaf is the leaf before or after in a row of texts, at the ends the same.
func (m *machine) turnLeaf(texts []passage, text, at, by int) (int, int) {
	if len(texts) == 0 {
		return text, at
	}
	_, page := leaf(texts[text].text, m.session, texts[text].room, at)
	switch next := page.Index + by; {
	case next >= 0 && next < page.Count:
		return text, next
	case by > 0 && text < len(texts)-1:
		return text + 1, 0
	case by < 0 && text > 0:
		_, before := leaf(texts[text-1].text, m.session, texts[text-1].room, 0)
		return text - 1, before.Count - 1
	}
	return text, page.Index
}

// leaves cuts text where sentences end, or words where a sentence is too long, and never gives none.
func leaves(text string, room int) []string {
	all := []string{""}
	for _, s := range sentences(strings.TrimSpace(text), room) {
		last := &all[len(all)-1]
		if *last != "" && breadth(*last)+breadth(s) > room {
			all = append(all, "")
			last = &all[len(all)-1]
		}
		*last += s
	}
	for i, l := range all {
		all[i] = strings.TrimSpace(l)
	}
	return all
}

// longestWord is beyond what a word needs.
const longestWord = 40

// sentences cut text after its full stops and line ends, and between words where none comes within the room.
func sentences(text string, room int) []string {
	var all []string
	current, size := strings.Builder{}, 0
	runes := []rune(text)
	for i, r := range runes {
		current.WriteRune(r)
		size += width(r)
		if endsSentence(runes, i) || size >= room && mayCut(runes, i) || size >= room+longestWord {
			all = append(all, current.String())
			current.Reset()
			size = 0
		}
	}
	if current.Len() > 0 {
		all = append(all, current.String())
	}
	return all
}

// Marks that end a sentence, and those that may close it after one.
const (
	stops  = "。！？；\n"
	closes = "”’）"
)

func endsSentence(text []rune, i int) bool {
	switch r := text[i]; {
	case strings.ContainsRune(stops, r), i > 0 && strings.ContainsRune(closes, r) && strings.ContainsRune(stops, text[i-1]):
		return i+1 == len(text) || !strings.ContainsRune(stops+closes, text[i+1])
	case strings.ContainsRune(".!?", r):
		return i+1 < len(text) && text[i+1] == ' '
	}
	return false
}

// mayCut keeps Latin words and numbers whole, and marks with what is before them.
func mayCut(text []rune, i int) bool {
	if i+1 < len(text) && strings.ContainsRune(stops+closes+"，、：", text[i+1]) {
		return false
	}
	return width(text[i]) == 2 || unicode.IsSpace(text[i])
}

func breadth(text string) (n int) {
	for _, r := range text {
		n += width(r)
	}
	return n
}

func width(r rune) int {
	if r >= 0x2E80 {
		return 2
	}
	return 1
}
