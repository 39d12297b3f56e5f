package stationtest

import (
	"testing"
	"time"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// Offer applies an entry of the catalogue.
func Offer(t testing.TB, s *station.Station, o *event.ServiceOffered) {
	t.Helper()
	Send(t, s, &event.Down{Body: &event.Down_ServiceOffered{ServiceOffered: o}})
}

// Decide applies the hub's word on a provisional booking.
func Decide(t testing.TB, s *station.Station, booking event.Ref, confirmed bool) {
	t.Helper()
	Send(t, s, &event.Down{Body: &event.Down_BookingDecided{BookingDecided: &event.BookingDecided{
		Booking: &event.Reference{Epoch: booking.Epoch, Seq: booking.Seq}, Confirmed: confirmed,
	}}})
}

// LendSlot is Lend of any slot.
func LendSlot(t testing.TB, s *station.Station, lent *event.SlotLent) {
	t.Helper()
	Send(t, s, &event.Down{Body: &event.Down_SlotLent{SlotLent: lent}})
}

// Clock is a station's clock that a test moves.
type Clock struct{ Time time.Time }

// Station is the clock as a station takes it. It runs only where it is moved.
func (c *Clock) Station() station.Clock {
	start := c.Time
	return station.Clock{
		Wall: func() time.Time { return c.Time },
		Mono: func() time.Duration { return c.Time.Sub(start) },
	}
}
