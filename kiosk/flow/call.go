package flow

import (
	"time"

	"github.com/nuanxin/station-kit/kiosk/i18n"
)

// A call for the attendant belongs to the kiosk, not to a session: who called may sit down and wait. It stands until
// the attendant answers it in attendant's mode, until its rider takes it back, or until callStands is over: then
// nobody is there who could come, and the screen must not go on promising it.
type call struct {
	since   time.Time // by the desk's clock, to be shown; zero for none
	until   time.Time // by the clock that does not jump
	session uint64    // in which it was made
}

const callStands = 30 * time.Minute

type (
	// CallAttendant asks the attendant to come. It works on every screen; a call that stands is not made anew.
	CallAttendant struct{}
	// TakeCallBack ends the call made in this session.
	TakeCallBack struct{}
	// AnswerCall is the attendant's: the place of attendant's mode acts on it with answerCall.
	AnswerCall struct{}
)

func (CallAttendant) action() {}
func (TakeCallBack) action()  {}
func (AnswerCall) action()    {}

func (m *machine) callAttendant() {
	if m.call.since.IsZero() {
		m.call = call{m.cfg.Desk.Now().In(m.cfg.Zone), m.cfg.Clock().Add(callStands), m.session.id}
	}
	m.say(i18n.Called)
}

func (m *machine) takeCallBack() {
	if m.call.session == m.session.id {
		m.answerCall()
		m.say(i18n.CallBackDone)
	}
}

// answerCall ends the call that stands.
func (m *machine) answerCall() { m.call = call{} }

// lapseCall ends a call that nobody has answered for too long.
func (m *machine) lapseCall() {
	if !m.cfg.Clock().Before(m.call.until) {
		m.answerCall()
	}
}
