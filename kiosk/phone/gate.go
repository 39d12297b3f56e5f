package phone

import (
	"crypto/sha256"
	"errors"
	"net/http"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/pass"
)

const (
	sessionCookie  = "nuanxin"
	passCookie     = "nuanxin-pass"
	beforeCookie   = "nuanxin-pass-before"
	languageCookie = "nuanxin-lang"
	longLived      = 365 * 24 * 60 * 60 // seconds
)

// enter trades a token scanned off the screen for a session, and leaves the
// token behind. Whoever scans again keeps the session they have.
func (s *Server) enter(w http.ResponseWriter, r *http.Request) {
	c := s.stranger(r)
	c.session = s.find(r)
	s.language(w, c)
	if r.Method != http.MethodGet || !s.Presence.Valid(r.PathValue("token")) {
		s.send(w, c, plain(http.StatusGone, "expired"))
		return
	}
	if c.session != nil {
		c.seen(c.now)
	} else if a, ok := s.admit(w, c); !ok {
		s.send(w, c, a)
		return
	}
	s.send(w, c, see("/"))
}

// admit opens a session, for the rider of the pass cookie where it holds one.
// A pass that is forged, expired or no pass is forgotten; a new one follows
// with the next record.
func (s *Server) admit(w http.ResponseWriter, c *call) (answer, bool) {
	if !s.openings.allow(address(c.Request), c.now) {
		return plain(http.StatusTooManyRequests, "busy"), false
	}
	var rider station.Rider
	text := cookie(c.Request, passCookie)
	if text != "" {
		var err error
		rider, err = s.Desk.ByPass(text)
		if errors.Is(err, station.ErrStorage) {
			return s.failed(err), false
		}
		if err != nil {
			text = ""
			keep(w, passCookie, "", -1)
		}
	}
	c.session = s.sessions.open(rider, text, cookie(c.Request, beforeCookie), c.now)
	keep(w, sessionCookie, c.session.id, 0)
	return answer{}, true
}

// page lets only a session's phone in, one request of it at a time.
func (s *Server) page(h handler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c := s.stranger(r)
		s.language(w, c)
		live := s.find(r)
		if live == nil {
			s.send(w, c, plain(http.StatusForbidden, "expired"))
			return
		}
		c.session = live
		s.send(w, c, s.alone(w, c, s.whileGood(h)))
	}
}

// alone has the session to itself, and gives it back even where h panics.
func (s *Server) alone(w http.ResponseWriter, c *call, h handler) answer {
	c.session.mu.Lock()
	defer c.session.mu.Unlock()
	a := h(c)
	s.keepPass(w, c)
	return a
}

// whileGood looks at the session's pass anew: one that its rider has revoked,
// here or elsewhere, or with all that was known of them, ends on the phone at
// once, and what was asked for is not done in somebody else's name.
func (s *Server) whileGood(h handler) handler {
	return func(c *call) answer {
		if s.dropEnded(c) {
			return see("/", "note", "pass-ended")
		}
		return h(c)
	}
}

// dropEnded forgets a rider whose pass has ended, and reports whether it had.
func (s *Server) dropEnded(c *call) bool {
	if c.session.pass == "" {
		return false
	}
	_, err := s.Desk.ByPass(c.session.pass)
	if pass.Refused(err) {
		c.forget()
	}
	return pass.Refused(err)
}

// keepPass gives the phone the session's passes with whatever it asks next, so
// that a lost answer loses no pass; or takes away that of a rider erased.
func (s *Server) keepPass(w http.ResponseWriter, c *call) {
	for name, text := range map[string]string{passCookie: c.session.pass, beforeCookie: c.before} {
		switch held := cookie(c.Request, name); {
		case held == text:
		case text == "":
			keep(w, name, "", -1)
		default:
			keep(w, name, text, longLived)
		}
	}
}

// form lets a form in only where this session's page was its source.
func (s *Server) form(h handler) handler {
	return func(c *call) answer {
		var tooLong *http.MaxBytesError
		if err := c.ParseForm(); errors.As(err, &tooLong) {
			return plain(http.StatusRequestEntityTooLarge, "odd")
		} else if err != nil {
			return plain(http.StatusBadRequest, "odd")
		}
		if !c.genuine(c.PostForm.Get("csrf")) {
			return plain(http.StatusForbidden, "odd")
		}
		return h(c)
	}
}

// once has a form act once: sent again, it leads where it led before. Another
// form of that page, or this one with something else written in it, is no
// repetition.
func (s *Server) once(h handler) handler {
	return func(c *call) answer {
		key := c.PostForm.Get("once")
		if key == "" || len(key) > 64 {
			return plain(http.StatusBadRequest, "odd")
		}
		sent := sha256.Sum256([]byte(c.PostForm.Encode()))
		key = c.URL.Path + " " + string(sent[:])
		if led, ok := c.outcomes[key]; ok {
			return answer{status: http.StatusSeeOther, location: led}
		}
		a := h(c)
		if a.location != "" && !a.undone {
			c.remember(key, a.location)
		}
		return a
	}
}

// failed is the answer to a station that could not do its part. Nothing was
// recorded: a station records before it answers.
func (s *Server) failed(err error) answer {
	s.Log.Error("station failed a phone", "err", err)
	if errors.Is(err, station.ErrStorage) {
		return plain(http.StatusServiceUnavailable, "storage")
	}
	return plain(http.StatusInternalServerError, "failed")
}

// refused leads to a page that says which of the station's rules stood in the
// way; what no rule explains failed.
func (s *Server) refused(err error, path string, query ...string) answer {
	note, known := refusalOf(err)
	if !known {
		return s.failed(err)
	}
	return undone(note, path, query...)
}

func (s *Server) stranger(r *http.Request) *call {
	return &call{Request: r, now: s.Now(), lang: language(r)}
}

func (s *Server) find(r *http.Request) *session {
	return s.sessions.find(cookie(r, sessionCookie), s.Now())
}

func cookie(r *http.Request, name string) string {
	if c, err := r.Cookie(name); err == nil {
		return c.Value
	}
	return ""
}

// keep stores a cookie for age seconds; 0 is until the browser closes. It
// cannot be Secure: the page is plain HTTP.
func keep(w http.ResponseWriter, name, value string, age int) {
	http.SetCookie(w, &http.Cookie{
		Name: name, Value: value, Path: "/", MaxAge: age,
		HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}
