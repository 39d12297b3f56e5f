package sqlite

import (
	"context"
	"testing"

	"github.com/nuanxin/station-kit/sync/hub/store"
)

// Pragma reads a setting of the connection that writes.
func Pragma(t *testing.T, s *store.Store, name string) (value string) {
	t.Helper()
	if err := s.Writer.QueryRow("PRAGMA " + name).Scan(&value); err != nil {
		t.Fatal(err)
	}
	return value
}

// MigrateTo brings the file at path to an older version of the tables, or makes
// it so.
func MigrateTo(t *testing.T, path string, version int64) {
	t.Helper()
	db, err := connect(path, 1, "_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	s, err := schema()
	if err == nil {
		err = s.To(context.Background(), db, version)
	}
	if err != nil {
		t.Fatal(err)
	}
}
