package phone

import (
	"errors"
	"net/http"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// ticket is a booking with the service it is for.
type ticket struct {
	station.Booking
	Service station.Service
}

// Confirmed: the place is the rider's.
func (t ticket) Confirmed() bool { return !t.Asked() && !t.Waits() }

// Asked: the hub has been asked for a place.
func (t ticket) Asked() bool { return t.State == event.BookingState_BOOKING_STATE_PROVISIONAL }

// Waits: a place may come back.
func (t ticket) Waits() bool { return t.State == event.BookingState_BOOKING_STATE_WAITING }

// held are the rider's bookings; none where nobody is known yet.
func (s *Server) held(c *call) ([]station.Booking, error) {
	if !c.rider.Pseudonym.Known() {
		return nil, nil
	}
	return s.Desk.Bookings(c.rider.Pseudonym)
}

func ofService(held []station.Booking, service string) *station.Booking {
	for i := range held {
		if held[i].Slot.Service == service {
			return &held[i]
		}
	}
	return nil
}

func (s *Server) tickets(c *call) ([]ticket, error) {
	held, err := s.held(c)
	if err != nil {
		return nil, err
	}
	services, err := s.Desk.Services()
	if err != nil {
		return nil, err
	}
	byID := map[string]station.Service{}
	for _, each := range services {
		byID[each.ID] = each
	}
	var tickets []ticket
	for _, b := range held {
		tickets = append(tickets, ticket{b, serviceOr(byID, b.Slot.Service)})
	}
	return tickets, nil
}

// serviceOr names a service that the catalogue has dropped by its id.
func serviceOr(byID map[string]station.Service, id string) station.Service {
	if service, ok := byID[id]; ok {
		return service
	}
	return station.Service{ID: id, Name: station.Text{ZH: id, EN: id}}
}

func (s *Server) bookings(c *call) answer {
	tickets, err := s.tickets(c)
	if err != nil {
		return s.failed(err)
	}
	return show("bookings", tickets)
}

// mine finds the rider's own booking that the query names; where it reports
// false the answer says why.
func (s *Server) mine(c *call) (ticket, answer, bool) {
	tickets, err := s.tickets(c)
	if err != nil {
		return ticket{}, s.failed(err), false
	}
	for _, each := range tickets {
		if each.Ref.String() == c.URL.Query().Get("ref") {
			return each, answer{}, true
		}
	}
	return ticket{}, plain(http.StatusNotFound, "unheld"), false
}

func (s *Server) booking(c *call) answer {
	one, a, ok := s.mine(c)
	if !ok {
		return a
	}
	return show("booking", one)
}

func (s *Server) bookingCode(c *call) answer {
	one, a, ok := s.mine(c)
	if !ok {
		return a
	}
	return s.code(s.Desk.Receipt(one.Booking))
}

func (s *Server) cancel(c *call) answer {
	ref, err := event.ParseRef(c.PostForm.Get("ref"))
	if err != nil {
		return plain(http.StatusBadRequest, "odd")
	}
	if !c.rider.Pseudonym.Known() {
		return see("/bookings", "note", "nothing")
	}
	switch err := s.Desk.Cancel(c.rider.Pseudonym, ref); {
	case errors.Is(err, station.ErrSlotStarted):
		return undone("begun", "/bookings")
	case err != nil:
		return s.refused(err, "/bookings")
	}
	return see("/bookings", "note", "cancelled")
}
