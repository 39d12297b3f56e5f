package memstore

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
)

// Slot implements hub.Capacities.
func (t *tx) Slot(id string) (hub.Slot, error) {
	s, known := t.slots[id]
	if !known {
		return hub.Slot{}, fmt.Errorf("%q: %w", id, hub.ErrUnknownSlot)
	}
	return s.Slot, nil
}

// PutSlot implements hub.Capacities.
func (t *tx) PutSlot(s hub.Slot) error {
	if err := mine(t, slots, &t.State.slots); err != nil {
		return err
	}
	was, known := t.slots[s.ID]
	if known {
		was.Minutes, was.PlaceEN, was.Capacity = s.Minutes, s.PlaceEN, s.Capacity
	} else {
		was.Slot = s
	}
	if was.lent > was.Capacity {
		return fmt.Errorf("%d of %d places are lent: %w", was.lent, was.Capacity, hub.ErrRejected)
	}
	t.slots[s.ID] = was
	return nil
}

// Loans implements hub.Capacities.
func (t *tx) Loans(id string) (map[string]int, error) {
	all := maps.Clone(t.loans[id])
	if all == nil {
		all = map[string]int{}
	}
	return all, nil
}

// Lend implements hub.Capacities.
func (t *tx) Lend(id, station string, quantity int, _ time.Time) error {
	if err := mine(t, slots, &t.State.slots); err != nil {
		return err
	}
	if err := mine(t, loans, &t.State.loans); err != nil {
		return err
	}
	s, known := t.slots[id]
	s.lent += quantity
	all, _ := t.Loans(id)
	all[station] += quantity
	if !known || s.lent < 0 || s.lent > s.Capacity || all[station] <= 0 {
		return fmt.Errorf("%d of %d places of %q lent, %d to %s: %w", s.lent, s.Capacity, id, all[station], station, hub.ErrRejected)
	}
	t.slots[id], t.loans[id] = s, all
	return nil
}

// Return implements hub.Capacities.
func (t *tx) Return(id, station string, quantity int) (int, error) {
	if err := mine(t, slots, &t.State.slots); err != nil {
		return 0, err
	}
	if err := mine(t, loans, &t.State.loans); err != nil {
		return 0, err
	}
	all, _ := t.Loans(id)
	back := max(0, min(quantity, all[station]))
	if back == 0 {
		return 0, nil
	}
	if all[station] -= back; all[station] == 0 {
		delete(all, station)
	}
	s := t.slots[id]
	s.lent -= back
	t.slots[id], t.loans[id] = s, all
	return back, nil
}

// Begun implements hub.Capacities.
func (t *tx) Begun(by time.Time, limit int) (all []hub.Slot, err error) {
	for _, s := range t.slots {
		if !s.closed && !s.Starts.After(by) {
			all = append(all, s.Slot)
		}
	}
	slices.SortFunc(all, func(a, b hub.Slot) int { return cmp.Or(a.Starts.Compare(b.Starts), cmp.Compare(a.ID, b.ID)) })
	return all[:min(limit, len(all))], nil
}

// Close implements hub.Capacities.
func (t *tx) Close(id string) error {
	if err := mine(t, slots, &t.State.slots); err != nil {
		return err
	}
	s := t.slots[id]
	s.closed = true
	t.slots[id] = s
	return nil
}
