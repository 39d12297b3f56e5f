package station

import (
	"bytes"
	"errors"
	"maps"

	"github.com/nuanxin/station-kit/station/event"
)

// checkPoints: ledger and journal say the same; nothing was reversed twice;
// each balance is the sum of its entries; the budget is what was spent of it.
func checkPoints(v *view, r *Report) {
	sums, spent := map[event.Pseudonym]int64{}, int64(0)
	reversed := map[event.Ref]bool{}
	for key, row := range each(v.Tx, bucketLedger) {
		who, e, err := v.ledgerRow(key, row)
		if err != nil {
			r.fault("points: entry %x: %v", key, err)
			continue
		}
		if e.Reverses.Seq != 0 && reversed[e.Reverses] {
			r.fault("points: entry %s was reversed twice", e.Reverses)
		}
		reversed[e.Reverses] = true
		if known := balanceOf(v.Tx, who).known; bytes.Compare(key[len(who):], known) <= 0 {
			sums[who] += 0 // within what the hub says
		} else {
			sums[who] += e.Points
		}
		if e.movesBudget(v.s.epoch) {
			spent -= e.Points
		}
	}
	checkBalances(v, r, sums)
	if b := budgetOf(v.Tx); b.spent != spent || b.left() < 0 {
		r.fault("points: %d lent, %d spent, but the entries spent %d", b.lent, b.spent, spent)
	}
	checkEntered(v, r)
	checkReleased(v, r)
	checkHandedOut(v, r)
}

// ledgerRow reads a row, and compares it with the journal's where it is there.
func (v *view) ledgerRow(key, row []byte) (event.Pseudonym, PointsEntry, error) {
	var who event.Pseudonym
	if len(key) != len(who)+filedAt || !journalled(v.Tx, append(bytes.Clone(key[len(who):]), row...)) {
		return who, PointsEntry{}, errors.New("the journal says otherwise")
	}
	who = event.Pseudonym(key[:len(who)])
	e, err := v.entryOf(who, key[len(who):], row)
	if rec, _ := recordOf(row); err == nil && e.Reverses.Seq == 0 && rec.Pseudonym() != who {
		err = errors.New("it is of another rider")
	}
	return who, e, err
}

// movesBudget: it spent of an epoch's budget, or gave back to it.
func (e PointsEntry) movesBudget(epoch uint32) bool {
	redeemed := e.Reward != "" && e.Ref.Epoch == epoch
	givenBack := e.Points > 0 && e.Reverses.Seq != 0 && e.Reverses.Epoch == epoch
	return redeemed || givenBack
}

// checkBalances takes what each rider's entries add up to, after what the hub knows.
func checkBalances(v *view, r *Report, sums map[event.Pseudonym]int64) {
	for key := range each(v.Tx, bucketBalances) {
		who := event.PseudonymFrom(key)
		if b := balanceOf(v.Tx, who); b.own != sums[who] {
			r.fault("points: the balance of %s says %d, its entries %d", who, b.own, sums[who])
		}
		delete(sums, who)
	}
	for who := range sums {
		r.fault("points: %s has entries and no balance", who)
	}
}

// checkEntered: no record of points is missing in the ledger, unless its rider
// was erased after it.
func checkEntered(v *view, r *Report) {
	missing := map[string]event.Pseudonym{}
	for at, row := range each(v.Tx, bucketJournal) {
		rec, _ := recordOf(row)
		if who, points := v.earner(rec); points && v.Bucket(bucketLedger).Get(append(who[:], at...)) == nil {
			missing[string(at)] = who
		}
		if rec.GetPersonErased() != nil {
			maps.DeleteFunc(missing, func(_ string, who event.Pseudonym) bool { return who == rec.Pseudonym() })
		}
	}
	for at, who := range missing {
		r.fault("points: record %x of %s is not in the ledger", at, who)
	}
}

// earner is whose points a record moves; false where it moves none, or the
// entry it reverses is thinned away and nobody can tell.
func (v *view) earner(rec *event.Record) (event.Pseudonym, bool) {
	switch body := rec.GetBody().(type) {
	case *event.Record_PointsEarned, *event.Record_PointsRedeemed:
		return rec.Pseudonym(), true
	case *event.Record_PointsReversed:
		entry := body.PointsReversed.GetEntry()
		held, err := recordOf(v.Bucket(bucketJournal).Get(journalKey(entry.GetEpoch(), entry.GetSeq())))
		return held.Pseudonym(), err == nil
	}
	return event.Pseudonym{}, false
}
