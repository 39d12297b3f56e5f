package memstore

import (
	"maps"
	"slices"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
)

// FleetHead implements hub.Fleet.
func (t *tx) FleetHead() (int64, error) { return int64(len(t.fleet)), nil }

// Announce implements hub.Fleet.
func (t *tx) Announce(all []hub.Announcement, now time.Time) error {
	if !t.writes {
		return errReadOnly
	}
	for _, a := range all {
		a.Pos, a.At = int64(len(t.fleet))+1, moment(now)
		t.State.fleet = append(t.fleet, a)
	}
	return nil
}

// Silence implements hub.Fleet.
func (t *tx) Silence(kind, subject string) error {
	if !t.writes {
		return errReadOnly
	}
	t.State.fleet = slices.Clone(t.fleet)
	for i, a := range t.fleet {
		if a.Kind == kind && a.Subject == subject {
			t.fleet[i].Bytes = []byte{}
		}
	}
	return nil
}

// Announced implements hub.Fleet.
func (t *tx) Announced(kind, subject string) (all []hub.Announcement, err error) {
	for _, a := range t.fleet {
		if a.Kind == kind && (subject == "" || a.Subject == subject) && len(a.Bytes) > 0 {
			all = append(all, a)
		}
	}
	return all, nil
}

// liveFrom is the position before the first announcement not silenced: nobody
// need take in what came before.
func (t *tx) liveFrom() int64 {
	for _, a := range t.fleet {
		if len(a.Bytes) > 0 {
			return a.Pos - 1
		}
	}
	return 0
}

// TakeIn implements hub.Fleet.
func (t *tx) TakeIn(ids []string) (asks []hub.Ask, err error) {
	if err := mine(t, down, &t.State.down); err != nil {
		return nil, err
	}
	if err := mine(t, stations, &t.State.stations); err != nil {
		return nil, err
	}
	for _, id := range ids {
		s, known := t.stations[id]
		taken := max(s.Fleet, t.liveFrom())
		if !known || taken >= int64(len(t.fleet)) {
			continue
		}
		asks = append(asks, hub.Ask{Station: id, After: uint64(len(t.down[id]))})
		for taken < int64(len(t.fleet)) {
			taken++
			t.down[id] = append(t.down[id], entry{fleet: taken})
		}
		s.Fleet = taken
		t.stations[id] = s
	}
	return asks, nil
}

// Untold implements hub.Fleet.
func (t *tx) Untold(heard time.Time, limit int) (ids []string, err error) {
	for _, id := range slices.Sorted(maps.Keys(t.stations)) {
		s := t.stations[id]
		if s.Fleet < int64(len(t.fleet)) && !s.Heard.IsZero() && !s.Heard.Before(heard) && len(ids) < limit {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// PutAct implements hub.Audits.
func (t *tx) PutAct(a hub.Act) error {
	if !t.writes {
		return errReadOnly
	}
	a.Pos = int64(len(t.acts)) + 1
	t.State.acts = append(t.acts, a)
	return nil
}

// Acts implements hub.Audits.
func (t *tx) Acts(limit int) ([]hub.Act, error) {
	newest := slices.Clone(t.acts)
	slices.Reverse(newest)
	return newest[:min(limit, len(newest))], nil
}
