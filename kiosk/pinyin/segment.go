package pinyin

import (
	"cmp"
	"slices"
	"strings"
)

// What readings cost, in units of a word's weight, which is logarithmic: 17
// are a factor of e.
const (
	costInitial = 25 // a syllable cut to its initial
	costLonger  = 40 // one that may go on
	costAlike   = 60 // one that many say alike, such as zh and z
)

// ways is how many ways of reading are followed.
const ways = 6

// segmentRead is a stretch of letters read as one syllable. to is where it ends.
type segmentRead struct {
	to   int
	cost int // 0 for a syllable in full
	fits []fit
}

// fit is a range of syllables, from first up to before end.
type fit struct{ first, end, guessed int }

func (r segmentRead) fit(syllable int) (guessed int, ok bool) {
	for _, f := range r.fits {
		if f.first <= syllable && syllable < f.end {
			return f.guessed, true
		}
	}
	return 0, false
}

// way is one way of reading all letters.
type way []segmentRead

// cut is what the initials in it cost.
func (w way) cut() int {
	cost := 0
	for _, r := range w {
		cost += r.cost
	}
	return cost
}

// worse orders ways: few syllables, and few of them cut short, are likelier.
func (w way) worse() int { return len(w)*10 + w.cut() }

// segment reads letters in the likeliest ways, none where they are no pinyin.
func segment(letters string) []way {
	best := make([][]way, len(letters)+1)
	best[0] = []way{nil}
	for at := range letters {
		for _, r := range readings(letters, at) {
			for _, w := range best[at] {
				best[r.to] = keep(append(best[r.to], append(slices.Clip(w), r)))
			}
		}
	}
	return slices.DeleteFunc(best[len(letters)], func(w way) bool { return len(w) == 0 })
}

func keep(all []way) []way {
	slices.SortStableFunc(all, func(a, b way) int { return cmp.Compare(a.worse(), b.worse()) })
	return all[:min(len(all), ways)]
}

// longest is how many letters a syllable has at most.
const longest = 6

// readings are the syllables that may begin at a place.
func readings(letters string, at int) []segmentRead {
	from := at
	for from < len(letters) && letters[from] == '\'' {
		from++
	}
	var all []segmentRead
	for to := from + 1; to <= min(len(letters), from+longest); to++ {
		if r, ok := reading(letters[from:to], to == len(letters)); ok {
			r.to = skip(letters, to)
			all = append(all, r)
		}
	}
	return all
}

// skip passes over what stands at the end and separates nothing.
func skip(letters string, to int) int {
	if strings.Trim(letters[to:], "'") == "" {
		return len(letters)
	}
	return to
}

// reading reads letters as one syllable: in full, cut to the initial, or, where
// they are the last, as far as it has been typed.
func reading(letters string, last bool) (segmentRead, bool) {
	if letters == "lve" || letters == "nve" {
		letters = letters[:1] + "ue" // as school books have it, and the list
	}
	first, end := words.beginning(letters)
	if n, full := words.number(letters); full {
		r := segmentRead{fits: []fit{{n, n + 1, 0}}}
		if last && end > n+1 {
			r.fits = append(r.fits, fit{n + 1, end, costLonger})
		}
		return segmentRead{fits: append(r.fits, alike(letters)...)}, true
	}
	if first == end || !last && !initial(letters) {
		return segmentRead{}, false
	}
	return segmentRead{cost: costInitial, fits: []fit{{first, end, 0}}}, true
}

func initial(letters string) bool {
	return len(letters) == 1 || letters == "zh" || letters == "ch" || letters == "sh"
}

// pairs are initials and finals that many riders do not tell apart.
var initialPairs = [][2]string{{"zh", "z"}, {"ch", "c"}, {"sh", "s"}, {"n", "l"}}

var finalPairs = [][2]string{{"ang", "an"}, {"eng", "en"}, {"ing", "in"}}

// alike are the syllables that one may have been meant for.
func alike(syllable string) []fit {
	var all []fit
	for i, begins := range other(syllable, initialPairs, strings.CutPrefix, func(part, rest string) string { return part + rest }) {
		for j, ends := range other(begins, finalPairs, strings.CutSuffix, func(part, rest string) string { return rest + part }) {
			if n, ok := words.number(ends); ok && i+j > 0 {
				all = append(all, fit{n, n + 1, costAlike * (i + j)})
			}
		}
	}
	return all
}

// other gives a syllable and, where one part of a pair is in it, the syllable with
// the other part.
func other(syllable string, pairs [][2]string, cut func(s, part string) (string, bool), join func(part, rest string) string) []string {
	all := []string{syllable}
	for _, pair := range pairs {
		if rest, ok := cut(syllable, pair[0]); ok {
			return append(all, join(pair[1], rest))
		}
		if rest, ok := cut(syllable, pair[1]); ok {
			return append(all, join(pair[0], rest))
		}
	}
	return all
}
