package flow

import (
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
)

// Attendant is who is in attendant's mode.
type Attendant struct {
	Name       string
	Supervisor bool
}

// Duty is what an attendant can do.
type Duty int

// The duties, in the order in which they are offered.
const (
	DutyToday    Duty = iota // who is expected, who came
	DutyWalkIn               // somebody without a booking
	DutyRewards              // what riders have redeemed
	DutyTasks                // what volunteers have done
	DutyPapers               // the printer
	DutyStation              // devices, delivery, network
	DutyRestart              // the kiosk, the machine
	DutySelf                 // one's own PIN and card
	DutyAccounts             // for a supervisor
)

// OnDuty is the first page of attendant's mode, with what was last said of the free seats.
type OnDuty struct {
	Duties []Duty
	Seats  station.Seats
}

func (OnDuty) screen() {}

// OpenDuty opens one.
type OpenDuty struct{ Duty Duty }

func (OpenDuty) action() {}

// goOnDuty begins an attendant's session, in which no rider is known.
func (m *machine) goOnDuty(in station.Session) {
	m.freshSession()
	m.session.staff = in
	m.touch() // the session has another idle time now
	m.goTo(onDuty{})
}

// attendant is who is in attendant's mode, nil for nobody.
func (m *machine) attendant() *Attendant {
	in := m.session.staff
	if in.ID == "" {
		return nil
	}
	return &Attendant{in.Name, in.Role == station.RoleSupervisor}
}

// onDuty is where an attendant's session begins.
type onDuty struct{}

// duties are the ways into them.
func duties() map[Duty]func(*machine) {
	return map[Duty]func(*machine){
		DutyToday:    func(m *machine) { m.callRoll(0, i18n.None) },
		DutyWalkIn:   func(m *machine) { m.goTo(walkIn{}) },
		DutyRewards:  func(m *machine) { m.listHandouts(0, i18n.None) },
		DutyTasks:    (*machine).listErrands,
		DutyPapers:   func(m *machine) { m.goTo(papers{}) },
		DutyStation:  func(m *machine) { m.goTo(condition{}) },
		DutyRestart:  func(m *machine) { m.goTo(restart{}) },
		DutySelf:     (*machine).lookAtSelf,
		DutyAccounts: func(m *machine) { m.listAccounts(0, i18n.None) },
	}
}

func (onDuty) screen(m *machine) Screen {
	var all []Duty
	for d := DutyToday; d <= DutyAccounts; d++ {
		switch {
		case d == DutyPapers && m.cfg.Printer == nil:
		case d == DutyRestart && m.cfg.Machine == nil:
		case d == DutyAccounts && !m.attendant().Supervisor:
		default:
			all = append(all, d)
		}
	}
	return OnDuty{all, m.wall.seats}
}

func (onDuty) act(m *machine, a Action) {
	switch a := a.(type) {
	case OpenDuty:
		for _, d := range (onDuty{}).screen(m).(OnDuty).Duties {
			if d == a.Duty {
				duties()[d](m)
			}
		}
	case AnswerCall:
		m.answerCall()
	case SaySeats:
		m.saySeats(a.Level)
	}
}

// attend looks something up for the attendant, and goes there.
func attend[T any](m *machine, look func() (T, error), then func(*machine, T)) {
	m.work(i18n.BusyLooking, func() func(*machine) {
		found, err := look()
		return func(m *machine) {
			if err != nil {
				m.say(explainToStaff(err))
				return
			}
			then(m, found)
		}
	})
}

// note has the station record something, and then looks anew.
func (m *machine) note(do func() error, then func(*machine)) {
	m.work(i18n.BusyNoting, func() func(*machine) {
		err := do()
		return func(m *machine) {
			if err != nil {
				m.say(explainToStaff(err))
				return
			}
			then(m)
		}
	})
}

// backToDuty goes back to the first page.
func backToDuty(m *machine, a Action) {
	if _, ok := a.(Back); ok {
		m.goTo(onDuty{})
	}
}
