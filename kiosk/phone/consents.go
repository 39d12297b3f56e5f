package phone

import "github.com/nuanxin/station-kit/station"

// noticeView is a notice and whether the rider consents to it.
type noticeView struct {
	station.Notice
	Given bool
}

func (s *Server) notices(c *call) answer {
	all, err := s.noticesFor(c)
	if err != nil {
		return s.failed(err)
	}
	return show("notices", all)
}

func (s *Server) noticesFor(c *call) ([]noticeView, error) {
	all, err := s.Desk.Notices()
	if err != nil {
		return nil, err
	}
	views := make([]noticeView, len(all))
	for i, n := range all {
		views[i].Notice = n
		if !c.rider.Pseudonym.Known() {
			continue
		}
		if views[i].Given, err = s.Desk.Consented(c.rider.Pseudonym, n.Purpose); err != nil {
			return nil, err
		}
	}
	return views, nil
}

// noticeFor is what a rider must still consent to for a purpose, nil for
// nothing.
func (s *Server) noticeFor(c *call, purpose string) (*station.Notice, error) {
	if purpose == "" {
		return nil, nil
	}
	all, err := s.noticesFor(c)
	for _, n := range all {
		if n.Purpose == purpose && !n.Given {
			return &n.Notice, err
		}
	}
	return nil, err
}

func (s *Server) withdraw(c *call) answer {
	if err := s.Desk.Withdraw(c.rider.Pseudonym, c.PostForm.Get("purpose")); err != nil {
		return s.refused(err, "/notices")
	}
	return see("/notices", "note", "withdrawn")
}
