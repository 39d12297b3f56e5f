package choice

import "github.com/nuanxin/station-kit/station/event"

// Categories are those of appeals, in the order of the screen.
var Categories = []Category{
	{
		choice("labour-rights", "收入和劳动权益", "Pay and labour rights"), event.AppealCategory_APPEAL_CATEGORY_LABOUR_RIGHTS,
		hint("工钱、合同、押金、受伤", "Wages, contract, deposit, injuries"),
		[]Choice{
			choice("pay-late", "工钱没有按时结", "I was not paid in time"),
			choice("pay-short", "工钱算少了", "I was paid too little"),
			choice("no-contract", "没有签合同", "I have no contract"),
			choice("injury-left", "受了伤，没人管", "I was hurt and nobody helped"),
			choice("account-closed", "账号被无故封停", "My account was closed without a reason"),
			choice("deposit-kept", "押金或车款不退", "My deposit is not given back"),
			choice("no-rest", "时间太长，没法休息", "The hours are too long to rest"),
		},
	},
	{
		choice("algorithm-fairness", "平台算法", "Orders and algorithms"), event.AppealCategory_APPEAL_CATEGORY_ALGORITHM_FAIRNESS,
		hint("派单、时限、扣分、计价", "Dispatch, time limits, points, prices"),
		[]Choice{
			choice("time-too-short", "配送时间给得太短", "The time given is too short"),
			choice("route-wrong", "导航路线走不通", "The route given cannot be taken"),
			choice("dispatch-unfair", "派单不公平", "Orders are given out unfairly"),
			choice("points-lost", "系统自动扣分，没法申诉", "Points are taken and nobody listens"),
			choice("rating-unfair", "差评不合理", "A bad rating was unfair"),
			choice("price-unclear", "单价怎么算的看不懂", "I cannot tell how prices are made"),
		},
	},
	{
		choice("industry-norms", "罚款和规矩", "Fines and rules"), event.AppealCategory_APPEAL_CATEGORY_INDUSTRY_NORMS,
		hint("罚款、出餐慢、进不了门", "Fines, slow shops, closed gates"),
		[]Choice{
			choice("fine-unfair", "罚款不合理", "A fine was unfair"),
			choice("shop-slow", "商家出餐慢，算我超时", "The shop was slow and I was blamed"),
			choice("no-entry", "小区或大楼不让进", "I am not let into a building"),
			choice("abused", "被顾客或商家辱骂", "A customer or shop abused me"),
			choice("no-parking", "取餐送餐没处停车", "There is nowhere to park"),
			choice("rules-changed", "规则改了没通知", "The rules changed without notice"),
		},
	},
	{
		choice("social-insurance", "社保和医保", "Social insurance"), event.AppealCategory_APPEAL_CATEGORY_SOCIAL_INSURANCE,
		hint("工伤保障、养老、看病", "Injury cover, pension, medical care"),
		[]Choice{
			choice("injury-cover", "职业伤害保障怎么办", "How do I claim injury cover"),
			choice("pension", "养老保险怎么交", "How do I pay into a pension"),
			choice("medical-away", "外地医保怎么用", "How does medical cover from home work here"),
			choice("not-insured", "公司没有给上保险", "My company has not insured me"),
		},
	},
	{
		choice("schooling", "孩子上学", "Schooling"), event.AppealCategory_APPEAL_CATEGORY_SCHOOLING,
		hint("入学、接送、假期看护", "Places, pick-up, holidays"),
		[]Choice{
			choice("school-place", "孩子入学难", "It is hard to get a school place"),
			choice("pick-up", "放学没人接", "Nobody can pick my child up"),
			choice("holiday-care", "放假没人带", "Nobody minds my child in the holidays"),
			choice("school-transfer", "转学手续难办", "Changing schools is hard"),
		},
	},
	{
		choice("station", "驿站服务", "This station"), event.AppealCategory_APPEAL_CATEGORY_STATION,
		hint("座位、热水、充电、态度", "Seats, water, charging, kindness"),
		[]Choice{
			choice("no-seat", "座位不够", "There are not enough seats"),
			choice("no-water", "没有热水", "There is no hot water"),
			choice("no-charging", "充电的地方不够", "There are not enough chargers"),
			choice("closed", "该开门时没开", "It was closed when it should be open"),
			choice("out-of-order", "东西坏了没人修", "Something is broken"),
			choice("unkind", "态度不好", "Somebody was unkind"),
			choice("not-clean", "不干净", "It is not clean"),
		},
	},
	{
		choice("other", "别的事", "Something else"), event.AppealCategory_APPEAL_CATEGORY_OTHER,
		hint("住房、交通、想提个建议", "Housing, traffic, a suggestion"),
		[]Choice{
			choice("housing", "租房有难处", "I have trouble with housing"),
			choice("traffic", "交通处罚有异议", "I object to a traffic penalty"),
			choice("suggestion", "想提个建议", "I have a suggestion"),
			choice("thanks", "想表扬一个人", "I want to thank somebody"),
		},
	},
}
