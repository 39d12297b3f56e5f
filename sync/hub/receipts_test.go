package hub_test

import (
	"context"
	"crypto/ed25519"
	"testing"
	"testing/synctest"

	"github.com/nuanxin/station-kit/internal/memstore"
	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/wire"
)

// outsideBubbles has the compressor make what it keeps for good, which a bubble
// must not own.
func outsideBubbles() {
	station := enrolled{"st-1", ed25519.NewKeyFromSeed(make([]byte, 32))}
	must(wire.ReadBatch(station.batch(1, checkIns(1), 1, 1)))
}

// TestOneReceiptForWhatWasCommittedMeanwhile has the carrier be slow: batches
// that were committed in the meantime are answered by the newest receipt alone,
// but each greeting and each refusal has its own answer.
func TestOneReceiptForWhatWasCommittedMeanwhile(t *testing.T) {
	outsideBubbles()
	synctest.Test(t, func(t *testing.T) {
		stationKey := ed25519.NewKeyFromSeed(make([]byte, 32))
		hubPublic, hubKey, _ := ed25519.GenerateKey(nil)
		h := hub.New(hub.Config{Store: memstore.New(), Key: hubKey, Followers: []hub.Follower{}})
		must(0, h.Store.Update(ctx, func(tx hub.Tx) error {
			return tx.PutStation(hub.Station{ID: "st-1", Key: stationKey.Public().(ed25519.PublicKey)})
		}))
		live, stop := context.WithCancel(ctx)
		link, p, ended := h.NewLink(live), newPipe(), make(chan error)
		go func() { ended <- link.Serve(live, p) }()

		station, history := enrolled{"st-1", stationKey}, checkIns(9)
		other := append(checkIns(8), checkedIn(77))
		up := func(history [][]byte, first, n int) {
			link.Take(wire.Up.Topic("st-1"), station.batch(1, history, first, n))
			synctest.Wait()
		}
		up(history, 1, 1) // the carrier has its receipt, and does not go on
		for first := 2; first < 6; first++ {
			up(history, first, 1)
		}
		hello := wire.Greeting{Station: "st-1", Epoch: 1, Last: 9, Wall: noon, Nonce: wire.Nonce{1}}
		link.Take(wire.Hello.Topic("st-1"), must(wire.EncodeGreeting(hello, stationKey)))
		synctest.Wait()
		for first := 6; first < 10; first++ {
			up(history, first, 1)
		}
		up(other, 9, 1)

		var got []wire.Receipt
		for range 4 {
			m := <-p.out
			got = append(got, *must(wire.OpenDownward(m.payload, "st-1", hubPublic)).Receipt)
		}
		synctest.Wait()
		select {
		case <-p.out:
			t.Error("one more answer")
		default:
		}
		for i, want := range []wire.Receipt{{UpTo: 1, Verdict: wire.Accepted}, {UpTo: 5, Nonce: wire.Nonce{1}, Verdict: wire.Accepted}, {UpTo: 9, Verdict: wire.Accepted}, {UpTo: 9, Verdict: wire.Forked}} {
			if got[i].UpTo != want.UpTo || got[i].Nonce != want.Nonce || got[i].Verdict != want.Verdict {
				t.Errorf("answer %d is %+v", i, got[i])
			}
		}
		stop()
		<-ended
	})
}
