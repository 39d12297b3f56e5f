package port

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"syscall"
	"time"
)

const (
	firstRetry = 250 * time.Millisecond
	lastRetry  = 5 * time.Second
	stable     = 10 * time.Second       // a use that lasted so long starts the retries afresh
	look       = 200 * time.Millisecond // how often to see whether the device has come back
	haste      = 8                      // a device that was there and came back is opened after this part of the wait at the earliest
	spread     = 0.25                   // waits vary by this much either way
)

// errEnded is what a use that returned without an error is reported as: it was asked to go on.
var errEnded = errors.New("the device's loop ended")

// Watch keeps a device in use until ctx ends: it opens the line, calls use, and when either fails waits and
// tries again, after about 250 ms at first, 5 s at most, so that a device that vanished or dies as soon as it
// is opened costs next to nothing. A device that is plugged in again during the wait is noticed within a
// fifth of a second: by looking, which costs a few system calls, because the folders of /dev/serial come and
// go with their devices and cannot be watched well. The path is resolved anew each time. The port is closed
// when ctx ends and when use returns.
//
// notice is called with nil when the line was opened and with the reason when it is lost or cannot be
// opened; the same reason is not repeated. Both functions are called in Watch's own goroutine.
func Watch(ctx context.Context, c Config, use func(context.Context, *Port) error, notice func(error)) {
	Keep(ctx, c.Path, func() (*Port, error) { return Open(c) }, use, notice)
}

// Keep is Watch for a device of another kind, which open opens anew each time.
func Keep[P io.Closer](ctx context.Context, path string, open func() (P, error), use func(context.Context, P) error, notice func(error)) {
	k := keeper[P]{
		open: open, seen: func() sight { return see(path) },
		use: use, notice: notice, chance: rand.Float64,
	}
	k.keep(ctx)
}

// keeper is Watch with its surroundings as values.
type keeper[P io.Closer] struct {
	open   func() (P, error)
	seen   func() sight // tells a device from its absence, and from the one that was there before
	use    func(context.Context, P) error
	notice func(error)
	chance func() float64 // from 0 to 1

	last string // the reason given last
}

func (k *keeper[P]) keep(ctx context.Context) {
	for retry := firstRetry; ; retry = min(2*retry, lastRetry) {
		began, before := time.Now(), k.seen()
		err := k.once(ctx)
		if ctx.Err() != nil {
			return
		}
		if reason := err.Error(); reason != k.last {
			k.last = reason
			k.notice(err)
		}
		if time.Since(began) >= stable {
			retry = firstRetry
		}
		if !k.pause(ctx, retry, before) {
			return
		}
	}
}

func (k *keeper[P]) once(ctx context.Context) error {
	p, err := k.open()
	if err != nil {
		return err
	}
	defer p.Close()
	stop := context.AfterFunc(ctx, func() { p.Close() })
	defer stop()
	k.last = ""
	k.notice(nil)
	if err := k.use(ctx, p); err != nil {
		return err
	}
	return errEnded
}

// pause waits before the next attempt, less where another device is there than was at the last one. It
// reports whether ctx still goes on.
func (k *keeper[P]) pause(ctx context.Context, retry time.Duration, before sight) bool {
	began := time.Now()
	wait := time.Duration(float64(retry) * (1 + spread*(2*k.chance()-1)))
	soonest := began
	if before != absent { // it may be a plug that has bad contact
		soonest = began.Add(wait / haste)
	}
	tick := time.NewTicker(look)
	defer tick.Stop()
	end := time.NewTimer(wait)
	defer end.Stop()
	for {
		select {
		case <-ctx.Done():
			return false
		case <-end.C:
			return true
		case <-tick.C:
			switch now := k.seen(); {
			case now == absent:
				before = absent
			case now != before && !time.Now().Before(soonest):
				return true
			}
		}
	}
}

// sight is what one look at a path tells.
type sight struct {
	file          string
	device, inode uint64
	changed       syscall.Timespec // by who plugged it in, or gave permission
}

// absent is the sight of no device.
var absent sight

func see(path string) sight {
	file, err := locate("/", path)
	if err != nil {
		return absent
	}
	info, err := os.Stat(file)
	if err != nil {
		return absent
	}
	s := info.Sys().(*syscall.Stat_t)
	return sight{file, s.Rdev, s.Ino, s.Ctim}
}
