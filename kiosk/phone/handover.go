package phone

import (
	"net/http"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/pass"
)

// Handovers hears what becomes of the passes that the screen offered. Its
// methods are called from requests' goroutines. They may come after
// WithdrawPass.
type Handovers interface {
	// PassOpened: the page of a Handover has been opened, by one phone.
	PassOpened(id string)
	// PassTaken: that phone holds a pass of its rider now.
	PassTaken(id string)
}

// Handover is the screen's rider, to be known to one phone from now on. ID is
// unguessable randomness of 20 to 64 letters and digits: the first phone that
// comes with it may become that rider. Visit is the rider's check-in, English
// the language of the page, else Chinese.
type Handover struct {
	ID      string
	Rider   event.Pseudonym
	Visit   station.Visit
	English bool
}

// String keeps the ID, which opens the page, out of logs.
func (Handover) String() string { return "handover" }

// GoString is as String.
func (h Handover) GoString() string { return h.String() }

// OfferPass opens a page on which a phone takes the rider's pass over, and gives
// its path, "" for a Handover without an ID fit for a path or without a rider.
// It is open for one phone, until that has taken the pass, WithdrawPass, or two
// minutes have gone by. The phone gets a pass of its own.
func (s *Server) OfferPass(h Handover) (path string) {
	if !fitID(h.ID) || !h.Rider.Known() || s.Handovers == nil {
		return ""
	}
	s.handed.add(&handed{Handover: h, since: s.Now()})
	return passPath(h.ID)
}

// WithdrawPass closes the page, and forgets whose it was. A pass that has been
// taken stays good. It waits for nothing.
func (s *Server) WithdrawPass(id string) {
	if h := s.handed.find(id); h != nil {
		h.close()
	}
}

// RecallPass is WithdrawPass that waits for a phone which is just taking the
// pass: afterwards it has it, or never will. It gives the passes that the phone
// holds then, none where none has taken it.
func (s *Server) RecallPass(id string) (held []string) {
	h := s.handed.find(id)
	if h == nil {
		return nil
	}
	h.close()
	phone := s.sessions.find(h.taker(), s.Now())
	if phone == nil {
		return nil
	}
	phone.mu.Lock()
	defer phone.mu.Unlock()
	for _, text := range []string{phone.pass, phone.before} {
		if text != "" {
			held = append(held, text)
		}
	}
	return held
}

func passPath(id string) string { return "/h/" + id }

// arriveToTake lets in whoever scanned the code of a Handover. Opening the page
// takes nothing yet: a link that somebody sent, or a program that follows
// links, makes nobody another rider.
func (s *Server) arriveToTake(w http.ResponseWriter, r *http.Request) {
	c, h := s.stranger(r), s.handed.find(r.PathValue("id"))
	c.session = s.find(r)
	if h == nil || r.Method != http.MethodGet {
		s.send(w, c, plain(http.StatusGone, "unoffered"))
		return
	}
	c.lang = langOf(h.English)
	if now := h.stage(c); now == written || now == over {
		s.send(w, c, h.told(now))
		return
	}
	if c.session == nil {
		if refused, ok := s.admit(w, c); !ok {
			s.send(w, c, refused)
			return
		}
	}
	s.send(w, c, s.alone(w, c, func(c *call) answer { return s.opened(c, h) }))
}

// opened gives the page to the first phone that comes. What ended on it is
// replaced without a question.
func (s *Server) opened(c *call, h *handed) answer {
	s.dropEnded(c)
	c.scanned = c.now
	now, first := h.open(c)
	if first {
		s.Handovers.PassOpened(h.ID)
	}
	if now != waiting {
		return h.told(now)
	}
	return s.offering(c, h)
}

// takeView is a pass about to be taken over. Other: the phone holds another
// one, with so many bookings.
type takeView struct {
	Path  string
	Other bool
	Held  int
}

func (s *Server) offering(c *call, h *handed) answer {
	view := takeView{Path: passPath(h.ID), Other: h.another(c)}
	if view.Other {
		held, err := s.held(c)
		if err != nil {
			return s.failed(err)
		}
		view.Held = len(held)
	}
	return show("take", view)
}

// takePass makes the phone's session the rider's, with a pass of its own. Who
// holds another pass on it has to have said that they want this one instead; the
// other stays good, and at hand.
func (s *Server) takePass(c *call) answer {
	h := s.handed.find(c.PathValue("id"))
	if h == nil {
		return plain(http.StatusGone, "unoffered")
	}
	c.lang = langOf(h.English)
	if h.another(c) {
		if c.PostForm.Get("replace") == "" {
			return s.offering(c, h)
		}
		if err := s.issue(c); err != nil { // else there were no way back
			return s.failed(err)
		}
	}
	now, first, err := h.take(c, s.Desk.IssuePass)
	switch {
	case err != nil:
		return s.failed(err)
	case now != mine:
		return h.told(now)
	case first:
		s.Handovers.PassTaken(h.ID)
	}
	return see("/pass", "note", "handed")
}

// leave takes the pass off the phone, which somebody else goes on with: the one
// the phone held before, if there is one. The pass itself stays good.
func (s *Server) leave(c *call) answer {
	before := c.before
	rider, err := s.Desk.ByPass(before)
	if err != nil && !pass.Refused(err) {
		return s.failed(err)
	}
	c.forget()
	c.before = ""
	if err == nil {
		c.become(rider, before, station.Visit{}, c.now)
	}
	return see("/pass", "note", "left")
}

// otherPass has the phone change to the pass it held before.
func (s *Server) otherPass(c *call) answer {
	rider, err := s.Desk.ByPass(c.before)
	if pass.Refused(err) {
		c.before = ""
		return undone("other-ended", "/pass")
	}
	if err != nil {
		return s.failed(err)
	}
	c.become(rider, c.before, station.Visit{}, c.now)
	return see("/pass", "note", "other-pass")
}
