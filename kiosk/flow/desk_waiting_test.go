package flow

import (
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

func (d *desk) Wait(r station.Rider, slot string) (station.Booking, error) {
	if d.queueFull {
		return station.Booking{}, station.ErrWaitlistFull
	}
	return d.book(r, slot, event.BookingState_BOOKING_STATE_WAITING)
}

func (d *desk) BookProvisional(r station.Rider, slot string) (station.Booking, error) {
	return d.book(r, slot, event.BookingState_BOOKING_STATE_PROVISIONAL)
}

// Reschedule keeps the old booking where the new one cannot be had.
func (d *desk) Reschedule(r station.Rider, ref event.Ref, slot string) (station.Booking, error) {
	before := d.held[r.Pseudonym]
	if err := d.Cancel(r.Pseudonym, ref); err != nil {
		return station.Booking{}, err
	}
	b, err := d.Book(r, slot)
	if err != nil {
		for _, old := range before {
			if old.Ref == ref {
				d.left[old.Slot.ID]--
			}
		}
		d.held[r.Pseudonym] = before
	}
	return b, err
}
