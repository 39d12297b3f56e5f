package flow

import (
	"slices"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// shelf is what the desk has to learn: one pack with a quiz for everybody, one without for couriers.
type shelf struct {
	version  uint32 // of the packs
	picture  []byte // of the pack with a quiz: its first page's
	progress map[event.Pseudonym]map[string]station.Progress
	quizzes  int // taken
}

func newShelf() shelf {
	return shelf{version: 1, progress: map[event.Pseudonym]map[string]station.Progress{}}
}

// right are the right answers of the quiz, of which two pass it.
var right = []int{1, 0, 2}

func (d *desk) Packs(occupation string) ([]station.Pack, error) {
	asked := func(zh, en string) station.Question {
		return station.Question{Text: station.Text{ZH: zh, EN: en}, Choices: []station.Text{{ZH: "甲", EN: "A"}, {ZH: "乙", EN: "B"}, {ZH: "丙", EN: "C"}}}
	}
	page := func(zh, en string) station.Page { return station.Page{Text: station.Text{ZH: zh, EN: en}} }
	parcels := station.Pack{
		ID: "parcels", Version: d.shelf.version, Title: station.Text{ZH: "包裹", EN: "Parcels"},
		Pages: []station.Page{page("小心轻放。", "Handle with care.")}, Occupations: []string{"courier"},
	}
	road := station.Pack{
		ID: "road", Version: d.shelf.version, Title: station.Text{ZH: "路上", EN: "On the road"},
		Pages: []station.Page{page("红灯停。", "Stop at red."), page("绿灯行。", "Go at green.")},
		Quiz:  []station.Question{asked("一", "One"), asked("二", "Two"), asked("三", "Three")}, PassMark: 2,
	}
	road.Pages[0].Picture = named
	if occupation == "" || occupation == "courier" {
		return []station.Pack{parcels, road}, d.fail
	}
	return []station.Pack{road}, d.fail
}

// named is how a page names the only picture there is.
var named = []byte{7}

func (d *desk) Picture(sum []byte) ([]byte, error) {
	if string(sum) == string(named) {
		return d.shelf.picture, d.fail
	}
	return nil, d.fail
}

func (d *desk) Progress(who event.Pseudonym) ([]station.Progress, error) {
	var all []station.Progress
	for _, p := range d.shelf.progress[who] {
		all = append(all, p)
	}
	return all, d.fail
}

func (d *desk) pack(id string, version uint32) (station.Pack, error) {
	packs, _ := d.Packs("")
	i := slices.IndexFunc(packs, func(p station.Pack) bool { return p.ID == id })
	switch {
	case d.fail != nil:
		return station.Pack{}, d.fail
	case i < 0:
		return station.Pack{}, station.ErrNoPack
	case packs[i].Version != version:
		return station.Pack{}, station.ErrOldPack
	}
	return packs[i], nil
}

func (d *desk) learnt(who event.Pseudonym, pack string, note func(*station.Progress)) {
	if !who.Known() {
		return
	}
	if d.shelf.progress[who] == nil {
		d.shelf.progress[who] = map[string]station.Progress{}
	}
	p := d.shelf.progress[who][pack]
	p.Pack, p.Version = pack, d.shelf.version
	note(&p)
	d.shelf.progress[who][pack] = p
}

func (d *desk) ReadPage(r station.Rider, pack string, version uint32, page int) error {
	if !r.Pseudonym.Known() {
		return station.ErrAnonymous
	}
	if _, err := d.pack(pack, version); err != nil {
		return err
	}
	d.learnt(r.Pseudonym, pack, func(p *station.Progress) { p.Page = max(p.Page, page) })
	return nil
}

func (d *desk) TakeQuiz(r station.Rider, pack string, version uint32, answers []int) (station.QuizResult, error) {
	if _, err := d.pack(pack, version); err != nil {
		return station.QuizResult{}, err
	}
	if len(answers) != len(right) {
		return station.QuizResult{}, station.ErrAnswers
	}
	result := station.QuizResult{Questions: len(right), Repeat: d.shelf.progress[r.Pseudonym][pack].Passed}
	for i, a := range answers {
		if a == right[i] {
			result.Right++
		}
	}
	result.Passed = result.Right >= 2
	if result.Repeat {
		return result, nil
	}
	d.shelf.quizzes++
	d.learnt(r.Pseudonym, pack, func(p *station.Progress) { p.Right, p.Questions, p.Passed = result.Right, 3, result.Passed })
	if result.Passed && r.Pseudonym.Known() {
		d.earn(mark(r.Pseudonym), 10, "quiz")
	}
	return result, nil
}
