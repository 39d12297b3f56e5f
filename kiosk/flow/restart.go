package flow

import "github.com/nuanxin/station-kit/kiosk/i18n"

// Machine is what the kiosk runs on.
type Machine interface {
	// RestartKiosk ends the kiosk, for its service to start it again. It returns at once.
	RestartKiosk()
	// MayReboot reports whether Reboot can be asked for here.
	MayReboot() bool
	// Reboot restarts the whole machine; it returns once that is under way, or why it is not.
	Reboot() error
}

// Restart offers to restart the kiosk, or the machine where that is allowed; and asks again before it does.
type Restart struct {
	MayReboot     bool
	Sure, Machine bool // asked for, and which
}

func (Restart) screen() {}

type (
	// AskRestart asks for it, or without the machine for the kiosk alone.
	AskRestart struct{ Machine bool }
	// ConfirmRestart does what was asked for.
	ConfirmRestart struct{}
)

func (AskRestart) action()     {}
func (ConfirmRestart) action() {}

// restart is where it is asked for.
type restart struct{ sure, machine bool }

func (r restart) screen(m *machine) Screen {
	return Restart{m.cfg.Machine.MayReboot(), r.sure, r.machine}
}

func (r restart) act(m *machine, a Action) {
	switch a := a.(type) {
	case Back:
		if r.sure {
			m.goTo(restart{})
			return
		}
		m.goTo(onDuty{})
	case AskRestart:
		if !a.Machine || m.cfg.Machine.MayReboot() {
			m.goTo(restart{true, a.Machine})
		}
	case ConfirmRestart:
		if r.sure {
			r.do(m)
		}
	}
}

func (r restart) do(m *machine) {
	m.work(i18n.BusyRestart, func() func(*machine) {
		var err error
		if r.machine {
			err = m.cfg.Machine.Reboot()
		} else {
			m.cfg.Machine.RestartKiosk()
		}
		return func(m *machine) {
			if err != nil {
				m.say(i18n.RestartFailed)
			}
			m.goTo(onDuty{})
		}
	})
}
