package screen

import (
	"github.com/nuanxin/station-kit/kiosk/flow"
	"github.com/nuanxin/station-kit/station"
)

var organisationsSample = []station.Organisation{
	{ID: "a", Name: station.Text{ZH: "望京街道新就业群体综合党委", EN: "Wangjing committee for new forms of work"}, Dimension: station.Territory},
	{ID: "b", Name: station.Text{ZH: "望京东园社区", EN: "Wangjing East Garden community"}, Dimension: station.Territory},
	{ID: "c", Name: station.Text{ZH: "朝阳区总工会", EN: "Chaoyang trade unions"}, Dimension: station.Territory},
	{ID: "d", Name: station.Text{ZH: "望京消防救援站", EN: "Wangjing fire and rescue"}, Dimension: station.Territory},
}

func dimensionsSample() flow.Dimensions {
	return flow.Dimensions{Counts: []flow.DimensionCount{
		{Dimension: station.Platform, Count: 6},
		{Dimension: station.Industry, Count: 1},
		{Dimension: station.Territory, Count: 24},
		{Dimension: station.Online},
	}}
}

func membershipSample() flow.Membership {
	return flow.Membership{
		Registered: now.AddDate(0, -1, 0), State: station.Text{ZH: "已编入望京东园第三支部", EN: "Placed in the third branch of East Garden"}, Page: page2,
		Requests: []station.MemberRequest{
			{Kind: station.RequestDues, Made: now},
			{Kind: station.RequestDues, Made: now.AddDate(0, 0, -3)},
			{Kind: station.RequestTransfer, Made: now.AddDate(0, 0, -9), State: station.Text{ZH: "原支部已同意，正在转", EN: "Agreed at home, under way"}},
		},
	}
}
