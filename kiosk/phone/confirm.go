package phone

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// beyond is what becomes of a booking for which the station has no place.
type beyond string

const (
	refuse beyond = ""
	queue  beyond = "wait" // for a place that comes back
	askHub beyond = "ask"  // the hub for one
)

// beyondFull is what a service offers where a slot is full.
func beyondFull(service station.Service) beyond {
	if service.Waitlist > 0 {
		return queue
	}
	return askHub
}

// confirmView is a slot about to be booked, or a booking about to be moved.
type confirmView struct {
	Service station.Service
	Slot    station.Slot
	Full    beyond
	Notice  *station.Notice // to consent to, nil where there is none
	Move    string          // the booking to be moved, "" for none
}

func (s *Server) confirm(c *call) answer {
	q := c.URL.Query()
	service, slots, a, ok := s.lookUp(q.Get("service"))
	if !ok {
		return a
	}
	i := slices.IndexFunc(slots, func(each station.Slot) bool { return each.ID == q.Get("slot") })
	if i < 0 {
		return see("/service", append(moving(c), "id", service.ID, "note", "gone")...)
	}
	view := confirmView{Service: service, Slot: slots[i], Move: q.Get("move")}
	if own, err := s.owned(c, service.ID); err != nil {
		return s.failed(err)
	} else if own != nil && view.Move == "" {
		return alreadyHeld(*own, slots[i].ID)
	}
	switch full := slots[i].Left <= 0; {
	case full && view.Move != "":
		return see("/service", "id", service.ID, "move", view.Move, "note", "full")
	case full:
		view.Full = beyondFull(service)
	}
	var err error
	if view.Notice, err = s.noticeFor(c, service.Consent); err != nil {
		return s.failed(err)
	}
	return show("confirm", view)
}

// owned is the booking that keeps the rider from another of its service, nil
// for none: a follow-up appointment does not.
func (s *Server) owned(c *call, service string) (*station.Booking, error) {
	held, err := s.held(c)
	held = slices.DeleteFunc(held, func(b station.Booking) bool { return b.FollowUpOf != event.Ref{} })
	return ofService(held, service), err
}

// moving carries a booking that is to be moved from page to page.
func moving(c *call) []string {
	move := c.URL.Query().Get("move")
	if c.Method == http.MethodPost {
		move = c.PostForm.Get("move")
	}
	if move == "" {
		return nil
	}
	return []string{"move", move}
}

func (s *Server) book(c *call) answer {
	service, slots, a, ok := s.lookUp(c.PostForm.Get("service"))
	if !ok {
		return a
	}
	if !s.known(c) {
		return plain(http.StatusTooManyRequests, "crowd")
	}
	wanted := c.PostForm.Get("slot")
	booking, err := s.consenting(c, service, func() (station.Booking, error) { return s.bookAs(c, wanted) })
	if errors.Is(err, station.ErrAlreadyBooked) {
		return alreadyHeld(booking, wanted)
	}
	return s.promised(c, service, slots, booking, err)
}

// bookAs books in the way that the form says.
func (s *Server) bookAs(c *call, slot string) (station.Booking, error) {
	switch beyond(c.PostForm.Get("full")) {
	case queue:
		return s.Desk.Wait(c.rider, slot)
	case askHub:
		return s.Desk.BookProvisional(c.rider, slot)
	}
	return s.Desk.Book(c.rider, slot)
}

// consenting books; where all that is missing is a consent which the form
// gives, it is recorded first. So nobody consents to what they could not have.
func (s *Server) consenting(c *call, service station.Service, book func() (station.Booking, error)) (station.Booking, error) {
	booking, err := book()
	version, parsed := strconv.ParseUint(c.PostForm.Get("consent"), 10, 32)
	if !errors.Is(err, station.ErrConsentNeeded) || parsed != nil {
		return booking, err
	}
	if err := s.Desk.GiveConsent(c.rider.Pseudonym, service.Consent, uint32(version)); err != nil {
		return booking, err
	}
	return book()
}

// promised shows the booking made, or why there is none.
func (s *Server) promised(c *call, service station.Service, slots []station.Slot, b station.Booking, err error) answer {
	switch {
	case err == nil:
		_ = s.issue(c) // logged; the pass's page tries again
		return see("/booking", "ref", b.Ref.String(), "note", bookedNote(b))
	case errors.Is(err, station.ErrConsentNeeded), errors.Is(err, station.ErrNoNotice):
		return undone("new-notice", "/confirm", append(moving(c), "service", service.ID, "slot", c.PostForm.Get("slot"))...)
	}
	note, known := refusalOf(err)
	if !known {
		return s.failed(err)
	}
	return missed(c, service.ID, slots, note)
}

func bookedNote(b station.Booking) string {
	switch b.State {
	case event.BookingState_BOOKING_STATE_PROVISIONAL:
		return "asked"
	case event.BookingState_BOOKING_STATE_WAITING:
		return "queued"
	}
	return "booked"
}

// alreadyHeld shows the booking the rider has: as theirs where they asked for
// that very slot, with a word of why where they asked for another.
func alreadyHeld(b station.Booking, wanted string) answer {
	note := "held"
	if b.Slot.ID == wanted {
		note = bookedNote(b)
	}
	return see("/booking", "ref", b.Ref.String(), "note", note)
}

// missed leads back to the slots around the one that could not be had.
func missed(c *call, service string, slots []station.Slot, note string) answer {
	query := append(moving(c), "id", service)
	for _, slot := range slots {
		if slot.ID == c.PostForm.Get("slot") {
			query = append(query, "day", slot.Starts.In(c.now.Location()).Format(time.DateOnly))
		}
	}
	return undone(note, "/service", query...)
}

// reschedule moves a booking to another slot of its service.
func (s *Server) reschedule(c *call) answer {
	service, slots, a, ok := s.lookUp(c.PostForm.Get("service"))
	if !ok {
		return a
	}
	ref, err := event.ParseRef(c.PostForm.Get("move"))
	if err != nil {
		return plain(http.StatusBadRequest, "odd")
	}
	booking, err := s.consenting(c, service, func() (station.Booking, error) {
		return s.Desk.Reschedule(c.rider, ref, c.PostForm.Get("slot"))
	})
	switch {
	case errors.Is(err, station.ErrAlreadyBooked):
		return alreadyHeld(booking, c.PostForm.Get("slot"))
	case errors.Is(err, station.ErrNoBooking):
		return undone("nothing", "/bookings")
	case err == nil:
		_ = s.issue(c) // logged; the pass's page tries again
		return see("/booking", "ref", booking.Ref.String(), "note", "moved")
	}
	return s.promised(c, service, slots, booking, err)
}
