package flow

import (
	"errors"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
)

// WalkIns book for those who stand there.
type WalkIns interface {
	WalkInSlots(service string) ([]station.Slot, error)
	WalkIn(r station.Rider, slot, by string) (station.Booking, error)
	Nameless() station.Rider
}

type (
	// WalkIn asks what somebody without a booking comes for.
	WalkIn struct {
		Services []station.Service
		Page
	}
	// PickSlot are the slots that the attendant can give somebody.
	PickSlot struct {
		Service station.Service
		Slots   []station.Slot
		Page
	}
	// WalkInWho asks the guest for a card or a pass.
	WalkInWho struct {
		Service station.Service
		Slot    station.Slot
	}
)

func (WalkIn) screen()    {}
func (PickSlot) screen()  {}
func (WalkInWho) screen() {}

// WithoutCard books for a guest who shows nothing.
type WithoutCard struct{}

func (WithoutCard) action() {}

// walkIn is where a service is chosen.
type walkIn struct{ page int }

func (w walkIn) screen(m *machine) Screen {
	services, page := cut(m.notes.services, w.page, CardsPerPage)
	return WalkIn{services, page}
}

func (w walkIn) act(m *machine, a Action) {
	switch a := a.(type) {
	case Turn:
		m.goTo(walkIn{m.turned(a)})
	case ChooseService:
		w.offer(m, a.ID)
	}
	backToDuty(m, a)
}

func (w walkIn) offer(m *machine, service string) {
	attend(m, func() ([]station.Slot, error) { return m.cfg.Desk.WalkInSlots(service) }, func(m *machine, all []station.Slot) {
		to := picking{service: service, slots: m.withPlaces(all), back: w}
		to.pick = func(m *machine, slot string) { m.goTo(beckoning{to, slot}) }
		m.goTo(to)
	})
}

// withPlaces are the slots in which there is one left, in the kiosk's zone.
func (m *machine) withPlaces(all []station.Slot) []station.Slot {
	var open []station.Slot
	for _, s := range m.zoned(all) {
		if s.Left > 0 {
			open = append(open, s)
		}
	}
	return open
}

// picking is where the attendant picks a slot for somebody.
type picking struct {
	service string
	slots   []station.Slot // each with a place left
	page    int
	back    place
	pick    func(m *machine, slot string)
}

func (p picking) screen(m *machine) Screen {
	slots, page := cut(p.slots, p.page, slotsPerPage)
	return PickSlot{m.service(p.service), slots, page}
}

func (p picking) act(m *machine, a Action) {
	switch a := a.(type) {
	case Back:
		m.goTo(p.back)
	case Turn:
		p.page = m.turned(a)
		m.goTo(p)
	case ChooseSlot:
		for _, s := range p.slots {
			if s.ID == a.ID {
				p.pick(m, a.ID)
			}
		}
	}
}

// beckoning waits for the card or pass of the guest who walked in. No other place of attendant's mode takes a rider's:
// there a rider has come, and attendant's mode ends.
type beckoning struct {
	from picking
	slot string
}

func (b beckoning) screen(m *machine) Screen {
	for _, s := range b.from.slots {
		if s.ID == b.slot {
			return WalkInWho{m.service(b.from.service), s}
		}
	}
	return WalkInWho{Service: m.service(b.from.service)}
}

func (b beckoning) act(m *machine, a Action) {
	switch a.(type) {
	case Back:
		m.goTo(b.from)
	case WithoutCard:
		b.take(m, func() (station.Rider, error) { return m.cfg.Desk.Nameless(), nil })
	}
}

// take checks the guest in, so that today's list can name them, and books.
func (b beckoning) take(m *machine, read func() (station.Rider, error)) bool {
	by := m.session.staff.ID
	m.work(i18n.BusyBooking, func() func(*machine) {
		rider, _, err := m.admit(read)
		var booking station.Booking
		if err == nil {
			booking, err = m.cfg.Desk.WalkIn(rider, b.slot, by)
		}
		return m.bookedAtDesk(booking, rider.Masked, err)
	})
	return true
}

// bookedAtDesk makes the receipt of what the attendant booked; what it returns shows it, and prints it.
func (m *machine) bookedAtDesk(b station.Booking, masked string, err error) func(*machine) {
	already := errors.Is(err, station.ErrAlreadyBooked)
	if err != nil && !already {
		return func(m *machine) { m.say(explainToStaff(err)) }
	}
	to := handedOver{masked: masked, code: m.cfg.Desk.Receipt(b), already: already}
	return func(m *machine) {
		to.held = m.held(b)
		m.session.paper = paper{}
		m.goTo(to)
		if !already {
			m.print(to.slip())
		}
	}
}

// handedOver is the receipt for the guest.
type handedOver struct {
	held    Held
	masked  string
	code    string
	already bool
}

func (h handedOver) slip() Slip { return Slip{Held: h.held, Masked: h.masked, Code: h.code} }

func (h handedOver) screen(m *machine) Screen {
	return Receipt{Held: h.held, Text: h.code, Already: h.already, Paper: m.session.paper.say, CanPrint: m.mayPrint()}
}

func (h handedOver) act(m *machine, a Action) {
	if _, ok := a.(PrintSlip); ok {
		m.printAgain(h)
	}
	backToDuty(m, a)
}
