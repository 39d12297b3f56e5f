package i18n

// The rider's own page.
var (
	Hello           = text("%s，您好", "Hello, %s")                              // masked name
	HelloNameless   = text("您好，欢迎回来", "Hello, welcome back")                  // a pass carries no name
	CheckedInAt     = text("%s 已签到", "Checked in at %s")                      // time
	RepeatSince     = text("%s 已签到，今天只记一次", "In since %s; counts once today") // time of the check-in that counts
	Coming          = text("接下来", "Coming up")
	NothingComing   = text("还没有预约", "Nothing booked yet")
	MoreComing      = text("还有 %d 个", "and %d more") // bookings
	NewsPromoted    = text("排到了，名额留好了", "you have got a place")
	NewsLapsed      = text("没有排到，请另选时间", "no place came free")
	PointsNow       = text("%s 积分", "%s points")                 // points
	AppealsAnswered = text("诉求有答复 %d 件", "Appeals answered: %d") // appeals
	ChooseService   = text("要预约什么？", "Choose a service")
	MyBookings      = text("我的预约", "My bookings")
	MyBookingsHint  = text("查看或取消", "See or cancel")
	MyPass          = text("我的通行码", "My pass")
	MyPassHint      = text("下次不用带证件", "Next time without a card")
)

// The pass.
var (
	PassTitle = text("我的通行码", "My pass")
	PassHint  = text("用手机拍下来，下次对准扫码口就能签到", "Photograph it; next time show it to the scanner to check in")
	PassCare  = text("通行码等于您的身份，请不要发给别人。", "The pass stands for you. Please do not send it to anybody.")
)
