package flow

import (
	"slices"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// Roster is whom the station expects today, and what an attendant may know of them.
type Roster interface {
	Today() ([]station.Booking, error)
	TodayNames() ([]station.NameToday, error)
}

// Attendance is what becomes of bookings.
type Attendance interface {
	Call(who event.Pseudonym, ref event.Ref, by string) error
	Attend(who event.Pseudonym, ref event.Ref, by string) error
	NoShow(who event.Pseudonym, ref event.Ref, by string) error
	FollowUp(r station.Rider, of event.Ref, slot, by string) (station.Booking, error)
}

// Guest is a booking of today, with what the attendant may know of its rider.
type Guest struct {
	Held Held
	// Masked is "" where the rider was not here today, or has no name; Tail is the end of a phone number, or "".
	Masked, Tail string
}

// Act is what an attendant notes of a guest.
type Act int

// The acts.
const (
	ActCall Act = iota
	ActAttend
	ActNoShow
	ActFollowUp
	ActPrint
)

type (
	// Roll lists today's bookings.
	Roll struct {
		Guests []Guest
		Page
	}
	// GuestAtDesk is one of them, and what can be done.
	GuestAtDesk struct {
		Guest Guest
		Acts  []Act
		Paper i18n.Key // what becomes of a receipt printed
	}
)

func (Roll) screen()        {}
func (GuestAtDesk) screen() {}

type (
	// ChooseGuest shows a booking of the roll.
	ChooseGuest struct{ Ref event.Ref }
	// NoteGuest notes something of the guest shown.
	NoteGuest struct{ Act Act }
)

func (ChooseGuest) action() {}
func (NoteGuest) action()   {}

// guestsPerPage is how many rows the smallest screen has room for.
const guestsPerPage = 8

// perPage is fewer where type is large.
func (m *machine) perPage(most int) int {
	if m.session.look.Large {
		return most * 3 / 4
	}
	return most
}

// callRoll looks up today's bookings and shows a page of them under a notice; the first is the one with the next
// guest.
func (m *machine) callRoll(page int, notice i18n.Key) {
	attend(m, m.lookUpRoll(), func(m *machine, guests []Guest) {
		m.goTo(roll{guests, page})
		m.say(notice)
	})
}

// lookUpRoll gives what looks it up beside the machine: that reads nothing but cfg and the services of now.
func (m *machine) lookUpRoll() func() ([]Guest, error) {
	services := m.notes.services
	return func() ([]Guest, error) {
		return withNames(m, m.cfg.Desk.Today, func(b station.Booking, names namesToday) Guest {
			return Guest{heldOf(b, services, m.cfg.Zone), names[b.Who].Masked, names[b.Who].PhoneTail}
		})
	}
}

// roll is today's list.
type roll struct {
	guests []Guest
	page   int
}

func (r roll) screen(m *machine) Screen {
	guests, page := cut(r.guests, r.page, m.perPage(guestsPerPage))
	return Roll{guests, page}
}

func (r roll) act(m *machine, a Action) {
	switch a := a.(type) {
	case Turn:
		m.goTo(roll{r.guests, m.turned(a)})
	case ChooseGuest:
		r.choose(m, a.Ref)
	}
	backToDuty(m, a)
}

func (r roll) choose(m *machine, ref event.Ref) {
	for _, g := range r.guests {
		if g.Held.Booking.Ref == ref {
			m.session.paper = paper{}
			m.goTo(guest{g, r.page})
		}
	}
}

// guest is one booking of the roll.
type guest struct {
	Guest
	page int // of the roll
}

func (g guest) screen(m *machine) Screen {
	return GuestAtDesk{g.Guest, g.acts(m), m.session.paper.say}
}

// acts are those that the booking's state allows now.
func (g guest) acts(m *machine) []Act {
	b, now := g.Held.Booking, m.notes.now
	begun, ended := !now.Before(b.Slot.Starts), !now.Before(b.Slot.Ends())
	comes := b.State == event.BookingState_BOOKING_STATE_CONFIRMED || b.State == event.BookingState_BOOKING_STATE_CALLED
	var all []Act
	for _, may := range []struct {
		act Act
		now bool
	}{
		{ActCall, comes && !ended},
		{ActAttend, comes || b.State == event.BookingState_BOOKING_STATE_NO_SHOW},
		{ActNoShow, comes && begun},
		{ActFollowUp, b.State == event.BookingState_BOOKING_STATE_ATTENDED},
		{ActPrint, comes && m.mayPrint()},
	} {
		if may.now {
			all = append(all, may.act)
		}
	}
	return all
}

func (g guest) act(m *machine, a Action) {
	switch a := a.(type) {
	case Back:
		m.callRoll(g.page, i18n.None)
	case NoteGuest:
		if slices.Contains(g.acts(m), a.Act) {
			g.do(m, a.Act)
		}
	}
}

func (g guest) do(m *machine, a Act) {
	b, by, desk := g.Held.Booking, m.session.staff.ID, m.cfg.Desk
	switch a {
	case ActCall:
		g.record(m, func() error { return desk.Call(b.Who, b.Ref, by) }, i18n.GuestCalled)
	case ActAttend:
		g.record(m, func() error { return desk.Attend(b.Who, b.Ref, by) }, i18n.GuestAttended)
	case ActNoShow:
		g.record(m, func() error { return desk.NoShow(b.Who, b.Ref, by) }, i18n.GuestNoShow)
	case ActFollowUp:
		g.followUp(m)
	case ActPrint:
		g.print(m)
	}
}

func (g guest) print(m *machine) {
	attend(m, func() (string, error) { return m.cfg.Desk.Receipt(g.Held.Booking), nil }, func(m *machine, code string) {
		m.print(Slip{Held: g.Held, Masked: g.Masked, Code: code})
	})
}

// record notes an act and goes back to the roll. A guest who is called shows on the idle screen.
func (g guest) record(m *machine, do func() error, done i18n.Key) {
	m.note(do, func(m *machine) {
		if done == i18n.GuestCalled {
			m.summon(g.Held)
		} else {
			m.answered(g.Held)
		}
		m.callRoll(g.page, done)
	})
}

func (g guest) followUp(m *machine) {
	b := g.Held.Booking
	attend(m, func() ([]station.Slot, error) { return m.cfg.Desk.Slots(b.Slot.Service) }, func(m *machine, all []station.Slot) {
		m.goTo(picking{service: b.Slot.Service, slots: m.withPlaces(all), back: g, pick: g.bookAgain})
	})
}

func (g guest) bookAgain(m *machine, slot string) {
	who, of, by := station.Rider{Pseudonym: g.Held.Booking.Who}, g.Held.Booking.Ref, m.session.staff.ID
	m.work(i18n.BusyBooking, func() func(*machine) {
		b, err := m.cfg.Desk.FollowUp(who, of, slot, by)
		return m.bookedAtDesk(b, g.Masked, err)
	})
}
