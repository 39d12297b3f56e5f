package station_test

import (
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// hands are a clock that a test sets. wall says what the system shows; time
// passes by pass.
type hands struct {
	wall time.Time
	mono time.Duration
}

func (h *hands) clock() station.Clock {
	return station.Clock{Wall: func() time.Time { return h.wall }, Mono: func() time.Duration { return h.mono }}
}

func (h *hands) pass(d time.Duration) { h.wall, h.mono = h.wall.Add(d), h.mono+d }

var nine = time.Date(2026, 11, 23, 9, 0, 0, 0, event.Zone)

// stampAfter records something and returns its stamp.
func stampAfter(t *testing.T, s *station.Station) *event.Stamp {
	t.Helper()
	_, err := s.CheckIn(station.Anonymous())
	must(t, err)
	all := records(t, s)
	return all[len(all)-1].Stamp
}

func TestClocks(t *testing.T) {
	const (
		system = event.ClockTrust_CLOCK_TRUST_SYSTEM
		floor  = event.ClockTrust_CLOCK_TRUST_FLOOR
		hub    = event.ClockTrust_CLOCK_TRUST_HUB
		none   = event.ClockTrust_CLOCK_TRUST_NONE
	)
	for name, c := range map[string]struct {
		first, then time.Time // what the system shows before and after a restart
		hub         time.Time // what the hub says then; zero for nothing
		want        time.Time // what the station makes of it a minute later
		trust       event.ClockTrust
	}{
		"right":                     {nine, nine.Add(time.Hour), time.Time{}, nine.Add(61 * time.Minute), system},
		"1970 after the first day":  {nine, time.Unix(0, 0), time.Time{}, nine.Add(time.Minute), floor},
		"1970 from the start":       {time.Unix(0, 0), time.Unix(0, 0), time.Time{}, station.Built.Add(time.Minute), floor},
		"1970, then the hub speaks": {nine, time.Unix(0, 0), nine.AddDate(0, 0, 3), nine.AddDate(0, 0, 3).Add(time.Minute), hub},
		"a century ahead":           {nine, nine.AddDate(100, 0, 0), time.Time{}, nine.Add(time.Minute), floor},
		"ahead, the hub speaks":     {nine.AddDate(0, 6, 0), nine.AddDate(0, 6, 0), nine, nine.Add(time.Minute), hub},
		"an hour behind":            {nine, nine.Add(-time.Hour), time.Time{}, nine.Add(time.Minute), floor},
		"off for a winter":          {nine, nine.AddDate(0, 4, 0), time.Time{}, nine.AddDate(0, 4, 0).Add(time.Minute), system},
		"a few seconds off the hub": {nine, nine.Add(time.Hour), nine.Add(time.Hour + 5*time.Second), nine.Add(61 * time.Minute), system},
	} {
		t.Run(name, func(t *testing.T) {
			h := &hands{wall: c.first}
			cfg := stationtest.NewFleet(t).Config(t, "st-1")
			cfg.Clock = h.clock()
			s := stationtest.Open(t, cfg)
			if first := stampAfter(t, s); c.first.Before(station.Built) && first.Trust != none && first.Trust != floor {
				t.Errorf("at first: %v", first)
			}
			stationtest.Close(t, s)
			h.wall = c.then
			s = stationtest.Open(t, cfg)
			if !c.hub.IsZero() {
				must(t, s.Hear(c.hub))
			}
			h.pass(time.Minute)
			got := stampAfter(t, s)
			if at := event.Time(got.WallMs); !at.Equal(c.want) || got.Trust != c.trust {
				t.Errorf("%v, %v; want %v, %v", at, got.Trust, c.want, c.trust)
			}
			if !s.Now().Equal(c.want) {
				t.Errorf("now %v", s.Now())
			}
		})
	}
}

func TestJumpsWhileItRuns(t *testing.T) {
	h := &hands{wall: nine}
	cfg := stationtest.NewFleet(t).Config(t, "st-1")
	cfg.Clock = h.clock()
	s := stationtest.Open(t, cfg)
	stampAfter(t, s)
	last := nine
	for _, jump := range []time.Duration{-3 * time.Hour, 5 * time.Minute, -time.Minute, 100 * 365 * 24 * time.Hour, -200 * 365 * 24 * time.Hour} {
		h.wall = h.wall.Add(jump)
		h.pass(time.Second)
		at := event.Time(stampAfter(t, s).WallMs)
		if at.Before(last) || at.Sub(last) > time.Hour {
			t.Errorf("after a jump by %v: %v, before it %v", jump, at, last)
		}
		last = at
	}
}

// TestTheHubsWordIsRecordedOnceAndDropped: the correction is a record; it ends
// when the system's clock is right again.
func TestTheHubsWordIsRecordedOnceAndDropped(t *testing.T) {
	h := &hands{wall: time.Unix(0, 0)}
	cfg := stationtest.NewFleet(t).Config(t, "st-1")
	cfg.Clock = h.clock()
	s := stationtest.Open(t, cfg)
	must(t, s.Hear(nine))
	h.pass(time.Minute)
	must(t, s.Hear(nine.Add(time.Minute+3*time.Second)))
	if got := kinds(t, s); got != "epoch_started clock_corrected" {
		t.Errorf("journal: %s", got)
	}
	h.wall = nine.Add(time.Minute) // somebody set the date
	must(t, s.Hear(nine.Add(time.Minute)))
	if st, err := s.Status(); err != nil || st.Trust != event.ClockTrust_CLOCK_TRUST_SYSTEM {
		t.Errorf("trust %v, %v", st.Trust, err)
	}
}

// TestAWrongTimeZoneMovesNothing: what a rider sees and what is recorded do
// not depend on the machine's zone.
func TestAWrongTimeZoneMovesNothing(t *testing.T) {
	for _, zone := range []*time.Location{time.UTC, time.FixedZone("west", -11*60*60), event.Zone} {
		h := &hands{wall: nine.In(zone)}
		cfg := stationtest.NewFleet(t).Config(t, "st-1")
		cfg.Clock = h.clock()
		s := stationtest.Open(t, cfg)
		stationtest.Lend(t, s, "a", nine.Add(time.Hour), 1)
		slots, err := s.Slots("health-check")
		must(t, err)
		for what, at := range map[string]time.Time{"now": s.Now(), "slot": slots[0].Starts.Add(-time.Hour)} {
			if at.Format(time.DateTime) != nine.Format(time.DateTime) {
				t.Errorf("in %v, %s is %v", zone, what, at)
			}
		}
	}
}
