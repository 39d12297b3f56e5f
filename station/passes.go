package station

import (
	"bytes"
	"maps"
	"time"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/pass"
)

const (
	// passLife is how long an issued pass is good.
	passLife = 180 * 24 * time.Hour
	// renewal is how long before its end a pass is due to be replaced.
	renewal = 30 * 24 * time.Hour
)

// bucketPasses: pseudonym (16 bytes) and pass id (8) to the filed row of the
// PassIssued. Expired ones go with the day.
var bucketPasses = []byte("passes")

var passes = subject{
	buckets: [][]byte{bucketPasses},
	check:   checkPasses,
	mine:    passesOf,
	erase:   erasePasses,
}

// RenewDue reports whether the rider came with a pass that ends within thirty
// days: time to issue another for the same pseudonym.
func (r Rider) RenewDue(now time.Time) bool {
	return !r.PassExpires.IsZero() && now.After(r.PassExpires.Add(-renewal))
}

// ByPass recognises the holder of a scanned pass. Errors are pass.ErrNotPass,
// pass.ErrForged, pass.ErrExpired, pass.ErrRevoked and ErrStorage.
func (s *Station) ByPass(text string) (Rider, error) {
	p, err := pass.Verify(text, s.Hub, s.Now())
	if err != nil {
		return Rider{}, err
	}
	if err := s.unrevoked(p.Issuer, p.ID[:]); err != nil {
		return Rider{}, err
	}
	return Rider{Pseudonym: p.Pseudonym, Means: event.Means_MEANS_PASS, PassExpires: p.Expires}, nil
}

// IssuePass gives a rider a pass: the text of its QR code.
func (s *Station) IssuePass(who event.Pseudonym) (string, error) {
	if !who.Known() {
		return "", ErrAnonymous
	}
	id, err := pass.NewID(s.Random)
	if err != nil {
		return "", err
	}
	p := pass.Pass{ID: id, Pseudonym: who, Expires: s.Now().Add(passLife)}
	if err := s.change(func(c *change) error { return c.issued(p) }); err != nil {
		return "", err
	}
	return s.issuer().Issue(p), nil
}

func (c *change) issued(p pass.Pass) error {
	ref, row, err := c.append(&event.Record{Body: &event.Record_PassIssued{PassIssued: &event.PassIssued{
		Pseudonym: p.Pseudonym.Bytes(), PassId: p.ID[:], ExpiresMs: p.Expires.UnixMilli(),
	}}})
	if err != nil {
		return err
	}
	return c.put(bucketPasses, passKey(p.Pseudonym, p.ID[:]), filed(ref, row))
}

func passKey(who event.Pseudonym, id []byte) []byte { return append(who[:], id...) }

// dropExpiredPasses forgets the passes whose day is over.
func (c *change) dropExpiredPasses() error {
	var over [][]byte
	for key, row := range each(c.Tx, bucketPasses) {
		r, err := recordIn(row)
		if err != nil {
			return err
		}
		if expiredPass(r.GetPassIssued(), c.now()) {
			over = append(over, bytes.Clone(key))
		}
	}
	for _, key := range over {
		if err := c.drop(bucketPasses, key); err != nil {
			return err
		}
	}
	return nil
}

// expiredPass: a day after its last one, wherever midnight is.
func expiredPass(p *event.PassIssued, now time.Time) bool {
	return now.After(event.Time(p.GetExpiresMs()).Add(48 * time.Hour))
}

// HeldPass is a pass that this station issued, as "my data" shows it.
type HeldPass struct {
	Expires time.Time `json:"expires"`
	Revoked bool      `json:"revoked,omitempty"`
}

func passesOf(v *view, who event.Pseudonym) ([]Item, error) {
	var all []Item
	for _, row := range under(v.Tx, bucketPasses, who[:]) {
		r, err := recordIn(row)
		if err != nil {
			return nil, err
		}
		p := r.GetPassIssued()
		all = append(all, Item{"pass", event.Time(r.GetStamp().GetWallMs()), HeldPass{
			Expires: event.Time(p.ExpiresMs), Revoked: v.passRevoked(p.PassId),
		}})
	}
	return all, nil
}

// erasePasses revokes before it forgets: a pass that outlived the erasure would
// bring the pseudonym back.
func erasePasses(c *change, who event.Pseudonym) error {
	if _, err := c.revokeIssued(who); err != nil {
		return err
	}
	return c.dropUnder(bucketPasses, who[:])
}

// checkPasses compares each row with the journal, and looks for the row of each
// pass the journal has that is neither over nor erased.
func checkPasses(v *view, r *Report) {
	due := v.passesDue()
	for key, row := range each(v.Tx, bucketPasses) {
		rec, err := recordIn(row)
		p := rec.GetPassIssued()
		whole := err == nil && p != nil && string(key) == string(p.Pseudonym)+string(p.PassId)
		if !whole || !journalled(v.Tx, row) {
			r.fault("passes: row %x is not in the journal", key)
		}
		delete(due, string(key))
	}
	for _, p := range due {
		r.fault("passes: pass %x has no row", p.PassId)
	}
}

// passesDue follows the journal: what was issued, less what an erasure or the
// end of its days took away.
func (v *view) passesDue() map[string]*event.PassIssued {
	due := map[string]*event.PassIssued{}
	for _, row := range each(v.Tx, bucketJournal) {
		rec, _ := recordOf(row)
		switch body := rec.GetBody().(type) {
		case *event.Record_PassIssued:
			p := body.PassIssued
			due[string(p.Pseudonym)+string(p.PassId)] = p
		case *event.Record_PersonErased:
			maps.DeleteFunc(due, func(_ string, p *event.PassIssued) bool {
				return string(p.Pseudonym) == string(body.PersonErased.Pseudonym)
			})
		case *event.Record_Canary:
			at := event.Time(rec.GetStamp().GetWallMs())
			maps.DeleteFunc(due, func(_ string, p *event.PassIssued) bool { return expiredPass(p, at) })
		}
	}
	return due
}
