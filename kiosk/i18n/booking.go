package i18n

// Booking.
var (
	ChooseTime        = text("选一个时间", "Choose a time")
	LeftMany          = text("余 %d 位", "%d places left") // places
	LeftOne           = text("只剩 1 位", "1 place left")
	LeftNone          = text("已约满", "Full")
	NoSlots           = text("这项服务近期没有可预约的时间，请过几天再来看看", "No times can be booked for this service at present. Please look again in a few days.")
	ConfirmTitle      = text("请核对", "Please check")
	ConfirmBooking    = text("确认预约", "Confirm booking")
	StandsProvisional = text("待中心确认", "awaits the hub")
	StandsWaiting     = text("候补中", "waiting list")
	ReceiptTitle      = text("预约成功", "Booked")
	AlreadyTitle      = text("您已经约好了", "You have this already")
	AlreadyHint       = text("这项服务您已有下面这个预约，没有重复预约。", "You hold the booking below for this service. Nothing was booked twice.")
	PendingTitle      = text("还没有名额：%s", "No place yet: %s") // how it stands
	PendingHint       = text("您已登记这项服务，没有重复登记。有结果会在这里告诉您。", "You have asked for this service. Nothing was asked twice; the answer shows here.")
	ReceiptHint       = text("用手机拍下这个回执码，到时出示", "Photograph this receipt and show it when you come")
	ReceiptNumber     = text("编号 %s", "No. %s") // number
	PrintSlip         = text("打印小票", "Print it")
)

// Bookings held.
var (
	BookingsTitle = text("我的预约", "My bookings")
	NoBookings    = text("您现在没有预约", "You have no bookings now")
	Cancel        = text("取消预约", "Cancel")
	CancelTitle   = text("要取消这个预约吗？", "Cancel this booking?")
	CancelHint    = text("取消后名额会让给别人。", "Your place goes to somebody else.")
	CancelYes     = text("确定取消", "Yes, cancel it")
	CancelNo      = text("不取消", "Keep it")
	Cancelled     = news("预约已取消", "Booking cancelled")
)
