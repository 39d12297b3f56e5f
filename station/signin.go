package station

import (
	"fmt"
	"time"

	"github.com/nuanxin/station-kit/station/event"
)

var (
	// ErrWrongPIN: no account has this identifier and PIN. Which of the two is
	// wrong is not told.
	ErrWrongPIN error = rule("identifier or PIN is wrong")
	// ErrLocked: too many wrong PINs in a row; see Locked.
	ErrLocked error = rule("the account is locked after wrong PINs")
)

// Locked is ErrLocked with its end.
type Locked struct{ Until time.Time }

func (l Locked) Error() string {
	return fmt.Sprintf("%s until %s", ErrLocked, l.Until.In(event.Zone).Format("15:04:05"))
}

// Unwrap makes it ErrLocked.
func (l Locked) Unwrap() error { return ErrLocked }

// Session is an attendant who has signed in. It ends with whoever holds it.
type Session struct {
	ID   string
	Name string
	Role Role
}

// SignIn takes about a tenth of a second on purpose. It returns ErrWrongPIN, or
// Locked: after 5 wrong PINs in a row for a minute, after each further one for
// twice as long, up to five minutes. The account's own card signs in all the
// same. Both outcomes are recorded; tries while the
// account is locked, or at no account, are not.
func (s *Station) SignIn(id, pin string) (Session, error) {
	tried, err := s.openPIN(id)
	if err != nil {
		return Session{}, err
	}
	right := tried.is(pin) // in no transaction: nobody else waits for it
	var session Session
	var refused error
	err = s.change(func(c *change) (err error) {
		session, refused, err = c.signIn(id, tried, right)
		return err
	})
	if err != nil {
		return Session{}, err
	}
	return session, refused
}

// openPIN is the PIN to try. That of no account has a hash that no PIN gives,
// so that its answer takes as long.
func (s *Station) openPIN(id string) (pinRow, error) {
	var p pinRow
	err := s.view(func(v *view) error {
		p, _ = pinOf(v.Tx, id)
		if until := p.lockedUntil(v.now()); !until.IsZero() {
			return Locked{until}
		}
		return nil
	})
	return p, err
}

// signIn decides by the row as it is now: of many who try at once, those after
// the fifth find it locked.
func (c *change) signIn(id string, tried pinRow, right bool) (in Session, refused, err error) {
	p, found := pinOf(c.Tx, id)
	a, named := attendantOf(c.Tx, id)
	if !found || !named || p.salt != tried.salt {
		return in, ErrWrongPIN, nil // no account, or its PIN was changed meanwhile
	}
	if until := p.lockedUntil(c.now()); !until.IsZero() {
		return in, Locked{until}, nil
	}
	if right {
		in = Session{a.ID, a.Name, a.Role}
		return in, nil, c.signedIn(id, p)
	}
	refused, err = c.refuse(id, p)
	return in, refused, err
}

func (c *change) signedIn(id string, p pinRow) error {
	p.wrong, p.tried = 0, c.at.WallMs
	if err := c.recordSignIn(id); err != nil {
		return err
	}
	return c.put(bucketPINs, []byte(id), p.bytes())
}

func (c *change) recordSignIn(id string) error {
	_, _, err := c.append(&event.Record{Attendant: id, Body: &event.Record_AttendantSignedIn{
		AttendantSignedIn: &event.AttendantSignedIn{Id: id},
	}})
	return err
}

// refuse counts a wrong PIN. It is no broken rule to the transaction: the count
// has to last.
func (c *change) refuse(id string, p pinRow) (refused, err error) {
	p.wrong, p.tried = p.wrong+1, c.at.WallMs
	until := p.lockedUntil(c.now())
	_, _, err = c.append(&event.Record{Body: &event.Record_AttendantSignedIn{
		AttendantSignedIn: &event.AttendantSignedIn{Id: id, Refused: true, Locked: !until.IsZero()},
	}})
	if err != nil {
		return nil, err
	}
	if until.IsZero() {
		refused = ErrWrongPIN
	} else {
		refused = Locked{until}
	}
	return refused, c.put(bucketPINs, []byte(id), p.bytes())
}

// ChangePIN gives an attendant a new PIN for the old one, which is tried as
// SignIn does. Beside its errors it returns ErrBadPIN and ErrWeakPIN.
func (s *Station) ChangePIN(id, old, pin string) error {
	if err := checkPIN(pin); err != nil {
		return err
	}
	if _, err := s.SignIn(id, old); err != nil {
		return err
	}
	fresh, err := newPIN(pin, s.Random)
	if err != nil {
		return err
	}
	return s.change(func(c *change) error {
		a, found := attendantOf(c.Tx, id)
		if !found {
			return ErrNoAttendant
		}
		return c.setAttendant(a, &fresh, id)
	})
}
