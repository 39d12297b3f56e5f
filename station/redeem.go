package station

import (
	"cmp"
	"slices"

	bolt "go.etcd.io/bbolt"

	"github.com/nuanxin/station-kit/station/event"
)

var (
	// ErrNoReward: the station does not offer the reward.
	ErrNoReward error = rule("no such reward")
	// ErrPriceChanged: the reward costs other than the rider was shown.
	ErrPriceChanged error = rule("the reward's price has changed: show it again")
	// ErrTooFewPoints: the rider has not the points.
	ErrTooFewPoints error = rule("not enough points for the reward")
	// ErrPointsElsewhere: the rider has the points, but only the station where the
	// rider was before may let them be redeemed, until it has heard from the hub.
	ErrPointsElsewhere error = rule("the points are still at another station: they come here when both have been connected")
	// ErrBudgetSpent: the station may let riders redeem no more, until the hub
	// lends it more points.
	ErrBudgetSpent error = rule("the station's budget of points is spent")
)

// bucketRewards: identifier to the event.Down with the RewardOffered.
var bucketRewards = []byte("rewards")

// Reward is what points can be spent on.
type Reward struct {
	ID     string
	Name   Text
	Points int64
}

// Rewards lists what the station offers, cheapest first.
func (s *Station) Rewards() ([]Reward, error) {
	var all []Reward
	err := s.view(func(v *view) error {
		for id := range each(v.Tx, bucketRewards) {
			if r := rewardOf(v.Tx, string(id)); r != nil {
				all = append(all, Reward{r.Id, Text{r.NameZh, r.NameEn}, r.Points})
			}
		}
		return nil
	})
	slices.SortStableFunc(all, func(a, b Reward) int { return cmp.Compare(a.Points, b.Points) })
	return all, err
}

// rewardOf is a reward that is offered, nil where there is none.
func rewardOf(tx *bolt.Tx, id string) *event.RewardOffered {
	d, err := event.DecodeDown(tx.Bucket(bucketRewards).Get([]byte(id)))
	r := d.GetRewardOffered()
	if err != nil || r.GetWithdrawn() {
		return nil
	}
	return r
}

// setReward keeps a withdrawn one, so that the history can name it.
func (c *change) setReward(d *event.Down, r *event.RewardOffered) error {
	if !identifiers(r.Id) || !r.Withdrawn && (r.Points <= 0 || r.Points > mostPoints) {
		return nil
	}
	return c.putDown(bucketRewards, []byte(r.Id), d)
}

// Redeem spends a rider's points, and the station's budget with them, on a
// reward at the price that the rider was shown. It returns ErrAnonymous,
// ErrNoReward, ErrPriceChanged, ErrTooFewPoints, ErrPointsElsewhere or
// ErrBudgetSpent.
func (s *Station) Redeem(r Rider, reward string, price int64) (PointsEntry, error) {
	if !r.Pseudonym.Known() {
		return PointsEntry{}, ErrAnonymous
	}
	var e PointsEntry
	err := s.change(func(c *change) error {
		if err := c.mayRedeem(r.Pseudonym, reward, price); err != nil {
			return err
		}
		if err := c.introduce(r); err != nil {
			return err
		}
		ref, err := c.redeem(r.Pseudonym, reward, price)
		e = PointsEntry{Ref: ref, At: c.now(), Points: -price, Reward: reward}
		return err
	})
	if err != nil {
		return PointsEntry{}, err
	}
	return e, nil
}

func (c *change) mayRedeem(who event.Pseudonym, reward string, price int64) error {
	offered := rewardOf(c.Tx, reward)
	switch {
	case offered == nil:
		return ErrNoReward
	case offered.Points != price:
		return ErrPriceChanged
	case balanceOf(c.Tx, who).total() < price:
		return ErrTooFewPoints
	case balanceOf(c.Tx, who).here() < price:
		return ErrPointsElsewhere
	case budgetOf(c.Tx).left() < price:
		return ErrBudgetSpent
	}
	return nil
}

func (c *change) redeem(who event.Pseudonym, reward string, price int64) (event.Ref, error) {
	b := budgetOf(c.Tx)
	b.spent += price
	if err := c.putBudget(b); err != nil {
		return event.Ref{}, err
	}
	return c.enter(who, -price, &event.Record{Body: &event.Record_PointsRedeemed{PointsRedeemed: &event.PointsRedeemed{
		Pseudonym: who.Bytes(), Reward: reward, Points: price,
	}}})
}
