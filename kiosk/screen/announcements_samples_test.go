package screen

import "github.com/nuanxin/station-kit/station"

// announcementsSample are an urgent one with a title as long as the hub lets one be, two others, and an urgent one that
// is over by a clock that may be wrong.
var announcementsSample = []station.Announcement{
	{
		ID: "gale", Urgent: true, From: now.AddDate(0, 0, -1), Until: now.AddDate(0, 0, 2),
		Title: station.Text{ZH: "今晚八级大风，请就近进屋避风，高处广告牌下和大树旁不要停车，驿站通宵开门有热水，请互相转告路上的同行朋友多保重", EN: "Gale tonight: go indoors, keep clear of trees; open all night"},
		Text:  station.Text{ZH: "气象台发布大风橙色预警，夜里阵风八到九级。路上遇到大风，下车推行，别在广告牌、脚手架和大树下停留。", EN: "An orange warning of gales is out, with gusts of force eight to nine tonight. Get off and push, and do not stop below boards, scaffolds or trees."},
	},
	{
		ID: "water", Until: now.AddDate(0, 0, 1),
		Title: station.Text{ZH: "明天上午停水两小时", EN: "No water for two hours tomorrow"},
		Text:  station.Text{ZH: "明天 9 点到 11 点检修水管，热水暂停，请提前灌好。", EN: "The pipes are mended from 9 to 11. No hot water then: fill your flask before."},
	},
	{
		ID: "check-up", From: now.AddDate(0, 0, -3), Until: now.AddDate(0, 0, 11),
		Title: station.Text{ZH: "免费体检名额延长报名", EN: "Free check-ups: more time to book"},
		Text:  station.Text{ZH: "可在本屏预约。", EN: "Book on this screen."},
	},
	{
		ID: "frost", Urgent: true, Past: true, From: now.AddDate(0, 0, -3), Until: now.AddDate(0, 0, -1),
		Title: station.Text{ZH: "今晚大风，桥面封闭，绕行建设街", EN: "The bridge is closed: take Jianshe Street"},
		Text:  galeText,
	},
}

// announcementSample has a whole page of text.
func announcementSample(i int) station.Announcement {
	a := announcementsSample[i]
	a.Text = galeText
	return a
}
