package postgres_test

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/nuanxin/station-kit/internal/postgrestest"
	"github.com/nuanxin/station-kit/internal/storetest"
	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/postgres"
	"github.com/nuanxin/station-kit/sync/hub/store"
)

func open(t *testing.T, url string) *store.Store {
	t.Helper()
	s, err := postgres.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestStore(t *testing.T) {
	server := postgrestest.Start(t, "fsync = off")
	template := server.New(t)
	open(t, template).Close()
	storetest.Run(t, func(t *testing.T) storetest.Store { return open(t, server.Copy(t, template)) })
	storetest.RunWatched(t, func(t *testing.T) storetest.Watched { return open(t, server.Copy(t, template)) })
}

func TestRecordsBecomeBatches(t *testing.T) {
	url := postgrestest.Start(t, "fsync = off").New(t)
	storetest.RunRepacked(t, func(t *testing.T) storetest.Store { return open(t, url) }, func(t *testing.T) { postgres.MigrateTo(t, url, 9) })
}

func TestHubsThatStartAtOnceMigrateOnce(t *testing.T) {
	url := postgrestest.Start(t).New(t)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			s, err := postgres.Open(context.Background(), url)
			if err != nil {
				t.Error(err)
				return
			}
			s.Close()
		})
	}
	all.Wait()
}

func TestNoDatabaseThere(t *testing.T) {
	for url, says := range map[string]string{
		"postgres://hub:geheim@127.0.0.1:1/hub": "127.0.0.1",
		"postgres://hub:geheim@127.0.0.1:x/hub": "port",
	} {
		_, err := postgres.Open(t.Context(), url)
		if err == nil || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "geheim") {
			t.Errorf("%s: %v", url, err)
		}
	}
}

// A receipt promises that its records outlive a power cut, whatever the
// database's default is.
func TestCommitsAreSynced(t *testing.T) {
	s := open(t, postgrestest.Start(t, "synchronous_commit = off").New(t))
	var got string
	if err := s.Writer.QueryRow(`SHOW synchronous_commit`).Scan(&got); err != nil || got != "on" {
		t.Errorf("synchronous_commit is %q, %v", got, err)
	}
}

// A hub outlives its database's restart.
func TestDatabaseRestarts(t *testing.T) {
	server := postgrestest.Start(t)
	s := open(t, server.New(t))
	put := func(id string) error {
		return s.Update(t.Context(), func(tx hub.Tx) error { return tx.PutStation(hub.Station{ID: id}) })
	}
	if err := put("a"); err != nil {
		t.Fatal(err)
	}
	server.Kill()
	if err := put("b"); err == nil {
		t.Error("written without a database")
	}
	server.Restart()
	if err := put("c"); err != nil {
		t.Error(err)
	}
	err := s.View(t.Context(), func(tx hub.Tx) error {
		ids, err := tx.StationIDs()
		if strings.Join(ids, "") != "ac" {
			t.Errorf("stations %v", ids)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
