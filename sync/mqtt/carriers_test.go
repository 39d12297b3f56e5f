package mqtt_test

import (
	"maps"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/mosquitto"
	"github.com/nuanxin/station-kit/internal/natscluster"
	"github.com/nuanxin/station-kit/internal/rabbitmq"
	"github.com/nuanxin/station-kit/internal/testpki"
	"github.com/nuanxin/station-kit/sync/hub/access"
	"github.com/nuanxin/station-kit/sync/hub/broker"
	"github.com/nuanxin/station-kit/sync/mqtt"
)

// patience bounds every wait for a real broker.
const patience = 20 * time.Second

// carrier is a running broker under test.
type carrier struct {
	scheme  string
	addr    string
	ca      *testpki.CA // nil: plain TCP
	kill    func()
	restart func()
	// cuts: it disconnects who publishes or subscribes where it may not.
	cuts bool
}

type carriers = map[string]func(testing.TB) *carrier

// Brokers by what they do. RabbitMQ takes seconds to start, so it has the
// tests that no broker may fail.
var (
	all = carriers{"embedded": embedded, "mosquitto-mtls": mosquittoTLS, "mosquitto-plain": mosquittoPlain, "nats-cluster": natsCluster}
	// guarded ones know who is who.
	guarded = carriers{"embedded": embedded, "mosquitto-mtls": mosquittoTLS, "nats-cluster": natsCluster}
	// bound ones also bind the client ID to the certificate.
	bound            = carriers{"embedded": embedded, "mosquitto-mtls": mosquittoTLS}
	allAndRabbit     = with(all)
	guardedAndRabbit = with(guarded)
)

func with(some carriers) carriers {
	more := maps.Clone(some)
	more["rabbitmq"] = rabbitMQ
	return more
}

func each(t *testing.T, some carriers, test func(*testing.T, *carrier)) {
	for name, start := range some {
		t.Run(name, func(t *testing.T) { test(t, start(t)) })
	}
}

func embedded(t testing.TB) *carrier {
	ca := testpki.New(t)
	cfg := broker.Config{Listen: "127.0.0.1:0", Dir: t.TempDir(), Certificate: ca.Server(), ClientCAs: ca.Pool()}
	var b *broker.Broker
	start := func() {
		var err error
		if b, err = broker.Start(cfg); err != nil {
			t.Fatal(err)
		}
		cfg.Listen = b.Addr()
	}
	start()
	t.Cleanup(func() { b.Close() })
	return &carrier{scheme: "tls://", addr: b.Addr(), ca: ca, kill: func() { b.Close() }, restart: start}
}

func mosquittoTLS(t testing.TB) *carrier {
	ca := testpki.New(t)
	caFile, cert, key := ca.Files(t.TempDir())
	b := mosquitto.Start(t, mosquitto.Config{CA: caFile, Cert: cert, Key: key, ACL: mosquitto.ACL})
	return &carrier{scheme: "tls://", addr: b.Addr(), ca: ca, kill: b.Kill, restart: b.Restart}
}

func mosquittoPlain(t testing.TB) *carrier {
	b := mosquitto.Start(t, mosquitto.Config{})
	return &carrier{scheme: "tcp://", addr: b.Addr(), kill: b.Kill, restart: b.Restart}
}

// stations are those of the tests.
var stations = access.Stations{Admitted: []string{"st-0001", "st-0002", "st-a", "st-b"}}

func rabbitMQ(t testing.TB) *carrier {
	ca := testpki.New(t)
	caFile, cert, key := ca.Files(t.TempDir())
	b := rabbitmq.Start(t, rabbitmq.Config{CA: caFile, Cert: cert, Key: key})
	if err := (access.RabbitMQ{Admin: b.Admin()}).Apply(t.Context(), stations); err != nil {
		t.Fatal(err)
	}
	return &carrier{scheme: "tls://", addr: b.Addr(), ca: ca, kill: b.Kill, restart: b.Restart, cuts: true}
}

// natsCluster meets clients at one of its servers, and that one is killed.
func natsCluster(t testing.TB) *carrier {
	ca := testpki.New(t)
	caFile, cert, key := ca.Files(t.TempDir())
	c := natscluster.Start(t, natscluster.Config{CA: caFile, Cert: cert, Key: key, Stations: access.NATSList(stations)})
	return &carrier{scheme: "tls://", addr: c.Addr(0), ca: ca, kill: func() { c.Kill(0) }, restart: func() { c.Restart(0) }}
}

// message is what Handle saw.
type message struct{ topic, payload string }

// client is a Config with an inbox for what arrives.
func (c *carrier) client(role, name string, subscribe ...string) (mqtt.Config, chan message) {
	inbox := make(chan message, 4096)
	cfg := mqtt.Config{
		URL: c.scheme + c.addr, ClientID: name, Subscribe: subscribe,
		Handle: func(topic string, payload []byte) { inbox <- message{topic, string(payload)} },
	}
	if c.ca != nil {
		cfg.TLS = c.ca.ClientTLS(role, name)
	}
	return cfg, inbox
}

func (c *carrier) hub(t testing.TB) (*mqtt.Conn, chan message) {
	t.Helper()
	cfg, inbox := c.client("hub", "hub", "nuanxin/v1/+/up", "nuanxin/v1/+/hello", "nuanxin/v1/+/presence", "nuanxin/v1/+/telemetry")
	return dial(t, cfg), inbox
}

func (c *carrier) station(t testing.TB, name string) (*mqtt.Conn, chan message) {
	t.Helper()
	cfg, inbox := c.client("station", name, "nuanxin/v1/"+name+"/down")
	return dial(t, cfg), inbox
}

func dial(t testing.TB, cfg mqtt.Config) *mqtt.Conn {
	t.Helper()
	conn, err := mqtt.Dial(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(conn.Close)
	return conn
}

func publish(t testing.TB, c *mqtt.Conn, topic, payload string) {
	t.Helper()
	if err := c.Publish(t.Context(), topic, []byte(payload)); err != nil {
		t.Fatalf("publish to %s: %v", topic, err)
	}
}

func next(t testing.TB, inbox <-chan message) message {
	t.Helper()
	select {
	case m := <-inbox:
		return m
	case <-time.After(patience):
		t.Fatal("nothing arrived")
		return message{}
	}
}

func expect(t testing.TB, inbox <-chan message, topic, payload string) {
	t.Helper()
	got := next(t, inbox)
	if got.topic != topic || got.payload != payload {
		t.Fatalf("arrived: %s with %.60q (%d bytes), want %s with %.60q", got.topic, got.payload, len(got.payload), topic, payload)
	}
}

func closed(t testing.TB, what string, done <-chan struct{}) {
	t.Helper()
	select {
	case <-done:
	case <-time.After(patience):
		t.Fatal(what)
	}
}
