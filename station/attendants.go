package station

import (
	"bytes"
	"errors"
	"regexp"
	"time"
	"unicode/utf8"

	"github.com/nuanxin/station-kit/station/event"
)

var (
	// ErrBadAttendant: an account has an identifier of 1 to 32 lower-case
	// letters, digits and hyphens, a name of 1 to 40 characters, neither with
	// a telephone or ID number in it, and a role.
	ErrBadAttendant error = rule("an account needs an identifier, a display name and a role")
	// ErrNoAttendant: there is no such account.
	ErrNoAttendant error = rule("no such account")
	// ErrNotSupervisor: only a supervisor may do this.
	ErrNotSupervisor error = rule("only a supervisor can do this")
	// ErrLastSupervisor: without the last supervisor nobody could make another.
	ErrLastSupervisor error = rule("the last supervisor stays")
)

var (
	// bucketAttendants: identifier to the filed row of the latest AttendantSet.
	bucketAttendants = []byte("attendants")
	// bucketPINs: identifier to (pinRow).bytes. PINs are in no record: the
	// journal goes to the hub, and they stay here.
	bucketPINs = []byte("pins")
)

var attendants = subject{
	buckets: [][]byte{bucketAttendants, bucketPINs, bucketCards, bucketFormer},
	check:   func(v *view, r *Report) { checkAttendants(v, r); checkCards(v, r); checkFormer(v, r) },
	mine:    cardHeld,
	erase:   eraseCard,
}

// Role is what an attendant may do.
type Role string

// The roles. A supervisor keeps the accounts, too.
const (
	RoleAttendant  Role = "attendant"
	RoleSupervisor Role = "supervisor"
)

// Attendant is an account at this station.
type Attendant struct {
	ID string
	// Name is what screens and records show; it need not be a full name.
	Name string
	Role Role
	// LockedUntil is set while wrong PINs keep the account locked.
	LockedUntil time.Time
	// Card: an ID card signs it in, too.
	Card bool
}

var attendantForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,31}$`)

func (a Attendant) check() error {
	length := utf8.RuneCountInString(a.Name)
	named := utf8.ValidString(a.Name) && length > 0 && length <= 40
	numbered := numberForm.MatchString(a.ID) || numberForm.MatchString(a.Name)
	if !attendantForm.MatchString(a.ID) || !named || numbered || a.Role != RoleAttendant && a.Role != RoleSupervisor {
		return ErrBadAttendant
	}
	return nil
}

// Attendants lists the accounts, by identifier.
func (s *Station) Attendants() ([]Attendant, error) {
	var all []Attendant
	err := s.view(func(v *view) error {
		all = nil
		for id := range each(v.Tx, bucketAttendants) {
			a, _ := attendantOf(v.Tx, string(id))
			p, _ := pinOf(v.Tx, string(id))
			a.LockedUntil, a.Card = p.lockedUntil(v.now()), cardOf(v.Tx, a.ID).Known()
			all = append(all, a)
		}
		return nil
	})
	return all, err
}

// InstallSupervisor makes a supervisor's account, or gives one a new PIN. It is
// for the technician at the machine: nobody is asked, because whoever can call
// it owns the file. It returns ErrBadAttendant, ErrBadPIN or ErrWeakPIN.
func (s *Station) InstallSupervisor(id, name, pin string) error {
	return s.setAttendant(Attendant{ID: id, Name: name, Role: RoleSupervisor}, pin, "", false)
}

// SetAttendant makes or changes an account, for a supervisor. pin may be "" to
// leave that of an account as it is; a new one unlocks it, and unbinds the card:
// whoever gets the PIN begins anew. Beside the errors of
// InstallSupervisor it returns ErrNotSupervisor and ErrLastSupervisor.
func (s *Station) SetAttendant(a Attendant, pin, by string) error {
	return s.setAttendant(a, pin, by, true)
}

func (s *Station) setAttendant(a Attendant, pin, by string, ask bool) error {
	if err := a.check(); err != nil {
		return err
	}
	fresh, err := s.freshPIN(pin)
	if err != nil {
		return err
	}
	return s.change(func(c *change) error {
		if ask && !c.supervisor(by) {
			return ErrNotSupervisor
		}
		if a.Role != RoleSupervisor && c.lastSupervisor(a.ID) {
			return ErrLastSupervisor
		}
		return c.setAttendant(a, fresh, by)
	})
}

// freshPIN is nil for "".
func (s *Station) freshPIN(pin string) (*pinRow, error) {
	if pin == "" {
		return nil, nil
	}
	if err := checkPIN(pin); err != nil {
		return nil, err
	}
	p, err := newPIN(pin, s.Random)
	return &p, err
}

func (c *change) setAttendant(a Attendant, fresh *pinRow, by string) error {
	if _, found := pinOf(c.Tx, a.ID); !found && fresh == nil {
		return ErrBadPIN
	}
	ref, row, err := c.append(&event.Record{Attendant: by, Body: &event.Record_AttendantSet{
		AttendantSet: &event.AttendantSet{Id: a.ID, Name: a.Name, Role: string(a.Role)},
	}})
	if err != nil {
		return err
	}
	if fresh != nil && by != a.ID {
		if err := c.dropCard(a.ID); err != nil {
			return err
		}
	}
	if fresh != nil {
		if err := c.put(bucketPINs, []byte(a.ID), fresh.bytes()); err != nil {
			return err
		}
	}
	return errors.Join(c.drop(bucketFormer, []byte(a.ID)), c.put(bucketAttendants, []byte(a.ID), filed(ref, row)))
}

// RemoveAttendant ends an account, for a supervisor. What it is called stays, for
// what was done with it. It returns
// ErrNotSupervisor, ErrNoAttendant or ErrLastSupervisor.
func (s *Station) RemoveAttendant(id, by string) error {
	return s.change(func(c *change) error {
		if !c.supervisor(by) {
			return ErrNotSupervisor
		}
		if _, found := attendantOf(c.Tx, id); !found {
			return ErrNoAttendant
		}
		if c.lastSupervisor(id) {
			return ErrLastSupervisor
		}
		_, _, err := c.append(&event.Record{Attendant: by, Body: &event.Record_AttendantSet{
			AttendantSet: &event.AttendantSet{Id: id},
		}})
		if err != nil {
			return err
		}
		named := bytes.Clone(c.Bucket(bucketAttendants).Get([]byte(id)))
		if err := errors.Join(c.put(bucketFormer, []byte(id), named), c.drop(bucketPINs, []byte(id)), c.dropCard(id)); err != nil {
			return err
		}
		return c.drop(bucketAttendants, []byte(id))
	})
}
