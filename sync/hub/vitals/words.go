package vitals

// Words are a text in both languages.
type Words struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

// Say puts a trouble's code into words, with what to do. A code of another
// version is its own word.
func Say(code string) Words { return say(troubles, code) }

var troubles = map[string]Words{
	Silent:         {"失联：请检查驿站的电源和网络", "silent: see whether the station has power and network"},
	ReaderOut:      {"读卡器不可用：骑手请改用手机或纸质通行码，并联系技术人员", "the card reader is out: riders use their passes; call a technician"},
	ScannerOut:     {"扫码枪不可用：请联系技术人员", "the scanner is out: call a technician"},
	PrinterOut:     {"打印机不可用：请检查纸张和机盖", "the printer is out: look at its paper and cover"},
	DeviceAiling:   {"有设备需要检修", "a device needs looking after"},
	ClockUntrusted: {"时钟不可信：请更换主板电池，或让驿站联网一次", "the clock cannot be trusted: replace its battery, or connect the station once"},
	DiskLow:        {"磁盘空间不足：请清理磁盘", "the disk is getting full: make room"},
	DiskFull:       {"磁盘将满：只能保存服务记录，请立即清理", "the disk is full but for the headroom: make room now"},
	Stuck:          {"记录无法送达，需人工处理", "records cannot be delivered: a person has to act"},
	Late:           {"有记录超过一天未送达", "a record has waited for more than a day"},
	SetAside:       {"有冲突的记录被搁置，需人工处理", "records that contradict others were set aside: a person has to act"},
	DeadLetters:    {"有记录未能解读：升级中枢后重试", "records could not be read: update the hub, then retry"},
	Untold:         {"有联络但未报告自身状态", "it is heard of, and does not say how it fares"},
}

// Name puts the name of a device, a state, a level or a trust into words.
func Name(code string) Words { return say(names, code) }

var names = map[string]Words{
	"card-reader": {"读卡器", "card reader"},
	"card_reader": {"读卡器", "card reader"},
	"scanner":     {"扫码枪", "scanner"},
	"printer":     {"打印机", "printer"},

	"ready":    {"正常", "ready"},
	"degraded": {"可用，需检修", "serves, needs looking after"},
	"down":     {"不可用", "out of order"},
	"absent":   {"未连接", "not connected"},

	"ample": {"充足", "ample"},
	"low":   {"不足", "low"},
	"full":  {"将满", "full"},

	"system": {"系统时钟", "the system's clock"},
	"hub":    {"由中枢校准", "corrected by the hub"},
	"floor":  {"不可信，按最近记录推算", "not trusted; reckoned from the newest record"},
	"none":   {"未知", "not known"},
}

// Why puts the reason of a device's state into words.
func Why(code string) Words { return say(reasons, code) }

var reasons = map[string]Words{
	"starting":         {"正在启动", "starting"},
	"unstable":         {"时断时续", "comes and goes"},
	"unknown":          {"原因不明", "cause not known"},
	"unplugged":        {"已拔出或断电", "unplugged or without power"},
	"no-permission":    {"无访问权限", "no permission to open it"},
	"in-use":           {"被其他程序占用", "in use by another program"},
	"not-serial":       {"不是串口设备", "not a serial line"},
	"not-input":        {"不是输入设备", "not an input device"},
	"ambiguous":        {"有多个设备符合", "several devices match"},
	"wrong-baud":       {"波特率不支持", "baud rate not supported"},
	"stuck":            {"串口无响应", "the line does not take data"},
	"silent":           {"无应答", "does not answer"},
	"echo":             {"收到自身回波", "answers with an echo"},
	"garbled":          {"数据损坏", "garbled data"},
	"out-of-step":      {"应答错位", "answers out of step"},
	"self-test-failed": {"自检失败", "self-test failed"},
	"not-authorised":   {"安全模块未授权", "security module not authorised"},
	"reader-error":     {"读卡器报错", "the reader reports an error"},
	"card-moved":       {"读卡中断", "cards were taken away too soon"},
	"card-rejected":    {"卡片被拒", "cards were rejected"},
	"unknown-card":     {"不支持的卡", "cards of another kind"},
	"unknown-layout":   {"卡片格式未知", "cards of another layout"},
	"unreadable-code":  {"条码无法解读", "unreadable codes"},
	"code-too-long":    {"条码过长", "codes too long"},
	"torn-code":        {"条码不完整", "torn codes"},
	"no-ack":           {"扫码枪未确认命令", "commands not acknowledged"},
	"paper-out":        {"缺纸", "out of paper"},
	"paper-low":        {"纸将用尽", "paper nearly out"},
	"cover-open":       {"机盖未关", "cover open"},
	"jam":              {"卡纸或切刀故障", "paper jam or cutter fault"},
	"printer-error":    {"打印机故障", "printer fault"},
	"cooling":          {"打印头过热", "print head cooling down"},
	"offline":          {"打印机离线", "printer offline"},
	"queue-full":       {"打印队列已满", "print queue full"},
	"stale":            {"打印任务过期", "print job out of date"},
	"broke-off":        {"打印中断", "printing broke off"},
	"bad-document":     {"打印内容有误", "document cannot be printed"},
}

func say(words map[string]Words, code string) Words {
	if w, known := words[code]; known {
		return w
	}
	return Words{code, code}
}
