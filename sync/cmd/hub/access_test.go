package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/mosquitto"
	"github.com/nuanxin/station-kit/internal/natscluster"
	"github.com/nuanxin/station-kit/internal/postgrestest"
	"github.com/nuanxin/station-kit/internal/rabbitmq"
	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/access"
	"github.com/nuanxin/station-kit/sync/hub/keyring"
	"github.com/nuanxin/station-kit/sync/mqtt"
	"github.com/nuanxin/station-kit/sync/wire"
)

// atOnce is how soon a revoked station has to be cut off.
const atOnce = 2 * time.Second

// certifiedFiles makes a hub's keys and what a broker of its own needs of them.
func certifiedFiles(t *testing.T, args ...string) (ca, cert, key string) {
	t.Helper()
	certs := filepath.Join(t.TempDir(), "certs")
	if status, out := command(append([]string{"certificate", "--out", certs}, args...)...); status != 0 {
		t.Fatal(out)
	}
	return filepath.Join(certs, "ca.crt"), filepath.Join(certs, "server.crt"), filepath.Join(certs, "server.key")
}

// startReplica runs a hub that is a process of its own.
func startReplica(t *testing.T, data string, args ...string) *replica {
	t.Helper()
	r := &replica{t: t, data: data}
	r.args = append([]string{"run", "--data", data, "--http", "127.0.0.1:0", "--enrol", "127.0.0.1:0"}, args...)
	r.start()
	t.Cleanup(r.kill)
	eventually(t, func() bool {
		_, err := readAddresses(filepath.Join(data, "addresses.json"))
		return err == nil
	}, &r.log)
	return r
}

// reach connects and has the hub answer: the broker may learn of a station a
// moment after it has enrolled.
func (s *joined) reach(t *testing.T) {
	t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		c, err := mqtt.Dial(t.Context(), s.config())
		if err == nil {
			s.conn = c
			t.Cleanup(c.Close)
			break
		}
		if time.Now().After(end) {
			t.Fatalf("%s is not let in: %v", s.Station, err)
		}
	}
	s.say(t, wire.Hello, s.hello(0, 0), func(d wire.Downward) bool { return d.Receipt != nil })
}

// cutOff waits until a connected station is disconnected.
func (s *joined) cutOff(t *testing.T, since time.Time) {
	t.Helper()
	select {
	case <-s.conn.Done():
		t.Logf("cut off after %v", time.Since(since).Round(time.Millisecond))
	case <-time.After(time.Until(since.Add(atOnce))):
		t.Errorf("still connected after %v", atOnce)
	}
}

func revoke(t *testing.T, args ...string) time.Time {
	t.Helper()
	at := time.Now()
	if status, out := command(append([]string{"revoke", "--because", "stolen in a test"}, args...)...); status != 0 || !strings.Contains(out, "revoked") {
		t.Fatalf("%d %s", status, out)
	}
	return at
}

// revocation: of two stations at a broker that disconnects whom it refuses, one
// is revoked and comes back with a new key.
func revocation(t *testing.T, data string) {
	a, b := join(t, data, "st-a"), join(t, data, "st-b")
	a.reach(t)
	b.reach(t)
	a.cutOff(t, revoke(t, "st-a", "--data", data))
	if c, err := mqtt.Dial(t.Context(), a.config()); err == nil {
		c.Close()
		t.Error("a revoked certificate opens the broker")
	}
	b.say(t, wire.Hello, b.hello(0, 0), func(d wire.Downward) bool { return d.Receipt != nil })
	select {
	case <-b.conn.Done():
		t.Error("another station was cut off too")
	default:
	}
	if _, out := command("stations", "--data", data); !strings.Contains(out, "revoked 20") {
		t.Errorf("stations: %s", out)
	}
	join(t, data, "st-a").reach(t)
}

func TestRevokedIsCutOffByTheHubsOwnBroker(t *testing.T) {
	data := filepath.Join(t.TempDir(), "hub")
	startReplica(t, data, "--mqtt", "127.0.0.1:0")
	revocation(t, data)
}

func TestRevokedIsCutOffByRabbitMQ(t *testing.T) {
	data, secret := filepath.Join(t.TempDir(), "hub"), filepath.Join(t.TempDir(), "password")
	ca, cert, key := certifiedFiles(t, "--data", data)
	b := rabbitmq.Start(t, rabbitmq.Config{CA: ca, Cert: cert, Key: key})
	admin := *b.Admin()
	password, _ := admin.User.Password()
	if err := os.WriteFile(secret, []byte(password+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	at := fmt.Sprintf("rabbitmq=%s://%s@%s", admin.Scheme, admin.User.Username(), admin.Host)
	r := startReplica(t, data, "--broker", "tls://"+b.Addr(), "--access", at, "--access-password", secret)
	revocation(t, data)
	if strings.Contains(strings.Join(r.cmd.Args, " ")+r.log.String(), password) {
		t.Error("the administrator's password is in the list of processes or in the log")
	}
}

func TestRevokedIsCutOffByANATSCluster(t *testing.T) {
	data := filepath.Join(t.TempDir(), "hub")
	ca, cert, key := certifiedFiles(t, "--data", data)
	c := natscluster.Start(t, natscluster.Config{CA: ca, Cert: cert, Key: key, Stations: access.NATSList(access.Stations{})})
	var reload []string
	for i := range natscluster.Size {
		if i > 0 {
			reload = append(reload, "cp "+c.ListPath(0)+" "+c.ListPath(i))
		}
		reload = append(reload, strings.Join(c.ReloadCommand(i), " "))
	}
	startReplica(t, data, "--broker", "tls://"+c.Addr(1), "--access", "nats="+c.ListPath(0), "--access-reload", strings.Join(reload, " && "))
	revocation(t, data)
}

// TestRevokedAtOneHubIsCutOffByAll: two hubs of one store at one Mosquitto,
// whose list both keep. A station enrols at either, and is revoked by a command
// of a third process.
func TestRevokedAtOneHubIsCutOffByAll(t *testing.T) {
	dir := t.TempDir()
	keys := filepath.Join(dir, "keys")
	ca, cert, key := certifiedFiles(t, "--data", dir, "--keys", keys)
	b := mosquitto.Start(t, mosquitto.Config{CA: ca, Cert: cert, Key: key, ACL: "user nobody\n"})
	shared := []string{"--store", postgrestest.Start(t, "fsync = off").New(t), "--keys", keys}
	data := map[string]string{}
	for _, name := range []string{"one", "two"} {
		data[name] = filepath.Join(dir, name)
		startReplica(t, data[name], append([]string{
			"--replica", name, "--access-replica", "one", "--access-replica", "two", "--access-replica", "watch", "--broker", "tls://" + b.Addr(),
			"--access", "mosquitto=" + b.ListPath(), "--access-reload", strings.Join(b.ReloadCommand(), " "),
		}, shared...)...)
	}
	a, c := join(t, data["one"], "st-a", shared...), join(t, data["two"], "st-b", shared...)
	a.reach(t)
	c.reach(t)

	heard := watch(t, keys, "tls://"+b.Addr())
	passes := func(s *joined) bool { // whether what s says passes the broker
		message := s.hello(0, 0)
		if err := s.conn.Publish(t.Context(), wire.Hello.Topic(s.Station), message); err != nil {
			return false
		}
		select {
		case station := <-heard:
			return station == s.Station
		case <-time.After(300 * time.Millisecond):
			return false
		}
	}
	eventually(t, func() bool { return passes(a) }, new(safe))
	at := revoke(t, append([]string{"st-a", "--data", dir}, shared...)...)
	for passes(a) {
		if time.Since(at) > atOnce {
			t.Fatalf("still heard after %v", atOnce)
		}
	}
	t.Logf("cut off after %v", time.Since(at).Round(time.Millisecond))
	eventually(t, func() bool { return passes(c) }, new(safe))
	again := join(t, data["two"], "st-a", shared...)
	a.conn.Close()
	again.reach(t)
}

// watch connects as another hub, and tells from whom greetings come.
func watch(t *testing.T, keys, broker string) <-chan string {
	t.Helper()
	k, err := keyring.Open(keys, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	name := hub.ReplicaName("watch")
	own, err := k.Client(name, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	heard := make(chan string, 1000)
	c, err := mqtt.Dial(context.WithoutCancel(t.Context()), mqtt.Config{
		URL: broker, ClientID: name, Subscribe: []string{wire.Hello.Filter()}, TLS: &tls.Config{Certificates: []tls.Certificate{own}, RootCAs: k.Pool()},
		Handle: func(topic string, _ []byte) {
			station, _, _ := wire.ParseTopic(topic)
			heard <- station
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return heard
}
