package phone

import (
	"strconv"

	"github.com/nuanxin/station-kit/station"
)

type pointsView struct {
	Known   bool
	Balance int64
	Rewards []station.Reward
	Rules   []station.PointsRule
	History []pointsLine
}

// pointsLine is an entry with what it was for.
type pointsLine struct {
	station.PointsEntry
	What station.Text
}

// historyMost is how many entries a page shows.
const historyMost = 30

func (s *Server) points(c *call) answer {
	view := pointsView{Known: c.rider.Pseudonym.Known()}
	var err error
	if view.Rewards, err = s.Desk.Rewards(); err != nil {
		return s.failed(err)
	}
	if view.Rules, err = s.Desk.PointsRules(); err != nil {
		return s.failed(err)
	}
	if view.Known {
		if view.Balance, err = s.Desk.Points(c.rider.Pseudonym); err != nil {
			return s.failed(err)
		}
		entries, err := s.Desk.PointsHistory(c.rider.Pseudonym)
		if err != nil {
			return s.failed(err)
		}
		view.History = lines(entries[:min(historyMost, len(entries))], view)
	}
	return show("points", view)
}

// lines names what each entry was for. A rule or reward that is no more has no
// name.
func lines(entries []station.PointsEntry, v pointsView) []pointsLine {
	names := map[string]station.Text{}
	for _, r := range v.Rules {
		names["rule "+r.ID] = r.Name
	}
	for _, r := range v.Rewards {
		names["reward "+r.ID] = r.Name
	}
	all := make([]pointsLine, len(entries))
	for i, e := range entries {
		all[i] = pointsLine{e, names["rule "+e.Rule]}
		if e.Reward != "" {
			all[i].What = names["reward "+e.Reward]
		}
	}
	return all
}

// redeem spends points on something that is handed over at the station, so the
// phone must have been before the screen a moment ago.
func (s *Server) redeem(c *call) answer {
	if !c.present(c.now) {
		return undone("rescan", "/points")
	}
	price, err := strconv.ParseInt(c.PostForm.Get("price"), 10, 64)
	if err != nil {
		return undone("price-changed", "/points")
	}
	name := s.rewardName(c.PostForm.Get("reward"))
	entry, err := s.Desk.Redeem(c.rider, c.PostForm.Get("reward"), price)
	if err != nil {
		return s.refused(err, "/points")
	}
	return c.hand(receipt{Kind: "reward", About: name, Number: entry.Ref, Made: entry.At, Points: price})
}
