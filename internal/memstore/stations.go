package memstore

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
)

// moment is a time as databases keep it, in milliseconds.
func moment(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return time.UnixMilli(t.UnixMilli())
}

// Station implements hub.Stations.
func (t *tx) Station(id string) (hub.Station, error) {
	s, known := t.stations[id]
	if !known {
		return s, fmt.Errorf("%q: %w", id, hub.ErrUnknownStation)
	}
	return s, nil
}

// Named implements hub.Stations.
func (t *tx) Named(ids []string) (all []hub.Station, err error) {
	for _, id := range ids {
		if s, known := t.stations[id]; known {
			all = append(all, s)
		}
	}
	return all, nil
}

// StationIDs implements hub.Stations.
func (t *tx) StationIDs() ([]string, error) { return slices.Sorted(maps.Keys(t.stations)), nil }

// Hold implements hub.Stations.
func (t *tx) Hold(ids []string) (map[string]*hub.Standing, error) {
	held := map[string]*hub.Standing{}
	for _, id := range ids {
		s, known := t.stations[id]
		if !known {
			continue
		}
		held[id] = &hub.Standing{Station: s, Cursors: map[uint32]hub.Cursor{}}
		for epoch, c := range t.cursors[id] {
			held[id].Cursors[epoch] = c.Cursor
		}
	}
	return held, nil
}

// PutStation implements hub.Stations.
func (t *tx) PutStation(s hub.Station) error {
	if err := mine(t, stations, &t.State.stations); err != nil {
		return err
	}
	s.Heard, s.Fleet = moment(s.Heard), t.stations[s.ID].Fleet
	t.stations[s.ID] = s
	return nil
}

// Spoke implements hub.Stations.
func (t *tx) Spoke(all []hub.Station) error {
	if err := mine(t, stations, &t.State.stations); err != nil {
		return err
	}
	for _, s := range all {
		was := t.stations[s.ID]
		was.Heard, was.LastEpoch, was.Last, was.Journal, was.Sent = moment(s.Heard), s.LastEpoch, s.Last, s.Journal, s.Sent
		t.stations[s.ID] = was
	}
	return nil
}

// PutCode implements hub.Codes.
func (t *tx) PutCode(c hub.Code) error {
	if err := mine(t, codes, &t.State.codes); err != nil {
		return err
	}
	t.codes[c.Station] = c
	return nil
}

// Code implements hub.Codes.
func (t *tx) Code(hash [32]byte) (hub.Code, bool, error) {
	for _, c := range t.codes {
		if c.Hash == hash {
			return c, true, nil
		}
	}
	return hub.Code{}, false, nil
}
