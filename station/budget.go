package station

import (
	bolt "go.etcd.io/bbolt"

	"github.com/nuanxin/station-kit/station/event"
)

var bucketBudget = []byte("points-budget")

// Keys of the points-budget bucket.
var (
	keyLent  = []byte("lent")  // uint64: points lent in this epoch, less those given back
	keySpent = []byte("spent") // uint64: of them, those redeemed
)

// budget is what the station may let riders redeem: points lent like places of
// a slot, so that what all stations spend offline stays within what there is.
type budget struct{ lent, spent int64 }

func (b budget) left() int64 { return b.lent - b.spent }

func budgetOf(tx *bolt.Tx) budget {
	row := tx.Bucket(bucketBudget)
	return budget{int64(getUint64(row, keyLent)), int64(getUint64(row, keySpent))}
}

func (c *change) putBudget(b budget) error {
	if err := c.put(bucketBudget, keyLent, asBytes(uint64(b.lent))); err != nil {
		return err
	}
	return c.put(bucketBudget, keySpent, asBytes(uint64(b.spent)))
}

func (c *change) addBudget(points int64) error {
	if points <= 0 || points > mostPoints {
		return nil
	}
	b := budgetOf(c.Tx)
	b.lent += points
	return c.putBudget(b)
}

// endBudget gives up what is not spent: the hub has lent it to others.
func (c *change) endBudget() error {
	b := budgetOf(c.Tx)
	b.lent = b.spent
	return c.putBudget(b)
}

// PointsBudget is how many points riders can still redeem here.
func (s *Station) PointsBudget() (int64, error) {
	var left int64
	err := s.view(func(v *view) error {
		left = budgetOf(v.Tx).left()
		return nil
	})
	return left, err
}

// ReturnBudget gives up to so many unspent points of the budget back to the hub:
// first this station has them no more, then the hub hears of it. It returns
// how many; none records nothing.
func (s *Station) ReturnBudget(points int64) (returned int64, err error) {
	err = s.change(func(c *change) error {
		b := budgetOf(c.Tx)
		if returned = max(0, min(points, b.left())); returned == 0 {
			return nil
		}
		b.lent -= returned
		if err := c.putBudget(b); err != nil {
			return err
		}
		_, _, err := c.append(&event.Record{Body: &event.Record_BudgetReturned{
			BudgetReturned: &event.BudgetReturned{Points: returned},
		}})
		return err
	})
	if err != nil {
		return 0, err
	}
	return returned, nil
}
