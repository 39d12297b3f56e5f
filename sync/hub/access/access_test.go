package access_test

import (
	"context"
	"errors"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/mosquitto"
	"github.com/nuanxin/station-kit/internal/natscluster"
	"github.com/nuanxin/station-kit/internal/rabbitmq"
	"github.com/nuanxin/station-kit/internal/testpki"
	"github.com/nuanxin/station-kit/sync/hub/access"
	"github.com/nuanxin/station-kit/sync/mqtt"
)

// patience bounds every wait for a real broker.
const patience = time.Minute

// world is a real broker with the list that is kept for it.
type world struct {
	addr string
	ca   *testpki.CA
	list access.Broker
	// silent: the broker leaves a refused client connected and passes nothing.
	silent bool
}

var worlds = map[string]func(*testing.T) world{"mosquitto": inMosquitto, "rabbitmq": inRabbitMQ, "nats": inNATS}

func inMosquitto(t *testing.T) world {
	ca := testpki.New(t)
	caFile, cert, key := ca.Files(t.TempDir())
	b := mosquitto.Start(t, mosquitto.Config{CA: caFile, Cert: cert, Key: key, ACL: "user nobody\n"})
	return world{b.Addr(), ca, &access.File{Path: b.ListPath(), Render: access.MosquittoList, Reload: b.ReloadCommand()}, true}
}

func inRabbitMQ(t *testing.T) world {
	ca := testpki.New(t)
	caFile, cert, key := ca.Files(t.TempDir())
	b := rabbitmq.Start(t, rabbitmq.Config{CA: caFile, Cert: cert, Key: key})
	return world{b.Addr(), ca, access.RabbitMQ{Admin: b.Admin()}, false}
}

func inNATS(t *testing.T) world {
	ca := testpki.New(t)
	caFile, cert, key := ca.Files(t.TempDir())
	c := natscluster.Start(t, natscluster.Config{CA: caFile, Cert: cert, Key: key, Stations: access.NATSList(access.Stations{})})
	var all cluster
	for i := range natscluster.Size {
		all = append(all, &access.File{Path: c.ListPath(i), Render: access.NATSList, Reload: c.ReloadCommand(i)})
	}
	return world{c.Addr(0), ca, all, false}
}

// cluster is a broker of several servers.
type cluster []*access.File

func (c cluster) Apply(ctx context.Context, now access.Stations) error {
	var errs []error
	for _, f := range c {
		errs = append(errs, f.Apply(ctx, now))
	}
	return errors.Join(errs...)
}

type message struct{ topic, payload string }

type client struct {
	*mqtt.Conn
	inbox chan message
}

// dial tries until the broker lets the client in: a reload takes a moment.
func (w world) dial(t *testing.T, role, name string, subscribe ...string) client {
	t.Helper()
	deadline := time.Now().Add(patience)
	for {
		c, err := w.tryDial(t, role, name, subscribe...)
		if err == nil {
			return c
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s does not come in: %v", name, err)
		}
	}
}

func (w world) tryDial(t *testing.T, role, name string, subscribe ...string) (client, error) {
	t.Helper()
	inbox := make(chan message, 100)
	conn, err := mqtt.Dial(t.Context(), mqtt.Config{
		URL: "tls://" + w.addr, ClientID: name, TLS: w.ca.ClientTLS(role, name), Subscribe: subscribe,
		Handle: func(topic string, payload []byte) { inbox <- message{topic, string(payload)} },
	})
	if err == nil {
		t.Cleanup(conn.Close)
	}
	return client{conn, inbox}, err
}

func (w world) hub(t *testing.T) client {
	return w.dial(t, "hub", "hub", "nuanxin/v1/+/up", "nuanxin/v1/+/hello")
}

func (w world) station(t *testing.T, name string) client {
	return w.dial(t, "station", name, "nuanxin/v1/"+name+"/down")
}

func (w world) apply(t *testing.T, now access.Stations) {
	t.Helper()
	if err := w.list.Apply(t.Context(), now); err != nil {
		t.Fatal(err)
	}
}

func (c client) say(t *testing.T, topic, payload string) error {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	return c.Publish(ctx, topic, []byte(payload))
}

func (c client) hears(t *testing.T, topic, payload string) {
	t.Helper()
	select {
	case m := <-c.inbox:
		if (m != message{topic, payload}) {
			t.Fatalf("arrived: %v, want %s on %s", m, payload, topic)
		}
	case <-time.After(patience):
		t.Fatalf("%s never arrived on %s", payload, topic)
	}
}

// TestBrokers starts each broker once for all its tests.
func TestBrokers(t *testing.T) {
	for name, start := range worlds {
		t.Run(name, func(t *testing.T) {
			w := start(t)
			t.Run("RefusedIsCutOff", func(t *testing.T) { refusedIsCutOff(t, w) })
			t.Run("ApplyAgain", func(t *testing.T) { applyAgain(t, w) })
			if r, ok := w.list.(access.RabbitMQ); ok {
				t.Run("UsersOfTheBrokerAreLeftAlone", func(t *testing.T) { usersOfTheBrokerAreLeftAlone(t, w, r.Admin.User.Username()) })
			}
		})
	}
}

// A refused station that is connected reaches nobody and hears nothing from
// then on, while others go on; admitted again, it is back.
func refusedIsCutOff(t *testing.T, w world) {
	w.apply(t, access.Stations{Admitted: []string{"st-a", "st-b"}})
	hub, a, b := w.hub(t), w.station(t, "st-a"), w.station(t, "st-b")
	speak(t, a, hub, "nuanxin/v1/st-a/up", "one")
	speak(t, hub, a, "nuanxin/v1/st-a/down", "two")

	w.apply(t, access.Stations{Admitted: []string{"st-b"}, Refused: []string{"st-a"}})
	if !w.silent {
		select {
		case <-a.Done():
		case <-time.After(patience):
			t.Fatal("the refused station is still connected")
		}
	}
	// Mosquitto reads the list when it comes round to its signals.
	untilSilent(t, a, hub, b)
	_ = hub.say(t, "nuanxin/v1/st-a/down", "not for you")
	speak(t, b, hub, "nuanxin/v1/st-b/up", "I may")
	select {
	case m := <-a.inbox:
		t.Errorf("the refused station heard %v", m)
	default:
	}
	if again, err := w.tryDial(t, "station", "st-a"); err == nil {
		_ = again.say(t, "nuanxin/v1/st-a/up", "let me in")
		speak(t, b, hub, "nuanxin/v1/st-b/up", "I still may")
	}

	w.apply(t, access.Stations{Admitted: []string{"st-a", "st-b"}})
	back := w.station(t, "st-a")
	untilHeard(t, back, hub)
}

func speak(t *testing.T, from, to client, topic, payload string) {
	t.Helper()
	if err := from.say(t, topic, payload); err != nil {
		t.Fatal(err)
	}
	to.hears(t, topic, payload)
}

// untilSilent has a speak, then b, until only b is heard.
func untilSilent(t *testing.T, a, hub, b client) {
	t.Helper()
	for deadline := time.Now().Add(patience); ; {
		_ = a.say(t, "nuanxin/v1/st-a/up", "am I heard")
		if err := b.say(t, "nuanxin/v1/st-b/up", "marker"); err != nil {
			t.Fatal(err)
		}
		m := <-hub.inbox
		if m.payload == "marker" {
			return
		}
		hub.hears(t, "nuanxin/v1/st-b/up", "marker")
		if time.Now().After(deadline) {
			t.Fatal("the refused station is still heard")
		}
	}
}

func untilHeard(t *testing.T, c, hub client) {
	t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		_ = c.say(t, "nuanxin/v1/st-a/up", "back")
		select {
		case <-hub.inbox:
			return
		case <-time.After(100 * time.Millisecond):
		}
	}
	t.Fatal("the station that was admitted again is not heard")
}

// What is applied twice, or by a hub that has just started, changes nothing.
func applyAgain(t *testing.T, w world) {
	now := access.Stations{Admitted: []string{"st-a"}}
	w.apply(t, now)
	hub, a := w.hub(t), w.station(t, "st-a")
	w.apply(t, now)
	w.apply(t, access.Stations{Admitted: []string{"st-a", "st-b"}})
	speak(t, a, hub, "nuanxin/v1/st-a/up", "still here")
}

// A station that bears an administrator's name does not become the
// administrator, nor the other way round.
func usersOfTheBrokerAreLeftAlone(t *testing.T, w world, admin string) {
	now := access.Stations{Admitted: []string{admin, "st-a"}}
	for range 2 {
		if err := w.list.Apply(t.Context(), now); !errors.Is(err, access.ErrTaken) {
			t.Fatalf("a station called %s: %v", admin, err)
		}
	}
	hub, a := w.hub(t), w.station(t, "st-a")
	speak(t, a, hub, "nuanxin/v1/st-a/up", "others come in")
	w.apply(t, access.Stations{})
	w.apply(t, access.Stations{}) // the administrator is still there to ask
}

func TestAdminErrorsHideThePassword(t *testing.T) {
	for _, address := range []string{"http://admin:hush@127.0.0.1:1", "http://admin:hush@127.0.0.1:1/\x7f"} {
		at, err := url.Parse(address)
		if err != nil {
			at = &url.URL{Scheme: "http", User: url.UserPassword("admin", "hush"), Host: "127.0.0.1:1", Path: "/%"}
		}
		err = access.RabbitMQ{Admin: at}.Apply(t.Context(), access.Stations{})
		if !errors.Is(err, access.ErrAdmin) || strings.Contains(err.Error(), "hush") {
			t.Errorf("%v", err)
		}
	}
}

func TestFailedReloadIsTriedAgain(t *testing.T) {
	dir := t.TempDir()
	done := filepath.Join(dir, "done")
	f := access.File{Path: filepath.Join(dir, "list"), Render: access.MosquittoList, Reload: []string{"false"}}
	if err := f.Apply(t.Context(), access.Stations{}); !errors.Is(err, access.ErrReload) || errors.As(err, new(*exec.Error)) {
		t.Errorf("a failing command: %v", err)
	}
	f.Reload = []string{"touch", done}
	if err := f.Apply(t.Context(), access.Stations{}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(done); err != nil {
		t.Error("not reloaded after a failure")
	}
	_ = os.Remove(done)
	if err := f.Apply(t.Context(), access.Stations{}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(done); err == nil {
		t.Error("reloaded for nothing")
	}
}
