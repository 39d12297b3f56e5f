package mqtt_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/sync/mqtt"
)

// handed collects what Send's callbacks are told.
type handed chan error

func (h handed) send(t testing.TB, c *mqtt.Conn, topic, payload string) {
	t.Helper()
	if err := c.Send(t.Context(), topic, []byte(payload), func(err error) { h <- err }); err != nil {
		t.Fatalf("send to %s: %v", topic, err)
	}
}

func (h handed) next(t testing.TB) error {
	t.Helper()
	select {
	case err := <-h:
		return err
	case <-time.After(patience):
		t.Fatal("the callback was not called")
		return nil
	}
}

// Messages sent without waiting arrive in order, and each is told once.
func sendKeepsOrder(t *testing.T, c *carrier) {
	_, atHub := c.hub(t)
	station, _ := c.station(t, "st-0001")
	const count = 2000
	told := make(handed, 2*count)
	for i := range count {
		told.send(t, station, "nuanxin/v1/st-0001/up", fmt.Sprint(i))
	}
	for i := range count {
		expect(t, atHub, "nuanxin/v1/st-0001/up", fmt.Sprint(i))
		if err := told.next(t); err != nil {
			t.Fatal(err)
		}
	}
	// Publish goes behind what was sent.
	told.send(t, station, "nuanxin/v1/st-0001/up", "before")
	publish(t, station, "nuanxin/v1/st-0001/up", "after")
	if len(told) != 1 {
		t.Errorf("%d callbacks beside the first", len(told)-1)
	}
}

// A window of batches leaves without an acknowledgement; what exceeds InFlight
// waits; the end of the connection tells all of them.
func sendFillsAWindowUnacknowledged(t *testing.T, c *carrier) {
	_, atHub := c.hub(t)
	k := newCable(t, c)
	cfg, _ := c.client("station", "st-0001")
	cfg.URL, cfg.InFlight = k.url, 4
	station := dial(t, cfg)
	close(k.deaf) // no PUBACK from here on
	told := make(handed, 10)
	for i := range 4 {
		told.send(t, station, "nuanxin/v1/st-0001/up", fmt.Sprint(i))
	}
	for i := range 4 {
		expect(t, atHub, "nuanxin/v1/st-0001/up", fmt.Sprint(i))
	}
	told.send(t, station, "nuanxin/v1/st-0001/up", "taken, waiting for a place")
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if err := station.Send(ctx, "nuanxin/v1/st-0001/up", nil, nil); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("the sixth: %v, want to wait", err)
	}
	if station.Offer("nuanxin/v1/st-0001/telemetry", nil) {
		t.Fatal("telemetry was taken before records")
	}
	if len(atHub) != 0 || len(told) != 0 {
		t.Fatalf("%d more arrived, %d told", len(atHub), len(told))
	}
	k.cut()
	for range 5 {
		if err := told.next(t); !errors.Is(err, mqtt.ErrLost) {
			t.Fatalf("told %v, want ErrLost", err)
		}
	}
	if err := station.Send(t.Context(), "nuanxin/v1/st-0001/up", nil, nil); !errors.Is(err, mqtt.ErrLost) {
		t.Fatalf("afterwards: %v, want ErrLost", err)
	}
	if station.Offer("nuanxin/v1/st-0001/telemetry", nil) {
		t.Fatal("telemetry was taken by a lost connection")
	}
}

// What is closed before it is acknowledged is told so.
func closeTellsWhatIsUnacknowledged(t *testing.T, c *carrier) {
	k := newCable(t, c)
	cfg, _ := c.client("station", "st-0001")
	cfg.URL = k.url
	station := dial(t, cfg)
	close(k.deaf)
	_, atHub := c.hub(t)
	told := make(handed, 2)
	told.send(t, station, "nuanxin/v1/st-0001/up", "batch")
	expect(t, atHub, "nuanxin/v1/st-0001/up", "batch")
	station.Close()
	if err := told.next(t); !errors.Is(err, mqtt.ErrClosed) {
		t.Fatalf("told %v, want ErrClosed", err)
	}
}

func offer(t *testing.T, c *carrier) {
	_, atHub := c.hub(t)
	station, _ := c.station(t, "st-0001")
	for deadline := time.Now().Add(patience); !station.Offer("nuanxin/v1/st-0001/telemetry", []byte("warm")); {
		if time.Now().After(deadline) {
			t.Fatal("never taken")
		}
	}
	expect(t, atHub, "nuanxin/v1/st-0001/telemetry", "warm")
}
