package memstore

import (
	"cmp"
	"slices"

	"github.com/nuanxin/station-kit/sync/hub"
)

// Position implements hub.Positions.
func (t *tx) Position(name string) (int64, error) { return t.followers[name], nil }

// Claim implements hub.Positions: no transaction runs beside another, so none
// has it taken.
func (t *tx) Claim(name string, _ bool) (int64, bool, error) {
	return t.followers[name], true, t.Alone()
}

// Move implements hub.Positions.
func (t *tx) Move(name string, position int64) error {
	if err := mine(t, followers, &t.State.followers); err != nil {
		return err
	}
	t.followers[name] = position
	return nil
}

// PutDeadLetters implements hub.Positions.
func (t *tx) PutDeadLetters(all []hub.DeadLetter) error {
	if err := mine(t, letters, &t.State.letters); err != nil {
		return err
	}
	for _, l := range all {
		l.At = moment(l.At)
		t.letters[letterKey{l.Follower, l.Pos}] = l
	}
	return nil
}

func inOrder(a, b hub.DeadLetter) int {
	return cmp.Or(cmp.Compare(a.Pos, b.Pos), cmp.Compare(a.Follower, b.Follower))
}

// DeadLetters implements hub.Positions.
func (t *tx) DeadLetters(follower string, after hub.DeadLetter, limit int) (all []hub.DeadLetter, err error) {
	for _, l := range t.letters {
		if (follower == "" || l.Follower == follower) && inOrder(l, after) > 0 {
			all = append(all, l)
		}
	}
	slices.SortFunc(all, inOrder)
	return all[:min(limit, len(all))], nil
}

// Forget implements hub.Positions.
func (t *tx) Forget(follower string, positions []int64) error {
	if err := mine(t, letters, &t.State.letters); err != nil {
		return err
	}
	for key := range t.letters {
		if key.follower == follower && (positions == nil || slices.Contains(positions, key.pos)) {
			delete(t.letters, key)
		}
	}
	return nil
}

// Version implements hub.Positions.
func (t *tx) Version(name string) (int, error) { return t.versions[name], nil }

// SetVersion implements hub.Positions.
func (t *tx) SetVersion(name string, version int) error {
	if err := mine(t, versions, &t.State.versions); err != nil {
		return err
	}
	t.versions[name] = version
	return nil
}
