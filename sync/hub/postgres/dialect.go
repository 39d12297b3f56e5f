package postgres

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/nuanxin/station-kit/sync/hub/store"
)

// dialect implements store.Dialect.
type dialect struct{}

// Rows implements store.Dialect.
func (dialect) Rows(columns []store.Column, _, _ int) (string, []any) {
	arrays, args := make([]string, len(columns)), make([]any, len(columns))
	for i, c := range columns {
		arrays[i], args[i] = "?::"+c.Type+"[]", c.Slice
	}
	return "SELECT * FROM unnest(" + strings.Join(arrays, ", ") + ")", args
}

// MostRows implements store.Dialect: however many there are.
func (dialect) MostRows(int) []int { return nil }

// Rebind implements store.Dialect.
func (dialect) Rebind(query string) string {
	var b strings.Builder
	for n := 1; ; n++ {
		before, after, found := strings.Cut(query, "?")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		b.WriteString("$" + strconv.Itoa(n))
		query = after
	}
}

// Lock implements store.Dialect. Foreign keys to the row may be checked
// meanwhile.
func (dialect) Lock(what string) string { return " FOR NO KEY UPDATE OF " + what }

// SkipLocked implements store.Dialect.
func (dialect) SkipLocked() string { return " FOR NO KEY UPDATE SKIP LOCKED" }

// Copy implements store.Dialect. Rows that a statement takes as arrays cost the
// server nearly twice as much.
func (dialect) Copy(ctx context.Context, conn any, table string, columns []string, rows [][]any) (bool, error) {
	_, err := conn.(*stdlib.Conn).Conn().CopyFrom(ctx, pgx.Identifier{table}, columns, pgx.CopyFromRows(rows))
	return true, err
}

// Alone implements store.Dialect.
func (dialect) Alone() string { return `UPDATE orders SET head = head + 1 WHERE name = 'decisions'` }

// Fault implements store.Dialect, by the classes of SQLSTATE.
func (dialect) Fault(err error) store.Fault {
	var e *pgconn.PgError
	switch {
	case err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded):
		return store.Other
	case errors.As(err, &e):
		return fault(e.Code)
	case pgconn.SafeToRetry(err) || errors.As(err, new(*pgconn.ConnectError)) || isLost(err):
		return store.Undone
	}
	return store.Other
}

func fault(code string) store.Fault {
	switch {
	case strings.HasPrefix(code, "40"), // transaction rollback: deadlock, serialization
		strings.HasPrefix(code, "08"),  // connection exception
		strings.HasPrefix(code, "57P"), // the server shuts down or starts
		code == "53300":                // too many connections
		return store.Undone
	case strings.HasPrefix(code, "22"), // data exception
		strings.HasPrefix(code, "23"), // integrity constraint violation
		strings.HasPrefix(code, "54"): // program limit exceeded
		return store.Rejected
	}
	return store.Other
}

// isLost says that the connection broke.
func isLost(err error) bool {
	var n net.Error
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) ||
		errors.Is(err, driver.ErrBadConn) || errors.As(err, &n)
}
