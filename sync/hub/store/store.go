// Package store keeps what a hub knows in an SQL database. What SQLite and
// PostgreSQL say alike is written here once; the rest is a Dialect.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
)

// Fault is what an error of the database means.
type Fault int

// The faults.
const (
	Other Fault = iota
	// Undone: the database undid the transaction for another's sake, or the
	// connection was lost before the commit; it may be tried again.
	Undone
	// Rejected: it does not take these rows.
	Rejected
)

// Dialect is what the databases say differently.
type Dialect interface {
	// Rows is SQL for a table of n rows of the columns, and its arguments.
	Rows(columns []Column, from, n int) (text string, args []any)
	// MostRows is how many rows of so many columns one statement may have.
	MostRows(columns int) []int
	// Rebind writes the placeholders ? as the database has them.
	Rebind(query string) string
	// Lock and SkipLocked end a SELECT of rows to be changed; what names them.
	Lock(what string) string
	SkipLocked() string
	// Copy adds rows, whose keys are new, by a protocol of the database that is
	// faster than statements; conn is the driver's, with the transaction open. It
	// reports false, and does nothing, where the database has none.
	Copy(ctx context.Context, conn any, table string, columns []string, rows [][]any) (copied bool, err error)
	// Alone makes a transaction wait for those that said so too; "" where
	// transactions that write never overlap.
	Alone() string
	// Fault classifies an error.
	Fault(error) Fault
}

// Config of a Store.
type Config struct {
	Dialect Dialect
	// Writer and Reader may be the same.
	Writer, Reader *sql.DB
	// Snapshot are the options of a transaction that only reads.
	Snapshot *sql.TxOptions
	// Prepare keeps statements prepared: the driver does not itself.
	Prepare bool
}

// Store is a hub.Store.
type Store struct {
	Config
	mu       sync.Mutex
	prepared map[string]*sql.Stmt
}

// New makes a store of a database whose tables are up to date.
func New(c Config) *Store { return &Store{Config: c, prepared: map[string]*sql.Stmt{}} }

// Close closes the database.
func (s *Store) Close() error {
	err := s.Writer.Close()
	if s.Reader != s.Writer {
		err = errors.Join(s.Reader.Close(), err)
	}
	return err
}

const (
	tries = 5
	// pause is the longest wait before the second try; it doubles with each.
	pause = 20 * time.Millisecond
)

// Update implements hub.Store.
func (s *Store) Update(ctx context.Context, f func(hub.Tx) error) error {
	for try := 0; ; try++ {
		committing, err := s.within(ctx, s.Writer, nil, f)
		switch fault := s.Dialect.Fault(err); {
		case err == nil:
			return nil
		case fault == Rejected:
			return rejected(err)
		// Whether a commit that got no answer took place is not known: who
		// asked has to ask again.
		case fault != Undone || (committing && !undone(err)) || try+1 == tries || ctx.Err() != nil:
			return err
		}
		if !rest(ctx, time.Duration(rand.Int64N(int64(pause<<try)))) {
			return context.Cause(ctx)
		}
	}
}

// undone says that the database itself reports the commit as undone: SQLSTATE
// class 40, transaction rollback.
func undone(err error) bool {
	var coded interface{ SQLState() string }
	return errors.As(err, &coded) && strings.HasPrefix(coded.SQLState(), "40")
}

func rejected(err error) error {
	if errors.Is(err, hub.ErrRejected) {
		return err
	}
	return fmt.Errorf("%w: %w", hub.ErrRejected, err)
}

func rest(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// View implements hub.Store.
func (s *Store) View(ctx context.Context, f func(hub.Tx) error) error {
	_, err := s.within(ctx, s.Reader, s.Snapshot, f)
	return err
}

// within reports, beside the error, whether it is the commit's.
func (s *Store) within(ctx context.Context, db *sql.DB, opts *sql.TxOptions, f func(hub.Tx) error) (committing bool, err error) {
	c, err := db.Conn(ctx)
	if err != nil {
		return false, err
	}
	mine := &tx{s: s, ctx: ctx, conn: c, writes: db == s.Writer, prepared: map[string]*sql.Stmt{}}
	committing, err = mine.run(opts, f)
	if err := errors.Join(err, c.Close()); err != nil {
		return committing, err
	}
	if s.Prepare && mine.writes {
		s.keep(ctx, mine.prepared)
	}
	return false, nil
}

// keep prepares for good what a transaction had to prepare for itself. A
// prepared statement belongs to a connection, and the writer has but one. While
// it is asked for one, others have the connection and may want the lock.
func (s *Store) keep(ctx context.Context, used map[string]*sql.Stmt) {
	for query := range used {
		if s.kept(query) != nil {
			continue
		}
		stmt, err := s.Writer.PrepareContext(ctx, query)
		if err != nil {
			return
		}
		s.mu.Lock()
		if s.prepared[query] == nil && len(s.prepared) < mostPrepared {
			s.prepared[query], stmt = stmt, nil
		}
		s.mu.Unlock()
		if stmt != nil {
			stmt.Close()
		}
	}
}

const mostPrepared = 200

func (s *Store) kept(query string) *sql.Stmt {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.prepared[query]
}

// Ping reports whether the database can be read.
func (s *Store) Ping(ctx context.Context) error {
	var n int
	return s.Reader.QueryRowContext(ctx, `SELECT count(*) FROM (SELECT 1 FROM stations LIMIT 1) one`).Scan(&n)
}
