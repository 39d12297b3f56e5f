package port

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/creack/pty"
)

// device is a line that only counts how often it was closed.
type device struct{ closed *atomic.Int32 }

func (d device) Close() error { d.closed.Add(1); return nil }

// plan is a device as a keeper meets it: what is seen of it, how opening and using it go. Zero values are a
// device that is there and works until ctx ends.
type plan struct {
	seen         func() sight
	open         func() error
	use          func(context.Context) error
	opened, told int
	waits        []time.Duration // from the end of an attempt to the next one
	closed       atomic.Int32
	failed       time.Time
}

// run keeps the device for a while, by the bubble's clock.
func (p *plan) run(t *testing.T, life time.Duration, chance float64) {
	ctx, cancel := context.WithTimeout(t.Context(), life)
	defer cancel()
	k := keeper[device]{
		chance: func() float64 { return chance },
		seen: func() sight {
			if p.seen == nil {
				return sight{file: "x"}
			}
			return p.seen()
		},
		open: func() (device, error) {
			if p.opened++; !p.failed.IsZero() {
				p.waits = append(p.waits, time.Since(p.failed))
			}
			defer func() { p.failed = time.Now() }()
			if p.open == nil {
				return device{&p.closed}, nil
			}
			return device{&p.closed}, p.open()
		},
		use: func(ctx context.Context, _ device) error {
			defer func() { p.failed = time.Now() }()
			return p.use(ctx)
		},
		notice: func(error) { p.told++ },
	}
	k.keep(ctx)
}

// TestAbsentDeviceCostsLittle: a minute without the device is a few attempts and one notice.
func TestAbsentDeviceCostsLittle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := plan{seen: func() sight { return absent }, open: func() error { return ErrNotFound }}
		p.run(t, time.Minute, 0.5)
		if p.opened < 14 || p.opened > 17 {
			t.Errorf("%d attempts in a minute", p.opened)
		}
		if p.told != 1 {
			t.Errorf("the same reason was told %d times", p.told)
		}
	})
}

// TestADeviceThatDiesAtOnceIsLeftAlone: it opens fine and fails; the waits grow, each open has its close, and
// a long use makes the next retry quick again.
func TestADeviceThatDiesAtOnceIsLeftAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := plan{}
		p.use = func(ctx context.Context) error {
			if p.opened == 7 {
				time.Sleep(time.Minute)
			}
			return errors.New("broken")
		}
		p.run(t, 80*time.Second, 0.5)
		if p.opened < 9 || int(p.closed.Load()) < p.opened {
			t.Errorf("opened %d times, closed %d times", p.opened, p.closed.Load())
		}
		want := []time.Duration{
			firstRetry, 2 * firstRetry, 4 * firstRetry, 8 * firstRetry, 16 * firstRetry, lastRetry, firstRetry, 2 * firstRetry,
		}
		if !slices.Equal(p.waits[:len(want)], want) {
			t.Errorf("retries after %v, want %v", p.waits, want)
		}
	})
}

// TestWaitsVary keeps the devices of a hub that lost its power from being opened all at once.
func TestWaitsVary(t *testing.T) {
	for chance, want := range map[float64]time.Duration{0: firstRetry * 3 / 4, 1: firstRetry * 5 / 4} {
		synctest.Test(t, func(t *testing.T) {
			p := plan{open: func() error { return ErrPermission }}
			p.run(t, time.Second, chance)
			if p.waits[0] != want {
				t.Errorf("first wait %v, want %v", p.waits[0], want)
			}
		})
	}
}

// TestReplugIsNoticedSoon: after a minute's absence the device is there again, and is opened within a look.
func TestReplugIsNoticedSoon(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		back := time.Now().Add(63*time.Second + 17*time.Millisecond)
		p := plan{
			seen: func() sight {
				if time.Now().Before(back) {
					return absent
				}
				return sight{file: "x"}
			},
			open: func() error {
				if time.Now().Before(back) {
					return ErrNotFound
				}
				return nil
			},
		}
		var used time.Time
		p.use = func(ctx context.Context) error { used = time.Now(); <-ctx.Done(); return ctx.Err() }
		p.run(t, 80*time.Second, 0.5)
		if late := used.Sub(back); late < 0 || late > look {
			t.Errorf("used %v after it came back", late)
		}
	})
}

// TestTheSameDeviceAgain: pulled out and put back it may look the same in every way; its absence was seen.
func TestTheSameDeviceAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var back, used time.Time
		p := plan{seen: func() sight {
			if time.Now().Before(back) {
				return absent
			}
			return sight{file: "x"}
		}}
		p.use = func(ctx context.Context) error {
			if p.opened < 6 {
				return errors.New("broken") // until the waits are long
			}
			if back.IsZero() {
				back = time.Now().Add(time.Second)
				return ErrGone
			}
			used = time.Now()
			<-ctx.Done()
			return ctx.Err()
		}
		p.run(t, time.Minute, 0.5)
		if late := used.Sub(back); back.IsZero() || late < 0 || late > look {
			t.Errorf("used %v after it came back", late)
		}
	})
}

// TestAFlappingPlugIsBounded: a device that is another one at every look, and dies at once, is opened less
// than twice a second in the long run.
func TestAFlappingPlugIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		looks := uint64(0)
		p := plan{
			seen: func() sight { looks++; return sight{file: "x", inode: looks} },
			use:  func(context.Context) error { return ErrGone },
		}
		p.run(t, time.Minute, 0.5)
		if p.opened < 60 || p.opened > 100 {
			t.Errorf("opened %d times in a minute", p.opened)
		}
	})
}

// TestAChangedDeviceIsTriedAgain: the same device with other permissions is worth an attempt.
func TestAChangedDeviceIsTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began, mended := time.Now(), time.Minute
		p := plan{
			seen: func() sight {
				s := sight{file: "x"}
				if time.Since(began) >= mended {
					s.changed.Sec = 1
				}
				return s
			},
		}
		var refused, allowed time.Duration
		p.open = func() error {
			if d := time.Since(began); d < mended {
				refused = d
				return ErrPermission
			}
			return nil
		}
		p.use = func(ctx context.Context) error { allowed = time.Since(began); <-ctx.Done(); return ctx.Err() }
		p.run(t, 2*time.Minute, 0.5)
		if allowed < mended || allowed > max(mended+look, refused+lastRetry/haste+look) {
			t.Errorf("refused at %v, allowed at %v", refused, allowed)
		}
	})
}

// TestSights: the same device looks the same at each look, and not after its permissions were changed.
func TestSights(t *testing.T) {
	master, slave, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer master.Close()
	defer slave.Close()
	before := see(slave.Name())
	if _, err := master.WriteString("in use"); err != nil {
		t.Fatal(err)
	}
	if now := see(slave.Name()); now != before || now == absent {
		t.Errorf("looks like %+v, and before like %+v", now, before)
	}
	time.Sleep(20 * time.Millisecond) // the clock of files is coarse
	if err := slave.Chmod(0o640); err != nil {
		t.Fatal(err)
	}
	if see(slave.Name()) == before {
		t.Error("other permissions are not seen")
	}
	if see(slave.Name()+"0") != absent {
		t.Error("a device that is not there is seen")
	}
}
