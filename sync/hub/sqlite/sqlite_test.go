package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/sqlite"
	"github.com/nuanxin/station-kit/sync/hub/store"
)

func open(t *testing.T, path string) *store.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func put(t *testing.T, s *store.Store, id string) {
	t.Helper()
	if err := s.Update(t.Context(), func(tx hub.Tx) error { return tx.PutStation(hub.Station{ID: id, NameZH: "站", NameEN: "S"}) }); err != nil {
		t.Fatal(err)
	}
}

func ids(t *testing.T, s *store.Store) (all []string) {
	t.Helper()
	err := s.View(t.Context(), func(tx hub.Tx) (err error) { all, err = tx.StationIDs(); return err })
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestTablesComeUpFromNothingAndStay(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a folder?with #odd%name", "hub.db")
	if _, err := sqlite.Open(t.Context(), path); err == nil || !strings.Contains(err.Error(), "hub.db") {
		t.Errorf("a missing folder: %v", err)
	}
	os.Mkdir(filepath.Dir(path), 0o700)
	s := open(t, path)
	put(t, s, "st-1")
	s.Close()
	if got := ids(t, open(t, path)); len(got) != 1 {
		t.Errorf("after opening again: %v", got)
	}
	if info, err := os.Stat(path); err != nil || info.Mode() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestSeveralProcessesMigrateAndWriteAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hub.db")
	var all sync.WaitGroup
	for _, id := range []string{"a", "b", "c", "d"} {
		all.Go(func() {
			s, err := sqlite.Open(context.Background(), path)
			if err != nil {
				t.Error(err)
				return
			}
			defer s.Close()
			for range 20 {
				if err := s.Update(context.Background(), func(tx hub.Tx) error {
					if _, err := tx.StationIDs(); err != nil { // read, then write
						return err
					}
					return tx.PutStation(hub.Station{ID: id})
				}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if got := ids(t, open(t, path)); strings.Join(got, "") != "abcd" {
		t.Errorf("%v", got)
	}
}

// A receipt promises that its records outlive a power cut.
func TestCommitsAreSynced(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "hub.db"))
	if got := sqlite.Pragma(t, s, "synchronous"); got != "2" {
		t.Errorf("synchronous is %s, not 2 (FULL)", got)
	}
	if got := sqlite.Pragma(t, s, "journal_mode"); got != "wal" {
		t.Errorf("journal_mode is %s", got)
	}
}

func TestViewCannotWrite(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "hub.db"))
	if err := s.View(t.Context(), func(tx hub.Tx) error { return tx.PutStation(hub.Station{ID: "st-1"}) }); err == nil {
		t.Error("a view wrote")
	}
	if got := ids(t, s); len(got) != 0 {
		t.Errorf("%v", got)
	}
}

var errStop = errors.New("stop")

func TestNothingOfAFailedUpdateStays(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "hub.db"))
	err := s.Update(t.Context(), func(tx hub.Tx) error {
		return errors.Join(tx.PutStation(hub.Station{ID: "st-1"}), errStop)
	})
	if !errors.Is(err, errStop) || len(ids(t, s)) != 0 {
		t.Errorf("%v, %v", err, ids(t, s))
	}
}

// The rules keep loans within the capacity; the table does too, whatever the
// rules do.
func TestTableRefusesToLendTooMuch(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "hub.db"))
	put(t, s, "st-1")
	err := s.Update(t.Context(), func(tx hub.Tx) error {
		return errors.Join(
			tx.PutSlot(hub.Slot{ID: "slot", Starts: time.UnixMilli(1), Capacity: 3}),
			tx.Lend("slot", "st-1", 2, time.UnixMilli(1)),
			tx.Lend("slot", "st-1", 2, time.UnixMilli(1)),
		)
	})
	if err == nil || !strings.Contains(err.Error(), "CHECK") {
		t.Errorf("%v", err)
	}
}

func TestMigrationsGoDownAndUpAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hub.db")
	s := open(t, path)
	put(t, s, "st-1")
	s.Close()
	sqlite.MigrateTo(t, path, 0)
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var tables int
	if err := db.QueryRow(`SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'goose%' AND name NOT LIKE 'sqlite%'`).Scan(&tables); err != nil || tables != 0 {
		t.Errorf("%d tables are left, %v", tables, err)
	}
	if got := ids(t, open(t, path)); len(got) != 0 {
		t.Errorf("%v", got)
	}
}
