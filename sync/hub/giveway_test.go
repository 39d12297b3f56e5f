package hub_test

import (
	"context"
	"crypto/ed25519"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nuanxin/station-kit/internal/memstore"
	"github.com/nuanxin/station-kit/sync/hub"
)

// counting is a follower that counts what it reads.
func counting(name string, prompt bool) (hub.Follower, *atomic.Int64) {
	n := new(atomic.Int64)
	return hub.Follower{Name: name, Prompt: prompt, Digest: func(_ hub.Tx, page []hub.Event, _ hub.Dead) error {
		n.Add(int64(len(page)))
		return nil
	}}, n
}

// TestFollowersLetIngestPass has a station drain full batches for longer than
// followers are patient, and then small ones.
func TestFollowersLetIngestPass(t *testing.T) {
	history := checkIns(500 * 300)
	outsideBubbles()
	synctest.Test(t, func(t *testing.T) {
		late, read := counting("late", false)
		prompt, seen := counting("prompt", true)
		public, private, _ := ed25519.GenerateKey(nil)
		h := hub.New(hub.Config{Store: memstore.New(), Followers: []hub.Follower{late, prompt}})
		must(0, h.Store.Update(ctx, func(tx hub.Tx) error { return tx.PutStation(hub.Station{ID: "st-1", Key: public}) }))
		live, stop := context.WithCancel(ctx)
		ended := make(chan error, 1)
		go func() { ended <- h.Follow(live) }()

		station, sent := enrolled{"st-1", private}, 0
		send := func(n int) {
			_, _, err := h.Ingest(ctx, station.batch(1, history, sent+1, n))
			sent += must(n, err)
			time.Sleep(100 * time.Millisecond) // of the bubble's clock
			synctest.Wait()
		}
		for range 80 {
			send(500)
		}
		if read.Load() != 0 || seen.Load() < int64(sent)-2000 {
			t.Errorf("of %d records %d were read by who lets ingest pass, %d by who is waited for", sent, read.Load(), seen.Load())
		}
		for range 40 {
			send(500)
		}
		if read.Load() < 50_000 { // what came in ten seconds
			t.Errorf("%d of %d records read when patience is at an end", read.Load(), sent)
		}
		for range 50 {
			send(12)
		}
		if behind := int64(sent) - read.Load(); behind > 12*8 {
			t.Errorf("%d records behind a trickle", behind)
		}
		stop()
		<-ended
	})
}
