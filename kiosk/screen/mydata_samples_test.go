package screen

import (
	"time"

	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

func dataSample() flow.MyData {
	return flow.MyData{Page: page2, Groups: []flow.DataGroup{
		{Subject: "person", Count: 1},
		{Subject: "visit", Count: 1, Latest: now},
		{Subject: "booking", Count: 12, Latest: now.AddDate(0, -1, 0)},
		{Subject: "membership", Count: 2, Latest: now},
	}}
}

// keptSample is a record of every kind that the station shows to its rider.
func keptSample() []flow.DataLine {
	item := func(subject string, value any, name station.Text) flow.DataLine {
		return flow.DataLine{Item: station.Item{Subject: subject, At: now.Add(-40 * time.Hour), Value: value}, Name: name}
	}
	ref := event.Ref{Station: "wangjing-03", Epoch: 2, Seq: 42107}
	return []flow.DataLine{
		item("person", station.PersonItem{SealedTo: "a1b2c3d4", Ref: ref.String()}, station.Text{}),
		item("name", station.NameToday{Masked: "张**", PhoneTail: "6789"}, station.Text{}),
		item("visit", station.VisitItem{Ref: ref.String(), Seconds: 1500}, station.Text{}),
		item("visit", station.VisitItem{Ref: ref.String()}, station.Text{}),
		item("consent", station.Consent{Purpose: "story", Given: true}, station.Text{ZH: "讲述我的故事", EN: "Telling my story"}),
		item("consent", station.Consent{Purpose: "story"}, station.Text{ZH: "讲述我的故事", EN: "Telling my story"}),
		item("booking", station.HeldBooking{Service: "legal-aid", Starts: now.AddDate(0, 0, 1), State: "provisional"}, services[1].Name),
		item("points", station.PointsEntry{Points: -260, Reward: "gloves"}, rewardsSample[1].Name),
		item("points", station.PointsEntry{Points: 2, Rule: "gone"}, station.Text{}),
		item("points", station.PointsEntry{Points: 260, Reason: station.ReasonNotGiven}, station.Text{}),
		item("points balance", map[string]int64{"points": 1268}, station.Text{}),
		item("learning", station.Progress{Pack: "road", Page: 12}, station.Text{ZH: "冬季骑行安全", EN: "Riding safely in winter"}),
		item("learning", station.Progress{Pack: "road", Right: 4, Questions: 5}, station.Text{ZH: "冬季骑行安全", EN: "Riding safely in winter"}),
		item("task", station.TaskItem{Task: "snow", State: "TASK_STATE_ACCEPTED"}, station.Text{ZH: "扫雪除冰", EN: "Clearing snow"}),
		item("appeal", station.SubmissionItem{Ref: ref.String(), About: "labour-rights"}, station.Text{ZH: "收入和劳动权益", EN: "Pay and labour rights"}),
		item("story", station.SubmissionItem{Ref: ref.String()}, station.Text{}),
		item("pass", station.HeldPass{Expires: now.AddDate(0, 5, 0)}, station.Text{}),
		item("pass", station.HeldPass{Expires: now.AddDate(0, 5, 0), Revoked: true}, station.Text{}),
		item("member status", station.MemberItem{State: "已转街道党工委"}, station.Text{}),
		item("something new", 7, station.Text{}),
	}
}

func consentsSample() []flow.Consent {
	return []flow.Consent{
		{Purpose: "story", Name: station.Text{ZH: "讲述我的故事", EN: "Telling my story"}, Given: true, At: now.AddDate(0, 0, -3)},
		{Purpose: "membership", Name: station.Text{ZH: "流动党员登记", EN: "Floating membership"}, At: now.AddDate(0, -2, 0)},
		{Purpose: "health", Name: services[0].Name, Given: true, At: now},
		{Purpose: "counselling", Name: services[2].Name, Given: true, At: now},
	}
}

func noticeSample() station.Text {
	return station.Text{
		ZH: "您愿意把自己的故事讲给大家听，本站会把文字加密送到街道，由街道编辑后在驿站屏幕上展示。不会写出您的姓名、证件号和手机号。您随时可以撤回，撤回后所有驿站都会停止展示，已经印出的材料除外。",
		EN: "You offer your story to be read by others. Its words are sealed and sent to the street office, which edits it and shows it on the stations' screens, without name, ID or phone number. You can withdraw at any time: all stations then stop showing it.",
	}
}
