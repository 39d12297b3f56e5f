package flow

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
)

// How many days and slots the smallest screen has room for.
const (
	daysPerPage  = 5
	slotsPerPage = 8
)

const dayForm = "2006-01-02"

// offer looks up the times of a service and shows them under a notice.
func (m *machine) offer(service string, notice i18n.Key) { m.offerFor(service, nil, notice) }

// offerFor does so to move a booking, nil for a new one.
func (m *machine) offerFor(service string, moving *Held, notice i18n.Key) {
	m.work(i18n.BusySlots, func() func(*machine) {
		slots, err := m.cfg.Desk.Slots(service)
		return func(m *machine) {
			if err != nil {
				m.toLobby()
				m.say(cmp.Or(notice, explain(err)))
				return
			}
			t := newTimes(service, m.zoned(slots))
			t.moving = moving
			m.goTo(t)
			m.say(notice)
		}
	})
}

func (m *machine) zoned(slots []station.Slot) []station.Slot {
	slots = slices.Clone(slots)
	for i := range slots {
		slots[i].Starts = slots[i].Starts.In(m.cfg.Zone)
	}
	return slots
}

// confirming is a slot chosen and not yet booked.
type confirming struct {
	from   times
	slot   station.Slot
	beyond Beyond
}

func (c confirming) screen(m *machine) Screen {
	return Confirm{m.service(c.from.service), c.slot, c.beyond, c.from.moving}
}

func (c confirming) act(m *machine, a Action) {
	switch a := a.(type) {
	case Back:
		m.goTo(c.from)
	case ConfirmBooking:
		if a.Slot == c.slot.ID {
			m.book(c)
		}
	}
}

func (m *machine) book(c confirming) {
	rider := m.session.rider
	m.work(i18n.BusyBooking, func() func(*machine) {
		booking, err := c.has(m.cfg.Desk, rider)
		already := errors.Is(err, station.ErrAlreadyBooked)
		if err != nil && !already {
			return func(m *machine) { m.refused(err, c) }
		}
		receipt := m.cfg.Desk.Receipt(booking)
		return func(m *machine) {
			m.receive(receipted{m.held(booking), receipt, already, c.from.moving != nil && !already})
		}
	})
}

// refused asks for consent where that is missing, and shows the times anew where the slot was the trouble.
func (m *machine) refused(err error, c confirming) {
	switch {
	case errors.Is(err, station.ErrConsentNeeded):
		m.consent(m.service(c.from.service).Consent, func(m *machine) { m.goTo(c); m.book(c) })
	case errors.Is(err, station.ErrSlotFull), errors.Is(err, station.ErrSlotStarted), errors.Is(err, station.ErrNoSlot), errors.Is(err, station.ErrWaitlistFull):
		m.offerFor(c.from.service, c.from.moving, explain(err))
	default:
		m.say(explain(err))
	}
}

func (m *machine) held(b station.Booking) Held { return heldOf(b, m.notes.services, m.cfg.Zone) }

func heldOf(b station.Booking, services []station.Service, zone *time.Location) Held {
	b.Slot.Starts, b.Made = b.Slot.Starts.In(zone), b.Made.In(zone)
	return Held{b, serviceOf(b.Slot.Service, services)}
}
