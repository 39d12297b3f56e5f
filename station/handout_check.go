package station

import (
	"bytes"
	"errors"

	"github.com/nuanxin/station-kit/station/event"
)

// checkHandedOut: each row is the latest word in the journal on a redemption
// there is; none is handed out and reversed; no word is missing, unless its
// rider was erased after it.
func checkHandedOut(v *view, r *Report) {
	latest := latestRedemptionChanges(v)
	for key, row := range each(v.Tx, bucketHandedOut) {
		if err := v.handedOutRow(key, row, latest); err != nil {
			r.fault("points: hand-out %x: %v", key, err)
		}
	}
	for key := range each(v.Tx, bucketLedger) {
		if len(key) < filedAt || v.Bucket(bucketHandedOut).Get(key) != nil {
			continue
		}
		if at, found := latest[string(key[len(key)-filedAt:])]; found {
			r.fault("points: record %x is of a redemption, and its hand-out has no row", at)
		}
	}
}

func (v *view) handedOutRow(key, row []byte, latest map[string]string) error {
	var who event.Pseudonym
	rec, err := recordIn(row)
	if err != nil || len(key) != len(who)+filedAt || !journalled(v.Tx, row) {
		return errors.Join(errors.New("the journal says otherwise"), err)
	}
	who = event.Pseudonym(key[:len(who)])
	of := rec.GetRedemptionChange().GetRedemption()
	if !bytes.Equal(journalKey(of.GetEpoch(), of.GetSeq()), key[len(who):]) {
		return errors.New("it is of another redemption")
	}
	if at, found := latest[string(key[len(who):])]; found && at != string(row[:filedAt]) {
		return errors.New("it is not the latest in the journal")
	}
	one, err := v.redeemed(who, v.s.refOf(of))
	if err == nil && one.Reversed && !one.HandedOut.IsZero() {
		err = errors.New("its points were given back")
	}
	return err
}

// latestRedemptionChanges maps where redemptions stand to where the journal has
// the latest change of each.
func latestRedemptionChanges(v *view) map[string]string {
	latest := map[string]string{}
	for at, row := range each(v.Tx, bucketJournal) {
		rec, _ := recordOf(row)
		if of := rec.GetRedemptionChange().GetRedemption(); of != nil {
			latest[string(journalKey(of.Epoch, of.Seq))] = string(at)
		}
	}
	return latest
}
