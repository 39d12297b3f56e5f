package mqtt

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	paho "github.com/eclipse/paho.mqtt.golang"
)

// tries runs a keeper whose connections last as long as lasts says, zero
// meaning that the dial fails, and returns when each try was made.
func tries(t *testing.T, b Backoff, lasts ...time.Duration) []time.Duration {
	t.Helper()
	var at []time.Duration
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		ctx, cancel := context.WithCancel(t.Context())
		k := keeper{Backoff: b.complete(), log: slog.New(slog.DiscardHandler)}
		k.dial = func(context.Context, Config) (*Conn, error) {
			at = append(at, time.Since(began))
			n := len(at) - 1
			if n == len(lasts) {
				cancel()
			}
			if n == len(lasts) || lasts[n] == 0 {
				return nil, ErrUnreachable
			}
			c := unconnected()
			time.AfterFunc(lasts[n], func() { c.end(ErrLost) })
			return c, nil
		}
		err := k.run(ctx, Config{}, func(ctx context.Context, _ *Conn) error {
			<-ctx.Done()
			if !errors.Is(context.Cause(ctx), ErrLost) {
				t.Errorf("serve ended by %v, want ErrLost", context.Cause(ctx))
			}
			return nil
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("Keep returned %v", err)
		}
	})
	return at
}

func unconnected() *Conn {
	c := newConn(Config{Queue: 1, InFlight: 3, Log: slog.New(slog.DiscardHandler)})
	c.client = paho.NewClient(paho.NewClientOptions())
	return c
}

func half() float64 { return 0.5 }

func TestBackoff(t *testing.T) {
	const s = time.Second
	for name, tt := range map[string]struct {
		backoff Backoff
		lasts   []time.Duration
		want    []time.Duration // half of the bound after each end
	}{
		"the first try waits too":        {Backoff{}, nil, []time.Duration{1 * s}},
		"unless a person looks on":       {Backoff{First: -1}, []time.Duration{0}, []time.Duration{0, 1 * s}},
		"a first bound of its own":       {Backoff{First: 10 * s}, []time.Duration{0}, []time.Duration{5 * s, 6 * s}},
		"the first bound is capped":      {Backoff{First: 1000 * s}, nil, []time.Duration{30 * s}},
		"it doubles up to the cap":       {Backoff{First: -1}, make([]time.Duration, 7), []time.Duration{0, 1 * s, 3 * s, 7 * s, 15 * s, 31 * s, 61 * s, 91 * s}},
		"a stable connection resets it":  {Backoff{First: -1}, []time.Duration{0, 0, 0, 30 * s, 0}, []time.Duration{0, 1 * s, 3 * s, 7 * s, 38 * s, 40 * s}},
		"a connection that breaks":       {Backoff{First: -1}, []time.Duration{0, 0, 29 * s, 0}, []time.Duration{0, 1 * s, 3 * s, 36 * s, 44 * s}},
		"base, cap and stable of choice": {Backoff{First: -1, Base: 4 * s, Cap: 6 * s, Stable: s}, []time.Duration{0, 0, s}, []time.Duration{0, 2 * s, 5 * s, 8 * s}},
	} {
		t.Run(name, func(t *testing.T) {
			tt.backoff.Rand = half
			if got := tries(t, tt.backoff, tt.lasts...); !slices.Equal(got, tt.want) {
				t.Errorf("tries at %v, want %v", got, tt.want)
			}
		})
	}
}

// A thousand stations that start together spread over the whole bound.
func TestFirstTriesSpread(t *testing.T) {
	var quarters [4]int
	for range 1000 {
		at := tries(t, Backoff{First: 40 * time.Second})
		quarters[int(at[0]/(10*time.Second))]++
	}
	for i, n := range quarters {
		if n < 150 || n > 350 { // 250 +- 7 standard deviations
			t.Errorf("quarter %d has %d of 1000 stations", i, n)
		}
	}
}

func TestKeepEndsWhileWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		began := time.Now()
		cfg := Config{URL: "tcp://127.0.0.1:1", ClientID: "st-0001"}
		err := Keep(ctx, cfg, Backoff{First: time.Minute, Rand: half}, nil)
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(began) != time.Second {
			t.Errorf("ended after %v with %v", time.Since(began), err)
		}
	})
}

func TestKeepTellsWhatFailed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		var told []error
		n := 0
		b := Backoff{Failed: func(err error) { told = append(told, err) }}
		k := keeper{Backoff: b.complete(), log: slog.New(slog.DiscardHandler)}
		k.dial = func(context.Context, Config) (*Conn, error) {
			if n++; n == 1 {
				return nil, ErrRefused
			}
			return unconnected(), nil
		}
		_ = k.run(ctx, Config{}, func(ctx context.Context, c *Conn) error {
			if n == 2 {
				c.end(ErrLost)
				<-ctx.Done()
				return context.Cause(ctx)
			}
			cancel()
			return context.Cause(ctx)
		})
		if len(told) != 2 || !errors.Is(told[0], ErrRefused) || !errors.Is(told[1], ErrLost) {
			t.Errorf("told %v", told)
		}
	})
}
