package i18n

// The frame around every screen.
var (
	SwitchLanguage = text("English", "中文") // in the language switched to
	Back           = text("返回", "Back")
	Finish         = text("结束并退出", "Finish")
	Done           = text("好的", "OK")
	Stay           = text("我还在", "I am still here")
	EndsIn         = text("%d 秒后自动退出", "Ends in %d s") // seconds
)

// The status line: what the hub has receipted, never what is connected.
var (
	AllDelivered    = text("记录已全部送达中心（%s收到回执）", "All records delivered to the hub (receipt %s)")                        // age of the receipt
	DeliveredUpTo   = text("已送达中心：截至 %s（%s收到回执），%d 条待送", "Delivered to the hub up to %s (receipt %s), %d waiting")      // time of the newest record delivered, age of the receipt, records waiting
	NeverReceipt    = text("记录保存在本站，尚未收到中心回执，%d 条待送", "Records are kept here; no receipt from the hub yet, %d waiting") // records waiting
	StatusForked    = text("本站记录需要工作人员核对，请告诉值班人员", "This station's records need checking: please tell the attendant")
	StatusUnread    = text("本站读不出自己的记录，请告诉值班人员", "This station cannot read its records: please tell the attendant")
	StatusLow       = text("本站存储空间快用完了，请告诉值班人员", "This station is running out of room for records: please tell the attendant")
	StatusFull      = text("本站存储空间即将用尽，请马上告诉值班人员", "This station has almost no room left for records: please tell the attendant now")
	ReaderOut       = text("读卡器暂时不可用，请用通行码或手机扫码签到", "Card reader not available now: please use your pass or phone")
	ReaderOutPhone  = text("读卡器暂时不可用，请用手机扫码签到", "Card reader not available now: please use your phone") // where there is no scanner
	ScannerOut      = text("扫码器暂时不可用，请用身份证或手机签到", "QR scanner not available now: please use your card or phone")
	ScannerOutPhone = text("扫码器暂时不可用，请用手机扫码签到", "QR scanner not available now: please use your phone") // where there is no reader
	BothOut         = text("读卡器和扫码器暂时不可用，请用手机扫码签到", "Card reader and QR scanner not available now: please use your phone")
	PrinterOut      = text("暂时不能打印小票，请用手机拍下屏幕上的码", "No paper receipts now: please photograph the code on the screen")
	TakeCard        = text("请取走您的身份证", "Please take your ID card")
	SentenceEnd     = text("。", ". ")
	JustNow         = text("刚刚", "just now")
	MinutesAgo      = text("%d 分钟前", "%d min ago") // minutes
	HoursAgo        = text("%d 小时前", "%d h ago")   // hours
	DaysAgo         = text("%d 天前", "%d days ago") // days
)

// Dates.
var (
	Today    = text("今天", "Today")
	Tomorrow = text("明天", "Tomorrow")
)
