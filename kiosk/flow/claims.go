package flow

import (
	"cmp"
	"errors"
	"strings"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
)

const (
	// ClaimDigits is how long a claim code is, ClaimKeys what it is made of.
	ClaimDigits = 18
	ClaimKeys   = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	// mostMisses is how many codes may be looked up in vain in one session.
	mostMisses = 6
)

type (
	// ClaimPad is where a claim code is typed, or shown to the scanner. Digits
	// are those typed so far. Closed: there have been too many wrong ones.
	ClaimPad struct {
		Digits string
		Closed bool
	}
	// FollowUp opens the way to the answers, TypeClaim the pad for a code.
	FollowUp  struct{}
	TypeClaim struct{}
)

func (ClaimPad) screen()  {}
func (FollowUp) action()  {}
func (TypeClaim) action() {}

// claimant is a place where a code that is scanned is a claim code.
type claimant interface{ claims() }

// claiming is where a claim code is typed.
type claiming struct{ digits string }

func (c claiming) screen(m *machine) Screen {
	return ClaimPad{c.digits, m.session.misses >= mostMisses}
}

func (claiming) claims() {}

func (c claiming) act(m *machine, a Action) {
	switch a := a.(type) {
	case Back:
		m.goTo(appealing{})
	case Erase:
		m.goTo(claiming{c.digits[:max(0, len(c.digits)-1)]})
	case Rewrite:
		m.goTo(claiming{})
	case Press:
		if len(c.digits) < ClaimDigits && len(a.Key) == 1 && strings.Contains(ClaimKeys, a.Key) {
			c.digits += a.Key
			m.goTo(c)
			if len(c.digits) == ClaimDigits {
				m.lookUp(c.digits)
			}
		}
	}
}

// scanned takes a code for what it is. A pass checks somebody in, but not where
// a claim code is waited for. A claim code is looked up anywhere: who shows one
// where none is waited for may be another rider, so the session there ends.
func (m *machine) scanned(text string) {
	_, waiting := m.session.at.(claimant)
	switch {
	case station.IsClaimCode(text):
		if !m.session.open() && !(waiting && m.session.busy == i18n.None) {
			m.end()
		}
		m.say(i18n.None)
		m.session.wish = wish{} // whoever shows the code need not be who wished
		m.goTo(claiming{})      // nothing is left of another appeal meanwhile
		m.lookUp(text)
	case text == testCode:
		m.touch()
		m.say(i18n.ScannerWell)
	case waiting:
		m.touch()
		m.say(i18n.NotClaim)
	case m.receives(text):
		m.handOutBy(text)
	default:
		m.identify(func() (station.Rider, error) { return m.cfg.Desk.ByPass(text) })
	}
}

// lookUp shows how the appeal of a code stands. A session has so many tries.
func (m *machine) lookUp(code string) {
	if m.session.misses >= mostMisses {
		m.say(i18n.ClaimEnough)
		return
	}
	m.follow(code, i18n.None)
}

// follow shows an appeal as it stands now, under a notice.
func (m *machine) follow(code string, notice i18n.Key) {
	m.work(i18n.BusyClaim, func() func(*machine) {
		p, err := m.cfg.Desk.AppealByClaim(code)
		return func(m *machine) {
			if err != nil {
				m.missed(code, cmp.Or(notice, explain(err)), err)
				return
			}
			m.goTo(m.progressOf(code, p))
			m.say(notice)
		}
	})
}

// missed leaves a typed code to be mended.
func (m *machine) missed(code string, say i18n.Key, err error) {
	if errors.Is(err, station.ErrClaimCode) || errors.Is(err, station.ErrNoAppeal) {
		m.session.misses++
	}
	if c, typing := m.session.at.(claiming); !typing || c.digits != code {
		m.goTo(claiming{})
	}
	m.say(say)
	if m.session.misses >= mostMisses {
		m.say(i18n.ClaimEnough)
	}
}
