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

// Return implements hub.Capacities.
func (t *tx) Return(slot, station string, quantity int) (int, error) {
	var had int
	if _, err := t.one(`SELECT quantity FROM loans WHERE slot = ? AND station = ?`, []any{slot, station}, &had); err != nil {
		return 0, err
	}
	back := max(0, min(quantity, had))
	if back == 0 {
		return 0, nil
	}
	left := `UPDATE loans SET quantity = quantity - ? WHERE slot = ? AND station = ?`
	if back == had {
		left = `DELETE FROM loans WHERE quantity = ? AND slot = ? AND station = ?`
	}
	if err := t.exec(left, back, slot, station); err != nil {
		return 0, err
	}
	return back, t.exec(`UPDATE slots SET lent = lent - ? WHERE id = ?`, back, slot)
}

// Begun implements hub.Capacities.
func (t *tx) Begun(by time.Time, limit int) ([]hub.Slot, error) {
	r, err := t.query(`SELECT id, service, starts_ms, minutes, place_zh, place_en, capacity FROM slots
		WHERE closed = 0 AND starts_ms <= ? ORDER BY starts_ms, id LIMIT ?`, ms(by), limit)
	return rows(r, err, func(r *sql.Rows) (s hub.Slot, err error) {
		var starts int64
		err = r.Scan(&s.ID, &s.Service, &starts, &s.Minutes, &s.PlaceZH, &s.PlaceEN, &s.Capacity)
		s.Starts = moment(starts)
		return s, err
	})
}

// Close implements hub.Capacities.
func (t *tx) Close(slot string) error {
	return t.exec(`UPDATE slots SET closed = 1 WHERE id = ?`, slot)
}
