package i18n

// Booking.
var (
	ChooseTime        = text("选一个时间", "Choose a time")
	LeftMany          = text("余 %d 位", "%d places left") // places
	LeftOne           = text("只剩 1 位", "1 place left")
	LeftNone          = text("已约满", "Full")
	NoSlots           = text("这项服务近期没有可约的时间", "No time can be booked at present")
	NoSlotsHint       = text("过几天再来看看，急的话请工作人员帮您想办法", "Look again in a few days. If it cannot wait, ask the attendant")
	OtherServices     = text("看看别的服务", "Other services")
	ConfirmTitle      = text("请核对", "Please check")
	ConfirmBooking    = text("确认预约", "Confirm booking")
	QueueHere         = text("已满 · 可排队", "Full · wait in line")
	AskHere           = text("已满 · 可登记", "Full · ask for one")
	SoonestPlace      = text("最早", "Soonest")
	QueueMeans        = text("这个时间已约满。可以先排队：有人取消就按先后补上，下次签到告诉您结果。现在还没有名额。", "This time is full. Wait in line: places given back go by turn, and your next check-in tells you. You have no place yet.")
	AskMeans          = text("本站这个时间已约满。先登记，请中心再找名额，下次签到告诉您结果。现在还没有名额。", "This time is full here. Ask the hub for one more place; your next check-in tells you. You have no place yet.")
	QueueYes          = text("排队等候", "Wait in line")
	AskYes            = text("先登记", "Ask for a place")
	PendingHint       = text("有没有名额，下次签到时屏幕会告诉您；到开始时还没有就算没排到。", "At your next check-in the screen tells you whether you have a place; without one when it begins, the wait is over.")
	MoveTitle         = text("换个时间", "Another time")
	MoveConfirm       = text("改到这个时间？", "Move it to this time?")
	MoveFrom          = text("原来：%s", "Now: %s") // day and times
	MoveYes           = text("确认改时间", "Move it")
	MovedTitle        = text("时间改好了", "Moved")
	Bring             = text("请准备：%s", "Please note: %s")         // note
	GivenBy           = text("由%s提供", "Offered by %s")            // provider
	ForAges           = text("适合 %d 到 %d 岁", "For ages %d to %d") // ages
	FromAge           = text("适合 %d 岁以上", "From age %d")          // age
	UpToAge           = text("适合 %d 岁以下（含）", "Up to age %d")      // age
	StandsProvisional = text("待中心确认", "awaits the hub")
	StandsWaiting     = text("排队中", "in line")
	ReceiptTitle      = text("预约成功", "Booked")
	AlreadyTitle      = text("您已经约好了", "You have this already")
	AlreadyHint       = text("这项服务您已有下面这个预约，没有重复预约。", "You hold the booking below for this service. Nothing was booked twice.")
	PendingTitle      = text("还没有名额：%s", "No place yet: %s") // how it stands
	PendingAlready    = text("您已登记这项服务，没有重复登记。有结果会在这里告诉您。", "You have asked for this service. Nothing was asked twice; the answer shows here.")
	ReceiptHint       = text("用手机拍下这个回执码，到时出示", "Photograph this receipt and show it when you come")
	ReceiptNumber     = text("编号 %s", "No. %s")                        // number
	ReceiptCalled     = text("叫号时叫您 %d 号", "You are called as no. %d") // short number
	PrintSlip         = text("打印小票", "Print it")
)

// Bookings held.
var (
	BookingsTitle  = text("我的预约", "My bookings")
	NoBookings     = text("您现在没有预约", "You have no bookings now")
	NoBookingsHint = text("看看本站能约什么，选好时间就行", "See what there is, choose a time, done")
	SeeServices    = text("看看能约什么", "See what can be booked")
	Cancel         = text("取消预约", "Cancel")
	Move           = text("改时间", "Move")
	CancelTitle    = text("要取消这个预约吗？", "Cancel this booking?")
	CancelHint     = text("取消后名额会让给别人。", "Your place goes to somebody else.")
	CancelYes      = text("确定取消", "Yes, cancel it")
	CancelNo       = text("不取消", "Keep it")
	Cancelled      = news("预约已取消", "Booking cancelled")
)
