package flow

import (
	"fmt"
	"io"
	"time"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
)

// AccountBook is how a supervisor keeps the accounts.
type AccountBook interface {
	Attendants() ([]station.Attendant, error)
	SetAttendant(a station.Attendant, pin, by string) error
	RemoveAttendant(id, by string) error
}

type (
	// Accounts lists them.
	Accounts struct {
		Accounts []station.Attendant
		Page
	}
	// Account is one of them. Sure: its removal was asked for.
	Account struct {
		Account station.Attendant
		Sure    bool
	}
)

func (Accounts) screen() {}
func (Account) screen()  {}

type (
	// AddAccount begins with the name of a new attendant.
	AddAccount struct{}
	// RenewPIN gives the account shown a new PIN, which unlocks it.
	RenewPIN struct{}
	// SwitchRole makes a supervisor of an attendant, or the other way round.
	SwitchRole struct{}
	// AskRemove asks to remove the account shown.
	AskRemove struct{}
	// ConfirmRemove removes it.
	ConfirmRemove struct{}
)

func (AddAccount) action()    {}
func (RenewPIN) action()      {}
func (SwitchRole) action()    {}
func (AskRemove) action()     {}
func (ConfirmRemove) action() {}

func (m *machine) listAccounts(page int, notice i18n.Key) {
	attend(m, m.cfg.Desk.Attendants, func(m *machine, all []station.Attendant) {
		m.goTo(accounts{all, page})
		m.say(notice)
	})
}

// accounts is the list of them.
type accounts struct {
	all  []station.Attendant
	page int
}

func (a accounts) screen(*machine) Screen {
	some, page := cut(a.all, a.page, CardsPerPage)
	return Accounts{some, page}
}

func (a accounts) act(m *machine, do Action) {
	switch do := do.(type) {
	case Turn:
		m.goTo(accounts{a.all, m.turned(do)})
	case AddAccount:
		m.write(a, want{i18n.AccountName, i18n.AccountNameHint, mostName}, "")
	case ChooseAccount:
		for _, one := range a.all {
			if one.ID == do.ID {
				m.goTo(account{a.page, one, false})
			}
		}
	}
	backToDuty(m, do)
}

// mostName is how many characters of a name the screens have room for.
const mostName = 12

// wrote goes on with a new attendant's name: what is missing is a PIN.
func (a accounts) wrote(m *machine, name string) {
	if name == "" {
		m.goTo(a)
		return
	}
	id, err := freshID(m.notes.now, m.cfg.Random)
	if err != nil {
		m.say(i18n.Unexpected)
		m.goTo(a)
		return
	}
	fresh := account{a.page, station.Attendant{ID: id, Name: name, Role: station.RoleAttendant}, false}
	m.askNewPIN(name, a, func(m *machine, first keying, pin string) { fresh.renew(m, first, pin, i18n.AccountAdded) })
}

// freshID is an identifier that no account has had, nor will have: records keep those of accounts that are gone. The
// time alone does not do: a clock may be set back, and two accounts be made within its minute. Digits in a row might
// look like somebody's number, so there are none.
func freshID(now time.Time, random io.Reader) (string, error) {
	drawn := make([]byte, 8)
	if _, err := io.ReadFull(random, drawn); err != nil {
		return "", fmt.Errorf("name an account: %w", err)
	}
	for i, b := range drawn {
		drawn[i] = 'a' + b%26
	}
	return now.Format("staff-060102-") + string(drawn), nil
}

// account is one of them.
type account struct {
	page int // of the list
	one  station.Attendant
	sure bool
}

func (a account) screen(*machine) Screen { return Account{a.one, a.sure} }

func (a account) act(m *machine, do Action) {
	switch do.(type) {
	case Back:
		if a.sure {
			m.goTo(account{a.page, a.one, false})
			return
		}
		m.listAccounts(a.page, i18n.None)
	case RenewPIN:
		m.askNewPIN(a.one.Name, a, func(m *machine, first keying, pin string) { a.renew(m, first, pin, i18n.PINChanged) })
	case SwitchRole:
		a.switchRole(m)
	case AskRemove:
		m.goTo(account{a.page, a.one, true})
	case ConfirmRemove:
		a.remove(m)
	}
}

// renew gives the account a PIN, and makes it where it is new.
func (a account) renew(m *machine, first keying, pin string, notice i18n.Key) {
	by := m.session.staff.ID
	m.work(i18n.BusyNoting, func() func(*machine) {
		err := m.cfg.Desk.SetAttendant(a.one, pin, by)
		return func(m *machine) {
			switch {
			case weak(err):
				m.refuse(first, err)
			case err != nil:
				m.listAccounts(a.page, explainToStaff(err))
			default:
				m.listAccounts(a.page, notice)
			}
		}
	})
}

func (a account) switchRole(m *machine) {
	other := a.one
	other.Role = station.RoleSupervisor
	if a.one.Role == station.RoleSupervisor {
		other.Role = station.RoleAttendant
	}
	by := m.session.staff.ID
	m.note(func() error { return m.cfg.Desk.SetAttendant(other, "", by) }, func(m *machine) { a.changed(m, i18n.AccountChanged) })
}

func (a account) remove(m *machine) {
	if !a.sure {
		return
	}
	by := m.session.staff.ID
	m.note(func() error { return m.cfg.Desk.RemoveAttendant(a.one.ID, by) }, func(m *machine) { a.changed(m, i18n.AccountRemoved) })
}

// changed goes on after an account has another role, or none. Whoever has changed their own signs in anew: what
// they may do is another.
func (a account) changed(m *machine, notice i18n.Key) {
	if a.one.ID == m.session.staff.ID {
		m.freshSession() // which has an end, and so has the notice
		m.say(notice)
		return
	}
	m.listAccounts(a.page, notice)
}
