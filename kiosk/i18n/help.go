package i18n

// Calling the attendant.
var (
	Called       = news("已经呼叫工作人员，请稍等", "The attendant has been called. One moment, please")
	CalledAt     = text("%s 已呼叫工作人员，请稍等", "Attendant called at %s, one moment please") // time
	CallBackDone = news("已经取消呼叫", "The call is cancelled")
)

// Help.
var (
	Help          = text("帮助", "Help")
	HelpHint      = text("怎么用，找谁", "How it works, whom to ask")
	HelpCheckIn   = text("怎么签到？", "How to check in")
	HelpThings    = text("这里能办什么？", "What can be done here?")
	CallAttendant = text("呼叫工作人员", "Call the attendant")
	TakeCallBack  = text("不用了，取消呼叫", "Never mind, cancel the call")
	HelpCard      = text("身份证", "ID card")
	HelpCardHow   = text("平放在读卡区，听到提示再拿起", "Lay it flat on the reader until it is read")
	HelpPass      = text("通行码", "Pass")
	HelpPassHow   = text("手机里或纸上的码，对准扫码口", "On your phone or on paper: show it to the scanner")
	HelpPhone     = text("手机", "Phone")
	HelpPhoneHow  = text("扫首页上的码，在手机上签到和预约", "Scan the code on the first page, go on on your phone")
	HelpNobody    = text("不留姓名", "Anonymously")
	HelpNobodyHow = text("在首页点一下，只计人次", "One tap on the first page: only the visit is counted")
	AboutBookings = text("看看约了什么，来不了就取消", "See what you booked, cancel what you cannot keep")
	AboutPass     = text("拍下这个码，下次不用带身份证", "Photograph it: next time without a card")
)
