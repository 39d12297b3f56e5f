package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
)

// ailingSince is how old telemetry may be to count for what it tells.
const ailingSince = 30 * time.Minute

// Census counts. It reads a row of each station, and returns few.
func (s *Store) Census(ctx context.Context, q hub.CensusQuery) (hub.Census, error) {
	c := hub.Census{Ailing: map[string]int{}, DeadLetters: map[string]int{}}
	count := func(into *int, query string, args ...any) error {
		return s.Reader.QueryRowContext(ctx, s.Dialect.Rebind(query), args...).Scan(into)
	}
	err := errors.Join(
		s.heard(ctx, q, &c),
		s.receipts(ctx, q, &c),
		s.oldest(ctx, q, &c),
		s.told(ctx, q, &c),
		count(&c.Quarantine, `SELECT count(*) FROM quarantine`),
		s.letters(ctx, &c),
		s.progress(ctx, q, &c),
		s.lending(ctx, q, &c),
	)
	return c, err
}

// younger is SQL for how many rows have a time younger than each age.
func younger(column string, ages []time.Duration, now time.Time) (text string, args []any) {
	for _, age := range ages {
		text += `, coalesce(sum(CASE WHEN ` + column + ` > ? THEN 1 ELSE 0 END), 0)`
		args = append(args, ms(now.Add(-age)))
	}
	return text, args
}

// scanCounts scans a row of which the last columns are counts.
func (s *Store) scanCounts(ctx context.Context, query string, args []any, n int, into ...any) ([]int, error) {
	counts := make([]int, n)
	for i := range counts {
		into = append(into, &counts[i])
	}
	return counts, s.Reader.QueryRowContext(ctx, s.Dialect.Rebind(query), args...).Scan(into...)
}

func (s *Store) heard(ctx context.Context, q hub.CensusQuery, c *hub.Census) (err error) {
	sums, args := younger("heard_ms", q.Heard, q.Now)
	c.HeardSince, err = s.scanCounts(ctx, `SELECT (SELECT count(*) FROM stations), count(*)`+sums+` FROM stations WHERE public_key IS NOT NULL AND revoked_ms = 0`,
		args, len(q.Heard), &c.Known, &c.Enrolled)
	return err
}

// newest is the newest receipt of each station that has a key.
const newest = `(SELECT c.station AS station, max(c.receipt_ms) AS receipt_ms
	FROM cursors c JOIN stations s ON s.id = c.station WHERE s.public_key IS NOT NULL AND s.revoked_ms = 0 GROUP BY c.station)`

func (s *Store) receipts(ctx context.Context, q hub.CensusQuery, c *hub.Census) (err error) {
	sums, args := younger("receipt_ms", q.Receipts, q.Now)
	var ages float64
	c.ReceiptSince, err = s.scanCounts(ctx, `SELECT count(*), CAST(coalesce(sum(? - receipt_ms), 0) AS DOUBLE PRECISION)`+sums+` FROM `+newest+` n`,
		append([]any{ms(q.Now)}, args...), len(q.Receipts), &c.Receipts, &ages)
	c.ReceiptAges = time.Duration(ages) * time.Millisecond
	return err
}

func (s *Store) oldest(ctx context.Context, q hub.CensusQuery, c *hub.Census) (err error) {
	if q.Oldest == 0 {
		return nil
	}
	query, args := `SELECT station, receipt_ms FROM `+newest+` n ORDER BY receipt_ms, station`, []any(nil)
	if q.Oldest > 0 {
		query, args = query+` LIMIT ?`, []any{q.Oldest}
	}
	c.Oldest, err = read(ctx, s, query, args, func(r *sql.Rows) (l hub.LastReceipt, err error) {
		var at int64
		err = r.Scan(&l.Station, &at)
		l.At = moment(at)
		return l, err
	})
	return err
}

func (s *Store) told(ctx context.Context, q hub.CensusQuery, c *hub.Census) (err error) {
	sums, args := younger("heard_ms", q.Told, q.Now)
	var all int
	if c.Told, err = s.scanCounts(ctx, `SELECT count(*)`+sums+` FROM station_vitals`, args, len(q.Told), &all); err != nil {
		return err
	}
	_, err = read(ctx, s, `SELECT troubles, count(*) FROM station_vitals WHERE heard_ms > ? AND troubles <> '' GROUP BY troubles`,
		[]any{ms(q.Now.Add(-ailingSince))}, func(r *sql.Rows) (n int, err error) {
			var codes string
			err = r.Scan(&codes, &n)
			for _, code := range strings.Fields(codes) {
				c.Ailing[code] += n
			}
			return n, err
		})
	return err
}

func (s *Store) letters(ctx context.Context, c *hub.Census) error {
	_, err := read(ctx, s, `SELECT follower, count(*) FROM dead_letters GROUP BY follower`, nil, func(r *sql.Rows) (n int, err error) {
		var follower string
		err = r.Scan(&follower, &n)
		c.DeadLetters[follower] = n
		return n, err
	})
	return err
}

func (s *Store) progress(ctx context.Context, q hub.CensusQuery, c *hub.Census) (err error) {
	c.Followers, err = s.Progress(ctx, q.Followers)
	return err
}

// Progress is how far followers are, in the order of their names given.
func (s *Store) Progress(ctx context.Context, followers []string) (all []hub.Progress, err error) {
	err = s.View(ctx, func(t hub.Tx) error {
		head, err := t.Head()
		if err != nil {
			return err
		}
		for _, name := range followers {
			p := hub.Progress{Follower: name}
			if p.Position, err = t.Position(name); err != nil {
				return err
			}
			if p.Behind = max(0, head-p.Position); p.Behind > 0 {
				var at int64
				if _, err := t.(*tx).one(`SELECT received_ms FROM batches WHERE last_pos > ? ORDER BY last_pos LIMIT 1`, []any{p.Position}, &at); err != nil {
					return err
				}
				p.Since = moment(at)
			}
			all = append(all, p)
		}
		return nil
	})
	return all, err
}

func (s *Store) lending(ctx context.Context, q hub.CensusQuery, c *hub.Census) error {
	return s.Reader.QueryRowContext(ctx, s.Dialect.Rebind(`SELECT CAST(coalesce(sum(capacity), 0) AS BIGINT), CAST(coalesce(sum(lent), 0) AS BIGINT),
		(SELECT count(*) FROM bookings b JOIN slots t ON t.id = b.slot WHERE t.starts_ms > ? AND b.state IN ('confirmed', 'called', 'attended'))
		FROM slots WHERE starts_ms > ?`), ms(q.Now), ms(q.Now)).Scan(&c.Capacity, &c.Lent, &c.Booked)
}
