package mqtt_test

import (
	"context"
	"strings"
	"testing"

	"github.com/nuanxin/station-kit/sync/mqtt"
)

// BenchmarkRoundTrip is a batch up and a receipt down: station, broker, hub,
// broker, station, with both sides waiting for each PUBACK.
func BenchmarkRoundTrip(b *testing.B) {
	for name, start := range brokers {
		b.Run(name, func(b *testing.B) {
			c := start(b)
			var hub *mqtt.Conn
			cfg, _ := c.client("hub", "hub", "nuanxin/v1/+/up")
			cfg.Handle = func(string, []byte) {
				_ = hub.Publish(context.Background(), "nuanxin/v1/st-0001/down", []byte("receipt"))
			}
			hub = dial(b, cfg)
			station, atStation := c.station(b, "st-0001")
			for b.Loop() {
				publish(b, station, "nuanxin/v1/st-0001/up", "batch")
				next(b, atStation)
			}
		})
	}
}

// BenchmarkUp is a full batch one way, the next one after the PUBACK.
func BenchmarkUp(b *testing.B) {
	batch := strings.Repeat("x", 64<<10)
	for name, start := range brokers {
		b.Run(name, func(b *testing.B) {
			c := start(b)
			_, atHub := c.hub(b)
			station, _ := c.station(b, "st-0001")
			b.SetBytes(int64(len(batch)))
			for b.Loop() {
				publish(b, station, "nuanxin/v1/st-0001/up", batch)
				next(b, atHub)
			}
		})
	}
}

// BenchmarkConnect is dial, subscribe, close.
func BenchmarkConnect(b *testing.B) {
	for name, start := range brokers {
		b.Run(name, func(b *testing.B) {
			c := start(b)
			cfg, _ := c.client("station", "st-0001", "nuanxin/v1/st-0001/down")
			for b.Loop() {
				dial(b, cfg).Close()
			}
		})
	}
}

// BenchmarkWindow is a full batch one way with a window of 4 under way, which
// waits for no acknowledgement; compare BenchmarkUp.
func BenchmarkWindow(b *testing.B) {
	const window = 4
	batch := []byte(strings.Repeat("x", 64<<10))
	for name, start := range brokers {
		b.Run(name, func(b *testing.B) {
			c := start(b)
			_, atHub := c.hub(b)
			station, _ := c.station(b, "st-0001")
			b.SetBytes(int64(len(batch)))
			under := 0
			for b.Loop() {
				if under == window {
					next(b, atHub)
					under--
				}
				if err := station.Send(b.Context(), "nuanxin/v1/st-0001/up", batch, nil); err != nil {
					b.Fatal(err)
				}
				under++
			}
		})
	}
}
