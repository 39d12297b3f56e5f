package store

import (
	"context"
	"database/sql"
	"math"
	"strings"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
)

// tx implements hub.Tx.
type tx struct {
	s    *Store
	ctx  context.Context
	conn *sql.Conn // that tx is on
	tx   *sql.Tx
	// writes: it is on the writer's connection.
	writes bool
	// prepared for this transaction, where the driver does not do it.
	prepared map[string]*sql.Stmt
}

// run runs f from begin to commit, and reports whether an error is the commit's.
func (t *tx) run(opts *sql.TxOptions, f func(hub.Tx) error) (committing bool, err error) {
	if t.tx, err = t.conn.BeginTx(t.ctx, opts); err != nil {
		return false, err
	}
	defer t.tx.Rollback() // no effect after Commit
	if err := f(t); err != nil {
		return false, err
	}
	err = t.tx.Commit()
	return err != nil, err
}

// Alone implements hub.Tx.
func (t *tx) Alone() error {
	if query := t.s.Dialect.Alone(); query != "" {
		return t.exec(query)
	}
	return nil
}

func (t *tx) exec(query string, args ...any) error {
	query = t.s.Dialect.Rebind(query)
	if !t.s.Prepare {
		_, err := t.tx.ExecContext(t.ctx, query, args...)
		return err
	}
	stmt, err := t.prepare(query)
	if err != nil {
		return err
	}
	_, err = stmt.ExecContext(t.ctx, args...)
	return err
}

func (t *tx) query(query string, args ...any) (*sql.Rows, error) {
	query = t.s.Dialect.Rebind(query)
	if !t.s.Prepare {
		return t.tx.QueryContext(t.ctx, query, args...)
	}
	stmt, err := t.prepare(query)
	if err != nil {
		return nil, err
	}
	return stmt.QueryContext(t.ctx, args...)
}

func (t *tx) prepare(query string) (*sql.Stmt, error) {
	if stmt := t.prepared[query]; stmt != nil {
		return stmt, nil
	}
	if t.writes {
		if stmt := t.s.kept(query); stmt != nil {
			return t.tx.StmtContext(t.ctx, stmt), nil
		}
	}
	stmt, err := t.tx.PrepareContext(t.ctx, query)
	if err == nil {
		t.prepared[query] = stmt
	}
	return stmt, err
}

// one scans the only row of a query, and reports whether there was one.
func (t *tx) one(query string, args []any, into ...any) (bool, error) {
	r, err := t.query(query, args...)
	if err != nil {
		return false, err
	}
	defer r.Close()
	if !r.Next() {
		return false, r.Err()
	}
	if err := r.Scan(into...); err != nil {
		return false, err
	}
	return true, r.Close()
}

// rows collects what scan makes of each row.
func rows[T any](r *sql.Rows, err error, scan func(*sql.Rows) (T, error)) ([]T, error) {
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

// bulk runs a statement on many rows at once: body may use them as the table
// v. It runs once for as many as one statement may have.
func (t *tx) bulk(body string, columns []Column, args ...any) error {
	return t.eachChunk(body, columns, args, func(query string, args []any) error { return t.exec(query, args...) })
}

// bulkRows is bulk of a query; results come chunk by chunk.
func bulkRows[T any](t *tx, body string, columns []Column, args []any, scan func(*sql.Rows) (T, error)) (all []T, err error) {
	err = t.eachChunk(body, columns, args, func(query string, args []any) error {
		r, err := t.query(query, args...)
		some, err := rows(r, err, scan)
		all = append(all, some...)
		return err
	})
	return all, err
}

func (t *tx) eachChunk(body string, columns []Column, more []any, run func(string, []any) error) error {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.Name
	}
	head := "WITH v(" + strings.Join(names, ", ") + ") AS ("
	sizes := t.s.Dialect.MostRows(len(columns))
	for from, total := 0, columns[0].Len; from < total; {
		n := total - from
		for _, size := range sizes {
			if size <= n {
				n = size
				break
			}
		}
		text, args := t.s.Dialect.Rows(columns, from, n)
		if err := run(head+text+") "+body, append(args, more...)); err != nil {
			return err
		}
		from += n
	}
	return nil
}

func ms(t time.Time) int64 {
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

// number fits what a station claims into the database's integers.
func number(n uint64) int64 { return int64(min(n, math.MaxInt64)) }

// present keeps an empty value empty: nil would be NULL.
func present(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

// orNull keeps an absent value NULL instead of empty.
func orNull(b []byte) any {
	if len(b) == 0 {
		return nil
	}
	return b
}
