package flow

import (
	"cmp"
	"slices"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// Library is what there is to learn, and how far a rider has come.
type Library interface {
	Packs(occupation string) ([]station.Pack, error)
	Picture(sum []byte) (file []byte, err error)
	Progress(who event.Pseudonym) ([]station.Progress, error)
	ReadPage(r station.Rider, pack string, version uint32, page int) error
	TakeQuiz(r station.Rider, pack string, version uint32, answers []int) (station.QuizResult, error)
}

type (
	// Occupations asks what the rider works as, once a session.
	Occupations struct{}
	// Packs is what there is to learn.
	Packs struct {
		Packs []Lesson
		// Occupation is whose packs come first, "" where all are listed. Asked: it can be chosen.
		Occupation string
		Asked      bool
		Page
	}
	// PackPage is a page of a pack, as large as it can be read.
	PackPage struct {
		Title, Text station.Text
		// Picture is a PNG or JPEG file, nil where there is none.
		Picture []byte
		// Page counts the leaves of all pages. Quiz: after the last comes a quiz.
		Page
		Quiz bool
	}
)

func (Occupations) screen() {}
func (Packs) screen()       {}
func (PackPage) screen()    {}

// Lesson is a pack as the rider stands with it.
type Lesson struct {
	ID    string
	Title station.Text
	// Read is how many of the Pages.
	Read, Pages  int
	Quiz, Passed bool
}

// OccupationIDs are those that can be chosen, as packs name them.
var OccupationIDs = []string{"delivery-rider", "courier", "ride-hailing-driver", "truck-driver"}

type (
	// ChooseOccupation says what the rider works as, "" for anything.
	ChooseOccupation struct{ ID string }
	// ShowOccupations asks again.
	ShowOccupations struct{}
	// OpenPack begins a pack, or goes on with it.
	OpenPack struct{ ID string }
	// StartQuiz begins the quiz of the pack that is read.
	StartQuiz struct{}
)

func (ChooseOccupation) action() {}
func (ShowOccupations) action()  {}
func (OpenPack) action()         {}
func (StartQuiz) action()        {}

// trade is what the rider of a session works as, once they were asked.
type trade struct {
	id    string
	asked bool
}

// learn looks up what there is to learn, and asks whom it is for where that makes a difference.
func (m *machine) learn(notice i18n.Key) {
	who, occupation := m.session.rider.Pseudonym, m.session.trade.id
	m.work(i18n.BusyLearning, func() func(*machine) {
		l, err := readLibrary(m.cfg.Desk, who, occupation)
		return func(m *machine) {
			switch {
			case err != nil:
				m.leave()
				m.say(cmp.Or(notice, explain(err)))
				return
			case l.differs && !m.session.trade.asked:
				m.goTo(choosingTrade{})
			default:
				m.goTo(l)
			}
			m.say(notice)
		}
	})
}

func readLibrary(d Desk, who event.Pseudonym, occupation string) (l library, err error) {
	all, err := d.Packs("")
	if err != nil {
		return l, err
	}
	l.differs = slices.ContainsFunc(all, func(p station.Pack) bool { return len(p.Occupations) > 0 })
	if l.packs, err = d.Packs(occupation); err != nil || !who.Known() {
		return l, err
	}
	l.progress, err = d.Progress(who)
	return l, err
}

// choosingTrade asks what the rider works as.
type choosingTrade struct{}

func (choosingTrade) screen(*machine) Screen { return Occupations{} }

func (choosingTrade) act(m *machine, a Action) {
	if a, ok := a.(ChooseOccupation); ok {
		m.session.trade = trade{a.ID, true}
		m.learn(i18n.None)
	}
	leaveOnBack(m, a)
}

// library is what there is to learn.
type library struct {
	packs    []station.Pack
	progress []station.Progress
	differs  bool // by occupation
	page     int
}

func (l library) screen(m *machine) Screen {
	packs, page := cut(l.packs, l.page, CardsPerPage)
	lessons := make([]Lesson, len(packs))
	for i, p := range packs {
		lessons[i] = l.lesson(p)
	}
	return Packs{lessons, m.session.trade.id, l.differs, page}
}

func (l library) lesson(p station.Pack) Lesson {
	at := l.reached(p)
	return Lesson{p.ID, p.Title, at.Page, len(p.Pages), len(p.Quiz) > 0, at.Passed}
}

// reached is how far the rider has come with a pack.
func (l library) reached(p station.Pack) station.Progress {
	for _, at := range l.progress {
		if at.Pack == p.ID {
			return at
		}
	}
	return station.Progress{}
}

func (l library) act(m *machine, a Action) {
	switch a := a.(type) {
	case Turn:
		l.page = m.turned(a)
		m.goTo(l)
	case ShowOccupations:
		m.goTo(choosingTrade{})
	case OpenPack:
		l.open(m, a.ID)
	}
	leaveOnBack(m, a)
}

// open goes on where the rider stopped, and begins anew with a pack that is passed.
func (l library) open(m *machine, id string) {
	for _, p := range l.packs {
		if at := l.reached(p); p.ID == id && len(p.Pages) > 0 {
			page := max(0, at.Page-1)
			if at.Passed {
				page = 0
			}
			m.study(studying{library: l, pack: p, page: min(page, len(p.Pages)-1)})
		}
	}
}
