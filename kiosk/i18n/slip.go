package i18n

// What becomes of the printed receipt.
var (
	SlipPrinting   = text("正在打印小票…", "Printing your receipt…")
	SlipPrinted    = text("小票打好了，请取走", "Your receipt is printed. Please take it")
	SlipSent       = text("小票正在打出；没有出来的话，请用手机扫二维码", "Your receipt is coming out; if not, scan the QR code with your phone") // by a printer that does not say whether it is out
	SlipPaperOut   = text("小票机缺纸，请用手机扫二维码", "The printer is out of paper: scan the QR code with your phone")
	SlipCoverOpen  = text("小票机上盖没有合好，请用手机扫二维码", "The printer's cover is open: scan the QR code with your phone")
	SlipJam        = text("小票机卡纸，请用手机扫二维码", "The printer is jammed: scan the QR code with your phone")
	SlipHot        = text("小票机正在降温，稍等一下，或用手机扫二维码", "The printer is cooling down: wait a little, or scan the QR code with your phone")
	SlipNoPrinter  = text("小票机没有反应，请用手机扫二维码", "The printer does not answer: scan the QR code with your phone")
	SlipNotPrinted = text("小票没有打印，二维码在屏幕上", "The receipt was not printed; the QR code is on the screen")
)

// The printed receipt. It is in both languages.
var (
	SlipBooking   = text("预约回执", "Booking")
	SlipAppeal    = text("诉求查询码", "Your appeal")
	SlipReward    = text("兑换领取单", "Your reward")
	SlipRewardHow = text("凭这张小票向本站工作人员领取", "The attendant here hands it out for this paper")
	SlipHazard    = text("隐患上报回执", "Hazard reported")
	SlipHazardHow = text("会送到管这件事的部门。这张小票是上报的凭证。", "It goes to the department in charge. This paper is proof of your report.")
	SlipMade      = text("时间", "When")
	SlipPlace     = text("地点", "Place")
	SlipBring     = text("准备", "Note")
	SlipName      = text("姓名", "Name")
	SlipCalled    = text("叫号", "Call")
	SlipNumber    = text("编号", "No.")
	SlipClaim     = text("查询码", "Claim code")
	SlipClaimHint = text("凭这个码在任一驿站查看答复。请收好，不要给别人。", "See the answer with this code at any station. Keep it to yourself.")
	SlipShow      = text("到时出示这个码", "Show this code when you come")
	SlipCancel    = text("不能来？请在驿站屏幕或手机页面“我的预约”里取消，把名额让给别人。", "Cannot come? Cancel under \"My bookings\" on the station's screen or phone page: somebody else gets the place.")
	SlipList      = text("今日名单", "Today's list")
	SlipListCare  = text("名单有个人信息，用完请销毁。%s 打印", "Personal data: destroy after use. Printed %s") // date and time
	SlipTest      = text("打印测试页", "Test page")
	ScannerWell   = news("测试页的码扫到了，扫码器正常", "The code of the test page was read: the scanner is well")
	SlipTestHint  = text("字清楚、码能扫、纸已切断，打印机就是好的。%s 打印", "Type is clear, the code can be scanned, the paper is cut: the printer is well. Printed %s") // date and time
	SlipPrivacy   = text("只印隐去的姓名，不印证件号码。%s 打印", "The name is masked and no ID number is printed. Printed %s")                                      // date and time
)
