package pinyin

import (
	_ "embed"
	"sort"
	"strings"
	"unicode/utf16"
)

//go:embed words.bin
var data string

// words is the table in the program, which is searched where it lies: nothing
// of it is unpacked.
var words = open(data)

// table is the words by their number of syllables. The data begin with the
// syllables, each ended by a new line, in alphabetical order; an empty line ends
// them. Then, for words of one syllable, of two and so on: their number (4
// bytes) and their entries. An entry of n syllables has their numbers (2 bytes
// each), n UTF-16 units, and the weight (1); entries stand in the order of these
// bytes, but for the weight, which falls. All numbers are big-endian.
type table struct {
	syllables []string
	lengths   []entries
}

// entries are words of equally many syllables.
type entries struct {
	n    int
	data string
}

// entry is one word.
type entry struct {
	n    int
	data string
}

func open(data string) table {
	head, rest, _ := strings.Cut(data, "\n\n")
	t := table{syllables: strings.Split(head, "\n")}
	for n := 1; rest != ""; n++ {
		size := int(number(rest)<<16|number(rest[2:])) * (4*n + 1)
		t.lengths = append(t.lengths, entries{n, rest[4 : 4+size]})
		rest = rest[4+size:]
	}
	return t
}

func number(data string) int { return int(data[0])<<8 | int(data[1]) }

func (e entry) syllable(i int) int { return number(e.data[2*i:]) }

func (e entry) weight() int { return int(e.data[4*e.n]) }

func (e entry) text() string {
	units := make([]uint16, e.n)
	for i := range units {
		units[i] = uint16(number(e.data[2*(e.n+i):]))
	}
	return string(utf16.Decode(units))
}

func (e entries) len() int { return len(e.data) / (4*e.n + 1) }

func (e entries) at(i int) entry {
	size := 4*e.n + 1
	return entry{e.n, e.data[i*size : (i+1)*size]}
}

// from is the first entry whose first syllable is not before s.
func (e entries) from(s int) int {
	return sort.Search(e.len(), func(i int) bool { return e.at(i).syllable(0) >= s })
}

// beginning is the range of syllables that begin with a text.
func (t table) beginning(text string) (first, end int) {
	first = sort.SearchStrings(t.syllables, text)
	return first, sort.SearchStrings(t.syllables, text+"~")
}

// number finds a syllable.
func (t table) number(syllable string) (int, bool) {
	i := sort.SearchStrings(t.syllables, syllable)
	return i, i < len(t.syllables) && t.syllables[i] == syllable
}

// match visits the words whose syllables are as read, with what was guessed.
func (t table) match(read []segmentRead, visit func(word entry, guessed int)) {
	if len(read) > len(t.lengths) {
		return
	}
	all := t.lengths[len(read)-1]
	for _, first := range read[0].fits {
		for i, end := all.from(first.first), all.from(first.end); i < end; i++ {
			if guessed, ok := fits(read[1:], all.at(i)); ok {
				visit(all.at(i), first.guessed+guessed)
			}
		}
	}
}

// fits compares the syllables of a word behind its first.
func fits(read []segmentRead, word entry) (guessed int, ok bool) {
	for i, r := range read {
		g, ok := r.fit(word.syllable(i + 1))
		if !ok {
			return 0, false
		}
		guessed += g
	}
	return guessed, true
}
