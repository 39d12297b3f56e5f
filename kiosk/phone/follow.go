package phone

import (
	"strconv"

	"github.com/nuanxin/station-kit/kiosk/choice"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

const (
	answered = event.AppealState_APPEAL_STATE_ANSWERED
	rated    = event.AppealState_APPEAL_STATE_RATED
)

// follow takes a claim code. It stays in the session, and out of the address.
func (s *Server) follow(c *call) answer {
	code := plainText(c.PostForm.Get("code"))
	if _, err := s.Desk.AppealByClaim(code); err != nil {
		return s.unfiled(scripted("appeals", appealsView{choice.Categories, code}), err)
	}
	c.claim = code
	return see("/progress")
}

// progressView is how an appeal stands.
type progressView struct {
	station.AppealProgress
	Reason   string // for reopening, as written so far
	TextMost int
}

// MayRate and MayReopen: there is an answer.
func (v progressView) MayRate() bool   { return v.State == answered }
func (v progressView) MayReopen() bool { return v.State == answered || v.State == rated }

func (s *Server) progress(c *call) answer {
	if c.claim == "" {
		return see("/appeals")
	}
	return s.progressWith(c, "")
}

func (s *Server) progressWith(c *call, reason string) answer {
	p, err := s.Desk.AppealByClaim(c.claim)
	if err != nil {
		return s.failed(err)
	}
	return scripted("progress", progressView{p, reason, textMost})
}

func (s *Server) rate(c *call) answer {
	stars, _ := strconv.Atoi(c.PostForm.Get("stars")) // 0 is not offered
	if err := s.Desk.RateAppeal(c.claim, stars); err != nil {
		return s.refused(err, "/progress")
	}
	return see("/progress", "note", "thanks")
}

func (s *Server) reopen(c *call) answer {
	if c.claim == "" {
		return see("/appeals")
	}
	reason := plainText(c.PostForm.Get("text"))
	if !s.filings.allow(address(c.Request), c.now) {
		return s.progressWith(c, reason).again("slow")
	}
	if err := s.Desk.ReopenAppeal(c.claim, reason); err != nil {
		return s.unfiled(s.progressWith(c, reason), err)
	}
	return see("/progress", "note", "reopened")
}
