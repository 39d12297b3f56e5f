package health

import (
	"context"
	"maps"
	"sync"
	"time"
)

// Tracker keeps the health of a station's devices. It is safe for use by many goroutines.
type Tracker struct {
	now func() time.Time

	mu       sync.Mutex
	devices  []*Device
	watchers map[chan struct{}]bool
}

// New makes a Tracker that goes by a clock.
func New(now func() time.Time) *Tracker {
	return &Tracker{now: now, watchers: map[chan struct{}]bool{}}
}

// Add begins to keep a device.
func (t *Tracker) Add(kind Kind, path string) *Device {
	t.mu.Lock()
	defer t.mu.Unlock()
	d := &Device{tracker: t, record: record{turned: t.now()}}
	d.shown = Health{Device: kind, Path: path, State: Degraded, Reason: Starting, Since: t.now()}
	t.devices = append(t.devices, d)
	t.wake()
	return d
}

// Snapshot is the health of all devices now, in the order in which they were added.
func (t *Tracker) Snapshot() []Health {
	t.mu.Lock()
	defer t.mu.Unlock()
	all, _ := t.look()
	return all
}

// Watch tells the health of all devices at once, and again whenever a state or reason has changed, until ctx
// ends. Counters alone are no reason to tell.
func (t *Tracker) Watch(ctx context.Context, tell func([]Health)) {
	news := t.subscribe()
	defer t.unsubscribe(news)
	var told []Health
	for {
		all, next := t.current()
		if told == nil || changed(told, all) {
			told = all
			tell(all)
		}
		timer := time.NewTimer(next)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-news:
			timer.Stop()
		case <-timer.C:
		}
	}
}

func changed(old, now []Health) bool {
	if len(old) != len(now) {
		return true
	}
	for i := range now {
		if old[i].State != now[i].State || old[i].Reason != now[i].Reason {
			return true
		}
	}
	return false
}

func (t *Tracker) subscribe() chan struct{} {
	t.mu.Lock()
	defer t.mu.Unlock()
	news := make(chan struct{}, 1)
	t.watchers[news] = true
	return news
}

func (t *Tracker) unsubscribe(news chan struct{}) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.watchers, news)
}

// wake has the watchers look again. The lock is held.
func (t *Tracker) wake() {
	for news := range t.watchers {
		select {
		case news <- struct{}{}:
		default:
		}
	}
}

// current is a snapshot, and after how long time alone may change it.
func (t *Tracker) current() ([]Health, time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.look()
}

// look brings every device up to date. The lock is held.
func (t *Tracker) look() (all []Health, next time.Duration) {
	now := t.now()
	next = time.Hour
	for _, d := range t.devices {
		d.refresh(now)
		if at := d.record.turn(now); !at.IsZero() {
			next = min(next, at.Sub(now))
		}
		h := d.shown
		h.Failed = maps.Clone(h.Failed)
		all = append(all, h)
	}
	return all, next
}
