// Package pinyin turns pinyin that was typed on the screen into Chinese words.
// It learns nothing of what anybody wrote: the same keystrokes give the same
// candidates to everybody.
//
// The words are those of Android's pinyin input method, as rime-pinyin-simp
// keeps them (Apache-2.0, see words.LICENSE), and those of riders.txt, which
// are the kit's own. Both are cut to what the kiosk's font can draw.
package pinyin

import (
	"cmp"
	"slices"
	"strings"
)

//go:generate go run ./cmd/words -dict /usr/share/rime-data/pinyin_simp.dict.yaml -dict riders.txt -font ../theme/fonts/NotoSansSC-Regular.otf -o words.bin

// Most is how many letters are read at a time.
const Most = 24

// Candidate is a word for the first Used letters of what was typed.
type Candidate struct {
	Word string
	Used int
}

// Candidates gives words for letters (a to z, v for ü, ' between syllables), the
// likeliest first: those for all of it, then those for less and less. Syllables
// may be cut to their initials. It gives none where letters are no pinyin.
func Candidates(letters string) []Candidate {
	letters = letters[:min(len(letters), Most)]
	found := map[string]scored{}
	ways := segment(letters)
	for _, w := range ways {
		w.gather(found)
	}
	all := make([]scored, 0, len(found)+1)
	for _, c := range found {
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b scored) int {
		return cmp.Or(cmp.Compare(b.Used, a.Used), cmp.Compare(b.score, a.score), strings.Compare(a.Word, b.Word))
	})
	var list []Candidate
	if len(ways) > 0 && (len(all) == 0 || all[0].Used < len(letters)) {
		list = composed(ways)
	}
	for _, c := range all {
		list = append(list, c.Candidate)
	}
	return list
}

// scored is a candidate with how likely it is: its word's weight less what was
// guessed.
type scored struct {
	Candidate
	score int
}

// gather adds the words for the beginnings of a way of reading, the best score
// of each.
func (w way) gather(found map[string]scored) {
	for n := range w {
		used := w[n].to
		words.match(w[:n+1], func(word entry, guessed int) {
			c := scored{Candidate{word.text(), used}, word.weight() - guessed - w[:n+1].cut()}
			if old, ok := found[c.Word]; !ok || old.Used < c.Used || old.Used == c.Used && old.score < c.score {
				found[c.Word] = c
			}
		})
	}
}
