package screen

import (
	"time"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

var (
	rewardsSample = []station.Reward{
		{ID: "water", Name: station.Text{ZH: "矿泉水一瓶", EN: "A bottle of water"}, Points: 20},
		{ID: "gloves", Name: station.Text{ZH: "冬季防水骑行手套一双", EN: "A pair of waterproof winter gloves"}, Points: 260},
		{ID: "bank", Name: station.Text{ZH: "充电宝免费借用一次", EN: "Power bank, one loan"}, Points: 1000},
		{ID: "check", Name: station.Text{ZH: "电动车安全检修一次", EN: "A safety check of your scooter"}, Points: 88000},
	}
	rulesSample = []station.PointsRule{
		{ID: "visit", Name: station.Text{ZH: "到站签到", EN: "Checking in"}, Kind: "check_in", Points: 2, PerDay: 1},
		{ID: "quiz", Name: station.Text{ZH: "通过交通安全测验", EN: "Passing a road safety quiz"}, Kind: "quiz_taken", Points: 10},
		{ID: "hazard", Name: station.Text{ZH: "上报道路和消防隐患", EN: "Reporting a hazard on the road"}, Kind: "hazard_reported", Points: 5, PerDay: 3},
		{ID: "task", Name: station.Text{ZH: "完成志愿任务", EN: "Doing a volunteer task"}, Kind: "task_answer", Points: 30},
	}
)

func pointsSample() flow.Points {
	return flow.Points{Balance: 1268, Page: page2, Offers: []flow.Offer{
		{Reward: rewardsSample[0]},
		{Reward: rewardsSample[1]},
		{Reward: rewardsSample[2], Out: true},
		{Reward: rewardsSample[3], Short: 86732},
	}}
}

func pointsLinesSample() flow.PointsLines {
	line := func(seq uint64, points int64, e station.PointsEntry, name station.Text) flow.PointsLine {
		e.Ref, e.At, e.Points = event.Ref{Station: "wangjing-03", Epoch: 2, Seq: seq}, now.Add(-time.Duration(seq)*time.Hour), points
		return flow.PointsLine{Entry: e, Name: name}
	}
	return flow.PointsLines{Balance: 1268, Page: page2, Lines: []flow.PointsLine{
		line(1, 2, station.PointsEntry{Rule: "visit"}, rulesSample[0].Name),
		line(2, -260, station.PointsEntry{Reward: "gloves", Reversed: true}, rewardsSample[1].Name),
		line(42103, -260, station.PointsEntry{Reward: "gloves", HandedOut: true}, rewardsSample[1].Name),
		line(42104, -260, station.PointsEntry{Reward: "gloves"}, rewardsSample[1].Name),
	}}
}
