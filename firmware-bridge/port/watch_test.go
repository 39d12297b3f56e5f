package port

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// device is a line that only counts how often it was closed.
type device struct{ closed *atomic.Int32 }

func (d device) Close() error { d.closed.Add(1); return nil }

// TestAbsentDeviceCostsLittle: a minute without the device is a few attempts and one notice.
func TestAbsentDeviceCostsLittle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		attempts, notices := 0, 0
		keep(ctx, func() (device, error) { attempts++; return device{}, ErrNotFound },
			func(context.Context, device) error { t.Error("used a device that is absent"); return nil },
			func(error) { notices++ })
		if attempts < 30 || attempts > 35 {
			t.Errorf("%d attempts in a minute", attempts)
		}
		if notices != 1 {
			t.Errorf("the same reason was told %d times", notices)
		}
	})
}

// TestEachUseIsClosed: a device that fails at once is not reopened in a tight loop, each open has its close,
// and a long use makes the next retry quick again.
func TestEachUseIsClosed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
		defer cancel()
		opened, closed := 0, new(atomic.Int32)
		var idle []time.Duration
		var freed time.Time
		keep(ctx, func() (device, error) {
			if opened++; !freed.IsZero() {
				idle = append(idle, time.Since(freed))
			}
			return device{closed}, nil
		}, func(context.Context, device) error {
			defer func() { freed = time.Now() }()
			if opened == 5 {
				time.Sleep(time.Minute)
			}
			if opened == 7 {
				cancel()
			}
			return errors.New("broken")
		}, func(error) {})
		if opened != 7 || closed.Load() < 7 {
			t.Errorf("opened %d times, closed %d times", opened, closed.Load())
		}
		want := []time.Duration{firstRetry, 2 * firstRetry, 4 * firstRetry, lastRetry, firstRetry, 2 * firstRetry}
		for i := range want {
			if idle[i] != want[i] {
				t.Fatalf("retries after %v, want %v", idle, want)
			}
		}
	})
}
