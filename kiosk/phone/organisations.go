package phone

import "github.com/nuanxin/station-kit/station"

// dimension is a part of the directory.
type dimension struct {
	ID  string
	All []station.Organisation
}

func (s *Server) organisations(*call) answer {
	var all []dimension
	for _, id := range station.Dimensions {
		list, err := s.Desk.Organisations(id)
		if err != nil {
			return s.failed(err)
		}
		if len(list) > 0 {
			all = append(all, dimension{id, list})
		}
	}
	return show("organisations", all)
}
