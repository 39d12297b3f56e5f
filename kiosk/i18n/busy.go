package i18n

// What is being done.
var (
	BusyCheckIn    = text("正在签到…", "Checking in…")
	BusySlots      = text("正在查看时间…", "Looking up times…")
	BusyBooking    = text("正在预约…", "Booking…")
	BusyBookings   = text("正在查看预约…", "Looking up bookings…")
	BusyCancelling = text("正在取消…", "Cancelling…")
	BusyPass       = text("正在制作通行码…", "Making your pass…")
)
