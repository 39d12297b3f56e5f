package flow

import (
	"time"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// Handover makes the rider at the screen the same rider on a phone. What becomes
// of it comes in as PassOpened and PassTaken, from another goroutine.
type Handover interface {
	// OfferPass opens a page on which one phone may take the pass, once, and gives
	// its address, to be shown as a QR code; "" where there is none just now.
	OfferPass(PassOffer) (address string)
	// WithdrawPass closes it, and returns at once.
	WithdrawPass(id string)
	// RecallPass closes it, waits for a phone that is just taking the pass, and
	// gives the passes which the phone that took it holds.
	RecallPass(id string) (held []string)
}

// Recall ends passes that have come to somebody else: the first, those issued
// here after it, and those others that are the rider's.
type Recall interface {
	RevokePassesFrom(who event.Pseudonym, first string, others ...string) (int, error)
}

// PassOffer is the rider a phone may become. ID is 26 letters and digits of
// unguessable randomness, Visit the rider's check-in, Lang the page's language.
// It prints as no more than that.
type PassOffer struct {
	ID    string
	Rider event.Pseudonym
	Visit station.Visit
	Lang  i18n.Lang
}

func (PassOffer) String() string   { return "pass offer" }
func (PassOffer) GoString() string { return "pass offer" }

// PassOpened is the page of a PassOffer opened on a phone, PassTaken that this
// phone has a pass of the rider's now.
type (
	PassOpened struct{ ID string }
	PassTaken  struct{ ID string }
)

func (PassOpened) input() {}
func (PassTaken) input()  {}

type (
	// Pass is a rider's pass: Address is that of the page on which a phone takes
	// it over, "" where there is none, Text the pass itself, to be photographed.
	Pass struct {
		Text, Address string
		Phone         PassState
		Picture       bool // the pass is to be shown, not the way to a phone
	}
	// ShowPicture shows the pass to be photographed, or the way to a phone again.
	ShowPicture struct{ On bool }
	// NotMine takes the pass back from a phone that is not the rider's.
	NotMine struct{}
)

func (Pass) screen()        {}
func (ShowPicture) action() {}
func (NotMine) action()     {}

// PassState is how far the pass has come on its way to a phone.
type PassState int

// The states.
const (
	PassOffered PassState = iota
	PassOnPhone           // its page is open on a phone
	PassHeld              // that phone has it
)

// offerLives is how long a code is for a phone. Another follows while the
// screen is on.
const offerLives = 2 * time.Minute

// issue makes a pass and shows it, under a notice.
func (m *machine) issue(notice i18n.Key) {
	who := m.session.rider.Pseudonym
	m.work(i18n.BusyPass, func() func(*machine) {
		text, err := m.cfg.Desk.IssuePass(who)
		return func(m *machine) { m.issued(text, notice, err) }
	})
}

func (m *machine) issued(text string, notice i18n.Key, err error) {
	if err != nil {
		m.leave()
		m.say(explain(err))
		return
	}
	m.goTo(m.offerTo(showing{pass: text}))
	m.say(notice)
}

// showing is a pass on the screen.
type showing struct {
	pass           string
	offer, address string // of the page for a phone, "" for none
	since          time.Time
	phone          PassState
	picture        bool
}

// offerTo has a page opened for a phone, if there is a way to.
func (m *machine) offerTo(s showing) showing {
	s.offer, s.address, s.phone, s.since = "", "", PassOffered, m.cfg.Clock()
	if m.cfg.Handover == nil {
		return s
	}
	id, err := newAskID(m.cfg.Random)
	if err != nil {
		return s
	}
	s.address = m.cfg.Handover.OfferPass(PassOffer{id, m.session.rider.Pseudonym, m.session.visit, m.session.lang})
	if s.address != "" {
		s.offer = id
	}
	return s
}

func (s showing) screen(*machine) Screen {
	return Pass{s.pass, s.address, s.phone, s.picture || s.address == ""}
}

func (s showing) act(m *machine, a Action) {
	switch a := a.(type) {
	case ShowPicture:
		s.picture = a.On
		m.goTo(s)
	case NotMine:
		if s.phone != PassOffered {
			m.takeBack(s)
		}
	default:
		leaveOnBack(m, a)
	}
}

// takeBack ends what the phone has got, and the pass on the screen: whoever
// photographed one code there may have photographed the other. What the rider
// held before stays good, and a new pass follows at once.
func (m *machine) takeBack(s showing) {
	who := m.session.rider.Pseudonym
	m.work(i18n.BusyTakingBack, func() func(*machine) {
		held := m.cfg.Handover.RecallPass(s.offer)
		if _, err := m.cfg.Desk.RevokePassesFrom(who, s.pass, held...); err != nil {
			return func(m *machine) { m.say(explain(err)) } // and it may be tried again
		}
		text, err := m.cfg.Desk.IssuePass(who)
		return func(m *machine) { m.issued(text, i18n.PassTakenBack, err) }
	})
}

// closeOffer closes the page for a phone where its place is left for another.
func (m *machine) closeOffer(next place) {
	old, _ := m.session.at.(showing)
	now, _ := next.(showing)
	if old.offer != "" && now.offer != old.offer {
		m.cfg.Handover.WithdrawPass(old.offer)
	}
}

// renewOffer has another code follow one that nobody has used in its time.
func (m *machine) renewOffer() {
	s, ok := m.session.at.(showing)
	if ok && s.offer != "" && s.phone != PassHeld && m.cfg.Clock().Sub(s.since) >= offerLives && m.session.busy == i18n.None {
		m.cfg.Handover.WithdrawPass(s.offer)
		m.session.at = m.offerTo(s) // and the settings stay open over it
	}
}

// passOn notes how far this session's pass has come on its way to a phone, and
// shows it whatever of the pass is shown. A session that is over is told nothing.
func (m *machine) passOn(id string, to PassState) {
	s, ok := m.session.at.(showing)
	if !ok || id == "" || s.offer != id || to <= s.phone {
		return
	}
	s.phone, s.picture = to, false
	m.session.at = s
	m.touch()
}
