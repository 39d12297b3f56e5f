package fleetbench

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/pprof"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/testpki"
	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/postgres"
	"github.com/nuanxin/station-kit/sync/hub/sqlite"
	"github.com/nuanxin/station-kit/sync/hub/store"
	"github.com/nuanxin/station-kit/sync/mqtt"
)

// hubKey is the hub's, the same in every process.
var hubKey = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{2}, ed25519.SeedSize))

var hubPublic = hubKey.Public().(ed25519.PublicKey)

// What a hub's process is told.
const (
	storeVar  = "FLEETBENCH_STORE"
	brokerVar = "FLEETBENCH_BROKER"
	certVar   = "FLEETBENCH_CERTIFICATE" // folder, "" for plain TCP
)

// openStore opens a PostgreSQL database by its URL or a SQLite file by its path.
func openStore(ctx context.Context, where string) (*store.Store, error) {
	if strings.HasPrefix(where, "postgres://") {
		return postgres.Open(ctx, where)
	}
	return sqlite.Open(ctx, where)
}

// startHub returns when the hub is subscribed.
func startHub(t testing.TB, where, broker, certificates string) *process {
	t.Helper()
	p := start(t, "TestAsHub", storeVar+"="+where, brokerVar+"="+broker, certVar+"="+certificates)
	p.await("ready")
	return p
}

// TestAsHub is a hub where the process is meant to be one, and else no test.
func TestAsHub(t *testing.T) {
	if !meant(t.Name()) {
		return
	}
	s := must(openStore(t.Context(), os.Getenv(storeVar)))
	defer s.Close()
	defer profile(t, "hub")()
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	h := hub.New(hub.Config{Store: s, Key: hubKey, Log: log})
	ctx, stop := context.WithCancel(t.Context())
	link := h.NewLink(ctx)
	cfg := mqtt.Config{
		URL: os.Getenv(brokerVar), ClientID: hub.ClientName, Subscribe: hub.Filters(), Handle: link.Take, Queue: 20_000,
		TLS: readTLS(os.Getenv(certVar)), Log: log,
	}
	var all sync.WaitGroup
	all.Go(func() {
		_ = mqtt.Keep(ctx, cfg, mqtt.Backoff{First: -1, Base: time.Second, Cap: 10 * time.Second}, func(ctx context.Context, c *mqtt.Conn) error {
			fmt.Println("ready")
			return link.Serve(ctx, carrier{c})
		})
	})
	all.Go(func() { _ = h.Follow(ctx) })
	_, _ = io.Copy(io.Discard, os.Stdin)
	stop()
	all.Wait()
}

// carrier implements hub.Carrier.
type carrier struct{ *mqtt.Conn }

// Publish hands a message over.
func (c carrier) Publish(ctx context.Context, topic string, payload []byte) error {
	return c.Send(ctx, topic, payload, nil)
}

// profile profiles this process where that is wanted.
func profile(t testing.TB, what string) (end func()) {
	dir := os.Getenv(profileVar)
	if dir == "" {
		return func() {}
	}
	f := must(os.Create(filepath.Join(dir, fmt.Sprintf("%s-%d.pprof", what, os.Getpid()))))
	check(t, pprof.StartCPUProfile(f))
	return func() { pprof.StopCPUProfile(); f.Close() }
}

// writeTLS writes what the hub's process needs to meet a broker of the authority.
func writeTLS(t testing.TB, ca *testpki.CA) (dir string) {
	t.Helper()
	dir = t.TempDir()
	ca.Files(dir)
	own := ca.Client("hub", hub.ClientName)
	key := must(x509.MarshalPKCS8PrivateKey(own.PrivateKey))
	check(t, os.WriteFile(filepath.Join(dir, "own.pem"), bytes.Join([][]byte{
		pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: own.Certificate[0]}),
		pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key}),
	}, nil), 0o600))
	return dir
}

func readTLS(dir string) *tls.Config {
	if dir == "" {
		return nil
	}
	path := filepath.Join(dir, "own.pem")
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(must(os.ReadFile(filepath.Join(dir, "ca.pem"))))
	return &tls.Config{Certificates: []tls.Certificate{must(tls.LoadX509KeyPair(path, path))}, RootCAs: pool}
}

// enrol puts stations into a store as if they had joined and had all that the
// fleet was told.
func enrol(t testing.TB, s *store.Store, stations []hub.Station) {
	t.Helper()
	offer(t, s)
	for len(stations) > 0 {
		some := stations[:min(len(stations), 5000)]
		stations = stations[len(some):]
		check(t, s.Update(t.Context(), func(tx hub.Tx) error {
			ids := make([]string, len(some))
			for i, one := range some {
				ids[i] = one.ID
				if err := tx.PutStation(one); err != nil {
					return err
				}
			}
			_, err := tx.TakeIn(ids)
			return err
		}))
	}
}

// offer has a hub without followers tell the fleet what the kit offers.
func offer(t testing.TB, s *store.Store) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = hub.New(hub.Config{Store: s, Key: hubKey, Followers: []hub.Follower{}}).Follow(ctx)
	}()
	for n := int64(0); n == 0; time.Sleep(10 * time.Millisecond) {
		check(t, s.View(ctx, func(tx hub.Tx) (err error) {
			n, err = tx.FleetHead()
			return err
		}))
	}
	stop()
	<-ended
}

// held is how many records a store has.
func held(t testing.TB, s *store.Store) (n int) {
	t.Helper()
	check(t, s.View(t.Context(), func(tx hub.Tx) error {
		head, err := tx.Head()
		n = int(head)
		return err
	}))
	return n
}

// behind is how many records the follower furthest back has not read.
func behind(t testing.TB, s *store.Store) (most int) {
	t.Helper()
	check(t, s.View(t.Context(), func(tx hub.Tx) error {
		head, err := tx.Head()
		for _, f := range hub.New(hub.Config{Key: hubKey}).Followers {
			at, wrong := tx.Position(f.Name)
			if wrong != nil {
				return wrong
			}
			most = max(most, int(head-at))
		}
		return err
	}))
	return most
}
