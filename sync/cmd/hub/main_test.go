package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/mosquitto"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/mqtt"
	"github.com/nuanxin/station-kit/sync/wire"
)

const patience = time.Minute

// command runs one command in-process and returns its status and output.
func command(args ...string) (int, string) {
	var out safe
	status := program{&out, &out, time.Now}.run(context.Background(), args)
	return status, out.String()
}

// safe is a buffer that a running hub writes to while a test reads it.
type safe struct {
	mu sync.Mutex
	b  bytes.Buffer
}

// Write implements io.Writer.
func (s *safe) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

// String implements fmt.Stringer.
func (s *safe) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// start runs a hub on a data folder until the test ends or stop is called.
func start(t *testing.T, data string, args ...string) (at addresses, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var out safe
	ended := make(chan int, 1)
	go func() {
		ended <- program{&out, &out, time.Now}.run(ctx, append([]string{"run", "--data", data, "--http", "127.0.0.1:0", "--enrol", "127.0.0.1:0"}, args...))
	}()
	stop = sync.OnceFunc(func() {
		cancel()
		if status := <-ended; status != 0 {
			t.Errorf("the hub ended with %d:\n%s", status, &out)
		}
		if _, err := os.Stat(filepath.Join(data, "addresses.json")); err == nil {
			t.Error("addresses.json outlives the hub")
		}
	})
	t.Cleanup(stop)
	eventually(t, func() bool {
		var err error
		at, err = readAddresses(filepath.Join(data, "addresses.json"))
		return err == nil
	}, &out)
	return at, stop
}

// eventually polls, as real sockets and processes are involved.
func eventually(t *testing.T, good func() bool, log fmt.Stringer) {
	t.Helper()
	for end := time.Now().Add(patience); !good(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not within %v; the log:\n%s", patience, log)
		}
	}
}

// joined is a station that enrolled over the real endpoint.
type joined struct {
	wire.Membership
	key  ed25519.PrivateKey
	down chan wire.Downward
	conn *mqtt.Conn
}

func join(t *testing.T, data, id string, args ...string) *joined {
	t.Helper()
	status, out := command(append([]string{"enroll", id, "--data", data, "--json"}, args...)...)
	var i invitation
	if err := json.Unmarshal([]byte(out), &i); status != 0 || err != nil {
		t.Fatalf("%d %s", status, out)
	}
	code, err := wire.ParseEnrolCode(i.Code)
	if err != nil {
		t.Fatal(err)
	}
	public, private, _ := ed25519.GenerateKey(nil)
	s := &joined{key: private, down: make(chan wire.Downward, 100)}
	body, _ := json.Marshal(wire.Enrolment{Code: code.Secret, PublicKey: public})
	// That a station pins the hub is tested where the endpoint is.
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	r, err := client.Post(i.Hub+wire.EnrolPath, "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if err := json.NewDecoder(r.Body).Decode(&s.Membership); err != nil || r.StatusCode != 200 {
		t.Fatalf("%d %v", r.StatusCode, err)
	}
	return s
}

func (s *joined) config() mqtt.Config {
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM([]byte(s.CA))
	block, _ := pem.Decode([]byte(s.Certificate))
	return mqtt.Config{
		URL: s.Broker, ClientID: s.Station, Subscribe: []string{wire.Down.Topic(s.Station)},
		TLS: &tls.Config{RootCAs: pool, Certificates: []tls.Certificate{{Certificate: [][]byte{block.Bytes}, PrivateKey: s.key}}},
		Handle: func(_ string, b []byte) {
			if d, err := wire.OpenDownward(b, s.Station, s.HubKey); err == nil {
				s.down <- d
			}
		},
	}
}

func (s *joined) connect(t *testing.T) {
	t.Helper()
	var err error
	if s.conn, err = mqtt.Dial(t.Context(), s.config()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.conn.Close)
}

// say publishes until what comes down is as expected: the hub may not have
// subscribed yet, and a pipe may lose.
func (s *joined) say(t *testing.T, c wire.Channel, message []byte, expected func(wire.Downward) bool) {
	t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); {
		if err := s.conn.Publish(t.Context(), c.Topic(s.Station), message); err != nil {
			t.Fatal(err)
		}
		if s.hears(expected, 500*time.Millisecond) {
			return
		}
	}
	t.Fatal("no such answer")
}

func (s *joined) hears(expected func(wire.Downward) bool, within time.Duration) bool {
	late := time.After(within)
	for {
		select {
		case d := <-s.down:
			if expected(d) {
				return true
			}
		case <-late:
			return false
		}
	}
}

func (s *joined) batch(first uint64, prev event.Hash, n int) ([]byte, event.Hash) {
	b := wire.Batch{Station: s.Station, Epoch: s.Epoch, First: first, Prev: prev}
	for i := range n {
		r, _ := event.Encode(&event.Record{
			Stamp: &event.Stamp{WallMs: time.Now().UnixMilli(), Boot: 1, MonoMs: int64(i)},
			Body:  &event.Record_CheckIn{CheckIn: &event.CheckIn{Means: event.Means_MEANS_ANONYMOUS}},
		})
		b.Records, prev = append(b.Records, r), prev.Next(r)
	}
	message, err := wire.EncodeBatch(b, s.key)
	if err != nil {
		panic(err)
	}
	return message, prev
}

func (s *joined) hello(last, down uint64) []byte {
	b, err := wire.EncodeGreeting(wire.Greeting{Station: s.Station, Epoch: s.Epoch, Last: last, DownCursor: down, Wall: time.Now()}, s.key)
	if err != nil {
		panic(err)
	}
	return b
}

func receipted(upTo uint64) func(wire.Downward) bool {
	return func(d wire.Downward) bool { return d.Receipt != nil && d.Receipt.UpTo == upTo }
}

func paged(first uint64) func(wire.Downward) bool {
	return func(d wire.Downward) bool { return d.Page != nil && d.Page.First == first }
}

func get(t *testing.T, url string) string {
	t.Helper()
	r, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	var b bytes.Buffer
	b.ReadFrom(r.Body)
	return b.String()
}

func tomorrow() string { return time.Now().Add(24 * time.Hour).Format("2006-01-02 15:04") }

func addSlot(data, station string, args ...string) (int, string) {
	return command(append([]string{"slots", "add", "--data", data, "--service", "legal-aid", "--start", tomorrow(), "--minutes", "20", "--capacity", "3", "--station", station}, args...)...)
}

// firstDay is a station's: it joins, is told what to offer, is lent places
// while connected, delivers, and finds it all again after the hub's restart.
func firstDay(t *testing.T, data string, args ...string) {
	at, stop := start(t, data, args...)
	s := join(t, data, "st-1")
	s.connect(t)
	s.say(t, wire.Hello, s.hello(0, 0), paged(1))
	if status, out := addSlot(data, "st-1"); status != 0 {
		t.Fatal(out)
	}
	if !s.hears(paged(5), patience) {
		t.Fatal("the loan was not pushed")
	}
	message, prev := s.batch(1, event.Genesis("st-1", s.Epoch), 3)
	s.say(t, wire.Up, message, receipted(3))
	events := get(t, at.HTTP+"/api/v1/events?station=st-1&after=1")
	if strings.Count(events, `"kind":"check_in"`) != 2 || !strings.Contains(events, `"ref":"st-1/1/3"`) {
		t.Errorf("the API says %s", events)
	}
	if page := get(t, at.HTTP+"/?lang=en"); !strings.Contains(page, "st-1/1/3") || !strings.Contains(page, "Legal aid") {
		t.Errorf("the page is\n%s", page)
	}
	s.conn.Close()
	stop()

	at, _ = start(t, data, args...)
	s.Broker = at.MQTT
	s.connect(t)
	s.say(t, wire.Up, message, receipted(3)) // as if the receipt had been lost
	message, _ = s.batch(4, prev, 2)
	s.say(t, wire.Up, message, receipted(5))
}

func TestFirstDayWithTheHubsOwnBroker(t *testing.T) {
	firstDay(t, filepath.Join(t.TempDir(), "hub"), "--mqtt", "127.0.0.1:0")
}

func TestReplacedStationIsCutOff(t *testing.T) {
	data := filepath.Join(t.TempDir(), "hub")
	start(t, data, "--mqtt", "127.0.0.2:0") // an address of its own
	old := join(t, data, "st-1")
	old.connect(t)
	join(t, data, "st-1")
	select {
	case <-old.conn.Done():
	case <-time.After(patience):
		t.Fatal("the replaced station is still connected")
	}
	if c, err := mqtt.Dial(t.Context(), old.config()); err == nil {
		c.Close()
		t.Error("the old certificate still opens the broker")
	}
}

func TestFirstDayWithMosquitto(t *testing.T) {
	dir := t.TempDir()
	data, certs := filepath.Join(dir, "hub"), filepath.Join(dir, "certs")
	if status, out := command("certificate", "--data", data, "--out", certs); status != 0 {
		t.Fatal(out)
	}
	b := mosquitto.Start(t, mosquitto.Config{
		CA: filepath.Join(certs, "ca.crt"), Cert: filepath.Join(certs, "server.crt"), Key: filepath.Join(certs, "server.key"), ACL: mosquitto.ACL,
	})
	firstDay(t, data, "--broker", "tls://"+b.Addr())
}
