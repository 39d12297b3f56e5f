package station_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

func TestVisitSaysWhatTheRiderChose(t *testing.T) {
	s, _ := open(t)
	said := station.VisitDetails{
		Purpose: event.Purpose_PURPOSE_CHARGING, Occupation: "delivery-rider", Organisation: "platform:north.1",
	}
	if _, err := s.CheckInFor(rider(1), said); err != nil {
		t.Fatal(err)
	}
	if _, err := s.CheckInFor(station.Anonymous(), station.VisitDetails{Purpose: event.Purpose_PURPOSE_WATER}); err != nil {
		t.Fatal(err)
	}
	all := records(t, s)
	in := all[1].GetCheckIn()
	if got := (station.VisitDetails{Purpose: in.Purpose, Occupation: in.Occupation, Organisation: in.Organisation}); got != said {
		t.Errorf("recorded %+v", got)
	}
	if got := all[2].GetCheckIn(); got.Purpose != event.Purpose_PURPOSE_WATER || len(got.Pseudonym) != 0 {
		t.Errorf("anonymous: %v", got)
	}
}

func TestVisitDetailsAreIdentifiersNotText(t *testing.T) {
	s, _ := open(t)
	for what, d := range map[string]station.VisitDetails{
		"a name":            {Occupation: name},
		"an ID number":      {Organisation: number},
		"a phone number":    {Occupation: "tel-13900001234"},
		"two words":         {Organisation: "north platform"},
		"too long":          {Occupation: strings.Repeat("x", 65)},
		"an unknown reason": {Purpose: 99},
	} {
		if _, err := s.CheckInFor(rider(1), d); !errors.Is(err, station.ErrVisitDetails) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if got := kinds(t, s); got != "epoch_started" {
		t.Errorf("journal: %s", got)
	}
}

func TestRepeatsWithinTheWindowCountOnce(t *testing.T) {
	clock := newClock()
	s, _ := openAt(t, clock)
	again := func(after time.Duration, repeat bool) {
		t.Helper()
		clock.pass(after)
		if v, err := s.CheckIn(rider(1)); err != nil || v.Repeat != repeat {
			t.Errorf("%v later: %+v, %v; want repeat %v", after, v, err, repeat)
		}
	}
	again(0, false)
	again(10*time.Minute-time.Millisecond, true)
	again(time.Millisecond, false) // the window counts from the first

	setting := func(minutes, days uint32) {
		stationtest.Send(t, s, &event.Down{Body: &event.Down_Settings{Settings: &event.Settings{
			RepeatMinutes: minutes, RetentionDays: days,
		}}})
	}
	setting(60, 0)
	again(59*time.Minute, true)
	setting(0, 90) // leaves the window as it is
	again(30*time.Second, true)
	again(30*time.Second, false)
	setting(1<<31, 1<<31)
	again(24*time.Hour-time.Second, true)
	again(time.Second, false)
}

func TestRepeatsDoNotMindAJumpingClock(t *testing.T) {
	clock := newClock()
	s, _ := openAt(t, clock)
	first, err := s.CheckIn(rider(1))
	if err != nil {
		t.Fatal(err)
	}
	clock.pass(time.Minute)
	clock.wall = clock.wall.AddDate(0, 1, 0) // somebody set it right
	if v, err := s.CheckIn(rider(1)); err != nil || !v.Repeat || v.Ref != first.Ref {
		t.Errorf("a minute later: %+v, %v", v, err)
	}
}

func TestCheckOutTellsHowLongAVisitWas(t *testing.T) {
	clock := newClock()
	s, _ := openAt(t, clock)
	who := rider(1).Pseudonym
	if _, err := s.CheckOut(who); !errors.Is(err, station.ErrNotCheckedIn) {
		t.Errorf("before any visit: %v", err)
	}
	if _, err := s.CheckOut(event.Pseudonym{}); !errors.Is(err, station.ErrAnonymous) {
		t.Errorf("nobody: %v", err)
	}
	visit, err := s.CheckIn(rider(1))
	if err != nil {
		t.Fatal(err)
	}
	clock.pass(25 * time.Minute)
	if stayed, err := s.CheckOut(who); err != nil || stayed != 25*time.Minute {
		t.Errorf("%v, %v", stayed, err)
	}
	if _, err := s.CheckOut(who); !errors.Is(err, station.ErrNotCheckedIn) {
		t.Errorf("a second time: %v", err)
	}
	out := records(t, s)[2].GetCheckOut()
	if out.GetCheckIn().GetSeq() != visit.Ref.Seq || out.GetStayedMs() != 25*60_000 {
		t.Errorf("recorded %v", out)
	}
	if v, err := s.CheckIn(rider(1)); err != nil || v.Repeat {
		t.Errorf("the next visit: %+v, %v", v, err)
	}
}

// TestLengthOfAVisit: by the monotonic clock while the station is up, else by
// the wall clock; never negative, and never of days.
func TestLengthOfAVisit(t *testing.T) {
	for name, c := range map[string]struct {
		jump, pass time.Duration
		reopen     bool
		want       time.Duration
		err        error
	}{
		"the wall clock jumps ahead":   {jump: 5 * time.Hour, pass: time.Minute, want: time.Minute},
		"the wall clock jumps back":    {jump: -5 * time.Hour, pass: time.Minute, want: time.Minute},
		"restarted":                    {pass: time.Hour, reopen: true, want: time.Hour},
		"restarted, the battery empty": {jump: -300 * 24 * time.Hour, reopen: true, want: 0},
		"forgotten":                    {pass: 25 * time.Hour, err: station.ErrNotCheckedIn},
	} {
		t.Run(name, func(t *testing.T) {
			clock := newClock()
			s, cfg := openAt(t, clock)
			if _, err := s.CheckIn(rider(1)); err != nil {
				t.Fatal(err)
			}
			clock.wall = clock.wall.Add(c.jump)
			clock.pass(c.pass)
			if c.reopen {
				s = reopened(t, s, cfg)
			}
			if stayed, err := s.CheckOut(rider(1).Pseudonym); stayed != c.want || !errors.Is(err, c.err) {
				t.Errorf("%v, %v; want %v, %v", stayed, err, c.want, c.err)
			}
		})
	}
}

// handClock moves when the test says so.
type handClock struct {
	wall time.Time
	mono time.Duration
}

func newClock() *handClock {
	return &handClock{wall: time.Date(2026, 11, 23, 9, 0, 0, 0, event.Zone)}
}

func (c *handClock) pass(d time.Duration) { c.wall, c.mono = c.wall.Add(d), c.mono+d }

func (c *handClock) clock() station.Clock {
	return station.Clock{Wall: func() time.Time { return c.wall }, Mono: func() time.Duration { return c.mono }}
}

func openAt(t *testing.T, c *handClock) (*station.Station, station.Config) {
	t.Helper()
	cfg := stationtest.NewFleet(t).Config(t, "st-1")
	cfg.Clock = c.clock()
	return stationtest.Open(t, cfg), cfg
}

func reopened(t *testing.T, s *station.Station, cfg station.Config) *station.Station {
	t.Helper()
	stationtest.Close(t, s)
	return stationtest.Open(t, cfg)
}
