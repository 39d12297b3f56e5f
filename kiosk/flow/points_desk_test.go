package flow

import (
	"slices"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// till is the desk's points: two rewards, and a budget that they are paid from.
type till struct {
	balance   map[event.Pseudonym]int64
	entries   map[event.Pseudonym][]station.PointsEntry
	budget    int64
	price     int64 // of the water
	elsewhere bool  // all points are still with another station
	withdrawn bool  // no reward is offered
	unread    int   // how many more times a balance cannot be read
}

func newTill() till {
	return till{
		balance: map[event.Pseudonym]int64{}, entries: map[event.Pseudonym][]station.PointsEntry{},
		budget: 100, price: 20,
	}
}

// earn gives a rider points.
func (d *desk) earn(mark string, points int64, rule string) {
	who := pseudonym(mark)
	d.till.balance[who] += points
	d.till.entries[who] = append(d.till.entries[who], station.PointsEntry{Ref: d.ref(mark), At: d.now.UTC(), Points: points, Rule: rule})
}

func (d *desk) Points(who event.Pseudonym) (int64, error) {
	if d.till.unread > 0 {
		d.till.unread--
		return 0, station.ErrStorage
	}
	return d.till.balance[who], d.fail
}

func (d *desk) PointsHistory(who event.Pseudonym) ([]station.PointsEntry, error) {
	newest := slices.Clone(d.till.entries[who])
	slices.Reverse(newest)
	return newest, d.fail
}

func (d *desk) PointsRules() ([]station.PointsRule, error) {
	return []station.PointsRule{
		{ID: "visit", Name: station.Text{ZH: "到站", EN: "Visit"}, Kind: "check_in", Points: 2, PerDay: 1},
		{ID: "quiz", Name: station.Text{ZH: "测验", EN: "Quiz"}, Kind: "quiz_taken", Points: 10},
	}, d.fail
}

func (d *desk) Rewards() ([]station.Reward, error) {
	if d.till.withdrawn {
		return nil, d.fail
	}
	return []station.Reward{
		{ID: "water", Name: station.Text{ZH: "水", EN: "Water"}, Points: d.till.price},
		{ID: "gloves", Name: station.Text{ZH: "手套", EN: "Gloves"}, Points: 60},
	}, d.fail
}

func (d *desk) PointsBudget() (int64, error) { return d.till.budget, d.fail }

func (d *desk) Redeem(r station.Rider, reward string, price int64) (station.PointsEntry, error) {
	offered, _ := d.Rewards()
	i := slices.IndexFunc(offered, func(o station.Reward) bool { return o.ID == reward })
	switch {
	case d.fail != nil:
		return station.PointsEntry{}, d.fail
	case i < 0:
		return station.PointsEntry{}, station.ErrNoReward
	case offered[i].Points != price:
		return station.PointsEntry{}, station.ErrPriceChanged
	case d.till.balance[r.Pseudonym] < price:
		return station.PointsEntry{}, station.ErrTooFewPoints
	case d.till.elsewhere:
		return station.PointsEntry{}, station.ErrPointsElsewhere
	case d.till.budget < price:
		return station.PointsEntry{}, station.ErrBudgetSpent
	}
	d.till.budget -= price
	d.earn(mark(r.Pseudonym), -price, "")
	entries := d.till.entries[r.Pseudonym]
	entries[len(entries)-1].Reward = reward
	return entries[len(entries)-1], nil
}
