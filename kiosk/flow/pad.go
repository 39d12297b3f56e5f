package flow

import (
	"unicode/utf8"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/kiosk/pinyin"
)

// Plane is what the keys of the pad write.
type Plane int

// The planes: Chinese by pinyin, letters as they are, digits and signs.
const (
	PlanePinyin Plane = iota
	PlaneLetters
	PlaneSigns
)

type (
	// Pad is the keyboard on the screen.
	Pad struct {
		Title      i18n.Key
		Text       string
		Letters    string // pinyin not yet made a word of
		Candidates []string
		Page
		Plane Plane
		// Home is the plane that letters are written in.
		Home Plane
		// Phone: it can be written on a phone instead.
		Phone bool
	}
	// Press is a key pressed: what it writes, a letter of pinyin too.
	Press struct{ Key string }
	// Erase takes the last letter or character away.
	Erase struct{}
	// Pick takes a candidate.
	Pick struct{ Word string }
	// ChangePlane changes what the keys write.
	ChangePlane struct{ Plane Plane }
)

func (Pad) screen()         {}
func (Press) action()       {}
func (Erase) action()       {}
func (Pick) action()        {}
func (ChangePlane) action() {}

// pad is the state of the keyboard on the screen.
type pad struct {
	plane, home Plane
	letters     string
	found       []pinyin.Candidate
	page        int
}

func newPad(l i18n.Lang) pad {
	if l == i18n.EN {
		return pad{plane: PlaneLetters, home: PlaneLetters}
	}
	return pad{}
}

func (w writing) padScreen(m *machine) Screen {
	pages := w.pad.pages()
	p := Pad{
		Title: w.want.title, Text: w.text, Letters: w.pad.letters, Plane: w.pad.plane, Home: w.pad.home,
		Phone: m.cfg.Keyboard != nil, Page: Page{0, 1},
	}
	if len(pages) > 0 {
		shown, page := cut(pages, w.pad.page, 1)
		p.Candidates, p.Page = shown[0], page
	}
	return p
}

// The smallest screen has room for so much in a row of candidates, in half the
// width of a character; each takes its characters and a frame, and no less than
// a finger does.
const (
	rowRoom  = 44
	wordRoom = 3
	leastRow = 6
)

// pages are the candidates, as many at a time as the row has room for.
func (p pad) pages() [][]string {
	var pages [][]string
	left := 0
	for _, c := range p.found {
		need := max(leastRow, 2*utf8.RuneCountInString(c.Word)+wordRoom)
		if need > left {
			pages, left = append(pages, nil), rowRoom
		}
		pages[len(pages)-1] = append(pages[len(pages)-1], c.Word)
		left -= need
	}
	return pages
}

func (w writing) press(m *machine, a Action) {
	switch a := a.(type) {
	case Press:
		w = w.key(m, a.Key)
	case Erase:
		w = w.erase()
	case Pick:
		w = w.pick(m, a.Word)
	case Turn:
		_, page := cut(w.pad.pages(), w.pad.page+a.By, 1)
		w.pad.page = page.Index
	case ChangePlane:
		w = w.change(m, a.Plane)
	}
	m.goTo(w)
}

// key writes a letter of pinyin, or, behind the word there is, the key itself.
func (w writing) key(m *machine, key string) writing {
	if w.pad.plane == PlanePinyin && key[0] >= 'a' && key[0] <= 'z' || key == "'" && w.pad.letters != "" {
		if len(w.pad.letters) < pinyin.Most {
			w.pad = w.pad.read(w.pad.letters + key)
		}
		return w
	}
	if w.pad.letters != "" {
		w = w.settle(m)
		if key == " " {
			return w // it takes the word
		}
	}
	return w.add(m, key)
}

// settle takes the likeliest words for all letters.
func (w writing) settle(m *machine) writing {
	for w.pad.letters != "" {
		w = w.pick(m, w.pad.found[0].Word)
	}
	return w
}

func (w writing) pick(m *machine, word string) writing {
	for _, c := range w.pad.found {
		if c.Word == word {
			w = w.add(m, word)
			w.pad = w.pad.read(w.pad.letters[c.Used:])
			break
		}
	}
	return w
}

// add writes as much as there is room for.
func (w writing) add(m *machine, text string) writing {
	for _, r := range text {
		if utf8.RuneCountInString(w.text) >= w.want.most {
			m.say(i18n.WritingFull)
			break
		}
		w.text += string(r)
	}
	return w
}

func (w writing) erase() writing {
	if n := len(w.pad.letters); n > 0 {
		w.pad = w.pad.read(w.pad.letters[:n-1])
		return w
	}
	_, size := utf8.DecodeLastRuneInString(w.text)
	w.text = w.text[:len(w.text)-size]
	return w
}

// change goes to another plane; the one that letters were written in is come
// back to from the signs.
func (w writing) change(m *machine, plane Plane) writing {
	w = w.settle(m)
	w.pad.plane = plane
	if plane != PlaneSigns {
		w.pad.home = plane
	}
	return w
}

// read looks up the words for letters; letters that are no pinyin stand for
// themselves.
func (p pad) read(letters string) pad {
	p.letters, p.page = letters, 0
	p.found = pinyin.Candidates(letters)
	if len(p.found) == 0 && letters != "" {
		p.found = []pinyin.Candidate{{Word: letters, Used: len(letters)}}
	}
	return p
}
