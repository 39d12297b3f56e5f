package sqlite

import (
	"io/fs"
	"testing"

	"github.com/pressly/goose/v3"
)

// Pragma reads a setting of the connection that writes.
func Pragma(t *testing.T, s *Store, name string) (value string) {
	t.Helper()
	if err := s.writer.QueryRow("PRAGMA " + name).Scan(&value); err != nil {
		t.Fatal(err)
	}
	return value
}

// MigrateDown takes every migration back.
func MigrateDown(t *testing.T, s *Store) {
	t.Helper()
	dir, _ := fs.Sub(migrations, "migrations")
	p, err := goose.NewProvider(goose.DialectSQLite3, s.writer, dir)
	if err == nil {
		_, err = p.DownTo(t.Context(), 0)
	}
	if err != nil {
		t.Fatal(err)
	}
}
