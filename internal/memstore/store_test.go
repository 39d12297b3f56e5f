package memstore

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/storetest"
	"github.com/nuanxin/station-kit/sync/hub"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(*testing.T) storetest.Store { return New() }, storetest.ShownTables...)
}

// TestARestoredBackupForgets: what was committed since is gone, and what is
// committed then does not touch what was.
func TestARestoredBackupForgets(t *testing.T) {
	s, ctx := New(), t.Context()
	append1 := func(kind string) {
		t.Helper()
		if err := s.Update(ctx, func(tx hub.Tx) error {
			return errors.Join(tx.PutStation(hub.Station{ID: "a"}), tx.AppendDown([]hub.Entry{{Station: "a", Kind: kind, Bytes: []byte(kind)}}, time.Time{}))
		}); err != nil {
			t.Fatal(err)
		}
	}
	journal := func() (text string) {
		if err := s.View(ctx, func(tx hub.Tx) error {
			runs, err := tx.Down([]hub.Ask{{Station: "a"}}, 9)
			text = fmt.Sprintf("%s", runs[0].Entries)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return text
	}
	append1("1")
	early := s.Backup()
	append1("2")
	late := s.Backup()
	s.Restore(early)
	append1("3")
	if got := journal(); got != "[1 3]" {
		t.Errorf("after the restore %s", got)
	}
	s.Restore(late)
	if got := journal(); got != "[1 2]" {
		t.Errorf("the later backup has become %s", got)
	}
}
