package broker_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/tls"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/testpki"
	"github.com/nuanxin/station-kit/sync/hub/broker"
	"github.com/nuanxin/station-kit/sync/mqtt"
)

// patience bounds every wait for the broker.
const patience = time.Minute

// site is a broker with its authority.
type site struct {
	*broker.Broker
	ca  *testpki.CA
	log *safeBuffer
}

func start(t *testing.T, change func(*broker.Config)) *site {
	t.Helper()
	ca, log := testpki.New(t), &safeBuffer{}
	cfg := broker.Config{
		Listen: "127.0.0.1:0", Dir: t.TempDir(), Certificate: ca.Server(), ClientCAs: ca.Pool(),
		Log: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	if change != nil {
		change(&cfg)
	}
	b, err := broker.Start(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	return &site{b, ca, log}
}

func (s *site) dial(t *testing.T, cfg mqtt.Config) (*mqtt.Conn, error) {
	t.Helper()
	cfg.URL = "tls://" + s.Addr()
	c, err := mqtt.Dial(t.Context(), cfg)
	if err == nil {
		t.Cleanup(c.Close)
	}
	return c, err
}

func (s *site) client(role, name string) mqtt.Config {
	return mqtt.Config{ClientID: name, TLS: s.ca.ClientTLS(role, name)}
}

// hub connects a hub and returns what it receives.
func (s *site) hub(t *testing.T) (*mqtt.Conn, <-chan string) {
	t.Helper()
	inbox := make(chan string, 100)
	cfg := s.client("hub", "hub")
	cfg.Subscribe = []string{"nuanxin/v1/+/up", "nuanxin/v1/+/presence"}
	cfg.Handle = func(topic string, payload []byte) { inbox <- fmt.Sprintf("%s %.20s %d", topic, payload, len(payload)) }
	c, err := s.dial(t, cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c, inbox
}

func expect(t *testing.T, inbox <-chan string, want string) {
	t.Helper()
	select {
	case got := <-inbox:
		if got != want {
			t.Fatalf("arrived %q, want %q", got, want)
		}
	case <-time.After(patience):
		t.Fatalf("nothing arrived, want %q", want)
	}
}

func TestIdentities(t *testing.T) {
	s := start(t, nil)
	for _, good := range []struct{ role, name string }{
		{"station", "st-0001"}, {"station", "a"}, {"station", strings.Repeat("z", 32)}, {"hub", "hub"}, {"hub", "hub-2"},
	} {
		if _, err := s.dial(t, s.client(good.role, good.name)); err != nil {
			t.Errorf("%s %s: %v", good.role, good.name, err)
		}
	}
	for _, bad := range []struct{ role, name string }{
		{"station", ""},
		{"station", "+"},
		{"station", "#"},
		{"station", "*"},
		{"station", ">"},
		{"station", "st-*"},
		{"station", "st.1"},
		{"station", "st/1"},
		{"station", "ST-1"},
		{"station", "st 1"},
		{"station", "驿站"},
		{"station", "st-1\n"},
		{"station", strings.Repeat("z", 33)},
		{"admin", "st-1"},
		{"", "st-1"},
		{"Hub", "hub"},
	} {
		cfg := s.client(bad.role, bad.name)
		for _, id := range []string{bad.name, "st-1"} {
			if cfg.ClientID = id; id == "" {
				continue
			}
			if _, err := s.dial(t, cfg); !errors.Is(err, mqtt.ErrRefused) && !errors.Is(err, mqtt.ErrUnreachable) {
				t.Errorf("%q %q as %q: %v, want a refusal", bad.role, bad.name, id, err)
			}
		}
	}
}

func TestAmbiguousSubjects(t *testing.T) {
	s := start(t, nil)
	unit := []string{"station"}
	for what, subject := range map[string]pkix.Name{
		"no unit":   {CommonName: "st-1"},
		"two units": {CommonName: "st-1", OrganizationalUnit: []string{"station", "hub"}},
		"two names": {CommonName: "st-1", OrganizationalUnit: unit, ExtraNames: []pkix.AttributeTypeAndValue{
			{Type: []int{2, 5, 4, 3}, Value: "st-2"}, {Type: []int{2, 5, 4, 3}, Value: "st-1"}, {Type: []int{2, 5, 4, 11}, Value: "station"},
		}},
	} {
		cfg := s.client("station", "st-1")
		cfg.TLS.Certificates = []tls.Certificate{s.ca.ClientSubject(subject)}
		if _, err := s.dial(t, cfg); !errors.Is(err, mqtt.ErrRefused) {
			t.Errorf("%s: %v, want ErrRefused", what, err)
		}
	}
}

func TestAllowed(t *testing.T) {
	var asked atomic.Value
	s := start(t, func(c *broker.Config) {
		c.Allowed = func(role broker.Role, name string, key crypto.PublicKey) bool {
			_, ed := key.(ed25519.PublicKey)
			_, ec := key.(*ecdsa.PublicKey)
			asked.Store(fmt.Sprint(role, " ", name, " ", ed || ec))
			return name != "st-0002"
		}
	})
	if _, err := s.dial(t, s.client("station", "st-0001")); err != nil || asked.Load() != "station st-0001 true" {
		t.Fatalf("asked about %q, dial says %v", asked.Load(), err)
	}
	if _, err := s.dial(t, s.client("station", "st-0002")); !errors.Is(err, mqtt.ErrRefused) {
		t.Fatalf("%v, want ErrRefused", err)
	}
}

// A revoked station is cut off at once, its will is published, it does not
// come back, and nobody else notices.
func TestDisconnect(t *testing.T) {
	var revoked atomic.Bool
	s := start(t, func(c *broker.Config) {
		c.Allowed = func(_ broker.Role, name string, _ crypto.PublicKey) bool { return name != "st-0001" || !revoked.Load() }
	})
	hub, atHub := s.hub(t)
	cfg := s.client("station", "st-0001")
	cfg.Will = mqtt.Will{Topic: "nuanxin/v1/st-0001/presence", Payload: []byte("gone")}
	station, err := s.dial(t, cfg)
	if err != nil {
		t.Fatal(err)
	}
	neighbour, err := s.dial(t, s.client("station", "st-00011"))
	if err != nil {
		t.Fatal(err)
	}
	revoked.Store(true)
	if err := s.Disconnect("st-0001"); err != nil {
		t.Fatal(err)
	}
	select {
	case <-station.Done():
	case <-time.After(patience):
		t.Fatal("still connected")
	}
	expect(t, atHub, "nuanxin/v1/st-0001/presence gone 4")
	if _, err := s.dial(t, cfg); !errors.Is(err, mqtt.ErrRefused) {
		t.Fatalf("afterwards: %v, want ErrRefused", err)
	}
	if neighbour.Err() != nil || hub.Err() != nil {
		t.Fatal("others were cut off too")
	}
	if err := s.Disconnect("st-9999"); err != nil {
		t.Fatalf("nobody to disconnect: %v", err)
	}
}

// Disconnect waits for a connect that Allowed has already let in.
func TestDisconnectDuringConnect(t *testing.T) {
	asked, answer := make(chan struct{}), make(chan struct{})
	s := start(t, func(c *broker.Config) {
		c.Allowed = func(broker.Role, string, crypto.PublicKey) bool { close(asked); <-answer; return true }
	})
	settle := sync.OnceFunc(func() { close(answer) })
	t.Cleanup(settle)
	ended := make(chan error, 1)
	go func() {
		cfg := s.client("station", "st-0001")
		cfg.URL = "tls://" + s.Addr()
		c, err := mqtt.Dial(context.Background(), cfg)
		if err == nil {
			<-c.Done()
			err = c.Err()
		}
		ended <- err
	}()
	<-asked
	disconnected := make(chan error, 1)
	go func() { disconnected <- s.Disconnect("st-0001") }()
	select {
	case <-disconnected:
		t.Fatal("Disconnect did not wait")
	case <-time.After(100 * time.Millisecond): // that nothing happens takes time to see
	}
	settle()
	for _, c := range []chan error{disconnected, ended} {
		select {
		case <-c:
		case <-time.After(patience):
			t.Fatal("the station got through")
		}
	}
}

// More subscriptions than NATS's own limit of 1000: a fleet has more stations.
func TestManySubscriptions(t *testing.T) {
	const each = 15
	s := start(t, nil)
	for n := 0; n <= 1000; n += each {
		cfg := s.client("hub", fmt.Sprintf("hub-%d", n))
		for i := range each {
			cfg.Subscribe = append(cfg.Subscribe, fmt.Sprintf("nuanxin/v1/st-%d/up", n+i))
		}
		if _, err := s.dial(t, cfg); err != nil {
			t.Fatalf("after %d subscriptions: %v", n, err)
		}
	}
}

func TestPayloadLimit(t *testing.T) {
	s := start(t, nil)
	_, atHub := s.hub(t)
	station, err := s.dial(t, s.client("station", "st-0001"))
	if err != nil {
		t.Fatal(err)
	}
	largest := bytes.Repeat([]byte("x"), broker.MaxPayload)
	if err := station.Publish(t.Context(), "nuanxin/v1/st-0001/up", largest); err != nil {
		t.Fatal(err)
	}
	expect(t, atHub, fmt.Sprintf("nuanxin/v1/st-0001/up %s %d", strings.Repeat("x", 20), broker.MaxPayload))
	err = station.Publish(t.Context(), "nuanxin/v1/st-0001/up", append(largest, make([]byte, 8<<10)...))
	if !errors.Is(err, mqtt.ErrLost) {
		t.Fatalf("%v, want ErrLost", err)
	}
}

// Neither what passes nor what is refused shows in the log.
func TestLogHoldsNoPayload(t *testing.T) {
	s := start(t, nil)
	_, atHub := s.hub(t)
	station, err := s.dial(t, s.client("station", "st-0001"))
	if err != nil {
		t.Fatal(err)
	}
	for _, topic := range []string{"nuanxin/v1/st-0002/up", "nuanxin/v1/st-0001/up"} {
		if err := station.Publish(t.Context(), topic, []byte("SECRET")); err != nil {
			t.Fatal(err)
		}
	}
	expect(t, atHub, "nuanxin/v1/st-0001/up SECRET 6")
	said := s.log.String()
	if !strings.Contains(said, "nuanxin.v1.st-0002.up") {
		t.Errorf("the violation is not logged:\n%s", said)
	}
	if strings.Contains(said, "SECRET") {
		t.Errorf("a payload is logged:\n%s", said)
	}
}

// Nothing but MQTT over TLS is served: the broker listens on one port, and who
// does not begin a TLS handshake there hears no greeting of NATS.
func TestNoNATSPort(t *testing.T) {
	before := listening(t)
	s := start(t, nil)
	if n := listening(t) - before; n != 1 {
		t.Errorf("%d more ports listen, want 1", n)
	}
	conn, err := net.Dial("tcp", s.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprint(conn, "CONNECT {}\r\nPING\r\n")
	conn.SetReadDeadline(time.Now().Add(patience))
	answer, err := io.ReadAll(conn)
	if bytes.Contains(answer, []byte("INFO")) || bytes.Contains(answer, []byte("PONG")) || errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatalf("it answered %q, %v", answer, err)
	}
}

// listening counts the TCP ports this process listens on.
func listening(t *testing.T) int {
	t.Helper()
	var table []byte
	for _, path := range []string{"/proc/self/net/tcp", "/proc/self/net/tcp6"} {
		part, _ := os.ReadFile(path)
		table = append(table, part...)
	}
	fds, err := filepath.Glob("/proc/self/fd/*")
	if err != nil || len(table) == 0 {
		t.Fatal("no /proc")
	}
	n := 0
	for _, fd := range fds {
		socket, _ := os.Readlink(fd)
		inode, ok := strings.CutPrefix(socket, "socket:[")
		for line := range strings.Lines(string(table)) {
			if f := strings.Fields(line); ok && len(f) > 9 && f[3] == "0A" && f[9]+"]" == inode {
				n++
			}
		}
	}
	return n
}

// The scratch store is emptied, even of rubbish, and nothing else is.
func TestScratch(t *testing.T) {
	dir := t.TempDir()
	rubbish, kept := filepath.Join(dir, "jetstream", "$G", "streams", "rubbish"), filepath.Join(dir, "kept")
	for _, err := range []error{
		os.MkdirAll(filepath.Dir(rubbish), 0o700),
		os.WriteFile(rubbish, []byte("torn"), 0o600), os.WriteFile(kept, nil, 0o600),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	start(t, func(c *broker.Config) { c.Dir = dir })
	if _, err := os.Stat(rubbish); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the rubbish is still there: %v", err)
	}
	if _, err := os.Stat(kept); err != nil {
		t.Error(err)
	}
}

func TestBadConfig(t *testing.T) {
	ca := testpki.New(t)
	good := broker.Config{Listen: "127.0.0.1:0", Dir: t.TempDir(), Certificate: ca.Server(), ClientCAs: ca.Pool()}
	for what, spoil := range map[string]func(*broker.Config){
		"no address":     func(c *broker.Config) { c.Listen = "" },
		"no port":        func(c *broker.Config) { c.Listen = "127.0.0.1" },
		"bad port":       func(c *broker.Config) { c.Listen = "127.0.0.1:65536" },
		"no folder":      func(c *broker.Config) { c.Dir = "" },
		"no certificate": func(c *broker.Config) { c.Certificate = tls.Certificate{} },
		"no client CA":   func(c *broker.Config) { c.ClientCAs = nil },
	} {
		cfg := good
		spoil(&cfg)
		if _, err := broker.Start(cfg); !errors.Is(err, broker.ErrConfig) {
			t.Errorf("%s: %v, want ErrConfig", what, err)
		}
	}
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	good.Listen = taken.Addr().String()
	var busy *net.OpError
	if _, err := broker.Start(good); !errors.As(err, &busy) {
		t.Errorf("port taken: %v", err)
	}
}

// safeBuffer is a buffer several goroutines may log to.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}
