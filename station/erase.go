package station

import (
	"crypto/ed25519"

	"github.com/nuanxin/station-kit/station/event"
)

// Erase forgets a rider: every subject removes what its tables hold, and gives
// back what the rider held of the station's; a signed PersonErased tells the
// hub to do the same. Afterwards MyData is empty and a later visit is a first
// one. It may be asked for twice, and by a rider of whom this station holds
// nothing: others may. It returns ErrAnonymous.
//
// The journal's older records stay until the hub has receipted them and
// retention takes them: they are chained, and hold a pseudonym at most.
// Snapshots and backups made before hold what was erased until they are
// rotated.
func (s *Station) Erase(who event.Pseudonym) error {
	if !who.Known() {
		return ErrAnonymous
	}
	return s.change(func(c *change) error { return c.eraseRider(who) })
}

// eraseRider records the erasure last: what comes after it in the journal is of
// somebody new.
func (c *change) eraseRider(who event.Pseudonym) error {
	for _, subject := range subjects {
		if subject.erase == nil {
			continue
		}
		if err := subject.erase(c, who); err != nil {
			return err
		}
	}
	_, _, err := c.append(&event.Record{Body: &event.Record_PersonErased{PersonErased: &event.PersonErased{
		Pseudonym: who.Bytes(),
		Signature: ed25519.Sign(c.s.Issuer.Key, event.ErasureText(who)),
	}}})
	return err
}
