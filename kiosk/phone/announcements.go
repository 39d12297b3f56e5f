package phone

import (
	"time"

	"github.com/nuanxin/station-kit/station"
)

// wallView is what hangs on the station's wall, for the first page.
type wallView struct {
	Urgent []station.Announcement
	Others int
	Seats  station.Seats
}

// wall leaves out what cannot be read: nobody is turned away for it. An urgent announcement that is over by a clock
// that may be wrong is among the others.
func (s *Server) wall() (w wallView) {
	all, err := s.Desk.Announcements()
	if err != nil {
		s.Log.Warn("announcements not shown", "err", err)
	}
	for _, a := range all {
		if a.Pressing() {
			w.Urgent = append(w.Urgent, a)
			continue
		}
		w.Others++
	}
	if w.Seats, err = s.Desk.Seats(); err != nil {
		s.Log.Warn("free seats not shown", "err", err)
	}
	return w
}

func (s *Server) announcements(*call) answer {
	all, err := s.Desk.Announcements()
	if err != nil {
		return s.failed(err)
	}
	return show("announcements", all)
}

// SeatsSaid is what an attendant said of the free seats and how long ago, "" for nothing.
func (f frame) SeatsSaid(s station.Seats) string {
	said := map[station.SeatLevel]string{
		station.SeatsPlenty: f.T.SeatsPlenty, station.SeatsFew: f.T.SeatsFew, station.SeatsNone: f.T.SeatsNone,
	}[s.Level]
	if said == "" {
		return ""
	}
	return said + " · " + f.ago(s.Age)
}

// ago is of less than some hours.
func (f frame) ago(d time.Duration) string {
	switch {
	case d < time.Minute:
		return f.T.JustNow
	case d < time.Hour:
		return f.Fill(f.T.MinutesAgo, int(d.Minutes()))
	}
	return f.Fill(f.T.HoursAgo, int(d.Hours()))
}
