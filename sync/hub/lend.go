package hub

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/nuanxin/station-kit/station/event"
)

// ErrBadSlot says that a slot cannot be as asked.
var ErrBadSlot = errors.New("not a possible slot")

const (
	maxCapacity = 10_000
	maxMinutes  = 24 * 60
	// maxPlace keeps an entry of the down-journal small, in bytes.
	maxPlace = 200
)

// SlotID names a slot: the same service, start and place are the same slot, so
// that setting it again changes it instead of making another.
func SlotID(service string, starts time.Time, placeZH string) string {
	place := sha256.Sum256([]byte(placeZH))
	return fmt.Sprintf("%s-%s-%x", service, starts.UTC().Format("20060102T1504"), place[:3])
}

// SetSlots defines slots, or changes the capacity of those there are, and lends
// the same shares of each to stations. Without shares, stations that have
// places of a slot already get an even part of what is new. It returns the
// slots with all their loans; or ErrBadSlot, ErrUnknownService,
// ErrUnknownStation, ErrLent or ErrCapacity, and has changed nothing.
func (h *Hub) SetSlots(ctx context.Context, slots []Slot, shares []Share) (set []SlotReport, err error) {
	err = h.act(ctx, "set slots", func(tx Tx, a *Act) error {
		set = nil
		if err := offerCatalogue(tx, h.Now()); err != nil {
			return err
		}
		if err := known(tx, shares); err != nil {
			return err
		}
		var sent loans
		for _, s := range slots {
			r, err := h.setSlot(tx, s, shares, &sent)
			if err != nil {
				return fmt.Errorf("%s at %s: %w", s.Service, s.Starts.Format(time.RFC3339), err)
			}
			set = append(set, r)
		}
		if len(set) > 0 {
			a.Subject, a.Detail = set[0].ID, fmt.Sprintf("%d slots of capacity %d", len(set), set[0].Capacity)
		}
		return sent.send(tx, h.Now())
	})
	if err != nil {
		return nil, err
	}
	return set, nil
}

// loans are the entries that tell stations what they were lent.
type loans struct {
	stations []string
	entries  []Entry
}

// send appends them, behind what the stations need to know of the services.
func (l *loans) send(tx Tx, now time.Time) error {
	stations := unique(l.stations)
	if _, err := tx.Hold(stations); err != nil {
		return err
	}
	if _, err := tx.TakeIn(stations); err != nil {
		return err
	}
	return tx.AppendDown(l.entries, now)
}

func (h *Hub) setSlot(tx Tx, s Slot, shares []Share, sent *loans) (SlotReport, error) {
	s.ID = SlotID(s.Service, s.Starts, s.PlaceZH)
	if err := h.checkSlot(tx, s); err != nil {
		return SlotReport{}, err
	}
	if _, err := lend(tx, s, shares, sent, h.Now()); err != nil {
		return SlotReport{}, err
	}
	wanted, err := serve(tx, s.ID, h.Now())
	if err != nil {
		return SlotReport{}, err
	}
	sent.entries = append(sent.entries, wanted...)
	lent, err := tx.Loans(s.ID)
	r := SlotReport{Slot: s, Loans: lent}
	for _, n := range lent {
		r.Lent += n
	}
	return r, err
}

func (h *Hub) checkSlot(tx Fleet, s Slot) error {
	bad := func(format string, args ...any) error {
		return fmt.Errorf("%w: %s", ErrBadSlot, fmt.Sprintf(format, args...))
	}
	switch {
	case s.Capacity < 1 || s.Capacity > maxCapacity:
		return bad("capacity %d is not within 1 and %d", s.Capacity, maxCapacity)
	case s.Minutes < 1 || s.Minutes > maxMinutes:
		return bad("%d minutes is not within 1 and %d", s.Minutes, maxMinutes)
	case !s.Starts.Equal(s.Starts.Truncate(time.Minute)):
		return bad("it does not start at a full minute")
	case !s.Starts.After(h.Now()):
		return bad("its start is past")
	case len(s.PlaceZH) > maxPlace || len(s.PlaceEN) > maxPlace:
		return bad("the name of its place is longer than %d bytes", maxPlace)
	}
	return knownService(tx, s.Service)
}

func known(tx Tx, shares []Share) error {
	seen := map[string]bool{}
	for _, share := range shares {
		if seen[share.Station] {
			return fmt.Errorf("%w: station %s is named twice", ErrBadSlot, share.Station)
		}
		seen[share.Station] = true
		if share.Places < 0 {
			return fmt.Errorf("%w: %d places for %s", ErrBadSlot, share.Places, share.Station)
		}
		if _, err := tx.Station(share.Station); err != nil {
			return fmt.Errorf("%s: %w", share.Station, err)
		}
	}
	return notLost(tx, slices.Collect(maps.Keys(seen)))
}

// notLost returns ErrLost where one of the stations is declared lost.
func notLost(tx Tables, stations []string) error {
	lost, err := lossesOf(tx, stations)
	for station, l := range lost {
		if l.away() {
			return fmt.Errorf("%s: %w", station, ErrLost)
		}
	}
	return err
}

func lend(tx Tx, s Slot, shares []Share, sent *loans, now time.Time) (map[string]int, error) {
	if err := sameLength(tx, s); err != nil {
		return nil, err
	}
	lent, err := tx.Loans(s.ID)
	if err != nil {
		return nil, err
	}
	if len(shares) == 0 {
		if shares, err = even(tx, lent); err != nil {
			return nil, err
		}
	}
	more, err := divide(s.Capacity, lent, shares)
	if err != nil {
		return nil, err
	}
	if err := tx.PutSlot(s); err != nil {
		return nil, err
	}
	for _, station := range slices.Sorted(maps.Keys(more)) {
		if more[station] == 0 {
			continue
		}
		if err := lendTo(tx, s, station, more[station], sent, now); err != nil {
			return nil, err
		}
		lent[station] += more[station]
	}
	return lent, nil
}

// even shares are for those who have places already, and are not lost.
func even(tx Tables, lent map[string]int) (shares []Share, err error) {
	stations := slices.Sorted(maps.Keys(lent))
	lost, err := lossesOf(tx, stations)
	for _, station := range stations {
		if !lost[station].away() {
			shares = append(shares, Share{Station: station})
		}
	}
	return shares, err
}

// sameLength refuses another length for a slot there is: stations have told
// riders the one they were sent.
func sameLength(tx Capacities, s Slot) error {
	old, err := tx.Slot(s.ID)
	if errors.Is(err, ErrUnknownSlot) {
		return nil
	}
	if err == nil && old.Minutes != s.Minutes {
		err = fmt.Errorf("%w: %s is set already and takes %d minutes", ErrBadSlot, s.ID, old.Minutes)
	}
	return err
}

func lendTo(tx Capacities, s Slot, station string, places int, sent *loans, now time.Time) error {
	d := slotLent(s, places)
	entry, err := event.EncodeDown(d)
	if err != nil {
		return err
	}
	sent.stations = append(sent.stations, station)
	sent.entries = append(sent.entries, Entry{station, d.Kind(), s.ID, entry})
	return tx.Lend(s.ID, station, places, now)
}

func slotLent(s Slot, places int) *event.Down {
	return &event.Down{Body: &event.Down_SlotLent{SlotLent: &event.SlotLent{
		Slot: s.ID, Service: s.Service, StartsMs: s.Starts.UnixMilli(), Minutes: uint32(s.Minutes),
		PlaceZh: s.PlaceZH, PlaceEn: s.PlaceEN, Quantity: uint32(places),
	}}}
}
