package station_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// model is what a station should do, in memory and in plain words.
type model struct {
	lent  map[string]int           // slot to places
	held  map[byte]map[string]bool // rider to slots; all slots are of one service
	refs  map[string]event.Ref     // "rider slot" to booking
	count uint64                   // records
}

func (m model) booked(slot string) (n int) {
	for _, slots := range m.held {
		if slots[slot] {
			n++
		}
	}
	return n
}

// book says what the station must answer.
func (m model) book(who byte, slot string) error {
	switch {
	case m.lent[slot] == 0:
		return station.ErrNoSlot
	case len(m.held[who]) > 0:
		return station.ErrAlreadyBooked
	case m.booked(slot) >= m.lent[slot]:
		return station.ErrSlotFull
	}
	return nil
}

// TestStationAgainstModel: whatever riders and hub do, and however often the
// station is stopped in between, it answers as the model does; no slot is
// promised beyond its loan; the file stays consistent.
func TestStationAgainstModel(t *testing.T) {
	fleet := stationtest.NewFleet(t)
	rapid.Check(t, func(r *rapid.T) {
		cfg := fleet.Config(t, "st-1")
		s, err := station.Open(cfg)
		if err != nil {
			r.Fatal(err)
		}
		m := model{map[string]int{}, map[byte]map[string]bool{}, map[string]event.Ref{}, 1}
		slot := rapid.SampledFrom([]string{"a", "b", "c"})
		who := rapid.ByteRange(1, 5)
		begins := time.Now().Add(time.Hour)
		r.Repeat(map[string]func(*rapid.T){
			"lend": func(r *rapid.T) {
				id, places := slot.Draw(r, "slot"), rapid.IntRange(1, 2).Draw(r, "places")
				stationtest.Lend(t, s, id, begins, uint32(places))
				m.lent[id] += places
			},
			"book": func(r *rapid.T) {
				w, id := who.Draw(r, "rider"), slot.Draw(r, "slot")
				want := m.book(w, id)
				b, err := s.Book(rider(w), id)
				if !errors.Is(err, want) {
					r.Fatalf("rider %d, slot %s: %v, want %v", w, id, err, want)
				}
				if err == nil {
					m.held[w] = map[string]bool{id: true}
					m.refs[fmt.Sprint(w, id)] = b.Ref
					m.count++
				}
			},
			"cancel": func(r *rapid.T) {
				w, id := who.Draw(r, "rider"), slot.Draw(r, "slot")
				err := s.Cancel(rider(w).Pseudonym, m.refs[fmt.Sprint(w, id)])
				if m.held[w][id] != (err == nil) || err != nil && !errors.Is(err, station.ErrNoBooking) {
					r.Fatalf("rider %d, slot %s: %v", w, id, err)
				}
				if err == nil {
					delete(m.held, w)
					m.count++
				}
			},
			"reopen": func(r *rapid.T) {
				if err := s.Close(); err != nil {
					r.Fatal(err)
				}
				if s, err = station.Open(cfg); err != nil {
					r.Fatal(err)
				}
			},
			"": func(r *rapid.T) { agree(r, s, m) },
		})
		stationtest.Close(t, s)
	})
}

// agree compares what can be seen of the station with the model.
func agree(r *rapid.T, s *station.Station, m model) {
	slots, err := s.Slots("health-check")
	if err != nil || len(slots) != len(m.lent) {
		r.Fatalf("%d slots, want %d (%v)", len(slots), len(m.lent), err)
	}
	for _, sl := range slots {
		if want := m.lent[sl.ID] - m.booked(sl.ID); sl.Left != want || want < 0 {
			r.Fatalf("slot %s: %d left, want %d", sl.ID, sl.Left, want)
		}
	}
	for w, want := range m.held {
		held, err := s.Bookings(rider(w).Pseudonym)
		if err != nil || len(held) != len(want) || !want[held[0].Slot.ID] {
			r.Fatalf("rider %d holds %v, want %v (%v)", w, held, want, err)
		}
	}
	at, err := s.Standing()
	if err != nil || at.Last != m.count {
		r.Fatalf("%d records, want %d (%v)", at.Last, m.count, err)
	}
	if report, err := s.Check(); err != nil || len(report.Faults) > 0 {
		r.Fatalf("check: %v, %v", report.Faults, err)
	}
}
