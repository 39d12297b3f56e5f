package fleetbench

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/edge"
	"github.com/nuanxin/station-kit/sync/mqtt"
	"github.com/nuanxin/station-kit/sync/wire"
)

// offline is the station whose records have gathered, and its key.
const offline = "st-offline"

var offlineKey = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{1}, ed25519.SeedSize))

// pathVar is the file of the station's process.
const pathVar = "FLEETBENCH_PATH"

func open(t testing.TB, path string) *station.Station {
	t.Helper()
	cfg := stationtest.NewFleet(t).Config(t, offline)
	cfg.Path, cfg.RepeatWindow = path, time.Nanosecond
	s, err := station.Open(cfg)
	check(t, err)
	return s
}

// fillers is how many write at once: the more, the more records share a sync.
const fillers = 512

// filled gives the file of a station that had so many visits, of 100,000
// riders, while there was no network.
func filled(t testing.TB, records int) (path string) {
	t.Helper()
	folder := os.Getenv(cacheVar)
	if folder == "" {
		folder = t.TempDir()
	}
	path = filepath.Join(folder, fmt.Sprintf("fleet-%d.db", records))
	if _, err := os.Stat(path); err == nil {
		return path
	}
	s := open(t, path+".growing")
	var left atomic.Int64
	left.Store(int64(records) - int64(must(s.Standing()).Last))
	var all sync.WaitGroup
	for range fillers {
		all.Go(func() {
			for left.Add(-1) >= 0 {
				if _, err := s.CheckIn(rider(rand.Uint64N(100_000))); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	check(t, s.Close())
	check(t, os.Rename(path+".growing", path))
	return path
}

// rider has a pseudonym that compresses as badly as a real one.
func rider(n uint64) station.Rider {
	r := station.Rider{Means: event.Means_MEANS_PASS}
	random := rand.New(rand.NewPCG(n, n))
	for i := range r.Pseudonym {
		r.Pseudonym[i] = byte(random.Uint32())
	}
	return r
}

func copied(t testing.TB, from string) (to string) {
	t.Helper()
	to = filepath.Join(t.TempDir(), "station.db")
	in, out := must(os.Open(from)), must(os.Create(to))
	defer in.Close()
	_, err := io.Copy(out, in)
	check(t, errors.Join(err, out.Sync(), out.Close()))
	return to
}

// watched is a station that tells when its cursor on disk has reached the end.
type watched struct {
	*station.Station
	last uint64
	done chan struct{}
}

// Deliver returns when the receipt is on disk.
func (w *watched) Deliver(epoch uint32, upTo uint64, link event.Hash) error {
	err := w.Station.Deliver(epoch, upTo, link)
	if err == nil && upTo >= w.last {
		select {
		case w.done <- struct{}{}:
		default:
		}
	}
	return err
}

// TestAsStation is a station where the process is meant to be one, and else no
// test. It says "opened", is told to go, and says "done" when the hub's receipt
// for its last record is on its disk.
func TestAsStation(t *testing.T) {
	if !meant(t.Name()) {
		return
	}
	s := open(t, os.Getenv(pathVar))
	defer s.Close()
	defer profile(t, "station")()
	w := &watched{s, must(s.Standing()).Last, make(chan struct{}, 1)}
	agent := edge.New(edge.Config{Station: offline, Key: offlineKey, Hub: hubPublic, Outbox: s, Inbox: w, Now: s.Now})
	cfg := mqtt.Config{
		URL: os.Getenv(brokerVar), ClientID: offline, Subscribe: []string{wire.Down.Topic(offline)},
		Handle: func(_ string, payload []byte) { agent.Receive(payload) },
	}
	fmt.Println("opened")
	_, _ = os.Stdin.Read(make([]byte, 16))
	ctx, stop := context.WithCancel(t.Context())
	var all sync.WaitGroup
	all.Go(func() {
		_ = mqtt.Keep(ctx, cfg, mqtt.Backoff{First: -1}, func(ctx context.Context, c *mqtt.Conn) error { return agent.Serve(ctx, c) })
	})
	<-w.done
	fmt.Println("done")
	_, _ = io.Copy(io.Discard, os.Stdin)
	stop()
	all.Wait()
}
