package flow

import (
	"github.com/nuanxin/station-kit/kiosk/i18n"
	"github.com/nuanxin/station-kit/station"
)

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
		t.page = m.turned(a)
		m.goTo(t)
	case TurnDays:
		t.dayPage = m.turnedDays(a)
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
