package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
)

// Stations reports on every station, in the order of their names.
func (s *Store) Stations(ctx context.Context) ([]hub.StationReport, error) {
	return s.stations(ctx, ``)
}

// Station reports on one; it returns hub.ErrUnknownStation.
func (s *Store) Station(ctx context.Context, id string) (hub.StationReport, error) {
	one, err := s.stations(ctx, `WHERE s.id = ?`, id)
	if err == nil && len(one) == 0 {
		err = fmt.Errorf("%q: %w", id, hub.ErrUnknownStation)
	}
	if err != nil {
		return hub.StationReport{}, err
	}
	return one[0], nil
}

func (s *Store) stations(ctx context.Context, where string, args ...any) ([]hub.StationReport, error) {
	return read(ctx, s, `
		SELECT s.id, s.name_zh, s.name_en, s.public_key, s.revoked_ms, s.certified_ms, s.heard_ms, s.last_epoch, s.last_seq,
			coalesce(c.epoch, 0), coalesce(c.up_to, 0), coalesce(c.receipt_ms, 0),
			(SELECT count(*) FROM quarantine q WHERE q.station = s.id),
			(SELECT count(*) FROM dead_letters d WHERE d.station = s.id)
		FROM stations s
		LEFT JOIN cursors c ON c.station = s.id AND c.epoch = (SELECT max(epoch) FROM cursors WHERE station = s.id)
		`+where+` ORDER BY s.id`, args, scanReport)
}

func scanReport(r *sql.Rows) (s hub.StationReport, err error) {
	var key []byte
	var revoked, certified, heard, last, upTo, receipt int64
	err = r.Scan(&s.ID, &s.NameZH, &s.NameEN, &key, &revoked, &certified, &heard, &s.LastEpoch, &last, &s.Epoch, &upTo, &receipt, &s.SetAside, &s.DeadLetters)
	s.Revoked, s.Certified = moment(revoked), moment(certified)
	s.Key, s.Heard, s.Last, s.UpTo, s.ReceiptAt = key, moment(heard), uint64(last), uint64(upTo), moment(receipt)
	return s, err
}

// pageOfBatches is how many batches are read at a time to show some records:
// each has one at least, and may have many.
const pageOfBatches = 20

// Events returns records as asked.
func (s *Store) Events(ctx context.Context, q hub.EventQuery) (all []hub.Received, err error) {
	order, upTo := "ASC", int64(anywhere)
	if q.Newest {
		order = "DESC"
	}
	for len(all) < q.Limit {
		r, err := s.Reader.QueryContext(ctx, s.Dialect.Rebind(`SELECT `+batchColumns+` FROM batches b
			WHERE b.last_pos > ? AND b.last_pos <= ? AND (CAST(? AS TEXT) = '' OR b.station = ?) ORDER BY b.last_pos `+order+` LIMIT ?`),
			q.After, upTo, q.Station, q.Station, pageOfBatches)
		page, err := unpacked(r, err, q.After, upTo, nil)
		if err != nil || len(page) == 0 {
			return all, err
		}
		if q.Newest {
			slices.SortFunc(page, func(a, b hub.Received) int { return cmp.Compare(b.Pos, a.Pos) })
			upTo = page[len(page)-1].Pos - 1
		} else {
			q.After = page[len(page)-1].Pos
		}
		all = append(all, page...)
	}
	return all[:min(q.Limit, len(all))], nil
}

// Slots reports on the slots that start at or after from, the next first.
func (s *Store) Slots(ctx context.Context, from time.Time) ([]hub.SlotReport, error) {
	loans, err := s.loans(ctx, from)
	if err != nil {
		return nil, err
	}
	return read(ctx, s, `
		SELECT id, service, starts_ms, minutes, place_zh, place_en, capacity, lent,
			(SELECT count(*) FROM bookings b WHERE b.slot = slots.id AND b.state IN ('confirmed', 'called', 'attended'))
		FROM slots WHERE starts_ms >= ? ORDER BY starts_ms, id`, []any{ms(from)},
		func(r *sql.Rows) (s hub.SlotReport, err error) {
			var starts int64
			err = r.Scan(&s.ID, &s.Service, &starts, &s.Minutes, &s.PlaceZH, &s.PlaceEN, &s.Capacity, &s.Lent, &s.Booked)
			s.Starts, s.Loans = moment(starts), loans[s.ID]
			return s, err
		})
}

func (s *Store) loans(ctx context.Context, from time.Time) (map[string]map[string]int, error) {
	all := map[string]map[string]int{}
	_, err := read(ctx, s, `SELECT slot, station, quantity FROM loans
		WHERE slot IN (SELECT id FROM slots WHERE starts_ms >= ?)`, []any{ms(from)},
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

// read runs one query outside of a transaction.
func read[T any](ctx context.Context, s *Store, query string, args []any, scan func(*sql.Rows) (T, error)) ([]T, error) {
	r, err := s.Reader.QueryContext(ctx, s.Dialect.Rebind(query), args...)
	return rows(r, err, scan)
}
