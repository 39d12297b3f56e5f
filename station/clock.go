package station

import (
	"sync"
	"time"

	"github.com/nuanxin/station-kit/station/event"
)

// Clock is where time comes from. The zero value is the system's.
type Clock struct {
	// Wall is the system's wall clock, which may be wrong or jump.
	Wall func() time.Time
	// Mono counts from any fixed point and never jumps.
	Mono func() time.Duration
}

func (c Clock) orSystem() Clock {
	start := time.Now()
	if c.Wall == nil {
		c.Wall = time.Now
	}
	if c.Mono == nil {
		c.Mono = func() time.Duration { return time.Since(start) }
	}
	return c
}

// floored never goes behind the newest record: a mini-PC whose clock battery
// died starts in 1970.
type floored struct {
	Clock
	boot   uint32
	opened time.Duration

	mu    sync.Mutex
	floor time.Time
	mark  time.Duration // monotonic time at which floor was true
}

func newFloored(c Clock, boot uint32, floor time.Time) *floored {
	c = c.orSystem()
	return &floored{Clock: c, boot: boot, opened: c.Mono(), floor: floor, mark: c.Mono()}
}

// Now is the wall clock, or the floor and what has passed since.
func (f *floored) Now() time.Time {
	now, _ := f.read()
	return now
}

func (f *floored) read() (time.Time, event.ClockTrust) {
	f.mu.Lock()
	defer f.mu.Unlock()
	wall := f.Wall()
	if wall.Before(f.floor) {
		return f.floor.Add(f.Mono() - f.mark), event.ClockTrust_CLOCK_TRUST_FLOOR
	}
	return wall, event.ClockTrust_CLOCK_TRUST_SYSTEM
}

func (f *floored) stamp() *event.Stamp {
	now, trust := f.read()
	return &event.Stamp{
		WallMs: now.UnixMilli(),
		Boot:   f.boot,
		MonoMs: (f.Mono() - f.opened).Milliseconds(),
		Trust:  trust,
	}
}

// raise lifts the floor to a stamp that is now on disk.
func (f *floored) raise(s *event.Stamp) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if at := time.UnixMilli(s.WallMs); at.After(f.floor) {
		f.floor, f.mark = at, f.opened+time.Duration(s.MonoMs)*time.Millisecond
	}
}
