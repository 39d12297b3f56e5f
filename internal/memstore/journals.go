package memstore

import (
	"crypto/sha256"
	"fmt"
	"maps"
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

// Append implements hub.Journals.
func (t *tx) Append(records []hub.Record, to []hub.Cursor, now time.Time) error {
	if err := t.moveCursors(to, now); err != nil {
		return err
	}
	if err := mine(t, journals, &t.State.journals); err != nil {
		return err
	}
	for _, r := range records {
		held := t.journals[at(r.Ref)]
		if r.Seq != uint64(len(held))+1 {
			return fmt.Errorf("%s after %d: %w", r.Ref, len(held), hub.ErrRejected)
		}
		pos := int64(len(t.records)) + 1
		t.State.records = append(t.records, hub.Received{Pos: pos, Record: r, At: moment(now)})
		t.journals[at(r.Ref)] = append(held, pos)
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

// Reclassify implements hub.Journals.
func (t *tx) Reclassify(r event.Ref, kind string) error {
	if !t.writes {
		return errReadOnly
	}
	t.State.records = slices.Clone(t.records)
	t.records[t.journals[at(r)][r.Seq-1]-1].Kind = kind
	return nil
}
