package station

import (
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/nuanxin/station-kit/station/event"
)

var (
	// ErrHandedOut: the reward was handed out before.
	ErrHandedOut error = rule("the reward was handed out before")
	// ErrNotHandedOut: nobody said that the reward was handed out.
	ErrNotHandedOut error = rule("the reward was not handed out")
)

// The states of a redemption, by shorter names.
const (
	handedOut = event.RedemptionState_REDEMPTION_STATE_HANDED_OUT
	stillOpen = event.RedemptionState_REDEMPTION_STATE_OPEN
)

// bucketHandedOut: pseudonym (16 bytes), epoch (4) and sequence (8) of a
// redemption to the filed row of its latest RedemptionChange.
var bucketHandedOut = []byte("points-handed-out")

// HandOut notes that the attendant by hands the reward of a redemption out,
// once. It returns ErrNoEntry, ErrReversed where the points were given back, or
// ErrHandedOut.
func (s *Station) HandOut(who event.Pseudonym, redemption event.Ref, by string) error {
	return s.settleRedemption(who, redemption, by, handedOut, func(r Redemption) error {
		switch {
		case r.Reversed:
			return ErrReversed
		case !r.HandedOut.IsZero():
			return ErrHandedOut
		}
		return nil
	})
}

// TakeHandOutBack notes that a reward was not handed out after all: the
// attendant by had said so by mistake. It can be handed out, or its points given
// back, from then on. It returns ErrNoEntry or ErrNotHandedOut.
func (s *Station) TakeHandOutBack(who event.Pseudonym, redemption event.Ref, by string) error {
	return s.settleRedemption(who, redemption, by, stillOpen, func(r Redemption) error {
		if r.HandedOut.IsZero() {
			return ErrNotHandedOut
		}
		return nil
	})
}

func (s *Station) settleRedemption(who event.Pseudonym, at event.Ref, by string, to event.RedemptionState, may func(Redemption) error) error {
	return s.change(func(c *change) error {
		r, err := c.view().redeemed(who, at)
		if err != nil {
			return err
		}
		if err := may(r); err != nil {
			return err
		}
		return c.turnRedemption(r, to, by)
	})
}

func (c *change) turnRedemption(r Redemption, to event.RedemptionState, by string) error {
	ref, row, err := c.append(&event.Record{Attendant: by, Body: &event.Record_RedemptionChange{RedemptionChange: &event.RedemptionChange{
		Redemption: reference(r.Ref), State: to,
	}}})
	if err != nil {
		return err
	}
	return c.put(bucketHandedOut, riderKey(r.Who, r.Ref), filed(ref, row))
}

// handedOutBy says when a redemption was handed out and by whom; the zero time
// where it was not. key is that of the ledger.
func handedOutBy(tx *bolt.Tx, key []byte) (at time.Time, by string, err error) {
	row := tx.Bucket(bucketHandedOut).Get(key)
	if row == nil {
		return time.Time{}, "", nil
	}
	r, err := recordIn(row)
	if err != nil || r.GetRedemptionChange().GetState() != handedOut {
		return time.Time{}, "", err
	}
	return event.Time(r.GetStamp().GetWallMs()), r.Attendant, nil
}
