package i18n

// Home.
var (
	HomeTitle         = text("欢迎，进来歇歇脚", "Welcome, come in and rest")
	HomeCard          = text("放上身份证，马上签到", "Check in by ID card")
	HomeCardHint      = text("证件平放在读卡区。不保存照片和住址，号码不留明文。", "Lay it flat on the reader. No photo or address is kept, no number in plain.")
	HomeNoCard        = text("身份证读卡器暂时不可用", "Card reader is out")
	HomeNoCardHint    = text("请用手机扫屏幕上的码签到，也可以不留姓名签到。", "Please use your phone, or check in anonymously.")
	HomePass          = text("有通行码？对准扫码口", "Have a pass? Show it to the scanner")
	HomePhone         = text("用手机扫码签到", "Scan by phone")
	HomePhoneHint     = text("也可以在手机上预约", "Check in and book there")
	HomeAnonymous     = text("匿名签到", "Check in anonymously")
	HomeAnonymousHint = text("只计人次", "Only the visit is counted")
	Soonest           = text("最近 %s", "Next %s") // day and time
	NoneSoon          = text("近期没有名额", "No place soon")
	NoServices        = text("本站暂时没有可预约的服务", "No service can be booked here at present")
	NoServicesHint    = text("热水、充电、座位照常，欢迎进来歇脚", "Hot water, charging and seats are there as ever")
)

// Who is it?
var (
	IdentifyTitle = text("先认一认您是谁", "First, who are you?")
	IdentifyFor   = text("接着为您办：%s", "Then you go on with: %s") // service
	IdentifyHint  = text("放上身份证，或把通行码对准扫码口", "Place your ID card, or show your pass to the scanner")
	Reading       = text("正在读取…", "Reading…")
	ReadingHint   = text("请不要移动证件", "Please keep the card still")
)

// Thanks, for a visitor who stays unknown.
var (
	ThanksTitle = text("签到好了，欢迎歇脚", "Checked in. Have a good rest")
	ThanksAt    = text("%s 已记一次，没有留下您的身份", "One visit counted at %s, nothing kept about you") // time
	ThanksHint  = text("热水、充电、休息，请随意使用", "Hot water, charging and seats are yours to use")
)

// Words are what the house says while nobody is there.
var Words = []Key{
	text("热水、充电、歇脚，请随意使用", "Hot water, charging, a seat: all yours to use"),
	text("不保存证件照片和住址，号码不留明文", "No ID photo or address is kept, no number in plain"),
	text("赶时间？放上身份证就签好到，一下都不用点", "In a hurry? Lay down your card and you are checked in: no tap needed"),
}
