package sqlite_test

import (
	"path/filepath"
	"testing"

	"github.com/nuanxin/station-kit/internal/storetest"
	"github.com/nuanxin/station-kit/sync/hub/sqlite"
	"github.com/nuanxin/station-kit/sync/hub/store"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Store { return open(t, filepath.Join(t.TempDir(), "hub.db")) })
}

func TestWatched(t *testing.T) {
	storetest.RunWatched(t, func(t *testing.T) storetest.Watched { return open(t, filepath.Join(t.TempDir(), "hub.db")) })
}

func TestRecordsBecomeBatches(t *testing.T) {
	path := filepath.Join(t.TempDir(), "hub.db")
	var last *store.Store
	storetest.RunRepacked(t, func(t *testing.T) storetest.Store {
		last = open(t, path)
		return last
	}, func(t *testing.T) {
		last.Close()
		sqlite.MigrateTo(t, path, 11)
	})
}
