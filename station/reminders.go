package station

import (
	"bytes"
	"errors"
	"slices"
	"time"

	"github.com/nuanxin/station-kit/station/event"
)

// soon is how long before its start a booking is worth a reminder.
const soon = 48 * time.Hour

// Reason is why a rider is reminded.
type Reason string

// The reasons.
const (
	// ReminderSoon: the slot begins within 48 hours.
	ReminderSoon Reason = "soon"
	// ReminderPromoted: what was provisional or waited has got its place, and
	// the rider has not seen it.
	ReminderPromoted Reason = "promoted"
	// ReminderLapsed: the slot began without a place, or the hub refused one,
	// and the rider has not seen it.
	ReminderLapsed Reason = "lapsed"
)

// Reminder is something to tell a rider at the next visit.
type Reminder struct {
	Reason  Reason
	Booking Booking
}

// Reminders lists what to tell a rider, by start. What is news stays so until
// Seen.
func (s *Station) Reminders(who event.Pseudonym) ([]Reminder, error) {
	var all []Reminder
	err := s.view(func(v *view) error {
		held, err := v.bookingsOf(who)
		for _, b := range held {
			if why := b.reminds(v.now()); why != "" {
				all = append(all, Reminder{why, b})
			}
		}
		return err
	})
	return all, err
}

func (b Booking) reminds(now time.Time) Reason {
	ahead := b.active(now) && !b.Slot.begun(now)
	switch {
	case b.State == lapsed && b.news:
		return ReminderLapsed
	case ahead && spends(b.State) && b.news:
		return ReminderPromoted
	case ahead && spends(b.State) && b.Slot.Starts.Sub(now) <= soon:
		return ReminderSoon
	}
	return ""
}

// Seen notes that the rider was shown these reminders. What became news since
// they were read stays so.
func (s *Station) Seen(shown []Reminder) error {
	if !slices.ContainsFunc(shown, func(r Reminder) bool { return r.Booking.news }) {
		return nil
	}
	return s.change(func(c *change) error {
		for _, r := range shown {
			if err := c.seen(r.Booking); err != nil {
				return err
			}
		}
		return nil
	})
}

func (c *change) seen(shown Booking) error {
	b, err := c.view().booking(shown.Who, shown.Ref)
	switch {
	case errors.Is(err, ErrNoBooking), err == nil && !b.news:
		return nil
	case err != nil:
		return err
	}
	if b.stored != b.State {
		if err := c.settle(b.Slot.ID); err != nil {
			return err
		}
	}
	key := riderKey(b.Who, b.Ref)
	row := bytes.Clone(c.Bucket(bucketBookings).Get(key))
	row[1] &^= flagNews
	return c.put(bucketBookings, key, row)
}
