package station

import (
	"time"

	"github.com/nuanxin/station-kit/station/event"
)

// Redemption is points spent on a reward, which an attendant hands out.
type Redemption struct {
	Ref    event.Ref
	Who    event.Pseudonym
	At     time.Time
	Reward string // identifier
	Name   Text   // as the hub named it last
	Points int64
	// Reversed: the points were given back.
	Reversed bool
	// HandedOut is when the reward was handed out, zero where it was not; By is
	// the attendant.
	HandedOut time.Time
	By        Signatory
}

// Open reports whether the reward is still to be handed out.
func (r Redemption) Open() bool { return !r.Reversed && r.HandedOut.IsZero() }

// RedemptionsToday lists what was redeemed at this station since the day began
// (China Standard Time), newest first. It reads no further back in the journal
// than that day.
func (s *Station) RedemptionsToday() ([]Redemption, error) {
	var all []Redemption
	err := s.view(func(v *view) error {
		all = nil
		today := dayOf(v.now())
		rows := v.Bucket(bucketJournal).Cursor()
		for at, row := rows.Last(); at != nil; at, row = rows.Prev() {
			r, err := recordOf(row)
			if err != nil {
				continue // Check reports it
			}
			if dayOf(event.Time(r.GetStamp().GetWallMs())) < today {
				return nil
			}
			if r.GetPointsRedeemed() == nil {
				continue
			}
			one, held, err := v.redemption(s.refIn(at), r)
			if err != nil {
				return err
			}
			if held {
				all = append(all, one)
			}
		}
		return nil
	})
	return all, err
}

// redeemed is a rider's redemption, or ErrNoEntry.
func (v *view) redeemed(who event.Pseudonym, at event.Ref) (Redemption, error) {
	r, err := entryAt(v.Tx, who, reference(at))
	if err == nil && (r.GetPointsRedeemed() == nil || at.Station != v.s.id) {
		err = ErrNoEntry
	}
	if err != nil {
		return Redemption{}, err
	}
	one, _, err := v.redemption(at, r)
	return one, err
}

// redemption is what a record of one came to; it is not held where its rider
// was erased since.
func (v *view) redemption(at event.Ref, r *event.Record) (Redemption, bool, error) {
	spent := r.GetPointsRedeemed()
	d, err := event.DecodeDown(v.Bucket(bucketRewards).Get([]byte(spent.Reward)))
	if err != nil {
		return Redemption{}, false, err
	}
	one := Redemption{
		Ref: at, Who: r.Pseudonym(), At: event.Time(r.GetStamp().GetWallMs()), Reward: spent.Reward,
		Name: Text{d.GetRewardOffered().GetNameZh(), d.GetRewardOffered().GetNameEn()}, Points: spent.Points,
	}
	var by string
	one.HandedOut, by, err = handedOutBy(v.Tx, riderKey(one.Who, at))
	if err != nil {
		return one, false, err
	}
	one.By = signatoryOf(v.Tx, by)
	history, err := historyOf(v, one.Who)
	for _, e := range history {
		if e.Ref == at {
			one.Reversed = e.Reversed
			return one, true, err
		}
	}
	return one, false, err
}
