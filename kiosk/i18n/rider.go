package i18n

// The rider's own page.
var (
	Hello             = text("%s，您好", "Hello, %s")                              // masked name
	HelloNameless     = text("您好，欢迎回来", "Hello, welcome back")                  // a pass carries no name
	CheckedInAt       = text("%s 已签到", "Checked in at %s")                      // time
	RepeatSince       = text("%s 已签到，今天只记一次", "In since %s; counts once today") // time of the check-in that counts
	Coming            = text("接下来", "Coming up")
	NothingComing     = text("还没有预约", "Nothing booked yet")
	NothingComingHint = text("选一项服务，几下就约好", "Choose a service: a few taps")
	MoreComing        = text("还有 %d 个", "and %d more") // bookings
	NewsPromoted      = text("排到了，名额留好了", "you have got a place")
	NewsLapsed        = text("没有排到，请另选时间", "no place came free")
	PointsNow         = text("%s 积分", "%s points")                 // points
	AppealsAnswered   = text("诉求有答复 %d 件", "Appeals answered: %d") // appeals
	ChooseService     = text("要预约什么？", "Choose a service")
	MyBookings        = text("我的预约", "My bookings")
	MyBookingsHint    = text("查看或取消", "See or cancel")
	MyPass            = text("我的通行码", "My pass")
	MyPassHint        = text("下次不用带证件", "Next time without a card")
)

// The pass.
var (
	PassTitle = text("我的通行码", "My pass")
	PassHint  = text("用手机拍下来，下次对准扫码口就能签到", "Photograph it; next time show it to the scanner to check in")
	PassCare  = text("通行码等于您的身份，请不要发给别人。", "The pass stands for you. Please do not send it to anybody.")

	PassToPhone    = text("用手机扫这个码", "Scan this with your phone")
	PassStep1      = text("手机扫码，打开网页", "Scan the code; a page opens")
	PassStep2      = text("在手机上点“放到这部手机”", "Tap “Put it on this phone” there")
	PassStep3      = text("您的预约、积分、诉求，手机上都能看到", "Your bookings, points and appeals are on it")
	PassOnce       = text("只给一部手机用，扫的时候请留意身后。", "It works for one phone. Mind who stands behind you.")
	PassPicture    = text("扫不了？改成拍照", "Cannot scan? Take a picture")
	PassByPhone    = text("放到手机里", "Put it on my phone")
	PassOpened     = text("已有一部手机打开", "A phone has opened it")
	PassOpenedHint = text("是您的话，请在手机上点“放到这部手机”", "If it is yours, tap “Put it on this phone” there")
	PassHeld       = text("通行码已放到一部手机", "A phone has your pass now")
	PassHeldHint   = text("下次来，手机和身份证都认得您", "From now on phone and card know you alike")
	PassNotMine    = text("不是我的手机，收回", "Not my phone: take it back")
	PassMine       = text("是我的，好了", "It is mine, done")
	PassTakenBack  = news("已收回，那部手机上的通行码已作废。这里是新的", "Taken back: the pass on that phone has ended. Here is a new one")
	BusyTakingBack = text("正在收回…", "Taking it back…")
)
