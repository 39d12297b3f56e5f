package i18n

// The station's condition, for whoever looks after it.
var (
	SideDevices  = text("设备", "Devices")
	SideDelivery = text("送达", "Delivery")
	SideNetwork  = text("网络", "Network")
)

// Devices.
var (
	Colon         = text("：", ": ")
	DeviceReader  = text("身份证读卡器", "ID-card reader")
	DeviceScanner = text("扫码器", "QR scanner")
	DevicePrinter = text("小票打印机", "Receipt printer")
	DeviceWell    = text("正常", "Working")
	DeviceWorn    = text("能用，需要留意", "Works, needs a look")
	DeviceOut     = text("不能用", "Out of order")
	DeviceNone    = text("本站没有", "Not fitted here")
	DeviceSince   = text("%s 起", "since %s") // time
)

// Delivery: what the hub's receipts say.
var (
	CondWaiting     = text("待送记录", "Waiting")
	CondWaitingN    = text("%d 条", "%d records")
	CondWaitingOld  = text("最早的一条记于 %s", "the oldest from %s") // time
	CondWaitingNone = text("没有", "none")
	CondUpTo        = text("已送达", "Delivered")
	CondUpToTime    = text("截至 %s 的记录", "records up to %s") // time
	CondUpToNone    = text("还没有", "nothing yet")
	CondReceipt     = text("最近的回执", "Latest receipt")
	CondReceiptNone = text("还没有收到过", "none so far")
	CondStorage     = text("存储空间", "Room for records")
	CondAmple       = text("充足", "ample")
	CondLow         = text("不多了，请联系运维", "low: tell the technician")
	CondFull        = text("快用尽，请马上联系运维", "almost none: tell the technician now")
	CondFree        = text("剩余 %s GB", "%s GB left") // decimal number
	CondClock       = text("时钟", "Clock")
	CondClockSystem = text("以本机时钟为准", "the machine's own")
	CondClockHub    = text("本机时间不准，已按中心校正", "the machine's is wrong, the hub's is used")
	CondClockFloor  = text("本机时间不准，请检查日期和电池", "the machine's is wrong: check date and battery")
	CondClockNone   = text("时间还不可信", "cannot be trusted yet")
	CondCertified   = text("通信证书", "Certificate")
	CondCertTill    = text("有效到 %s", "good until %s") // date
	CondCertOver    = text("已过期，请联系运维", "over: tell the technician")
	CondCertNone    = text("没有", "none")
	CondRecovered   = text("数据文件曾损坏，已从备份恢复，请告诉运维", "The file was damaged and has been restored: tell the technician")
)

// Network. Whether something was delivered is not here: only receipts say that.
var (
	CondHub       = text("到中心的通道", "The way to the hub")
	CondHeard     = text("中心的服务器从 %s 起有应答", "the hub's server has answered since %s") // time
	CondUnheard   = text("现在没有应答，记录先存在本站", "no answer now; records are kept here")
	CondOnlyProof = text("是否送达，以回执为准", "Only receipts say what is delivered")
	CondAddresses = text("本机地址", "This machine's addresses")
	CondNoAddress = text("没有网络地址，请检查网线或无线网络", "none: check the cable or the wireless network")
	CondPhone     = text("手机页面", "Page for phones")
	CondTrouble   = text("最近的问题", "Latest trouble")
	CondNoTrouble = text("没有", "none")
)

// What keeps records from moving, and what went wrong on the way.
var (
	LinkForked      = text("中心的记录与本站不一致，需要运维核对", "the hub holds other records: the operator has to compare")
	LinkStale       = text("另一台机器用过本站的名称，请联系运维", "another PC works under this name: tell the operator")
	LinkGone        = text("中心要的旧记录本站已没有，请联系运维", "the hub asks for records no longer here: tell the operator")
	LinkSilent      = text("有应答，但没有收到回执，会继续重试", "it answers but sends no receipts; still trying")
	LinkRefused     = text("中心的服务器拒绝了本站", "the hub's server refused this station")
	LinkRevoked     = text("本站的资格已被中心停用", "the hub has revoked this station")
	LinkReplaced    = text("本站已由另一台机器接替", "another PC has taken this one's place")
	LinkUnreachable = text("找不到中心的服务器，请检查网络", "the hub's server does not answer: check the network")
	LinkLost        = text("通信中断过", "the line broke")
	LinkFile        = text("本站的数据文件有问题，请联系运维", "the station's file fails: tell the technician")
	LinkOther       = text("代码 %s，请告诉运维", "code %s: tell the technician") // code
)

// Restarting.
var (
	RestartKiosk       = text("重启本程序", "Restart the kiosk")
	RestartKioskHint   = text("屏幕停几秒钟，记录不会丢", "The screen is away for seconds; no record is lost")
	RestartMachine     = text("重启整台机器", "Restart the machine")
	RestartMachineHint = text("停一两分钟，记录不会丢", "Away for a minute or two; no record is lost")
	RestartMachineNot  = text("本机不允许，请找运维", "Not allowed here: ask the technician")
	RestartSure        = text("确定重启本程序？", "Restart the kiosk?")
	RestartSureMachine = text("确定重启整台机器？", "Restart the machine?")
	RestartYes         = text("确定重启", "Yes, restart")
	BusyRestart        = text("正在重启…", "Restarting…")
	RestartFailed      = trouble("没有重启成，请联系运维", "It was not restarted: please tell the technician")
)
