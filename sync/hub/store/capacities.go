package store

import (
	"database/sql"
	"fmt"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
)

// Slot implements hub.Capacities.
func (t *tx) Slot(id string) (hub.Slot, error) {
	s := hub.Slot{ID: id}
	var starts int64
	found, err := t.one(`SELECT service, starts_ms, minutes, place_zh, place_en, capacity FROM slots WHERE id = ?`,
		[]any{id}, &s.Service, &starts, &s.Minutes, &s.PlaceZH, &s.PlaceEN, &s.Capacity)
	if err == nil && !found {
		err = fmt.Errorf("%q: %w", id, hub.ErrUnknownSlot)
	}
	s.Starts = moment(starts)
	return s, err
}

// PutSlot implements hub.Capacities.
func (t *tx) PutSlot(s hub.Slot) error {
	return t.exec(`INSERT INTO slots (id, service, starts_ms, minutes, place_zh, place_en, capacity) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET minutes = excluded.minutes, place_en = excluded.place_en, capacity = excluded.capacity`,
		s.ID, s.Service, ms(s.Starts), s.Minutes, s.PlaceZH, s.PlaceEN, s.Capacity)
}

// Loans implements hub.Capacities.
func (t *tx) Loans(slot string) (map[string]int, error) {
	loans := map[string]int{}
	r, err := t.query(`SELECT station, quantity FROM loans WHERE slot = ?`, slot)
	_, err = rows(r, err, func(r *sql.Rows) (n int, err error) {
		var station string
		err = r.Scan(&station, &n)
		loans[station] = n
		return n, err
	})
	return loans, err
}

// Lend implements hub.Capacities.
func (t *tx) Lend(slot, station string, quantity int, at time.Time) error {
	// The table's own check refuses a sum above the capacity.
	if err := t.exec(`UPDATE slots SET lent = lent + ? WHERE id = ?`, quantity, slot); err != nil {
		return fmt.Errorf("lend %d of %s: %w", quantity, slot, err)
	}
	return t.exec(`INSERT INTO loans (slot, station, quantity, lent_ms) VALUES (?, ?, ?, ?)
		ON CONFLICT (slot, station) DO UPDATE SET quantity = loans.quantity + excluded.quantity, lent_ms = excluded.lent_ms`,
		slot, station, quantity, ms(at))
}
