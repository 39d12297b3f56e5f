package station_test

import (
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
)

func seatsAre(t *testing.T, s *station.Station, level station.SeatLevel, age time.Duration) {
	t.Helper()
	if got, err := s.Seats(); err != nil || got != (station.Seats{Level: level, Age: age}) {
		t.Errorf("%+v, %v; want level %d, %v old", got, err, level, age)
	}
}

func TestSeatsHoldForTwoHours(t *testing.T) {
	c := newClock()
	s, cfg := openAt(t, c)
	seatsAre(t, s, station.SeatsUnsaid, 0)
	must(t, s.SaySeats(station.SeatsFew))
	if got := kinds(t, s); got != "epoch_started" {
		t.Errorf("recorded: %s", got)
	}
	c.pass(40 * time.Minute)
	seatsAre(t, s, station.SeatsFew, 40*time.Minute)
	c.wall = c.wall.AddDate(1, 0, 0) // the age is counted, not reckoned from dates
	seatsAre(t, s, station.SeatsFew, 40*time.Minute)
	c.wall = c.wall.AddDate(-1, 0, 0)
	s = reopened(t, s, cfg)
	seatsAre(t, s, station.SeatsFew, 40*time.Minute)
	c.pass(80*time.Minute - time.Second)
	seatsAre(t, s, station.SeatsFew, 2*time.Hour-time.Second)
	c.pass(time.Second)
	seatsAre(t, s, station.SeatsUnsaid, 0)
	must(t, s.SaySeats(station.SeatsPlenty))
	must(t, s.SaySeats(station.SeatsNone))
	seatsAre(t, s, station.SeatsNone, 0)
	must(t, s.SaySeats(station.SeatsUnsaid))
	seatsAre(t, s, station.SeatsUnsaid, 0)
	must(t, s.SaySeats(99))
	seatsAre(t, s, station.SeatsUnsaid, 0)
}

// TestSeatsOfUnknownAgeAreNotShown: after a restart with a clock nobody can
// believe, what was said may be a month old.
func TestSeatsOfUnknownAgeAreNotShown(t *testing.T) {
	c := newClock()
	s, cfg := openAt(t, c)
	must(t, s.SaySeats(station.SeatsPlenty))
	stationtest.Close(t, s)
	c.wall = time.Unix(0, 0)
	s = stationtest.Open(t, cfg)
	seatsAre(t, s, station.SeatsUnsaid, 0)
	must(t, s.SaySeats(station.SeatsFew))
	c.pass(time.Minute)
	seatsAre(t, s, station.SeatsFew, time.Minute)
}
