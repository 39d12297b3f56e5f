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

// times is where a slot is chosen.
type times struct {
	service       string
	slots         []station.Slot // of all days, by start
	day           string
	dayPage, page int
	moving        *Held // the booking that gets another time, nil for a new one
}

// newTimes begins with the first day that has a place left.
func newTimes(service string, slots []station.Slot) times {
	t := times{service: service, slots: slots}
	for i, d := range t.days() {
		if d.Left > 0 || t.day == "" {
			t.day, t.dayPage = d.ID, i/daysPerPage
		}
		if d.Left > 0 {
			break
		}
	}
	return t
}

func (t times) screen(m *machine) Screen {
	days, dayPage := cut(t.days(), t.dayPage, daysPerPage)
	slots, page := cut(t.ofDay(), t.page, slotsPerPage)
	return Times{m.service(t.service), days, slots, dayPage, page, t.soonest(), t.moving}
}

// soonest is the first slot that has a place, "" where none has.
func (t times) soonest() string {
	for _, s := range t.slots {
		if s.Left > 0 {
			return s.ID
		}
	}
	return ""
}

func (t times) days() []Day {
	var days []Day
	for _, s := range t.slots {
		id := s.Starts.Format(dayForm)
		if n := len(days); n == 0 || days[n-1].ID != id {
			days = append(days, Day{ID: id, Date: s.Starts, Chosen: id == t.day})
		}
		days[len(days)-1].Left += s.Left
	}
	return days
}

func (t times) ofDay() []station.Slot {
	var slots []station.Slot
	for _, s := range t.slots {
		if s.Starts.Format(dayForm) == t.day {
			slots = append(slots, s)
		}
	}
	return slots
}

func (t times) act(m *machine, a Action) {
	switch a := a.(type) {
	case Back:
		t.back(m)
	case ChooseDay:
		t.day, t.page = a.Day, 0
		m.goTo(t)
	case Turn:
		t.page += a.By
		m.goTo(t)
	case TurnDays:
		t.dayPage += a.By
		m.goTo(t)
	case ChooseSlot:
		t.choose(m, a.ID)
	}
}

func (t times) back(m *machine) {
	if t.moving != nil {
		m.list(i18n.None)
		return
	}
	m.toLobby()
}

// choose takes a slot, also a full one, unless a booking is to be moved: its place would be given up for none.
func (t times) choose(m *machine, id string) {
	for _, s := range t.slots {
		if beyond := BeyondOf(m.service(t.service), s); s.ID == id && (beyond == HasPlace || t.moving == nil) {
			m.goTo(confirming{t, s, beyond})
		}
	}
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

// receipted is a booking recorded.
type receipted struct {
	held    Held
	text    string
	already bool
	moved   bool
}

// receive shows a receipt, and prints the one of a fresh booking.
func (m *machine) receive(r receipted) {
	m.session.paper = paper{}
	m.goTo(r)
	if !r.already {
		m.print(r.slip())
	}
}

func (r receipted) slip() Slip { return Slip{Held: r.held, Code: r.text} }

func (r receipted) screen(m *machine) Screen {
	return Receipt{r.held, r.text, r.already, r.moved, m.session.paper.say, m.mayPrint()}
}

func (r receipted) act(m *machine, a Action) {
	if _, ok := a.(PrintSlip); ok && m.mayPrint() {
		m.print(r.slip())
	}
	leaveOnBack(m, a)
}
