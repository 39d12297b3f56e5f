package station

import (
	"slices"

	"github.com/nuanxin/station-kit/station/event"
)

var (
	// ErrNoEntry: the rider has no such entry of points at this station, or it
	// is a reversal itself.
	ErrNoEntry error = rule("no such entry of points")
	// ErrReversed: the entry was taken back before.
	ErrReversed error = rule("the entry was reversed before")
	// ErrReason: the reason is none of those on offer.
	ErrReason error = rule("no such reason")
)

// Reasons for a reversal. They are not free text, which might name somebody.
const (
	ReasonMistake  = "mistake"
	ReasonNotGiven = "not-given" // the reward could not be handed out
	ReasonMisuse   = "misuse"
)

// ReversePoints takes an earning or a redemption of a rider back, once. An
// earning's reversal can bring the balance below zero; a redemption's gives
// the points back to the station's budget too, where this epoch's budget paid
// it. An earning taken back still counts against its rule's limit a day. It
// returns ErrNoEntry, ErrReversed, ErrHandedOut (until that is taken back) or
// ErrReason. by is the attendant.
func (s *Station) ReversePoints(who event.Pseudonym, entry event.Ref, reason, by string) (PointsEntry, error) {
	if !slices.Contains([]string{ReasonMistake, ReasonNotGiven, ReasonMisuse}, reason) {
		return PointsEntry{}, ErrReason
	}
	var e PointsEntry
	err := s.change(func(c *change) error {
		held, err := c.view().reversible(who, entry)
		if err != nil {
			return err
		}
		e, err = c.reverse(who, held, reason, by)
		return err
	})
	if err != nil {
		return PointsEntry{}, err
	}
	return e, nil
}

func (v *view) reversible(who event.Pseudonym, entry event.Ref) (PointsEntry, error) {
	history, err := historyOf(v, who)
	if err != nil {
		return PointsEntry{}, err
	}
	i := slices.IndexFunc(history, func(e PointsEntry) bool { return e.Ref == entry })
	switch {
	case i < 0 || history[i].Reason != "":
		return PointsEntry{}, ErrNoEntry
	case history[i].Reversed:
		return PointsEntry{}, ErrReversed
	case history[i].HandedOut:
		return PointsEntry{}, ErrHandedOut
	}
	return history[i], nil
}

func (c *change) reverse(who event.Pseudonym, held PointsEntry, reason, by string) (PointsEntry, error) {
	if held.Reward != "" && held.Ref.Epoch == c.s.epoch {
		b := budgetOf(c.Tx)
		b.spent += held.Points
		if err := c.putBudget(b); err != nil {
			return PointsEntry{}, err
		}
	}
	r := &event.Record{Attendant: by, Body: &event.Record_PointsReversed{PointsReversed: &event.PointsReversed{
		Entry: reference(held.Ref), Reason: reason,
	}}}
	ref, err := c.enter(who, -held.Points, r)
	return PointsEntry{Ref: ref, At: c.now(), Points: -held.Points, Reason: reason, Reverses: held.Ref}, err
}

// erasePoints forgets a rider's ledger. What it had spent of the budget leaves
// the budget's count too, on both sides.
func erasePoints(c *change, who event.Pseudonym) error {
	history, err := historyOf(c.view(), who)
	if err != nil {
		return err
	}
	b := budgetOf(c.Tx)
	for _, e := range history {
		if e.Reward != "" && !e.Reversed && e.Ref.Epoch == c.s.epoch {
			b.lent, b.spent = b.lent+e.Points, b.spent+e.Points
		}
	}
	if err := c.putBudget(b); err != nil {
		return err
	}
	for _, bucket := range [][]byte{bucketLedger, bucketReleased, bucketHandedOut} {
		if err := c.dropUnder(bucket, who[:]); err != nil {
			return err
		}
	}
	return c.drop(bucketBalances, who[:])
}
