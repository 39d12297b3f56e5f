package memstore

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
)

// AppendDown implements hub.Downlinks.
func (t *tx) AppendDown(all []hub.Entry, _ time.Time) error {
	if err := mine(t, down, &t.State.down); err != nil {
		return err
	}
	for _, e := range all {
		if _, known := t.stations[e.Station]; !known {
			return fmt.Errorf("an entry for %q: %w", e.Station, hub.ErrRejected)
		}
		t.down[e.Station] = append(t.down[e.Station], entry{Entry: e})
		t.State.downOrder = append(t.downOrder, place{e.Station, uint64(len(t.down[e.Station]))})
	}
	return nil
}

// Newest implements hub.Downlinks.
func (t *tx) Newest(station, kind, subject string) ([]byte, error) {
	for _, e := range slices.Backward(t.down[station]) {
		if e.Kind == kind && e.Subject == subject {
			return e.Bytes, nil
		}
	}
	return nil, nil
}

// Down implements hub.Downlinks.
func (t *tx) Down(asked []hub.Ask, limit int) (all []hub.Run, err error) {
	for _, a := range asked {
		if last := uint64(len(t.down[a.Station])); a.After < last {
			all = append(all, t.run(a.Station, a.After+1, min(last, a.After+uint64(limit))))
		}
	}
	return all, nil
}

func (t *tx) run(station string, first, last uint64) hub.Run {
	r := hub.Run{Station: station, Journal: t.stations[station].Journal, First: first, Last: uint64(len(t.down[station]))}
	for _, e := range t.down[station][first-1 : last] {
		if e.fleet > 0 {
			e.Bytes = t.fleet[e.fleet-1].Bytes
		}
		r.Entries = append(r.Entries, e.Bytes)
	}
	return r
}

// Blank implements hub.Downlinks.
func (t *tx) Blank(station, kind string) error {
	if err := mine(t, down, &t.State.down); err != nil {
		return err
	}
	fresh := slices.Clone(t.down[station])
	for i := range fresh {
		if fresh[i].Kind == kind {
			fresh[i].Bytes = []byte{}
		}
	}
	t.down[station] = fresh
	return nil
}

// BlankAbout implements hub.Downlinks.
func (t *tx) BlankAbout(kind, subject string) error {
	if err := mine(t, down, &t.State.down); err != nil {
		return err
	}
	for station, all := range t.down {
		fresh := slices.Clone(all)
		for i := range fresh {
			if fresh[i].Kind == kind && fresh[i].Subject == subject {
				fresh[i].Bytes, fresh[i].Subject = []byte{}, ""
			}
		}
		t.down[station] = fresh
	}
	return nil
}

// DownHead implements hub.Downlinks.
func (t *tx) DownHead() (int64, error) { return int64(len(t.downOrder)), nil }

// DownBetween implements hub.Downlinks.
func (t *tx) DownBetween(after, upTo int64, heard time.Time) (all []hub.Run, err error) {
	first, last := map[string]uint64{}, map[string]uint64{}
	upTo = min(upTo, int64(len(t.downOrder)))
	for _, p := range t.downOrder[min(after, upTo):upTo] {
		s := t.stations[p.station]
		if s.Heard.IsZero() || s.Heard.Before(heard) || p.seq <= s.Sent {
			continue
		}
		if first[p.station] == 0 {
			first[p.station] = p.seq
		}
		last[p.station] = p.seq
	}
	for _, id := range slices.Sorted(maps.Keys(first)) {
		all = append(all, t.run(id, first[id], last[id]))
	}
	return all, nil
}
