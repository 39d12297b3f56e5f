package mqtt

import (
	"cmp"
	"context"
	"log/slog"
	"math/rand/v2"
	"time"
)

// Backoff says how long Keep waits before each try: a random time between
// zero and a bound that doubles with every failure ("full jitter"). Thousands
// of stations that lost the same hub come back spread out, from the first try.
type Backoff struct {
	// First bounds the wait before the very first try. Zero: Base. Negative:
	// no wait, for a demo or a person who looks on.
	First time.Duration
	// Base bounds the wait after a stable connection was lost. Zero: 2 s.
	Base time.Duration
	// Cap is where the bound stops growing. Zero: 60 s.
	Cap time.Duration
	// Stable is how long a connection must have lasted for the bound to start
	// again from Base: one that breaks at once is a failure too. Zero: 30 s.
	Stable time.Duration
	// Rand is uniform in [0, 1). Nil: math/rand/v2.
	Rand func() float64
	// Failed is told why a try brought no connection, or what serve returned;
	// never while serve runs, nor when ctx ended it. Nil: nobody is told.
	Failed func(error)
}

func (b Backoff) complete() Backoff {
	b.Base = cmp.Or(b.Base, 2*time.Second)
	b.First = cmp.Or(b.First, b.Base)
	b.Cap = cmp.Or(b.Cap, time.Minute)
	b.Stable = cmp.Or(b.Stable, 30*time.Second)
	if b.Rand == nil {
		b.Rand = rand.Float64
	}
	if b.Failed == nil {
		b.Failed = func(error) {}
	}
	return b
}

// Waits gives how long to wait before each try, from how long the connection
// before it lasted, 0 for none. It looks at no clock.
func (b Backoff) Waits() func(lasted time.Duration) time.Duration {
	b = b.complete()
	bound, next := b.First, b.Base
	first := true
	return func(lasted time.Duration) time.Duration {
		if lasted >= b.Stable {
			next = b.Base
		}
		if !first {
			bound, next = next, min(2*next, b.Cap)
		}
		first = false
		return b.wait(bound)
	}
}

// wait draws a time below bound, or below Cap if that is less.
func (b Backoff) wait(bound time.Duration) time.Duration {
	return time.Duration(b.Rand() * float64(max(0, min(bound, b.Cap))))
}

// Keep holds a connection open until ctx ends: it dials, has serve use the
// connection, and when serve returns closes it and dials again. The context
// given to serve ends with the connection. What serve returns is logged and
// changes nothing else. Keep returns ctx's error, or ErrConfig at once.
func Keep(ctx context.Context, cfg Config, b Backoff, serve func(ctx context.Context, c *Conn) error) error {
	cfg, err := cfg.complete()
	if err != nil {
		return err
	}
	k := keeper{Backoff: b.complete(), log: cfg.Log, dial: Dial}
	return k.run(ctx, cfg, serve)
}

type keeper struct {
	Backoff
	log  *slog.Logger
	dial func(context.Context, Config) (*Conn, error)
}

func (k keeper) run(ctx context.Context, cfg Config, serve func(context.Context, *Conn) error) error {
	wait := k.Waits()
	for lasted := time.Duration(0); pause(ctx, wait(lasted)); {
		lasted = k.once(ctx, cfg, serve)
	}
	return context.Cause(ctx)
}

// once makes one try and says how long its connection lasted.
func (k keeper) once(ctx context.Context, cfg Config, serve func(context.Context, *Conn) error) time.Duration {
	c, err := k.dial(ctx, cfg)
	if err != nil {
		k.log.Warn("no connection", "url", cfg.URL, "cause", err)
		k.failed(ctx, err)
		return 0
	}
	up := time.Now()
	k.log.Info("connected", "url", cfg.URL)
	defer c.Close()
	err = c.during(ctx, serve)
	k.failed(ctx, err)
	k.log.Info("disconnected", "url", cfg.URL, "lasted", time.Since(up), "cause", err)
	return time.Since(up)
}

// failed tells of err, unless it is that ctx has ended.
func (k keeper) failed(ctx context.Context, err error) {
	if ctx.Err() == nil {
		k.Failed(err)
	}
}

// during calls serve with a context that ends with the connection.
func (c *Conn) during(ctx context.Context, serve func(context.Context, *Conn) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go func() {
		select {
		case <-c.Done():
			cancel(c.Err())
		case <-ctx.Done():
		}
	}()
	return serve(ctx, c)
}

// pause waits and says whether ctx is still alive.
func pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}
