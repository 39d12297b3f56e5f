package flow

import "github.com/nuanxin/station-kit/station"

// Beyond is what a rider can have of a slot that has no place left here.
type Beyond int

// The ways of having a slot.
const (
	HasPlace Beyond = iota // it has one
	Queue                  // wait for one that is given back
	AskHub                 // ask the hub for one
)

// Waiting are the bookings that wait for a place.
type Waiting interface {
	BookProvisional(r station.Rider, slot string) (station.Booking, error)
	Wait(r station.Rider, slot string) (station.Booking, error)
}

// BeyondOf says what can be had of a slot of a service.
func BeyondOf(service station.Service, slot station.Slot) Beyond {
	switch {
	case slot.Left > 0:
		return HasPlace
	case service.Waitlist > 0:
		return Queue
	}
	return AskHub
}

// has gives what was confirmed: a place moved, a place, or the wait for one.
func (c confirming) has(d Desk, rider station.Rider) (station.Booking, error) {
	switch {
	case c.from.moving != nil:
		return d.Reschedule(rider, c.from.moving.Booking.Ref, c.slot.ID)
	case c.beyond == Queue:
		return d.Wait(rider, c.slot.ID)
	case c.beyond == AskHub:
		return d.BookProvisional(rider, c.slot.ID)
	}
	return d.Book(rider, c.slot.ID)
}
