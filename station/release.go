package station

import (
	"bytes"

	bolt "go.etcd.io/bbolt"

	"github.com/nuanxin/station-kit/station/event"
)

// bucketReleased: pseudonym (16 bytes), epoch (4) and sequence (8) to a copy of
// the journal's row of a PointsReleased.
var bucketReleased = []byte("points-released")

// handOver gives up what a rider may redeem here, for the station where the rider
// is now: first this one lets nobody redeem it any more, then the hub hears of
// it. So no point is spent at two stations that hear nothing of each other.
func (c *change) handOver(who event.Pseudonym) error {
	b := balanceOf(c.Tx, who)
	points := b.here()
	if !who.Known() || points <= 0 {
		return nil
	}
	ref, row, err := c.write(&event.Record{Body: &event.Record_PointsReleased{PointsReleased: &event.PointsReleased{
		Pseudonym: who.Bytes(), Points: points,
	}}})
	if err != nil {
		return err
	}
	if err := c.put(bucketReleased, riderKey(who, ref), row); err != nil {
		return err
	}
	b.elsewhere += points
	return c.putBalance(who, b)
}

// releasedAfter adds up what was released after a journal key.
func releasedAfter(tx *bolt.Tx, who event.Pseudonym, known []byte) (sum int64, err error) {
	for key, row := range under(tx, bucketReleased, who[:]) {
		if bytes.Compare(key[len(who):], known) <= 0 {
			continue
		}
		r, err := recordOf(row)
		if err != nil {
			return 0, err
		}
		sum += r.GetPointsReleased().GetPoints()
	}
	return sum, nil
}

// checkReleased: each row is in the journal as it is, as far as that goes back.
func checkReleased(v *view, r *Report) {
	for key, row := range each(v.Tx, bucketReleased) {
		rec, err := recordOf(row)
		who := event.PseudonymFrom(key[:min(len(key), len(event.Pseudonym{}))])
		if err != nil || rec.Pseudonym() != who || !journalled(v.Tx, append(bytes.Clone(key[len(who):]), row...)) {
			r.fault("points-released: row %x is not in the journal (%v)", key, err)
		}
	}
}
