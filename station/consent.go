package station

import (
	"time"

	"github.com/nuanxin/station-kit/station/event"
)

// ErrNoNotice: there is no such notice of the purpose, or a newer version has
// replaced it: show the rider the present one.
var ErrNoNotice error = rule("no such notice, or a newer one has replaced it")

// bucketConsents: pseudonym (16 bytes) and purpose to the filed row of the
// rider's latest ConsentGiven or ConsentWithdrawn.
var bucketConsents = []byte("consents")

var consents = subject{
	buckets: [][]byte{bucketNotices, bucketConsents},
	apply:   applyNotice,
	check:   func(v *view, r *Report) { checkLatest(v, r, bucketConsents, consentKeyOf) },
	mine:    consentsOf,
	erase: func(c *change, who event.Pseudonym) error {
		return c.dropUnder(bucketConsents, who[:])
	},
}

// Consent is what a rider last said to one purpose.
type Consent struct {
	Purpose string `json:"purpose"`
	// Notice is the version consented to, 0 where consent was withdrawn.
	Notice uint32 `json:"notice,omitempty"`
	Given  bool   `json:"given"`
}

// GiveConsent records a rider's consent to a purpose under one version of its
// notice; given already, it records nothing. It returns ErrAnonymous, or
// ErrNoNotice for an unknown or superseded version.
func (s *Station) GiveConsent(who event.Pseudonym, purpose string, notice uint32) error {
	if !who.Known() {
		return ErrAnonymous
	}
	return s.change(func(c *change) error {
		n := noticeOf(c.Tx, purpose)
		if n == nil || n.Version != notice {
			return ErrNoNotice
		}
		if consented(c.view(), who, purpose) {
			return nil
		}
		return c.fileConsent(who, purpose, &event.Record{Body: &event.Record_ConsentGiven{
			ConsentGiven: &event.ConsentGiven{Pseudonym: who.Bytes(), Purpose: purpose, Notice: notice},
		}})
	})
}

// Withdraw records that a rider's consent to a purpose ends, also where it was
// given at another station; withdrawn already, it records nothing. It returns
// ErrAnonymous, or ErrNoNotice for a purpose nobody was ever asked about.
func (s *Station) Withdraw(who event.Pseudonym, purpose string) error {
	if !who.Known() {
		return ErrAnonymous
	}
	return s.change(func(c *change) error { return c.withdraw(who, purpose) })
}

// WithdrawAll records it for every purpose the station has a notice of. It
// returns ErrAnonymous.
func (s *Station) WithdrawAll(who event.Pseudonym) error {
	if !who.Known() {
		return ErrAnonymous
	}
	return s.change(func(c *change) error {
		for purpose := range each(c.Tx, bucketNotices) {
			if err := c.withdraw(who, string(purpose)); err != nil {
				return err
			}
		}
		return nil
	})
}

func (c *change) withdraw(who event.Pseudonym, purpose string) error {
	last := lastConsent(c.view(), who, purpose)
	switch {
	case last.GetConsentWithdrawn() != nil:
		return nil
	case last == nil && noticeOf(c.Tx, purpose) == nil:
		return ErrNoNotice
	}
	return c.fileConsent(who, purpose, &event.Record{Body: &event.Record_ConsentWithdrawn{
		ConsentWithdrawn: &event.ConsentWithdrawn{Pseudonym: who.Bytes(), Purpose: purpose},
	}})
}

func (c *change) fileConsent(who event.Pseudonym, purpose string, r *event.Record) error {
	ref, row, err := c.append(r)
	if err != nil {
		return err
	}
	return c.put(bucketConsents, consentKey(who, purpose), filed(ref, row))
}

// Consented reports whether a rider consents to a purpose as its present
// notice has it.
func (s *Station) Consented(who event.Pseudonym, purpose string) (bool, error) {
	var yes bool
	err := s.view(func(v *view) error {
		yes = consented(v, who, purpose)
		return nil
	})
	return yes, err
}

// consented: given to the present version of the notice, and not withdrawn.
// Without a notice nobody can have consented.
func consented(v *view, who event.Pseudonym, purpose string) bool {
	n, given := noticeOf(v.Tx, purpose), lastConsent(v, who, purpose).GetConsentGiven()
	return who.Known() && n != nil && given != nil && given.Notice == n.Version
}

// consentRef is the record of the consent that stands.
func consentRef(v *view, who event.Pseudonym, purpose string) (event.Ref, bool) {
	if !consented(v, who, purpose) {
		return event.Ref{}, false
	}
	return v.s.refIn(v.Bucket(bucketConsents).Get(consentKey(who, purpose))), true
}

func consentKey(who event.Pseudonym, purpose string) []byte {
	return append(who[:], purpose...)
}

// lastConsent is what a rider last said to a purpose, nil where nothing.
func lastConsent(v *view, who event.Pseudonym, purpose string) *event.Record {
	row := v.Bucket(bucketConsents).Get(consentKey(who, purpose))
	if row == nil {
		return nil
	}
	r, err := recordIn(row)
	if err != nil {
		return nil
	}
	return r
}

func consentsOf(v *view, who event.Pseudonym) ([]Item, error) {
	var all []Item
	for key, row := range under(v.Tx, bucketConsents, who[:]) {
		r, err := recordIn(row)
		if err != nil {
			return nil, err
		}
		given := r.GetConsentGiven()
		all = append(all, Item{
			Subject: "consent",
			At:      time.UnixMilli(r.GetStamp().GetWallMs()),
			Value:   Consent{string(key[len(who):]), given.GetNotice(), given != nil},
		})
	}
	return all, nil
}

// consentKeyOf is the key that a record is filed under.
func consentKeyOf(r *event.Record) []byte {
	given, withdrawn := r.GetConsentGiven(), r.GetConsentWithdrawn()
	if given == nil && withdrawn == nil {
		return nil
	}
	return consentKey(r.Pseudonym(), given.GetPurpose()+withdrawn.GetPurpose())
}
