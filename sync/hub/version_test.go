package hub_test

import (
	"sync"
	"sync/atomic"
	"testing"

	"github.com/nuanxin/station-kit/internal/postgrestest"
	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/postgres"
)

// versioned is the visits' projection as a version of the hub has it; digested
// counts records.
func versioned(version int, digested *atomic.Int64) []hub.Follower {
	f := hub.Projections()[1]
	f.Version = version
	digest := f.Digest
	f.Digest = func(tx hub.Tx, page []hub.Event, dead hub.Dead) error {
		digested.Add(int64(len(page)))
		return digest(tx, page, dead)
	}
	return []hub.Follower{f}
}

// TestANewerVersionMakesItsTablesAnew: once, though two hubs are updated at the
// same time, and hubs not updated yet leave the tables alone.
func TestANewerVersionMakesItsTablesAnew(t *testing.T) {
	s := must(postgres.Open(ctx, postgrestest.Start(t, "fsync = off").New(t)))
	defer s.Close()
	var before, after atomic.Int64
	old := hub.New(hub.Config{Store: s, Followers: versioned(7, &before), Authority: newRig(t.TempDir()).keys})
	station := (&rig{Hub: old}).enrol("st-1")
	history := checkIns(30)
	_, _, err := old.Ingest(ctx, station.batch(1, history, 1, 20))
	must(0, err)
	catchUp(t, old)
	if before.Load() != 20 {
		t.Fatalf("%d digested", before.Load())
	}
	var all sync.WaitGroup
	for range 2 {
		all.Go(func() { catchUp(t, hub.New(hub.Config{Store: s, Followers: versioned(8, &after)})) })
	}
	all.Wait()
	if after.Load() != 20 {
		t.Errorf("%d digested anew", after.Load())
	}
	_, _, err = old.Ingest(ctx, station.batch(1, history, 21, 10))
	must(0, err)
	catchUp(t, old)
	if before.Load() != 20 {
		t.Errorf("the old version went on: %d digested", before.Load())
	}
	catchUp(t, hub.New(hub.Config{Store: s, Followers: versioned(8, &after)}))
	if page := must(s.Rows(ctx, hub.TableQuery{Table: "check_ins", Limit: 100})); len(page.Rows) != 30 || after.Load() != 30 {
		t.Errorf("%d rows, %d digested", len(page.Rows), after.Load())
	}
}

func catchUp(t *testing.T, h *hub.Hub) {
	t.Helper()
	if err := h.CatchUp(ctx); err != nil {
		t.Error(err)
	}
}
