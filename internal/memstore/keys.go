package memstore

import (
	"maps"
	"slices"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
)

// stationKey is a key and the count of changes at its last one.
type stationKey struct {
	hub.StationKey
	pos int64
}

// PutKey implements hub.Keys.
func (t *tx) PutKey(k hub.StationKey) error {
	if !t.writes {
		return errReadOnly
	}
	k.Enrolled, k.Replaced, k.Revoked = moment(k.Enrolled), moment(k.Replaced), moment(k.Revoked)
	t.changes++
	fresh := stationKey{k, t.changes}
	t.keys = slices.Clone(t.keys)
	for i, had := range t.keys {
		if had.Station == k.Station && had.Key.Equal(k.Key) {
			t.keys[i] = fresh
			return nil
		}
	}
	t.keys = append(t.keys, fresh)
	return nil
}

// KeysOf implements hub.Keys.
func (t *tx) KeysOf(station string) (all []hub.StationKey, err error) {
	for _, k := range t.keys {
		if k.Station == station {
			all = append(all, k.StationKey)
		}
	}
	return all, nil
}

// KeysHead implements hub.Keys.
func (t *tx) KeysHead() (int64, error) { return t.changes, nil }

// KeysSince implements hub.Keys.
func (t *tx) KeysSince(count int64) (all []string, err error) {
	for _, k := range t.keys {
		if k.pos > count {
			all = append(all, k.Station)
		}
	}
	slices.Sort(all)
	return slices.Compact(all), nil
}

// Expiring implements hub.Keys.
func (t *tx) Expiring(by, heard time.Time, limit int) (all []string, err error) {
	for _, id := range slices.Sorted(maps.Keys(t.stations)) {
		s := t.stations[id]
		if s.Key != nil && s.Revoked.IsZero() && !s.Certified.After(by) && !s.Heard.IsZero() && !s.Heard.Before(heard) && len(all) < limit {
			all = append(all, id)
		}
	}
	return all, nil
}

// Recertify implements hub.Keys.
func (t *tx) Recertify() error {
	if err := mine(t, stations, &t.State.stations); err != nil {
		return err
	}
	for id, s := range t.stations {
		s.Certified = time.Time{}
		t.stations[id] = s
	}
	return nil
}

// Access implements hub.Keys.
func (t *tx) Access() (admitted, refused []string, err error) {
	for _, id := range slices.Sorted(maps.Keys(t.stations)) {
		switch s := t.stations[id]; {
		case s.Key == nil:
		case s.Revoked.IsZero():
			admitted = append(admitted, id)
		default:
			refused = append(refused, id)
		}
	}
	return admitted, refused, nil
}

// RecordsOf implements hub.Journals.
func (t *tx) RecordsOf(station string, kinds []string) (all []hub.Received, err error) {
	for _, r := range t.State.records {
		if r.Station == station && slices.Contains(kinds, r.Kind) {
			all = append(all, r)
		}
	}
	slices.SortStableFunc(all, func(a, b hub.Received) int { return int(a.Epoch) - int(b.Epoch) })
	return all, nil
}
