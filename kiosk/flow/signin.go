package flow

import (
	"errors"
	"strconv"
	"time"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// Staff lets attendants in. SignIn is slow on purpose.
type Staff interface {
	Attendants() ([]station.Attendant, error)
	SignIn(id, pin string) (station.Session, error)
	SignInByCard(card station.Rider) (station.Session, error)
}

type (
	// SignIn asks which attendant is there; an attendant's own card says it.
	SignIn struct {
		Accounts []station.Attendant
		Page
	}
	// Keypad asks for a PIN, of which it never holds the digits, only how many there are; or (Ask i18n.HandoutAsk) for
	// a number.
	Keypad struct {
		Ask    i18n.Key
		Name   string // whose
		Dots   int
		Locked time.Time // until when nothing is taken; zero where it is
		ByCard bool      // a card would do, too
		Number string    // what was keyed in, where it is no PIN but a number that anybody may see
	}
)

func (SignIn) screen() {}
func (Keypad) screen() {}

type (
	// ChooseAccount says who is there.
	ChooseAccount struct{ ID string }
	// KeyDigit keys in a digit of a PIN.
	KeyDigit struct{ Digit int }
	// KeyBack takes the last one back.
	KeyBack struct{}
	// KeyDone says that the PIN is complete.
	KeyDone struct{}
)

func (ChooseAccount) action() {}
func (KeyDigit) action()      {}
func (KeyBack) action()       {}
func (KeyDone) action()       {}

// beginSignIn shows who can sign in. A rider's session ends first: what an attendant does is never a part of it.
func (m *machine) beginSignIn() {
	if m.who() != nil {
		m.freshSession()
	}
	m.work(i18n.BusyLooking, func() func(*machine) {
		all, err := m.cfg.Desk.Attendants()
		return func(m *machine) {
			switch {
			case err != nil:
				m.say(explainToStaff(err))
			case len(all) == 0:
				m.say(i18n.NoAttendants)
			case len(all) == 1:
				m.goTo(m.askPIN(all[0], home{}))
			default:
				m.goTo(signing{all: all})
			}
		}
	})
}

// freshSession ends the present one; the next keeps its language and its look.
func (m *machine) freshSession() {
	lang, look := m.session.lang, m.session.look
	m.end()
	m.session.lang, m.session.look = lang, look
	m.touch()
}

// signing is where an attendant says who they are.
type signing struct {
	all  []station.Attendant
	page int
}

func (s signing) screen(*machine) Screen {
	accounts, page := cut(s.all, s.page, CardsPerPage)
	return SignIn{accounts, page}
}

func (s signing) act(m *machine, a Action) {
	switch a := a.(type) {
	case ChooseAccount:
		for _, account := range s.all {
			if account.ID == a.ID {
				m.goTo(m.askPIN(account, s))
			}
		}
	case Turn:
		m.goTo(signing{s.all, m.turned(a)})
	}
	leaveOnBack(m, a)
}

func (signing) take(m *machine, read func() (station.Rider, error)) bool { return m.takeSignIn(read) }

// keying is a PIN or a number being keyed in, and what becomes of it.
type keying struct {
	ask    i18n.Key
	name   string
	of     digits
	keyed  string
	locked time.Time
	card   bool // signs in instead
	back   place
	done   func(m *machine, k keying)
}

func (m *machine) askPIN(a station.Attendant, back place) keying {
	k := keying{ask: i18n.PINAsk, of: pinDigits, name: a.Name, locked: a.LockedUntil, card: true, back: back}
	k.done = func(m *machine, k keying) { m.tryPIN(a.ID, k) }
	return k
}

func (k keying) screen(m *machine) Screen {
	pad := Keypad{Ask: k.ask, Name: k.name, Dots: len(k.keyed), ByCard: k.card}
	if k.isLocked(m) {
		pad.Locked = k.locked.In(m.cfg.Zone)
	}
	if k.of.shown {
		pad.Number = k.keyed
	}
	return pad
}

func (k keying) isLocked(m *machine) bool { return m.notes.now.Before(k.locked) }

// digits are what is keyed in.
type digits struct {
	least, most int
	short       i18n.Key // said of fewer
	shown       bool     // anybody may see them
}

// pinDigits are as many as the station takes.
var pinDigits = digits{6, 32, i18n.PINShort, false}

func (k keying) act(m *machine, a Action) {
	if _, back := a.(Back); back {
		m.goTo(k.back)
		return
	}
	if k.isLocked(m) {
		return
	}
	switch a := a.(type) {
	case KeyDigit:
		if a.Digit >= 0 && a.Digit <= 9 && len(k.keyed) < k.of.most {
			k.keyed += strconv.Itoa(a.Digit)
		}
		m.goTo(k)
	case KeyBack:
		k.keyed = k.keyed[:max(0, len(k.keyed)-1)]
		m.goTo(k)
	case KeyDone:
		if len(k.keyed) < k.of.least {
			m.say(k.of.short)
			return
		}
		k.done(m, k)
	}
}

func (k keying) take(m *machine, read func() (station.Rider, error)) bool {
	return k.card && m.takeSignIn(read)
}

func (m *machine) tryPIN(id string, k keying) {
	m.work(i18n.BusySignIn, func() func(*machine) {
		in, err := m.cfg.Desk.SignIn(id, k.keyed)
		return func(m *machine) {
			if err != nil {
				m.refuse(k, err)
				return
			}
			m.goOnDuty(in)
		}
	})
}

// refuse has the PIN keyed in again, once the account is open.
func (m *machine) refuse(k keying, err error) {
	k.keyed = ""
	var locked station.Locked
	if errors.As(err, &locked) {
		k.locked = locked.Until
	} else {
		m.say(explainToStaff(err))
	}
	m.goTo(k)
}

// takeSignIn signs in whoever's card it is.
func (m *machine) takeSignIn(read func() (station.Rider, error)) bool {
	m.work(i18n.Reading, func() func(*machine) {
		card, err := read()
		var in station.Session
		if err == nil && card.Means != event.Means_MEANS_CARD {
			err = station.ErrNotCard
		}
		if err == nil {
			in, err = m.cfg.Desk.SignInByCard(card)
		}
		return func(m *machine) {
			if err != nil {
				m.say(explainToStaff(err))
				return
			}
			m.goOnDuty(in)
		}
	})
	return true
}
