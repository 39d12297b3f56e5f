package flow

import (
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// counter is what the small station has on its wall, and to tell its riders.
type counter struct {
	afterCheckIn func()
	queueFull    bool
	news         map[event.Pseudonym][]station.Reminder
	posted       []station.Announcement
	seats        station.Seats
}

func (d *desk) Soonest(service string) (station.Slot, bool, error) {
	slots, err := d.Slots(service)
	for _, s := range slots {
		if s.Left > 0 {
			return s, true, err
		}
	}
	return station.Slot{}, false, err
}

func (d *desk) Announcements() ([]station.Announcement, error) { return d.posted, d.fail }

func (d *desk) Seats() (station.Seats, error) { return d.seats, d.fail }

func (d *desk) SaySeats(level station.SeatLevel) error {
	if d.fail == nil {
		d.seats = station.Seats{Level: level}
	}
	return d.fail
}

func (d *desk) Reminders(who event.Pseudonym) ([]station.Reminder, error) { return d.news[who], d.fail }

func (d *desk) Seen(shown []station.Reminder) error {
	for _, r := range shown {
		delete(d.news, r.Booking.Who)
	}
	return d.fail
}
