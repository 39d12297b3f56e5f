package sqlite

import (
	"context"
	"errors"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/nuanxin/station-kit/sync/hub/store"
)

// dialect implements store.Dialect. One transaction writes at a time, so
// nothing needs a lock.
type dialect struct{}

// Rows implements store.Dialect.
func (dialect) Rows(columns []store.Column, from, n int) (string, []any) {
	row := "(" + strings.Repeat("?, ", len(columns)-1) + "?)"
	args := make([]any, 0, n*len(columns))
	for i := from; i < from+n; i++ {
		for _, c := range columns {
			args = append(args, c.At(i))
		}
	}
	return "VALUES " + strings.Repeat(row+", ", n-1) + row, args
}

// MostRows implements store.Dialect: few sizes, so that few statements are
// prepared.
func (dialect) MostRows(int) []int { return []int{100, 10, 1} }

// Rebind implements store.Dialect.
func (dialect) Rebind(query string) string { return query }

// Lock implements store.Dialect.
func (dialect) Lock(string) string { return "" }

// SkipLocked implements store.Dialect.
func (dialect) SkipLocked() string { return "" }

// Copy implements store.Dialect.
func (dialect) Copy(context.Context, any, string, []string, [][]any) (bool, error) { return false, nil }

// Alone implements store.Dialect.
func (dialect) Alone() string { return "" }

// Fault implements store.Dialect.
func (dialect) Fault(err error) store.Fault {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return store.Other
	}
	switch e.Code() & 0xff { // the rest tells more
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return store.Undone
	case sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_TOOBIG:
		return store.Rejected
	}
	return store.Other
}
