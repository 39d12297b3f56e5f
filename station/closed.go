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
