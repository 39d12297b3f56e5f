package phone

import (
	"html/template"
	"net/http"
	"net/url"
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
	Move  *station.Booking // to be moved to one of the slots, nil where none
}

// Own reports whether the rider's booking is of that slot: it may hold the last
// place, which must not read as full.
func (v serviceView) Own(slot station.Slot) bool {
	return v.Held != nil && v.Held.Slot.ID == slot.ID
}

// Carry is what links to days and slots take along.
func (v serviceView) Carry() template.URL {
	if v.Move == nil {
		return ""
	}
	return template.URL("&move=" + url.QueryEscape(v.Move.Ref.String()))
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
	if ref := c.URL.Query().Get("move"); view.Held != nil && view.Held.Ref.String() == ref {
		view.Move = view.Held
	}
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
