// Package sqlite opens what a hub knows in one SQLite file. It is the one package
// that imports the driver.
package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"syscall"

	_ "modernc.org/sqlite" // the driver "sqlite"

	"github.com/nuanxin/station-kit/sync/hub/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

// pragmas of every connection. WAL lets readers go on while one writes.
// FULL syncs the log at each commit: a receipt is sent right after it, and the
// station then deletes its copy, so NORMAL, which lets a power cut take the
// newest commits back, would lose records. The timeout, in ms, is how long
// a writer waits for its turn.
var pragmas = []string{"journal_mode(WAL)", "synchronous(FULL)", "busy_timeout(10000)", "foreign_keys(ON)"}

const readers = 4

// Open opens the file at path, makes it where there is none, and brings its
// tables up to date. Several processes may open the same one: writers take
// turns.
func Open(ctx context.Context, path string) (*store.Store, error) {
	s, err := open(ctx, path)
	if err != nil {
		return nil, fmt.Errorf("open the hub's database %s: %w", path, err)
	}
	return s, nil
}

func open(ctx context.Context, path string) (*store.Store, error) {
	lock, err := private(path)
	if err != nil {
		return nil, err
	}
	defer lock.Close()
	writer, err := connect(path, 1, "_txlock=immediate")
	if err != nil {
		return nil, err
	}
	if err := migrate(ctx, writer); err != nil {
		return nil, errors.Join(err, writer.Close())
	}
	reader, err := connect(path, readers, "_pragma=query_only(ON)")
	if err != nil {
		return nil, errors.Join(err, writer.Close())
	}
	return store.New(store.Config{
		Dialect: dialect{}, Writer: writer, Reader: reader, Snapshot: &sql.TxOptions{ReadOnly: true}, Prepare: true,
	}), nil
}

// private makes the file readable by its owner only, and holds a lock until
// it is closed: two processes must not migrate at once. The lock is on a file
// beside it, as SQLite takes its own locks on the database.
func private(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	lock, err := os.OpenFile(path+".lock", os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	return lock, nil
}

func connect(path string, connections int, option string) (*sql.DB, error) {
	dsn := "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + option
	for _, p := range pragmas {
		dsn += "&_pragma=" + p
	}
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db, nil
}

func migrate(ctx context.Context, db *sql.DB) error {
	s, err := schema()
	if err != nil {
		return err
	}
	return s.Up(ctx, db)
}

func schema() (store.Schema, error) {
	dir, err := fs.Sub(migrations, "migrations")
	return store.Schema{Dialect: dialect{}, Name: "sqlite3", Files: dir, Repack: 13}, err
}
