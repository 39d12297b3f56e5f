package memstore

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
)

// Ping reports that the store is there.
func (s *Store) Ping(context.Context) error { return nil }

// Stations reports on every station, in the order of their names.
func (s *Store) Stations(context.Context) (all []hub.StationReport, err error) {
	st := s.committed.Load()
	for _, id := range slices.Sorted(maps.Keys(st.stations)) {
		r := hub.StationReport{Station: st.stations[id], SetAside: st.setAside(id)}
		for epoch, c := range st.cursors[id] {
			if epoch >= r.Epoch {
				r.Epoch, r.UpTo, r.ReceiptAt = epoch, c.UpTo, c.at
			}
		}
		for _, l := range st.letters {
			if l.Station == id {
				r.DeadLetters++
			}
		}
		all = append(all, r)
	}
	return all, nil
}

// Events returns records as asked.
func (s *Store) Events(_ context.Context, q hub.EventQuery) (all []hub.Received, err error) {
	for _, r := range s.committed.Load().records {
		if r.Pos > q.After && (q.Station == "" || r.Station == q.Station) {
			all = append(all, r)
		}
	}
	if q.Newest {
		slices.Reverse(all)
	}
	return all[:min(q.Limit, len(all))], nil
}

// Rows shows no table: what reads in them is made for databases.
func (s *Store) Rows(_ context.Context, q hub.TableQuery) (hub.TablePage, error) {
	return hub.TablePage{}, fmt.Errorf("%q: %w", q.Table, hub.ErrUnknownTable)
}

// Slots reports on the slots that start at or after a time, the next first.
func (s *Store) Slots(_ context.Context, from time.Time) (all []hub.SlotReport, err error) {
	st := s.committed.Load()
	for id, slot := range st.slots {
		if !slot.Starts.Before(from) {
			all = append(all, hub.SlotReport{Slot: slot.Slot, Lent: slot.lent, Loans: maps.Clone(st.loans[id]), Booked: st.booked(id)})
		}
	}
	slices.SortFunc(all, func(a, b hub.SlotReport) int {
		return cmp.Or(a.Starts.Compare(b.Starts), cmp.Compare(a.ID, b.ID))
	})
	return all, nil
}

// booked counts the rows of the table "bookings" that hold a place of a slot.
func (s *State) booked(slot string) (n int) {
	for _, row := range s.tables["bookings"] {
		if slices.Contains(row, any(slot)) && slices.Contains(row, any("booked")) {
			n++
		}
	}
	return n
}
