package station

import (
	"bytes"
	"slices"
	"time"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/seal"
)

// closedFor is how long an answered appeal that nobody reopens stays readable
// at the stations, and a hazard or story in its rider's list.
const closedFor = 180 * 24 * time.Hour

// DropClosed forgets appeals that were answered, and hazards and stories that
// were handed in, more than 180 days ago. What the journal still has of them
// stays. It returns how many it forgot.
func (s *Station) DropClosed() (dropped int, err error) {
	var claims, old [][]byte
	err = s.view(func(v *view) (err error) {
		claims, err = v.closedAppeals()
		return err
	})
	if err != nil {
		return 0, err
	}
	n, err := s.dropEach(claims, (*change).dropClosed)
	if err != nil {
		return n, err
	}
	// After the appeals: a rider's row of one goes when its steps have gone.
	err = s.view(func(v *view) (err error) {
		old, err = v.oldSubmissions()
		return err
	})
	if err != nil {
		return n, err
	}
	m, err := s.dropEach(old, func(c *change, key []byte) error { return c.drop(bucketSubmissions, key) })
	return n + m, err
}

// dropEach drops by keys, a bounded number in each transaction.
func (s *Station) dropEach(keys [][]byte, drop func(*change, []byte) error) (dropped int, err error) {
	for some := range slices.Chunk(keys, thinAtOnce) {
		err := s.change(func(c *change) error {
			for _, key := range some {
				if err := drop(c, key); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return dropped, err
		}
		dropped += len(some)
	}
	return dropped, nil
}

// closedAppeals lists the claims that DropClosed may forget.
func (v *view) closedAppeals() ([][]byte, error) {
	var all [][]byte
	var last []byte
	for key := range each(v.Tx, bucketAppeals) {
		claim := key[:min(stepClaim, len(key))]
		if bytes.Equal(claim, last) {
			continue
		}
		last = bytes.Clone(claim)
		if closed, err := v.closed(last); err != nil {
			return nil, err
		} else if closed {
			all = append(all, last)
		}
	}
	return all, nil
}

// closed: answered, quiet since, and no longer in the journal.
func (v *view) closed(claim []byte) (bool, error) {
	if len(claim) != stepClaim {
		return false, event.ErrUnreadable
	}
	steps, err := v.steps(seal.Claim(claim))
	if err != nil || rank[standing(steps)] < rank[event.AppealState_APPEAL_STATE_ANSWERED] {
		return false, err
	}
	for _, st := range steps {
		if v.at.Sub(st.heard) <= closedFor || v.Bucket(bucketJournal).Get(journalKey(st.made.Epoch, st.made.Seq)) != nil {
			return false, nil
		}
	}
	return true, nil
}

// dropClosed asks again: a rider may have reopened it meanwhile.
func (c *change) dropClosed(claim []byte) error {
	if closed, err := c.view().closed(claim); err != nil || !closed {
		return err
	}
	return c.dropUnder(bucketAppeals, claim)
}

// oldSubmissions lists the rows that DropClosed may forget.
func (v *view) oldSubmissions() ([][]byte, error) {
	var all [][]byte
	for key, row := range each(v.Tx, bucketSubmissions) {
		rec, err := recordIn(row)
		if err != nil {
			return nil, err
		}
		old := v.at.Sub(event.Time(rec.GetStamp().GetWallMs())) > closedFor
		if old && v.settled(rec) && v.Bucket(bucketJournal).Get(row[:filedAt]) == nil {
			all = append(all, bytes.Clone(key))
		}
	}
	return all, nil
}

// settled: the rider has nothing more to learn from the row of a record. What
// concerns a membership stays.
func (v *view) settled(rec *event.Record) bool {
	switch body := rec.GetBody().(type) {
	case *event.Record_AppealFiled:
		for range under(v.Tx, bucketAppeals, body.AppealFiled.Claim) {
			return false
		}
		return true
	case *event.Record_HazardReported, *event.Record_StoryOffered:
		return true
	}
	return false
}

// checkAppeals: each row is what its step says, and the steps made here are
// those of the journal, both ways.
func checkAppeals(v *view, r *Report) {
	due := v.stepsDue(r)
	for key, row := range each(v.Tx, bucketAppeals) {
		st, err := v.s.stepFrom(row)
		if err != nil {
			r.fault("appeals: row %x: %v", key, err)
			continue
		}
		if again, _, err := st.bytes(); err != nil || !bytes.Equal(again, key) {
			r.fault("appeals: row %x holds another step (%v)", key, err)
		}
		at := journalKey(st.made.Epoch, st.made.Seq)
		want, journalled := due[string(key)]
		held := v.Bucket(bucketJournal).Get(at) != nil
		if held && !journalled || journalled && want != string(row) {
			r.fault("appeals: row %x is not what the journal says", key)
		}
		delete(due, string(key))
	}
	for key := range due {
		r.fault("appeals: step %x has a record and no row", key)
	}
}

// stepsDue maps keys to the rows of the steps that the journal holds.
func (v *view) stepsDue(r *Report) map[string]string {
	due := map[string]string{}
	for at, row := range each(v.Tx, bucketJournal) {
		rec, _ := recordOf(row)
		reply := stepBy(rec)
		if reply == nil {
			continue
		}
		key, want, err := step{v.s.refIn(at), event.Time(reply.AtMs), reply}.bytes()
		if err != nil {
			r.fault("appeals: record %x: %v", at, err)
		}
		due[string(key)] = string(want)
	}
	return due
}
