package phone

var inChinese = words{
	Code: "zh-CN", Other: "English", OtherCode: "en",

	Brand: "暖新驿站", Home: "首页", Bookings: "我的预约", Pass: "通行码",

	Welcome: "辛苦了，进来歇歇脚", WelcomeNote: "骑手、快递员、网约车司机，都欢迎",
	CheckIn: "签到", CheckInNote: "点一下就好，不用填写", CheckInAnonymous: "只计人次，不要通行码",
	CheckedIn: "签到成功", CheckedInAt: "签到时间",
	AlreadyIn: "您已签到", NotTwice: "不用重复签到，本次只记一次。",
	WhatNow: "喝口热水，充会儿电，歇一歇。", Book: "预约服务",
	Colon: "：", Comma: " ",
	Next: "最早", NoneFree: "暂时约满", NoServices: "本站暂时没有可预约的服务。",
	Held:  "您有预约",
	Trust: "无需注册，不收集姓名、电话和身份证号。",

	Day: "选日期", Today: "今天", Tomorrow: "明天",
	Left: "余", Place: "位", Places: "位",
	Full: "已满", Notice: "须知", NoSlots: "这项服务暂时没有开放的时段，请过些时候再看，或问问工作人员。",
	HeldThis: "您已预约这项服务", Show: "查看",
	Confirm: "确认预约", ConfirmButton: "确认预约",
	Service: "服务", When: "时间", Where: "地点",
	Minutes: "分钟", Remaining: "剩余名额",
	Back: "返回", TryAgain: "再试一次",

	Booked: "预约成功", YourBooking: "预约凭证", Number: "编号",
	ReceiptNote: "到场时出示此码。请截图保存，没有网络也能用。", ReceiptImage: "预约凭证二维码",
	Cancel: "取消预约", CancelSure: "取消后名额会让给别人，确定吗？", CancelButton: "确定取消",
	NoBookings: "还没有预约", NoBookingsNote: "可以预约健康检查、法律援助等服务。",

	PassNote: "在任何一台暖新驿站机器上扫一下，就知道是您。", PassKeep: "请截图保存。这是您的凭证，不要发给别人。", PassImage: "通行码二维码",
	NoPass: "还没有通行码", NoPassNote: "签到或预约一次，就会自动生成。",
	PassSeen: "手机丢过、码被人拍了？", PassSeenNote: "换一个新的，旧的马上作废，其他驿站等中心通知后失效。", PassNew: "换一个通行码",

	Months: "1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月", Weekdays: "周日 周一 周二 周三 周四 周五 周六",

	bookingWords: bookingZH,
	appealWords:  appealZH,
	moreWords:    moreZH,
	wallWords:    wallZH,
	dataWords:    dataZH,
	writeWords:   writeZH,
	takeWords:    takeZH,
}
