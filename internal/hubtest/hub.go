// Package hubtest runs a whole hub inside a test: keys, SQLite, the embedded
// broker and the enrolment door, on free loopback ports and in a temporary
// folder.
package hubtest

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/tls"
	"log/slog"
	"net/http/httptest"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/station/seal"
	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/broker"
	"github.com/nuanxin/station-kit/sync/hub/enrolment"
	"github.com/nuanxin/station-kit/sync/hub/keyring"
	"github.com/nuanxin/station-kit/sync/hub/sqlite"
	"github.com/nuanxin/station-kit/sync/hub/store"
	"github.com/nuanxin/station-kit/sync/mqtt"
	"github.com/nuanxin/station-kit/sync/wire"
)

// Hub is a running hub.
type Hub struct {
	*hub.Hub
	Store *store.Store
	// Door is the https URL stations enrol at.
	Door string
	// Told are the bodies of telemetry, the first hundred that nobody took.
	Told   chan string
	keys   *keyring.Keyring
	broker *broker.Broker
	ahead  *atomic.Int64 // of the system's clock, in nanoseconds
}

// Ahead sets the hub's clock so far before the system's, or behind it.
func (h *Hub) Ahead(d time.Duration) { h.ahead.Store(int64(d)) }

func (h *Hub) now() time.Time { return time.Now().Add(time.Duration(h.ahead.Load())) }

// Start starts a hub that ends with the test.
func Start(t testing.TB) *Hub {
	t.Helper()
	dir := t.TempDir()
	keys, err := keyring.Open(filepath.Join(dir, "keys"), time.Now())
	must(t, err)
	store, err := sqlite.Open(t.Context(), filepath.Join(dir, "hub.db"))
	must(t, err)
	t.Cleanup(func() { store.Close() })
	h := &Hub{Store: store, keys: keys, Told: make(chan string, 100), ahead: new(atomic.Int64)}
	h.Hub = hub.New(hub.Config{
		Store: store, Key: keys.HubKey, Authority: keys, Now: h.now,
		Replaced: h.cutOff, Telemetry: h.told, Log: slog.New(slog.DiscardHandler),
	})
	certificate, err := keys.Server(nil, time.Now())
	must(t, err)
	h.open(t, certificate)
	h.connect(t, filepath.Join(dir, "broker"), certificate)
	return h
}

func (h *Hub) told(_ string, _ time.Time, body []byte) {
	select {
	case h.Told <- string(body):
	default:
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (h *Hub) open(t testing.TB, certificate tls.Certificate) {
	door := httptest.NewUnstartedServer(enrolment.Handler(h.Hub, slog.New(slog.DiscardHandler)))
	door.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}}
	door.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelInfo)
	door.StartTLS()
	t.Cleanup(door.Close)
	h.Door = door.URL
}

// allowed asks the hub, as the real program does.
func (h *Hub) allowed(role broker.Role, name string, key crypto.PublicKey) bool {
	if role == broker.Hub {
		return name == hub.ClientName
	}
	known, err := h.Known(context.Background(), name, key.(ed25519.PublicKey))
	return err == nil && known
}

func (h *Hub) cutOff(station string) {
	if h.broker != nil {
		_ = h.broker.Disconnect(station) // it may have left
	}
}

func (h *Hub) connect(t testing.TB, dir string, certificate tls.Certificate) {
	b, err := broker.Start(broker.Config{
		Listen: "127.0.0.1:0", Dir: dir, Certificate: certificate, ClientCAs: h.keys.Pool(),
		Allowed: h.allowed,
	})
	must(t, err)
	h.broker, h.Hub.Broker = b, "tls://"+b.Addr()
	own, err := h.keys.Client(hub.ClientName, time.Now())
	must(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	link, done := h.NewLink(ctx), make(chan struct{})
	cfg := mqtt.Config{
		URL: h.Hub.Broker, ClientID: hub.ClientName, Subscribe: hub.Filters(), Handle: link.Take,
		TLS: &tls.Config{Certificates: []tls.Certificate{own}, RootCAs: h.keys.Pool()},
	}
	go func() {
		defer close(done)
		_ = mqtt.Keep(ctx, cfg, mqtt.Backoff{First: -1}, func(ctx context.Context, c *mqtt.Conn) error { return link.Serve(ctx, carrier{c}) })
	}()
	followed := make(chan struct{})
	go func() {
		defer close(followed)
		_ = h.Follow(ctx)
	}()
	t.Cleanup(func() {
		cancel()
		<-done
		<-followed
		b.Close()
	})
}

// carrier implements hub.Carrier.
type carrier struct{ *mqtt.Conn }

// Publish hands a message over and waits for nothing.
func (c carrier) Publish(ctx context.Context, topic string, payload []byte) error {
	return c.Send(ctx, topic, payload, nil)
}

// Invite gives the one-time code for a station.
func (h *Hub) Invite(t testing.TB, station string) string {
	t.Helper()
	secret, err := h.Hub.Invite(t.Context(), station, "测试站", "Test station")
	must(t, err)
	return wire.NewEnrolCode(secret, h.keys.Authority.Raw).String()
}

// Opener opens identities sealed to this hub.
func (h *Hub) Opener(t testing.TB) *seal.Opener {
	t.Helper()
	o, err := h.keys.Opener()
	must(t, err)
	return o
}
