package flow

import (
	"cmp"

	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// heldPerPage is how many bookings the smallest screen has room for.
const heldPerPage = 3

// list looks up what the rider holds and shows it under a notice.
func (m *machine) list(notice i18n.Key) {
	who := m.session.rider.Pseudonym
	m.work(i18n.BusyBookings, func() func(*machine) {
		bookings, err := m.cfg.Desk.Bookings(who)
		return func(m *machine) { m.listed(bookings, err, notice) }
	})
}

func (m *machine) listed(bookings []station.Booking, err error, notice i18n.Key) {
	if err != nil {
		m.toLobby()
		m.say(cmp.Or(notice, explain(err))) // a cancellation stands, list or no list
		return
	}
	held := make([]Held, len(bookings))
	for i, b := range bookings {
		held[i] = m.held(b)
	}
	m.goTo(listing{held: held})
	m.say(notice)
}

// listing is the rider's bookings.
type listing struct {
	held []Held
	page int
}

func (l listing) screen(*machine) Screen {
	held, page := cut(l.held, l.page, heldPerPage)
	return Bookings{held, page}
}

func (l listing) act(m *machine, a Action) {
	switch a := a.(type) {
	case Back:
		m.toLobby()
	case Turn:
		m.goTo(listing{l.held, m.turned(a)})
	case AskCancel:
		l.with(a.Ref, func(h Held) { m.goTo(cancelling{l, h}) })
	case AskMove:
		l.with(a.Ref, func(h Held) { m.offerFor(h.Booking.Slot.Service, &h, i18n.None) })
	}
}

// with does something with the booking that is meant.
func (l listing) with(ref event.Ref, do func(Held)) {
	for _, h := range l.held {
		if h.Booking.Ref == ref {
			do(h)
		}
	}
}

// cancelling is a booking about to be cancelled.
type cancelling struct {
	from listing
	held Held
}

func (c cancelling) screen(*machine) Screen { return Cancel{c.held} }

func (c cancelling) act(m *machine, a Action) {
	switch a := a.(type) {
	case Back:
		m.goTo(c.from)
	case ConfirmCancel:
		if a.Ref == c.held.Booking.Ref {
			m.cancel(a.Ref)
		}
	}
}

func (m *machine) cancel(ref event.Ref) {
	who := m.session.rider.Pseudonym
	m.work(i18n.BusyCancelling, func() func(*machine) {
		err := m.cfg.Desk.Cancel(who, ref)
		return func(m *machine) {
			if err != nil {
				m.say(explain(err))
				return
			}
			m.list(i18n.Cancelled)
		}
	})
}
