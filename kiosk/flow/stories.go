package flow

import (
	"unicode/utf8"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
)

// Bookshelf is the riders' stories.
type Bookshelf interface {
	Stories() ([]station.Story, error)
	OfferStory(r station.Rider, text string) (station.Filing, error)
}

type (
	// Stories is a page of one of the stories, or that there are none.
	Stories struct {
		Text station.Text
		// Number of the story, from 1, of so many; 0 of 0 where there are none.
		Number, Of int
		Page
	}
	// OfferStory is a rider's own story, about to be handed in: a page of it.
	OfferStory struct {
		Text string
		Page
	}
)

func (Stories) screen()    {}
func (OfferStory) screen() {}

type (
	// TellStory begins a story of one's own.
	TellStory struct{}
	// RewriteStory writes the one shown once more.
	RewriteStory struct{}
	// HandInStory hands in the one shown.
	HandInStory struct{}
)

func (TellStory) action()    {}
func (RewriteStory) action() {}
func (HandInStory) action()  {}

// mostStory is how long a story may be, in characters.
const mostStory = 1000

func (m *machine) readStories() {
	m.work(i18n.BusyStories, func() func(*machine) {
		all, err := m.cfg.Desk.Stories()
		return func(m *machine) {
			if err != nil {
				m.leave()
				m.say(explain(err))
				return
			}
			m.goTo(stories{all: all})
		}
	})
}

// stories are read one after the other, page by page.
type stories struct {
	all         []station.Story
	story, leaf int
}

func (s stories) screen(m *machine) Screen {
	if len(s.all) == 0 {
		return Stories{Page: Page{Count: 1}}
	}
	text, page := m.leafOf(s.passages(), s.story, s.leaf)
	return Stories{text, s.story + 1, len(s.all), page}
}

func (s stories) act(m *machine, a Action) {
	switch a := a.(type) {
	case Turn:
		s.story, s.leaf = m.turnLeaf(s.passages(), s.story, s.leaf, a.By)
		m.goTo(s)
	case TellStory:
		m.tellStory()
	}
	leaveOnBack(m, a)
}

func (s stories) passages() []passage {
	all := make([]passage, len(s.all))
	for i, one := range s.all {
		all[i] = passage{one.Text, wholePage}
	}
	return all
}

// tellStory has an unknown rider say who they are, asks for consent, and has the story written.
func (m *machine) tellStory() {
	if !m.session.rider.Pseudonym.Known() {
		m.ask(wish{entry: EnterStories, then: (*machine).tellStory})
		return
	}
	m.consent(station.PurposeStory, func(m *machine) { offering{}.write(m) })
}

// offering is a story written and not yet handed in.
type offering struct {
	text string
	page int
}

func (o offering) write(m *machine) {
	m.write(o, want{i18n.StoryText, i18n.StoryTextHint, mostStory}, o.text)
}

func (o offering) wrote(m *machine, text string) { m.goTo(offering{text: text}) }

func (o offering) screen(m *machine) Screen {
	text, page := leaf(station.Text{ZH: o.text, EN: o.text}, m.session, wholePage, o.page)
	return OfferStory{text.ZH, page}
}

func (o offering) act(m *machine, a Action) {
	switch a := a.(type) {
	case Back:
		m.readStories()
	case Turn:
		m.goTo(offering{o.text, m.turned(a)})
	case RewriteStory:
		o.write(m)
	case HandInStory:
		if utf8.RuneCountInString(o.text) > 0 {
			rider := m.session.rider
			m.hand(i18n.BusyFiling, i18n.StoryFiled, i18n.StoryFiledHint, func() (station.Filing, error) {
				return m.cfg.Desk.OfferStory(rider, o.text)
			})
		}
	}
}
