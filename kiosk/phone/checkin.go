package phone

import (
	"net/http"
	"slices"

	"github.com/nuanxin/station-kit/station"
)

const codePixels = 480

// known makes sure that the session has a rider, a new one where no pass said
// who. It reports false where one address brings too many new riders.
func (s *Server) known(c *call) bool {
	if c.rider.Pseudonym.Known() {
		return true
	}
	if !s.arrivals.allow(address(c.Request), c.now) {
		return false
	}
	c.rider = s.Desk.ByPhone()
	return true
}

// issue gives a rider who now has a record the pass that finds it again, or the
// one that follows a pass about to end. One that fails is tried again on the
// pass's own page: the record stands.
func (s *Server) issue(c *call) error {
	if c.session.pass != "" && !c.renew {
		return nil
	}
	text, err := s.Desk.IssuePass(c.rider.Pseudonym)
	if err != nil {
		s.Log.Warn("no pass was issued", "err", err)
		return err
	}
	c.session.pass, c.renew = text, false
	return nil
}

// checkIn counts the visit of a phone that was before the screen a moment ago.
func (s *Server) checkIn(c *call) answer {
	if !c.present(c.now) {
		return undone("rescan", "/")
	}
	if !c.rider.Pseudonym.Known() && (c.PostForm.Get("as") == "nobody" || !c.visit.At.IsZero()) {
		return s.checkInNobody(c)
	}
	if !s.known(c) {
		return plain(http.StatusTooManyRequests, "crowd")
	}
	visit, err := s.Desk.CheckIn(c.rider)
	if err != nil {
		return s.failed(err)
	}
	c.visit = visit
	_ = s.issue(c) // logged; the pass's page tries again
	return see("/checked-in")
}

// checkInNobody counts a visit of nobody in particular, once a session: the
// station cannot tell a second one from another's.
func (s *Server) checkInNobody(c *call) answer {
	if !c.visit.At.IsZero() {
		return see("/checked-in")
	}
	if !s.arrivals.allow(address(c.Request), c.now) {
		return plain(http.StatusTooManyRequests, "crowd")
	}
	visit, err := s.Desk.CheckIn(station.Anonymous())
	if err != nil {
		return s.failed(err)
	}
	c.visit = visit
	return see("/checked-in")
}

func (s *Server) checkedIn(c *call) answer {
	if c.visit.At.IsZero() {
		return see("/")
	}
	return show("checked-in", c.visit)
}

// recorded reports whether the station may know the rider already, so that a
// pass would lead to something.
func recorded(c *call) bool {
	return c.session.pass != "" || c.rider.Pseudonym.Known() && !c.visit.At.IsZero()
}

// passView is the pass's page, with or without one.
type passView struct {
	Has     bool
	Unknown bool // nobody is known yet
	Other   bool // the phone held another one before
}

func (s *Server) pass(c *call) answer {
	if recorded(c) {
		if err := s.issue(c); err != nil && c.session.pass == "" {
			return s.failed(err)
		}
	}
	return show("pass", passView{c.session.pass != "", !c.rider.Pseudonym.Known(), c.before != ""})
}

// newPass ends the rider's passes and issues another.
func (s *Server) newPass(c *call) answer {
	if _, err := s.Desk.RevokePasses(c.rider.Pseudonym); err != nil {
		return s.refused(err, "/pass")
	}
	c.session.pass = ""
	if err := s.issue(c); err != nil {
		return s.failed(err)
	}
	return see("/pass", "note", "new-pass")
}

func (s *Server) passCode(c *call) answer {
	if c.session.pass == "" {
		return plain(http.StatusNotFound, "unknown")
	}
	return s.code(c.session.pass)
}

func (s *Server) code(text string) answer {
	png, err := s.QR(text, codePixels)
	if err != nil {
		return s.failed(err)
	}
	return picture(png)
}

// offer is a service with its next free slot, for the first page.
type offer struct {
	station.Service
	Next *station.Slot // nil where none is free
}

type homeView struct {
	Visit  station.Visit
	Offers []offer
	First  *ticket // the rider's next booking, nil where there is none
	Held   int     // how many there are
	Points int64   // the rider's balance
	// Unknown: nobody is known yet.
	Unknown bool
	News    []station.Reminder // of bookings that got their place, or lost it
	Wall    wallView
}

func (s *Server) home(c *call) answer {
	services, err := s.Desk.Services()
	if err != nil {
		return s.failed(err)
	}
	view := homeView{Visit: c.visit, Unknown: !c.rider.Pseudonym.Known(), Wall: s.wall()}
	for _, service := range services {
		slots, err := s.Desk.Slots(service.ID)
		if err != nil {
			return s.failed(err)
		}
		view.Offers = append(view.Offers, offer{service, firstFree(slots)})
	}
	if err := s.own(c, &view); err != nil {
		return s.failed(err)
	}
	return show("home", view)
}

// own adds what is the rider's.
func (s *Server) own(c *call, view *homeView) error {
	if view.Unknown {
		return nil
	}
	held, err := s.tickets(c)
	if err != nil {
		return err
	}
	if view.Held = len(held); view.Held > 0 {
		view.First = &held[0]
	}
	view.News = s.news(c)
	view.Points, err = s.Desk.Points(c.rider.Pseudonym)
	return err
}

// news is told once. A station that cannot say or note it turns nobody away for that: it is told another time.
func (s *Server) news(c *call) []station.Reminder {
	if c.Method != http.MethodGet {
		return nil
	}
	all, err := s.Desk.Reminders(c.rider.Pseudonym)
	all = slices.DeleteFunc(all, func(r station.Reminder) bool { return r.Reason == station.ReminderSoon })
	if err == nil {
		err = s.Desk.Seen(all)
	}
	if err != nil {
		s.Log.Warn("news not noted as told", "err", err)
	}
	return all
}

func firstFree(slots []station.Slot) *station.Slot {
	for i := range slots {
		if slots[i].Left > 0 {
			return &slots[i]
		}
	}
	return nil
}
