package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"math"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
)

// Update implements hub.Store.
func (s *Store) Update(ctx context.Context, f func(hub.Tx) error) error {
	return within(ctx, s.writer, nil, f)
}

// View implements hub.Store.
func (s *Store) View(ctx context.Context, f func(hub.Tx) error) error {
	return within(ctx, s.reader, &sql.TxOptions{ReadOnly: true}, f)
}

func within(ctx context.Context, db *sql.DB, opts *sql.TxOptions, f func(hub.Tx) error) error {
	t, err := db.BeginTx(ctx, opts)
	if err != nil {
		return err
	}
	defer t.Rollback() // no effect after Commit
	if err := f(&tx{ctx, t, map[string]*sql.Stmt{}}); err != nil {
		return err
	}
	return t.Commit()
}

// tx implements hub.Tx. A batch runs few statements many times: each is
// prepared once. Commit and Rollback close them.
type tx struct {
	ctx context.Context
	*sql.Tx
	prepared map[string]*sql.Stmt
}

func (t *tx) exec(query string, args ...any) error {
	_, err := t.changed(query, args...)
	return err
}

// changed is exec, and tells whether it changed a row.
func (t *tx) changed(query string, args ...any) (bool, error) {
	s, err := t.prepare(query)
	if err != nil {
		return false, err
	}
	r, err := s.ExecContext(t.ctx, args...)
	if err != nil {
		return false, err
	}
	n, err := r.RowsAffected()
	return n > 0, err
}

func (t *tx) prepare(query string) (*sql.Stmt, error) {
	if s := t.prepared[query]; s != nil {
		return s, nil
	}
	s, err := t.PrepareContext(t.ctx, query)
	t.prepared[query] = s
	return s, err
}

// one scans the only row of a query, and reports whether there was one.
func (t *tx) one(query string, args []any, into ...any) (bool, error) {
	err := t.QueryRowContext(t.ctx, query, args...).Scan(into...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// rows collects what scan makes of each row of a query.
func rows[T any](ctx context.Context, q querier, query string, args []any, scan func(*sql.Rows) (T, error)) ([]T, error) {
	r, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	var all []T
	for r.Next() {
		one, err := scan(r)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, r.Err()
}

func scanText(r *sql.Rows) (s string, err error) { return s, r.Scan(&s) }

func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func moment(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms)
}

// number fits what a station claims into SQLite's integers.
func number(n uint64) int64 { return int64(min(n, math.MaxInt64)) }

// orNull keeps an absent value NULL instead of empty.
func orNull(b []byte) any {
	if len(b) == 0 {
		return nil
	}
	return b
}

// present keeps an empty value empty: the driver would write NULL for nil.
func present(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}
