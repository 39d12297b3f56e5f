package flow

import (
	"slices"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// Memory is what a station has to tell a rider.
type Memory interface {
	Reminders(who event.Pseudonym) ([]station.Reminder, error)
	Seen(shown []station.Reminder) error
	Points(who event.Pseudonym) (int64, error)
	Submissions(who event.Pseudonym) ([]station.Item, error)
}

// own is what the rider's page says at a glance.
type own struct {
	held []Held
	// news is what has changed since the rider was last here. It stays for the session.
	news     []News
	points   int64
	answered int // appeals answered and not yet rated
}

// News is a booking that got its place, or lost it, without the rider.
type News struct {
	Held
	Lapsed bool
}

// learned is what was looked up for a session, beside whatever it does meanwhile.
type learned struct {
	session uint64
	own     own
}

func (learned) input() {}

// recall looks up what the station has to tell a rider. It reads nothing but cfg and notes of services; what cannot
// be read is left out: nobody is turned away for it.
func (m *machine) recall(who event.Pseudonym, services []station.Service) own {
	var o own
	held, _ := m.cfg.Desk.Bookings(who)
	for _, b := range held {
		o.held = append(o.held, heldOf(b, services, m.cfg.Zone))
	}
	o.points, _ = m.cfg.Desk.Points(who)
	handedIn, _ := m.cfg.Desk.Submissions(who)
	for _, filed := range m.appealsIn(handedIn) {
		if filed.State == event.AppealState_APPEAL_STATE_ANSWERED {
			o.answered++
		}
	}
	return o
}

// news are the reminders that are more than a date coming up.
func (m *machine) news(all []station.Reminder, services []station.Service) []News {
	var news []News
	for _, r := range all {
		if r.Reason != station.ReminderSoon {
			news = append(news, News{heldOf(r.Booking, services, m.cfg.Zone), r.Reason == station.ReminderLapsed})
		}
	}
	return news
}

// toLobby goes to the rider's page and brings it up to date.
func (m *machine) toLobby() {
	m.goTo(lobby{})
	id, who, services := m.session.id, m.session.rider.Pseudonym, m.notes.services
	m.spawn(func() Input { return learned{id, m.recall(who, services)} })
}

// keep keeps the news, less that of bookings the rider has given up.
func (m *machine) keep(l learned) {
	if l.session != m.session.id {
		return
	}
	l.own.news = slices.DeleteFunc(slices.Clone(m.session.own.news), func(n News) bool {
		return !n.Lapsed && !slices.ContainsFunc(l.own.held, func(h Held) bool { return h.Booking.Ref == n.Booking.Ref })
	})
	m.session.own = l.own
}
