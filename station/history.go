package station

import (
	"slices"
	"time"

	"github.com/nuanxin/station-kit/station/event"
)

// PointsEntry is a line of a rider's ledger at this station.
type PointsEntry struct {
	Ref event.Ref `json:"-"`
	At  time.Time `json:"at"`
	// Points it added to the balance; below zero where it took some.
	Points int64 `json:"points"`
	// Rule that earned them, or Reward they were spent on, or Reason for which
	// the entry Reverses was taken back.
	Rule     string    `json:"rule,omitempty"`
	Reward   string    `json:"reward,omitempty"`
	Reason   string    `json:"reason,omitempty"`
	Reverses event.Ref `json:"-"`
	// Reversed: a later entry took it back.
	Reversed bool `json:"reversed,omitempty"`
	// HandedOut: an attendant has handed the Reward out.
	HandedOut bool `json:"handed_out,omitempty"`
}

// PointsHistory lists a rider's entries at this station, newest first.
func (s *Station) PointsHistory(who event.Pseudonym) ([]PointsEntry, error) {
	var all []PointsEntry
	err := s.view(func(v *view) (err error) {
		all, err = historyOf(v, who)
		return err
	})
	return all, err
}

func historyOf(v *view, who event.Pseudonym) ([]PointsEntry, error) {
	var all []PointsEntry
	if !who.Known() {
		return nil, nil
	}
	at := map[event.Ref]int{}
	for key, row := range under(v.Tx, bucketLedger, who[:]) {
		entry, err := v.entryOf(who, key[len(who):], row)
		if err != nil {
			return nil, err
		}
		if i, ok := at[entry.Reverses]; ok {
			all[i].Reversed = true
		}
		at[entry.Ref] = len(all)
		all = append(all, entry)
	}
	slices.Reverse(all)
	return all, nil
}

func (v *view) entryOf(who event.Pseudonym, at, row []byte) (PointsEntry, error) {
	r, err := recordOf(row)
	if err != nil {
		return PointsEntry{}, err
	}
	n, err := amount(v.Tx, who, r)
	if err != nil {
		return PointsEntry{}, err
	}
	e := PointsEntry{
		Ref: v.s.refIn(at), At: event.Time(r.GetStamp().GetWallMs()), Points: n,
		Rule:   r.GetPointsEarned().GetRule(),
		Reward: r.GetPointsRedeemed().GetReward(),
	}
	if reversed := r.GetPointsReversed(); reversed != nil {
		e.Reason = reversed.Reason
		e.Reverses = v.s.refOf(reversed.Entry)
	}
	given, _, err := handedOutBy(v.Tx, append(who[:], at...))
	e.HandedOut = !given.IsZero()
	return e, err
}

// pointsOf lists a rider's entries, and what the hub says they have in all.
func pointsOf(v *view, who event.Pseudonym) ([]Item, error) {
	entries, err := historyOf(v, who)
	var all []Item
	for _, e := range entries {
		all = append(all, Item{"points", e.At, e})
	}
	if v.Bucket(bucketBalances).Get(who[:]) != nil {
		total := map[string]int64{"points": balanceOf(v.Tx, who).total()}
		all = append(all, Item{"points balance", v.now(), total})
	}
	return all, err
}
