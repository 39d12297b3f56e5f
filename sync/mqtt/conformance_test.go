package mqtt_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/testpki"
	"github.com/nuanxin/station-kit/sync/mqtt"
)

// The packages that start brokers wait until they serve, and not less.
func servesOnceStarted(t *testing.T, c *carrier) {
	cfg, _ := c.client("hub", "hub", "nuanxin/v1/+/up")
	conn, err := mqtt.Dial(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	conn.Close()
}

func roundTrip(t *testing.T, c *carrier) {
	hub, atHub := c.hub(t)
	station, atStation := c.station(t, "st-0001")
	for _, channel := range []string{"up", "hello", "presence", "telemetry"} {
		publish(t, station, "nuanxin/v1/st-0001/"+channel, channel)
		expect(t, atHub, "nuanxin/v1/st-0001/"+channel, channel)
	}
	publish(t, hub, "nuanxin/v1/st-0001/down", "receipt")
	expect(t, atStation, "nuanxin/v1/st-0001/down", "receipt")
}

func largePayload(t *testing.T, c *carrier) {
	_, atHub := c.hub(t)
	station, _ := c.station(t, "st-0001")
	batch := strings.Repeat("0123456789abcdef", 100<<10/16)
	publish(t, station, "nuanxin/v1/st-0001/up", batch)
	expect(t, atHub, "nuanxin/v1/st-0001/up", batch)
}

func order(t *testing.T, c *carrier) {
	_, atHub := c.hub(t)
	station, _ := c.station(t, "st-0001")
	for i := range 1000 {
		publish(t, station, "nuanxin/v1/st-0001/up", fmt.Sprint(i))
	}
	for i := range 1000 {
		expect(t, atHub, "nuanxin/v1/st-0001/up", fmt.Sprint(i))
	}
}

// A retained presence reaches a hub that comes later.
func retain(t *testing.T, c *carrier) {
	station, _ := c.station(t, "st-0001")
	if err := station.Retain(t.Context(), "nuanxin/v1/st-0001/presence", []byte("here")); err != nil {
		t.Fatal(err)
	}
	_, atHub := c.hub(t)
	expect(t, atHub, "nuanxin/v1/st-0001/presence", "here")
}

func willOnAbruptLoss(t *testing.T, c *carrier) {
	_, atHub := c.hub(t)
	k := newCable(t, c)
	cfg, _ := c.client("station", "st-0001")
	cfg.URL = k.url
	cfg.Will = mqtt.Will{Topic: "nuanxin/v1/st-0001/presence", Payload: []byte("gone")}
	station := dial(t, cfg)
	k.cut()
	expect(t, atHub, "nuanxin/v1/st-0001/presence", "gone")
	closed(t, "the station did not notice", station.Done())
	if err := station.Err(); !errors.Is(err, mqtt.ErrLost) {
		t.Fatalf("Err() = %v, want ErrLost", err)
	}
}

func noWillAfterClose(t *testing.T, c *carrier) {
	_, atHub := c.hub(t)
	cfg, _ := c.client("station", "st-0001")
	cfg.Will = mqtt.Will{Topic: "nuanxin/v1/st-0001/presence", Payload: []byte("gone")}
	leaver := dial(t, cfg)
	leaver.Close()
	if err := leaver.Err(); !errors.Is(err, mqtt.ErrClosed) {
		t.Fatalf("Err() = %v, want ErrClosed", err)
	}
	other, _ := c.station(t, "st-0002")
	publish(t, other, "nuanxin/v1/st-0002/up", "marker")
	expect(t, atHub, "nuanxin/v1/st-0002/up", "marker")
}

// A will is checked like any message.
func willAsAnother(t *testing.T, c *carrier) {
	_, atHub := c.hub(t)
	k := newCable(t, c)
	cfg, _ := c.client("station", "st-a")
	cfg.URL = k.url
	cfg.Will = mqtt.Will{Topic: "nuanxin/v1/st-b/presence", Payload: []byte("gone"), Retain: true}
	dial(t, cfg)
	k.cut()
	b, _ := c.station(t, "st-b")
	publish(t, b, "nuanxin/v1/st-b/up", "marker")
	expect(t, atHub, "nuanxin/v1/st-b/up", "marker")
}

func lossReleasesPublish(t *testing.T, c *carrier) {
	_, atHub := c.hub(t)
	k := newCable(t, c)
	cfg, _ := c.client("station", "st-0001")
	cfg.URL = k.url
	station := dial(t, cfg)
	close(k.deaf) // no PUBACK from here on
	result := make(chan error, 1)
	send := func(ctx context.Context) {
		result <- station.Publish(ctx, "nuanxin/v1/st-0001/up", []byte("batch"))
	}

	ctx, cancel := context.WithCancel(t.Context())
	go send(ctx)
	expect(t, atHub, "nuanxin/v1/st-0001/up", "batch")
	cancel()
	if err := <-result; !errors.Is(err, context.Canceled) {
		t.Fatalf("cancelled: %v", err)
	}

	go send(t.Context())
	expect(t, atHub, "nuanxin/v1/st-0001/up", "batch")
	k.cut()
	if err := <-result; !errors.Is(err, mqtt.ErrLost) {
		t.Fatalf("cut off: %v, want ErrLost", err)
	}
	if err := station.Publish(t.Context(), "nuanxin/v1/st-0001/up", nil); !errors.Is(err, mqtt.ErrLost) {
		t.Fatalf("afterwards: %v, want ErrLost", err)
	}
}

func closeDoesNotHang(t *testing.T, c *carrier) {
	k := newCable(t, c)
	stuck, handling := make(chan struct{}), make(chan struct{})
	defer close(stuck)
	cfg, _ := c.client("station", "st-0001", "nuanxin/v1/st-0001/down")
	cfg.URL = k.url
	cfg.Handle = func(string, []byte) { close(handling); <-stuck }
	station := dial(t, cfg)
	hub, _ := c.hub(t)
	publish(t, hub, "nuanxin/v1/st-0001/down", "receipt")
	closed(t, "nothing to handle", handling)
	close(k.deaf)
	began := time.Now()
	station.Close()
	station.Close()
	if took := time.Since(began); took > 2*time.Second {
		t.Fatalf("Close took %v", took)
	}
}

// A Handle that blocks holds up neither acknowledgements nor Publish.
func publishWhileHandling(t *testing.T, c *carrier) {
	hub, atHub := c.hub(t)
	var station *mqtt.Conn
	ready, results := make(chan struct{}), make(chan error, 50)
	cfg, _ := c.client("station", "st-0001", "nuanxin/v1/st-0001/down")
	cfg.Handle = func(_ string, payload []byte) {
		<-ready
		results <- station.Publish(t.Context(), "nuanxin/v1/st-0001/up", payload)
	}
	station = dial(t, cfg)
	for i := range 50 {
		publish(t, hub, "nuanxin/v1/st-0001/down", fmt.Sprint(i))
	}
	close(ready)
	for i := range 50 {
		expect(t, atHub, "nuanxin/v1/st-0001/up", fmt.Sprint(i))
		if err := <-results; err != nil {
			t.Fatal(err)
		}
	}
}

func keepThroughRestart(t *testing.T, c *carrier) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	quick := mqtt.Backoff{First: -1, Base: 50 * time.Millisecond, Cap: 200 * time.Millisecond}
	hubCfg, atHub := c.client("hub", "hub", "nuanxin/v1/+/up")
	stationCfg, atStation := c.client("station", "st-0001", "nuanxin/v1/st-0001/down")
	ended := make(chan error, 2)
	go func() {
		ended <- mqtt.Keep(ctx, hubCfg, quick, func(ctx context.Context, conn *mqtt.Conn) error {
			return repeat(ctx, conn, "nuanxin/v1/st-0001/down", "receipt")
		})
	}()
	go func() {
		ended <- mqtt.Keep(ctx, stationCfg, quick, func(ctx context.Context, conn *mqtt.Conn) error {
			return repeat(ctx, conn, "nuanxin/v1/st-0001/up", "batch")
		})
	}()
	for range 2 {
		expect(t, atHub, "nuanxin/v1/st-0001/up", "batch")
		expect(t, atStation, "nuanxin/v1/st-0001/down", "receipt")
		c.kill()
		drain(atHub)
		drain(atStation)
		c.restart()
	}
	expect(t, atHub, "nuanxin/v1/st-0001/up", "batch")
	expect(t, atStation, "nuanxin/v1/st-0001/down", "receipt")
	cancel()
	for range 2 {
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Fatalf("Keep ended with %v", err)
		}
	}
}

// repeat publishes again and again until the connection or ctx ends.
func repeat(ctx context.Context, c *mqtt.Conn, topic, payload string) error {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if err := c.Publish(ctx, topic, []byte(payload)); err != nil {
			return err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

func drain(inbox chan message) {
	for {
		select {
		case <-inbox:
		default:
			return
		}
	}
}

func publishAsAnother(t *testing.T, c *carrier) {
	hub, atHub := c.hub(t)
	_, atB := c.station(t, "st-b")
	a, _ := c.station(t, "st-a")
	for _, topic := range []string{
		"nuanxin/v1/st-b/up", "nuanxin/v1/st-b/hello", "nuanxin/v1/st-b/presence", "nuanxin/v1/st-b/telemetry", "nuanxin/v1/st-b/down",
		"nuanxin/v1/hub/up", "nuanxin/v1/st-a/down", "nuanxin/v1/st-a/up/", "nuanxin/v1//up", "nuanxin/v1/st-a/st-b/up",
	} {
		for _, say := range []func(context.Context, string, []byte) error{a.Publish, a.Retain} {
			err := say(t.Context(), topic, []byte("forged"))
			if c.cuts && errors.Is(err, mqtt.ErrLost) {
				a, _ = c.station(t, "st-a")
			} else if err != nil {
				t.Fatal(err)
			}
		}
	}
	publish(t, a, "nuanxin/v1/st-a/up", "genuine")
	expect(t, atHub, "nuanxin/v1/st-a/up", "genuine")
	publish(t, hub, "nuanxin/v1/st-b/down", "genuine")
	expect(t, atB, "nuanxin/v1/st-b/down", "genuine")
}

func subscribeAsAnother(t *testing.T, c *carrier) {
	hub, _ := c.hub(t)
	b, _ := c.station(t, "st-b")
	for _, filter := range []string{
		"nuanxin/v1/st-b/down", "nuanxin/v1/st-b/up", "nuanxin/v1/+/down", "nuanxin/v1/+/up", "nuanxin/v1/st-b/#",
		"nuanxin/#", "+/v1/st-b/down", "#", "$MQTT/msgs/#", "$MQTT/sub/#",
	} {
		cfg, atA := c.client("station", "st-a", filter, "nuanxin/v1/st-a/down")
		if c.cuts {
			if a, err := mqtt.Dial(t.Context(), cfg); err == nil {
				a.Close()
				t.Fatalf("%s: subscribed", filter)
			}
			continue
		}
		a, err := comeBack(t, cfg)
		if errors.Is(err, mqtt.ErrRefused) {
			continue
		}
		if err != nil {
			t.Fatalf("%s: %v", filter, err)
		}
		publish(t, b, "nuanxin/v1/st-b/up", "not for a")
		publish(t, hub, "nuanxin/v1/st-b/down", "not for a")
		publish(t, hub, "nuanxin/v1/st-a/down", "for a")
		expect(t, atA, "nuanxin/v1/st-a/down", "for a")
		a.Close()
	}
}

// What the brokers do differently, as docs/brokers.md says.
func TestDifferences(t *testing.T) {
	tooLarge := strings.Repeat("x", 1<<20+64<<10)
	t.Run("embedded", func(t *testing.T) {
		c := embedded(t)
		cfg, _ := c.client("station", "st-a", "nuanxin/v1/st-b/down")
		if _, err := mqtt.Dial(t.Context(), cfg); !errors.Is(err, mqtt.ErrRefused) {
			t.Errorf("forbidden subscription: %v, want ErrRefused", err)
		}
		a, _ := c.station(t, "st-a")
		if err := a.Publish(t.Context(), "nuanxin/v1/st-a/up", []byte(tooLarge)); !errors.Is(err, mqtt.ErrLost) {
			t.Errorf("too large: %v, want ErrLost", err)
		}
	})
	t.Run("mosquitto", func(t *testing.T) {
		c := mosquittoTLS(t)
		_, atHub := c.hub(t)
		cfg, _ := c.client("station", "st-a", "nuanxin/v1/st-b/down")
		a := dial(t, cfg)
		publish(t, a, "nuanxin/v1/st-a/up", tooLarge)
		publish(t, a, "nuanxin/v1/st-a/up", "small")
		expect(t, atHub, "nuanxin/v1/st-a/up", "small")
	})
}

// A station that takes another's client ID does not throw it out.
func clientIDOfAnother(t *testing.T, c *carrier) {
	hub, _ := c.hub(t)
	b, atB := c.station(t, "st-b")
	cfg, _ := c.client("station", "st-a")
	cfg.ClientID = "st-b"
	if a, err := mqtt.Dial(t.Context(), cfg); err == nil {
		a.Close()
	} else if !errors.Is(err, mqtt.ErrRefused) {
		t.Fatal(err)
	}
	publish(t, hub, "nuanxin/v1/st-b/down", "still here")
	expect(t, atB, "nuanxin/v1/st-b/down", "still here")
	if err := b.Err(); err != nil {
		t.Fatal(err)
	}
}

// Names that mean more than one station open nothing, whoever signed them.
func wildcardName(t *testing.T, c *carrier) {
	hub, atHub := c.hub(t)
	b, _ := c.station(t, "st-b")
	for i, name := range []string{"+", "#", "*", ">", "st-*", "st-b.", "st-b/up", "../st-b"} {
		cfg, atWild := c.client("station", name, "nuanxin/v1/+/down", "nuanxin/v1/"+name+"/down")
		cfg.ClientID = fmt.Sprint("wild", i)
		wild, err := mqtt.Dial(t.Context(), cfg)
		if err != nil {
			continue
		}
		_ = wild.Publish(t.Context(), "nuanxin/v1/st-b/up", []byte("forged"))
		publish(t, hub, "nuanxin/v1/st-b/down", "not for wild")
		publish(t, b, "nuanxin/v1/st-b/up", "genuine")
		expect(t, atHub, "nuanxin/v1/st-b/up", "genuine")
		wild.Close()
		if len(atWild) > 0 {
			t.Fatalf("%q received %v", name, <-atWild)
		}
	}
}

func strangersAreRefused(t *testing.T, c *carrier) {
	other := testpki.New(t)
	forged := other.ClientTLS("station", "st-0001")
	forged.RootCAs = c.ca.Pool()
	bare := c.ca.ClientTLS("station", "st-0001")
	bare.Certificates = nil
	for what, settings := range map[string]*struct{ cfg mqtt.Config }{
		"another authority's certificate": {mqtt.Config{TLS: forged}},
		"no certificate":                  {mqtt.Config{TLS: bare}},
		"a broker we do not trust":        {mqtt.Config{TLS: other.ClientTLS("station", "st-0001")}},
	} {
		for range 20 { // the alert races the reset of the socket
			settings.cfg.URL, settings.cfg.ClientID = c.scheme+c.addr, "st-0001"
			if _, err := mqtt.Dial(t.Context(), settings.cfg); !errors.Is(err, mqtt.ErrRefused) {
				t.Fatalf("%s: %v, want ErrRefused", what, err)
			}
		}
	}
}

func TestUnreachable(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	cfg := mqtt.Config{URL: "tcp://" + silent.Addr().String(), ClientID: "st-0001"}
	if _, err := mqtt.Dial(ctx, cfg); !errors.Is(err, mqtt.ErrUnreachable) || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a silent broker: %v", err)
	}
	cfg.TLS, cfg.URL = testpki.New(t).ClientTLS("station", "st-0001"), "tls://"+silent.Addr().String()
	ctx, cancel = context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := mqtt.Dial(ctx, cfg); !errors.Is(err, mqtt.ErrUnreachable) || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a broker silent in the TLS handshake: %v", err)
	}
	silent.Close()
	if _, err := mqtt.Dial(t.Context(), cfg); !errors.Is(err, mqtt.ErrUnreachable) {
		t.Errorf("no broker: %v", err)
	}
}
