package memstore

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"math"
	"slices"
	"time"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
)

// maxQuarantine bounds what one station can have set aside.
const maxQuarantine = 100

// HashAt implements hub.Journals.
func (t *tx) HashAt(r event.Ref) (event.Hash, error) {
	held := t.journals[at(r)]
	if r.Seq == 0 || r.Seq > uint64(len(held)) {
		return event.Hash{}, fmt.Errorf("%s is not held: %w", r, hub.ErrRejected)
	}
	return t.records[held[r.Seq-1]-1].Hash, nil
}

// Append implements hub.Journals. Batches are taken apart at once: who simulates
// reads them more often than they come.
func (t *tx) Append(batches []hub.Batch, to []hub.Cursor, now time.Time) error {
	if err := t.moveCursors(to, now); err != nil {
		return err
	}
	if err := mine(t, journals, &t.State.journals); err != nil {
		return err
	}
	for _, b := range batches {
		records, err := hub.Stored{Batch: b, Pos: int64(len(t.records)) + 1, At: moment(now)}.Records(0, math.MaxInt64, nil)
		if err != nil {
			return err
		}
		for _, r := range records {
			held := t.journals[at(r.Ref)]
			if r.Seq != uint64(len(held))+1 {
				return fmt.Errorf("%s after %d: %w", r.Ref, len(held), hub.ErrRejected)
			}
			t.State.records = append(t.records, r)
			t.journals[at(r.Ref)] = append(held, r.Pos)
		}
	}
	return nil
}

func (t *tx) moveCursors(to []hub.Cursor, now time.Time) error {
	if err := mine(t, cursors, &t.State.cursors); err != nil {
		return err
	}
	for _, c := range to {
		if _, known := t.stations[c.Station]; !known {
			return fmt.Errorf("a cursor of %q: %w", c.Station, hub.ErrRejected)
		}
		all := maps.Clone(t.cursors[c.Station])
		if all == nil {
			all = map[uint32]cursor{}
		}
		all[c.Epoch] = cursor{c, moment(now)}
		t.cursors[c.Station] = all
	}
	return nil
}

// Quarantine implements hub.Journals.
func (t *tx) Quarantine(all []hub.SetAside, _ time.Time) error {
	if err := mine(t, aside, &t.State.aside); err != nil {
		return err
	}
	for _, b := range all {
		if t.setAside(b.Station) < maxQuarantine {
			t.aside[sha256.Sum256(b.Message)] = b.Station
		}
	}
	return nil
}

func (s *State) setAside(station string) (n int) {
	for _, of := range s.aside {
		if of == station {
			n++
		}
	}
	return n
}

// Head implements hub.Journals.
func (t *tx) Head() (int64, error) { return int64(len(t.records)), nil }

// Records implements hub.Journals.
func (t *tx) Records(after, upTo int64, kinds []string) (all []hub.Received, err error) {
	upTo = min(upTo, int64(len(t.records)))
	for _, r := range t.records[min(after, upTo):upTo] {
		if kinds == nil || slices.Contains(kinds, r.Kind) {
			all = append(all, r)
		}
	}
	return all, nil
}

// Places implements hub.Journals.
func (t *tx) Places(refs []event.Ref) (all []hub.Place, err error) {
	for _, r := range refs {
		if held := t.journals[at(r)]; r.Seq > 0 && r.Seq <= uint64(len(held)) {
			pos := held[r.Seq-1]
			all = append(all, hub.Place{Ref: r, Pos: pos, Kind: t.records[pos-1].Kind})
		}
	}
	return all, nil
}

// Reclassify implements hub.Journals.
func (t *tx) Reclassify(r event.Ref, kind string) error {
	if !t.writes {
		return errReadOnly
	}
	t.State.records = slices.Clone(t.records)
	t.records[t.journals[at(r)][r.Seq-1]-1].Kind = kind
	return nil
}
