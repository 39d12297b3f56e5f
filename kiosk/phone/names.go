package phone

import (
	"slices"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// The functions below say what an identifier is called. What the station has
// forgotten, or cannot read just now, is called by its identifier: it says
// enough.

func same(text string) station.Text { return station.Text{ZH: text, EN: text} }

func called[T any](all []T, id string, of func(T) (string, station.Text)) station.Text {
	i := slices.IndexFunc(all, func(each T) bool { own, _ := of(each); return own == id })
	if i < 0 {
		return same(id)
	}
	_, name := of(all[i])
	return name
}

func (s *Server) serviceName(id string) station.Text {
	all, _ := s.Desk.Services()
	return called(all, id, func(each station.Service) (string, station.Text) { return each.ID, each.Name })
}

func (s *Server) rewardName(id string) station.Text {
	all, _ := s.Desk.Rewards()
	return called(all, id, func(each station.Reward) (string, station.Text) { return each.ID, each.Name })
}

func (s *Server) packTitle(id string) station.Text {
	all, _ := s.Desk.Packs("")
	return called(all, id, func(each station.Pack) (string, station.Text) { return each.ID, each.Title })
}

func (s *Server) taskTitle(id string) station.Text {
	all, _ := s.Desk.Tasks(event.Pseudonym{})
	return called(all, id, func(each station.Task) (string, station.Text) { return each.ID, each.Title })
}

func (s *Server) noticeText(purpose string) station.Text {
	all, _ := s.Desk.Notices()
	return called(all, purpose, func(each station.Notice) (string, station.Text) { return each.Purpose, each.Text })
}
