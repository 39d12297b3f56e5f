package flow

import (
	"errors"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
)

// studying is a pack being read: a leaf of one of its pages.
type studying struct {
	library    library
	pack       station.Pack
	pictures   [][]byte // of each page
	page, leaf int
}

// study looks up a pack's pictures and begins to read it. A picture that has not come yet is no reason to wait.
func (m *machine) study(s studying) {
	m.work(i18n.BusyLearning, func() func(*machine) {
		var errs []error
		for _, p := range s.pack.Pages {
			file, err := m.cfg.Desk.Picture(p.Picture)
			s.pictures, errs = append(s.pictures, file), append(errs, err)
		}
		return func(m *machine) {
			m.turnTo(s)
			m.say(explain(errors.Join(errs...)))
		}
	})
}

func (s studying) screen(m *machine) Screen {
	text, page := m.leafOf(s.passages(), s.page, s.leaf)
	return PackPage{s.pack.Title, text, s.picture(s.page), page, len(s.pack.Quiz) > 0}
}

func (s studying) picture(page int) []byte {
	if page < len(s.pictures) {
		return s.pictures[page]
	}
	return nil
}

func (s studying) passages() []passage {
	all := make([]passage, len(s.pack.Pages))
	for i, p := range s.pack.Pages {
		all[i] = passage{p.Text, wholePage}
		if s.picture(i) != nil {
			all[i].room = partPage
		}
	}
	return all
}

func (s studying) act(m *machine, a Action) {
	switch a := a.(type) {
	case Back:
		m.learn(i18n.None)
	case Turn:
		m.turnTo(s.turned(m, a.By))
	case StartQuiz:
		if at := s.screen(m).(PackPage).Page; len(s.pack.Quiz) > 0 && at.Index == at.Count-1 {
			m.goTo(quizzing{from: s})
		}
	}
}

// turned is the leaf before or after, at the ends the same.
func (s studying) turned(m *machine, by int) studying {
	s.page, s.leaf = m.turnLeaf(s.passages(), s.page, s.leaf, by)
	return s
}

// turnTo shows a leaf; a page that a known rider had not reached before is recorded first.
func (m *machine) turnTo(s studying) {
	rider := m.session.rider
	if !rider.Pseudonym.Known() || s.page < s.library.reached(s.pack).Page {
		m.goTo(s)
		return
	}
	m.work(i18n.BusyTurning, func() func(*machine) {
		err := m.cfg.Desk.ReadPage(rider, s.pack.ID, s.pack.Version, s.page+1)
		return func(m *machine) {
			m.stillThere(err, func() {
				s.library = s.library.readTo(s.pack, s.page+1)
				m.goTo(s)
			})
		}
	})
}

// stillThere goes on with a pack, unless something failed, or the pack was replaced or withdrawn while it was read:
// then the library is shown anew.
func (m *machine) stillThere(err error, goOn func()) {
	switch {
	case errors.Is(err, station.ErrOldPack), errors.Is(err, station.ErrNoPack):
		m.learn(explain(err))
	case err != nil:
		m.say(explain(err))
	default:
		goOn()
	}
}

// readTo is the library after a page was read for the first time.
func (l library) readTo(p station.Pack, page int) library {
	at := l.reached(p)
	at.Pack, at.Version, at.Page = p.ID, p.Version, page
	all := []station.Progress{at}
	for _, other := range l.progress {
		if other.Pack != p.ID {
			all = append(all, other)
		}
	}
	l.progress = all
	return l
}
