package sqlite_test

import (
	"path/filepath"
	"testing"

	"github.com/nuanxin/station-kit/internal/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Store { return open(t, filepath.Join(t.TempDir(), "hub.db")) })
}

func TestWatched(t *testing.T) {
	storetest.RunWatched(t, func(t *testing.T) storetest.Watched { return open(t, filepath.Join(t.TempDir(), "hub.db")) })
}
