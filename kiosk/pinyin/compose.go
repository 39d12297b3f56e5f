package pinyin

// total is the weight of a word that is all that anybody writes.
const total = 312

// composed is the likeliest sentence of words for all that was typed, none
// where no words fit.
func composed(all []way) []Candidate {
	var best sentence
	for _, w := range all {
		if s := w.compose(); s.text != "" && (best.text == "" || s.cost < best.cost) {
			best = s
		}
	}
	if best.text == "" {
		return nil
	}
	return []Candidate{{best.text, best.used}}
}

// sentence is words in a row, and how unlikely they are.
type sentence struct {
	text string
	cost int
	used int
}

// compose finds the likeliest words by Viterbi's algorithm: best[i] is the best
// sentence for the first i syllables.
func (w way) compose() sentence {
	best := make([]sentence, len(w)+1)
	for i := range w {
		if i > 0 && best[i].text == "" {
			continue
		}
		for n := 1; n <= min(len(w)-i, len(words.lengths)); n++ {
			read := w[i : i+n]
			words.match(read, func(word entry, guessed int) {
				cost := best[i].cost + total - word.weight() + guessed + read.cut()
				if to := &best[i+n]; to.text == "" || cost < to.cost {
					*to = sentence{best[i].text + word.text(), cost, w[i+n-1].to}
				}
			})
		}
	}
	return best[len(w)]
}
