package mqtt_test

import (
	"errors"
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
const patience = time.Minute

// carrier is a running broker under test.
type carrier struct {
	scheme  string
	addr    string
	ca      *testpki.CA // nil: plain TCP
	guard   guard
	kill    func()
	restart func()
	// cuts: it disconnects who publishes or subscribes where it may not.
	cuts bool
	// forgets: it gives retained messages only to those who subscribe to their
	// very topic, and the hub subscribes to those of all stations.
	forgets bool
}

var brokers = map[string]func(testing.TB) *carrier{
	"embedded": embedded, "mosquitto-mtls": mosquittoTLS, "mosquitto-plain": mosquittoPlain, "nats-cluster": natsCluster, "rabbitmq": rabbitMQ,
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
	return &carrier{scheme: "tls://", addr: b.Addr(), ca: ca, guard: bound, kill: func() { b.Close() }, restart: start}
}

func mosquittoTLS(t testing.TB) *carrier {
	ca := testpki.New(t)
	caFile, cert, key := ca.Files(t.TempDir())
	b := mosquitto.Start(t, mosquitto.Config{CA: caFile, Cert: cert, Key: key, ACL: mosquitto.ACL})
	return &carrier{scheme: "tls://", addr: b.Addr(), ca: ca, guard: bound, kill: b.Kill, restart: b.Restart}
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
	return &carrier{scheme: "tls://", addr: b.Addr(), ca: ca, guard: named, kill: b.Kill, restart: b.Restart, cuts: true, forgets: true}
}

// natsCluster meets clients at one of its servers, and that one is killed.
func natsCluster(t testing.TB) *carrier {
	ca := testpki.New(t)
	caFile, cert, key := ca.Files(t.TempDir())
	c := natscluster.Start(t, natscluster.Config{CA: caFile, Cert: cert, Key: key, Stations: access.NATSList(stations)})
	return &carrier{scheme: "tls://", addr: c.Addr(0), ca: ca, guard: named, kill: func() { c.Kill(0) }, restart: func() { c.Restart(0) }}
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
	conn, err := comeBack(t, cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(conn.Close)
	return conn
}

// comeBack dials as one who may have been here a moment ago: a broker that is
// still busy taking leave of a client does not let it in again at once.
func comeBack(t testing.TB, cfg mqtt.Config) (*mqtt.Conn, error) {
	for deadline := time.Now().Add(patience); ; {
		conn, err := mqtt.Dial(t.Context(), cfg)
		if !errors.Is(err, mqtt.ErrUnreachable) || time.Now().After(deadline) {
			return conn, err
		}
	}
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
