package hub

import (
	"context"
	"errors"
)

// lettersPage is how many dead letters are read at a time.
const lettersPage = 500

// DeadLetters gives each dead letter of a follower (or "": of all) to f.
func (h *Hub) DeadLetters(ctx context.Context, follower string, f func(DeadLetter) error) error {
	for after := (DeadLetter{}); ; {
		var page []DeadLetter
		err := h.Store.View(ctx, func(tx Tx) (err error) {
			page, err = tx.DeadLetters(follower, after, lettersPage)
			return err
		})
		if err != nil || len(page) == 0 {
			return err
		}
		for _, l := range page {
			if err := f(l); err != nil {
				return err
			}
			after = l
		}
	}
}

// Retry has the followers try their dead letters (or those of one) again, in
// the order of the records, and returns how many are dead letters no longer.
func (h *Hub) Retry(ctx context.Context, follower string) (digested int, err error) {
	if follower != "" {
		if _, err := h.follower(follower); err != nil {
			return 0, err
		}
	}
	err = h.DeadLetters(ctx, follower, func(l DeadLetter) error {
		alive, err := h.retry(ctx, l)
		if alive {
			digested++
		}
		return err
	})
	return digested, err
}

func (h *Hub) retry(ctx context.Context, l DeadLetter) (alive bool, err error) {
	f, err := h.follower(l.Follower)
	if errors.Is(err, ErrUnknownFollower) { // another version's
		return false, nil
	}
	err = h.Store.Update(ctx, func(tx Tx) (err error) {
		alive, err = h.again(tx, f, l.Pos)
		return err
	})
	if errors.Is(err, ErrRejected) {
		return false, nil
	}
	return alive, err
}

// again tries one record. Where this version of the hub can read what an
// earlier one could not, those who passed over it take it now.
func (h *Hub) again(tx Tx, f *Follower, pos int64) (alive bool, err error) {
	if _, _, err := tx.Claim(f.Name, true); err != nil {
		return false, err
	}
	if version, err := tx.Version(f.Name); err != nil || version != f.Version {
		return false, err // its tables are another version's, or to be made anew
	}
	records, err := tx.Records(pos-1, pos, nil)
	if err != nil || len(records) == 0 {
		return false, err
	}
	r := &records[0]
	was := r.Kind
	if r.Kind = KindsOf([][]byte{r.Bytes}).Of(0); r.Kind != was {
		if err := errors.Join(tx.Reclassify(r.Ref, r.Kind), h.handOn(tx, was, *r)); err != nil {
			return false, err
		}
	}
	if err := tx.Forget(f.Name, []int64{pos}); err != nil || !f.wants(r.Kind) {
		return err == nil, err
	}
	dead, err := h.digest(tx, f, records, f.Digest)
	return dead == 0, err
}

// handOn gives a record to the followers that have passed its position without
// reading it, as it was of another kind.
func (h *Hub) handOn(tx Tx, was string, r Received) error {
	for i := range h.Followers {
		f := &h.Followers[i]
		if f.wants(was) || !f.wants(r.Kind) {
			continue
		}
		at, _, err := tx.Claim(f.Name, true)
		if err != nil {
			return err
		}
		version, err := tx.Version(f.Name)
		if err != nil {
			return err
		}
		if at < r.Pos || version != f.Version {
			continue
		}
		if _, err := h.digest(tx, f, []Received{r}, f.Digest); err != nil {
			return err
		}
	}
	return nil
}
