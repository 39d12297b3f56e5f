package phone

import (
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/nuanxin/station-kit/station"
)

// day is one day of a service's slots; Key is its date, "2006-01-02".
type day struct {
	Key   string
	Date  time.Time
	Left  int
	Slots []station.Slot
	Shown bool
}

type serviceView struct {
	station.Service
	Days  []day
	Slots []station.Slot   // of the day shown
	Held  *station.Booking // of this service, nil where none
}

func (s *Server) service(c *call) answer {
	service, slots, a, ok := s.lookUp(c.URL.Query().Get("id"))
	if !ok {
		return a
	}
	held, err := s.held(c)
	if err != nil {
		return s.failed(err)
	}
	view := serviceView{Service: service, Days: byDay(slots, c.now.Location()), Held: ofService(held, service.ID)}
	if i := choose(view.Days, c.URL.Query().Get("day"), c.URL.Query().Get("note") != ""); i >= 0 {
		view.Days[i].Shown = true
		view.Slots = view.Days[i].Slots
	}
	return show("service", view)
}

// lookUp finds a service and its slots; where it reports false the answer says
// why.
func (s *Server) lookUp(id string) (station.Service, []station.Slot, answer, bool) {
	services, err := s.Desk.Services()
	if err != nil {
		return station.Service{}, nil, s.failed(err), false
	}
	i := slices.IndexFunc(services, func(each station.Service) bool { return each.ID == id })
	if i < 0 {
		return station.Service{}, nil, plain(http.StatusNotFound, "unknown"), false
	}
	slots, err := s.Desk.Slots(id)
	if err != nil {
		return station.Service{}, nil, s.failed(err), false
	}
	return services[i], slots, answer{}, true
}

func byDay(slots []station.Slot, where *time.Location) []day {
	var days []day
	for _, slot := range slots {
		slot.Starts = slot.Starts.In(where)
		key := slot.Starts.Format(time.DateOnly)
		if n := len(days); n == 0 || days[n-1].Key != key {
			days = append(days, day{Key: key, Date: slot.Starts})
		}
		last := &days[len(days)-1]
		last.Slots = append(last.Slots, slot)
		last.Left += slot.Left
	}
	return days
}

// choose picks the day to show: the one asked for, else the first from there on
// with a place left, else any such, else the first; -1 where there is no day.
// Onward passes over the asked day, too, where it has no place left.
func choose(days []day, asked string, onward bool) int {
	for _, fits := range []func(day) bool{
		func(d day) bool { return d.Key == asked && (d.Left > 0 || !onward) },
		func(d day) bool { return d.Key >= asked && d.Left > 0 },
		func(d day) bool { return d.Left > 0 },
		func(day) bool { return true },
	} {
		if i := slices.IndexFunc(days, fits); i >= 0 {
			return i
		}
	}
	return -1
}

type confirmView struct {
	Service station.Service
	Slot    station.Slot
}

func (s *Server) confirm(c *call) answer {
	q := c.URL.Query()
	service, slots, a, ok := s.lookUp(q.Get("service"))
	if !ok {
		return a
	}
	i := slices.IndexFunc(slots, func(each station.Slot) bool { return each.ID == q.Get("slot") })
	switch {
	case i < 0:
		return see("/service", "id", service.ID, "note", "gone")
	case slots[i].Left <= 0:
		return s.another(c, slots[i], "full")
	}
	return show("confirm", confirmView{service, slots[i]})
}

// another leads back to the slots that are left, and says why.
func (s *Server) another(c *call, missed station.Slot, note string) answer {
	return see("/service", "id", missed.Service, "note", note,
		"day", missed.Starts.In(c.now.Location()).Format(time.DateOnly))
}

func (s *Server) book(c *call) answer {
	service, slots, a, ok := s.lookUp(c.PostForm.Get("service"))
	if !ok {
		return a
	}
	wanted := c.PostForm.Get("slot")
	if !s.known(c) {
		return plain(http.StatusTooManyRequests, "crowd")
	}
	booking, err := s.Desk.Book(c.rider, wanted)
	switch {
	case err == nil:
		_ = s.issue(c) // logged; the pass's page tries again
		return see("/booking", "ref", booking.Ref.String(), "note", "booked")
	case errors.Is(err, station.ErrAlreadyBooked):
		return alreadyHeld(booking, wanted)
	case errors.Is(err, station.ErrSlotFull):
		return s.missed(c, service.ID, slots, wanted, "full")
	case errors.Is(err, station.ErrSlotStarted):
		return s.missed(c, service.ID, slots, wanted, "started")
	case errors.Is(err, station.ErrNoSlot):
		return see("/service", "id", service.ID, "note", "gone")
	}
	return s.failed(err)
}

// alreadyHeld shows the booking the rider has: as theirs where they asked for
// that very slot, with a word of why where they asked for another.
func alreadyHeld(b station.Booking, wanted string) answer {
	note := "held"
	if b.Slot.ID == wanted {
		note = "booked"
	}
	return see("/booking", "ref", b.Ref.String(), "note", note)
}

func (s *Server) missed(c *call, service string, slots []station.Slot, wanted, note string) answer {
	for _, slot := range slots {
		if slot.ID == wanted {
			return s.another(c, slot, note)
		}
	}
	return see("/service", "id", service, "note", note)
}
