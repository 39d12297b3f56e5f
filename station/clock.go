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

const (
	// disbelief is how far ahead of the newest record the system's clock may
	// stand and still be believed: a station may be switched off for a season,
	// but a clock in 2099 must not drag the time floor there.
	disbelief = 400 * 24 * time.Hour
	// agreement is how far system and hub may differ and still agree. Slots
	// are minutes long; receipts take seconds at worst.
	agreement = 2 * time.Minute
)

// Built is a time that has certainly passed: no believable clock stands before
// it.
var Built = time.Date(2026, 11, 1, 0, 0, 0, 0, event.Zone)

// truth is the station's time, made of three witnesses: the system's wall
// clock, the newest record (time never goes behind it), and the hub.
type truth struct {
	Clock
	boot   uint32
	opened time.Duration

	mu    sync.Mutex
	floor anchor // the newest record
	hub   anchor // what the hub said, where the system's clock disagrees
	told  anchor // what the hub said last
}

// anchor is a time that was true at a reading of the monotonic clock.
type anchor struct {
	at   time.Time
	mono time.Duration
}

func (a anchor) known() bool { return !a.at.IsZero() }

func (a anchor) after(mono time.Duration) time.Time { return a.at.Add(mono - a.mono) }

func newTruth(c Clock, boot uint32, floor time.Time) *truth {
	c = c.orSystem()
	t := &truth{Clock: c, boot: boot, opened: c.Mono()}
	t.floor = anchor{floor, t.opened}
	return t
}

// Now is the best time known, in the kit's zone.
func (t *truth) Now() time.Time {
	now, _ := t.read()
	return now
}

func (t *truth) read() (time.Time, event.ClockTrust) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now, trust := t.believe(t.Wall(), t.Mono())
	return now.In(event.Zone), trust
}

// believe weighs the witnesses.
func (t *truth) believe(wall time.Time, mono time.Duration) (time.Time, event.ClockTrust) {
	switch {
	case t.hub.known():
		return later(t.hub.after(mono), t.floor.at), event.ClockTrust_CLOCK_TRUST_HUB
	case !t.floor.known():
		if wall.Before(Built) {
			return Built.Add(mono - t.opened), event.ClockTrust_CLOCK_TRUST_NONE
		}
		return wall, event.ClockTrust_CLOCK_TRUST_SYSTEM
	case wall.Before(t.floor.at) || wall.Sub(later(t.floor.after(mono), Built)) > disbelief:
		return t.floor.after(mono), event.ClockTrust_CLOCK_TRUST_FLOOR
	}
	return wall, event.ClockTrust_CLOCK_TRUST_SYSTEM
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// toldNow is the hub's time, counted on since it was heard in this boot; told is
// false where it has not been.
func (t *truth) toldNow() (now time.Time, told bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.told.after(t.Mono()), t.told.known()
}

func (t *truth) stamp() *event.Stamp {
	now, trust := t.read()
	return &event.Stamp{
		WallMs: now.UnixMilli(),
		Boot:   t.boot,
		MonoMs: (t.Mono() - t.opened).Milliseconds(),
		Trust:  trust,
	}
}

// since is how long ago a stamp was made. Within one opening of the file nothing
// but the monotonic clock is asked; over a restart both clocks have to be
// believed, else it is not known.
func (t *truth) since(s *event.Stamp) (age time.Duration, known bool) {
	if s.GetBoot() == t.boot {
		return t.Mono() - t.opened - time.Duration(s.GetMonoMs())*time.Millisecond, true
	}
	now, trust := t.read()
	age = now.Sub(event.Time(s.GetWallMs()))
	return age, age >= 0 && believed(trust) && believed(s.GetTrust())
}

func believed(c event.ClockTrust) bool {
	return c == event.ClockTrust_CLOCK_TRUST_SYSTEM || c == event.ClockTrust_CLOCK_TRUST_HUB
}

// raise lifts the floor to a stamp that is now on disk.
func (t *truth) raise(s *event.Stamp) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if at := time.UnixMilli(s.WallMs); at.After(t.floor.at) {
		t.floor = anchor{at, t.opened + time.Duration(s.MonoMs)*time.Millisecond}
	}
}

// hear takes the hub's time. Where the station's differs, the hub's holds from
// now on, counted by the monotonic clock, and the floor follows it down too: a
// clock that once stood in the future must not hold the station there. changed
// says that something did change, by offset against the system's clock.
func (t *truth) hear(hub time.Time) (offset time.Duration, changed bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	wall, mono := t.Wall(), t.Mono()
	present, _ := t.believe(wall, mono)
	offset = hub.Sub(wall)
	t.told = anchor{hub, mono}
	switch {
	case near(wall, hub) && near(present, hub):
		t.hub = anchor{} // the system's clock is right: follow it again
		return offset, false
	case near(present, hub):
		t.hub = anchor{hub, mono}
		return offset, false
	}
	t.hub = anchor{hub, mono}
	if t.floor.at.After(hub) {
		t.floor = anchor{hub, mono}
	}
	return offset, true
}

func near(a, b time.Time) bool { return a.Sub(b).Abs() <= agreement }
