package sqlite

import (
	"context"
	"database/sql"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
)

// Stations reports on every station, in the order of their names.
func (s *Store) Stations(ctx context.Context) ([]hub.StationReport, error) {
	return rows(ctx, s.reader, `
		SELECT s.id, s.name_zh, s.name_en, s.public_key, s.heard_ms, s.last_epoch, s.last_seq,
			coalesce(c.epoch, 0), coalesce(c.up_to, 0), coalesce(c.receipt_ms, 0),
			(SELECT count(*) FROM quarantine q WHERE q.station = s.id),
			(SELECT count(*) FROM dead_letters d WHERE d.station = s.id)
		FROM stations s
		LEFT JOIN cursors c ON c.station = s.id AND c.epoch = (SELECT max(epoch) FROM cursors WHERE station = s.id)
		ORDER BY s.id`, nil, scanStation)
}

func scanStation(r *sql.Rows) (s hub.StationReport, err error) {
	var key []byte
	var heard, last, upTo, receipt int64
	err = r.Scan(&s.ID, &s.NameZH, &s.NameEN, &key, &heard, &s.LastEpoch, &last, &s.Epoch, &upTo, &receipt, &s.SetAside, &s.DeadLetters)
	s.Key, s.Heard, s.Last, s.UpTo, s.ReceiptAt = key, moment(heard), uint64(last), uint64(upTo), moment(receipt)
	return s, err
}

// Events returns records as asked.
func (s *Store) Events(ctx context.Context, q hub.EventQuery) ([]hub.Received, error) {
	order := "ASC"
	if q.Newest {
		order = "DESC"
	}
	return rows(ctx, s.reader, `
		SELECT pos, station, epoch, seq, kind, hash, record, received_ms FROM records
		WHERE pos > ? AND (? = '' OR station = ?) ORDER BY pos `+order+` LIMIT ?`,
		[]any{q.After, q.Station, q.Station, q.Limit}, scanReceived)
}

func scanReceived(r *sql.Rows) (e hub.Received, err error) {
	var hash []byte
	var seq, at int64
	if err := r.Scan(&e.Pos, &e.Station, &e.Epoch, &seq, &e.Kind, &hash, &e.Bytes, &at); err != nil {
		return e, err
	}
	e.Seq, e.At = uint64(seq), moment(at)
	e.Hash, err = link(hash)
	return e, err
}

// Slots reports on the slots that start at or after from, the next first.
func (s *Store) Slots(ctx context.Context, from time.Time) ([]hub.SlotReport, error) {
	loans, err := s.loans(ctx, from)
	if err != nil {
		return nil, err
	}
	return rows(ctx, s.reader, `
		SELECT id, service, starts_ms, minutes, place_zh, place_en, capacity, lent,
			(SELECT count(*) FROM bookings b WHERE b.slot = slots.id AND b.state = 'booked')
		FROM slots WHERE starts_ms >= ? ORDER BY starts_ms, id`, []any{millis(from)},
		func(r *sql.Rows) (s hub.SlotReport, err error) {
			var starts int64
			err = r.Scan(&s.ID, &s.Service, &starts, &s.Minutes, &s.PlaceZH, &s.PlaceEN, &s.Capacity, &s.Lent, &s.Booked)
			s.Starts, s.Loans = moment(starts), loans[s.ID]
			return s, err
		})
}

func (s *Store) loans(ctx context.Context, from time.Time) (map[string]map[string]int, error) {
	all := map[string]map[string]int{}
	_, err := rows(ctx, s.reader, `SELECT slot, station, quantity FROM loans
		WHERE slot IN (SELECT id FROM slots WHERE starts_ms >= ?)`, []any{millis(from)},
		func(r *sql.Rows) (n int, err error) {
			var slot, station string
			err = r.Scan(&slot, &station, &n)
			if all[slot] == nil {
				all[slot] = map[string]int{}
			}
			all[slot][station] = n
			return n, err
		})
	return all, err
}

// Ping reports whether the file can be read.
func (s *Store) Ping(ctx context.Context) error {
	var n int
	return s.reader.QueryRowContext(ctx, `SELECT count(*) FROM (SELECT 1 FROM stations LIMIT 1)`).Scan(&n)
}
