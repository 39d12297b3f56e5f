package port

import (
	"context"
	"errors"
	"io"
	"time"
)

const (
	firstRetry = 250 * time.Millisecond
	lastRetry  = 2 * time.Second
	stable     = 10 * time.Second // a use that lasted so long starts the retries afresh
)

// errEnded is what a use that returned without an error is reported as: it was asked to go on.
var errEnded = errors.New("the device's loop ended")

// Watch keeps a device in use until ctx ends: it opens the line, calls use, and when either fails waits and
// tries again, 250 ms at first, 2 s at most, so that a device that vanished costs next to nothing and one
// that returns is noticed soon. The path is resolved anew each time. The port is closed when ctx ends and
// when use returns.
//
// notice is called with nil when the line was opened and with the reason when it is lost or cannot be
// opened; the same reason is not repeated. Both functions are called in Watch's own goroutine.
func Watch(ctx context.Context, c Config, use func(context.Context, *Port) error, notice func(error)) {
	keep(ctx, func() (*Port, error) { return Open(c) }, use, notice)
}

func keep[P io.Closer](ctx context.Context, open func() (P, error), use func(context.Context, P) error, notice func(error)) {
	retry, last := firstRetry, "" // last is the reason given last
	opened := func() { last = ""; notice(nil) }
	for {
		began := time.Now()
		err := once(ctx, open, use, opened)
		if ctx.Err() != nil {
			return
		}
		if reason := err.Error(); reason != last {
			last = reason
			notice(err)
		}
		if time.Since(began) >= stable {
			retry = firstRetry
		}
		if !pause(ctx, retry) {
			return
		}
		retry = min(2*retry, lastRetry)
	}
}

func once[P io.Closer](ctx context.Context, open func() (P, error), use func(context.Context, P) error, opened func()) error {
	p, err := open()
	if err != nil {
		return err
	}
	defer p.Close()
	stop := context.AfterFunc(ctx, func() { p.Close() })
	defer stop()
	opened()
	if err := use(ctx, p); err != nil {
		return err
	}
	return errEnded
}

// pause reports whether the whole wait passed before ctx ended.
func pause(ctx context.Context, wait time.Duration) bool {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
