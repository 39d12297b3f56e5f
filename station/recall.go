package station

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/pass"
)

// RevokePassesFrom revokes a pass of a rider's and every one that was issued here
// to the rider after it, and those of others that are the rider's: all that
// somebody else may hold who came by the first. The rider's older passes stay
// good. It returns how many were good until now. Where this station no longer
// knows when it issued the first, it revokes as RevokePasses does. Errors are
// ErrAnonymous, ErrStorage and, where the first is no pass of the rider's, those
// of ByPass.
func (s *Station) RevokePassesFrom(who event.Pseudonym, first string, others ...string) (int, error) {
	if !who.Known() {
		return 0, ErrAnonymous
	}
	ids, err := s.passesAmong(who, first, others)
	if err != nil {
		return 0, err
	}
	n, known := 0, false
	err = s.change(func(c *change) (err error) {
		n, known, err = c.revokeFrom(who, ids)
		return err
	})
	if err != nil || known {
		return n, err
	}
	return s.RevokePasses(who)
}

// passesAmong are the ids of a rider's passes: of the first, which has to be one,
// and of those others that are.
func (s *Station) passesAmong(who event.Pseudonym, first string, others []string) (ids [][]byte, err error) {
	for i, text := range append([]string{first}, others...) {
		p, err := pass.Verify(text, s.Hub, s.Now())
		if err == nil && p.Pseudonym != who {
			err = fmt.Errorf("another rider's: %w", pass.ErrNotPass)
		}
		switch {
		case err == nil:
			ids = append(ids, p.ID[:])
		case i == 0:
			return nil, err
		}
	}
	return ids, nil
}

// revokeFrom revokes passes, and those issued here to a rider since the first of
// them; known is whether that was issued here.
func (c *change) revokeFrom(who event.Pseudonym, ids [][]byte) (n int, known bool, err error) {
	first := c.Bucket(bucketPasses).Get(passKey(who, ids[0]))
	if first == nil {
		return 0, false, nil
	}
	for key, row := range under(c.Tx, bucketPasses, who[:]) {
		if bytes.Compare(row[:filedAt], first[:filedAt]) > 0 {
			ids = append(ids, bytes.Clone(key[len(who):]))
		}
	}
	slices.SortFunc(ids, bytes.Compare)
	ids = slices.CompactFunc(slices.DeleteFunc(ids, c.view().passRevoked), bytes.Equal)
	if len(ids) == 0 {
		return 0, true, nil
	}
	if err := c.revoke(bucketRevokedPasses, len(pass.ID{}), ids); err != nil {
		return 0, true, err
	}
	_, _, err = c.append(&event.Record{Body: &event.Record_RiderPassesRevoked{
		RiderPassesRevoked: &event.RiderPassesRevoked{Pseudonym: who.Bytes(), PassIds: ids, OthersStay: true},
	}})
	return len(ids), true, err
}
