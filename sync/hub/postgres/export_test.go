package postgres

import (
	"context"
	"database/sql"
	"testing"
)

// MigrateTo takes the tables of the database at a URL back to a version.
func MigrateTo(t *testing.T, url string, version int64) {
	t.Helper()
	db, err := sql.Open("pgx", url)
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
