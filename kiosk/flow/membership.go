package flow

import (
	"cmp"
	"time"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// Members is how floating members register and ask for something.
type Members interface {
	Membership(who event.Pseudonym) (station.Membership, error)
	RegisterMember(r station.Rider, d station.MemberDetails) (station.Filing, error)
	RequestAsMember(r station.Rider, kind, words string) (station.Filing, error)
}

type (
	// Membership is how the rider stands: when they registered here, zero for not, and what they asked for, newest first.
	Membership struct {
		Registered time.Time
		State      station.Text // empty while the organisation has said nothing
		Requests   []station.MemberRequest
		Page
	}
	// MemberForm is a registration about to be made, or a request of a kind: which of its texts are written.
	MemberForm struct {
		Kind        string // "" for a registration, or as in station.MemberRequest
		Home, Words bool
	}
)

func (Membership) screen() {}
func (MemberForm) screen() {}

type (
	// AskAsMember begins a registration, "", or a request of a kind.
	AskAsMember struct{ Kind string }
	// WriteHome and WriteWords write the form's texts.
	WriteHome  struct{}
	WriteWords struct{}
	// HandInForm hands in the form shown.
	HandInForm struct{ Kind string }
)

func (AskAsMember) action() {}
func (WriteHome) action()   {}
func (WriteWords) action()  {}
func (HandInForm) action()  {}

// requestsPerPage is how many requests fit beside a registration.
const requestsPerPage = CardsPerPage - 1

// How long a form's texts may be, in characters.
const (
	mostHome  = 100
	mostWords = 500
)

// openMembership has an unknown rider say who they are first.
func (m *machine) openMembership(notice i18n.Key) {
	who := m.session.rider.Pseudonym
	if !who.Known() {
		m.ask(wish{entry: EnterOrganisations, then: func(m *machine) { m.openMembership(i18n.None) }})
		return
	}
	m.work(i18n.BusyMembership, func() func(*machine) {
		held, err := m.cfg.Desk.Membership(who)
		return func(m *machine) {
			if err != nil {
				m.say(cmp.Or(notice, explain(err)))
				return
			}
			m.goTo(membership{held: held})
			m.say(notice)
		}
	})
}

// membership is how the rider stands.
type membership struct {
	held station.Membership
	page int
}

func (s membership) screen(m *machine) Screen {
	var newest []station.MemberRequest
	for _, r := range s.held.Requests {
		r.Made = r.Made.In(m.cfg.Zone)
		newest = append([]station.MemberRequest{r}, newest...)
	}
	shown, page := cut(newest, s.page, requestsPerPage)
	v := Membership{State: s.held.State, Requests: shown, Page: page}
	if !s.held.Registered.IsZero() {
		v.Registered = s.held.Registered.In(m.cfg.Zone)
	}
	return v
}

func (s membership) act(m *machine, a Action) {
	switch a := a.(type) {
	case Back:
		m.openDirectory()
	case Turn:
		m.goTo(membership{s.held, m.turned(a)})
	case AskAsMember:
		if registered := !s.held.Registered.IsZero(); offered(a.Kind, registered) {
			m.consent(station.PurposeMembership, func(m *machine) { m.goTo(memberForm{from: s, kind: a.Kind}) })
		}
	}
}

// offered tells what can be asked for: a registration once, the rest after it.
func offered(kind string, registered bool) bool {
	return kind == "" && !registered || registered && (kind == station.RequestTransfer || kind == station.RequestDues)
}

// memberForm is a registration or a request being written. The name and the number of a registration are the card's.
type memberForm struct {
	from        membership
	kind        string
	home, words string
	writing     bool // the words; else the home
}

func (f memberForm) screen(*machine) Screen { return MemberForm{f.kind, f.home != "", f.words != ""} }

func (f memberForm) act(m *machine, a Action) {
	switch a := a.(type) {
	case Back:
		m.goTo(f.from)
	case WriteHome:
		if f.kind == "" {
			f.writing = false
			m.write(f, want{i18n.MemberHome, i18n.MemberHomeHint, mostHome}, f.home)
		}
	case WriteWords:
		f.writing = true
		m.write(f, want{i18n.MemberWords, i18n.MemberWordsHint, mostWords}, f.words)
	case HandInForm:
		if a.Kind == f.kind {
			f.handIn(m)
		}
	}
}

func (f memberForm) wrote(m *machine, text string) {
	if f.writing {
		f.words = text
	} else {
		f.home = text
	}
	m.goTo(f)
}

func (f memberForm) handIn(m *machine) {
	rider := m.session.rider
	if f.kind == "" {
		m.hand(i18n.BusyFiling, i18n.MemberFiled, i18n.MemberFiledHint, func() (station.Filing, error) {
			return m.cfg.Desk.RegisterMember(rider, station.MemberDetails{Home: f.home, Words: f.words})
		})
		return
	}
	m.hand(i18n.BusyFiling, i18n.RequestFiled, i18n.MemberFiledHint, func() (station.Filing, error) {
		return m.cfg.Desk.RequestAsMember(rider, f.kind, f.words)
	})
}
