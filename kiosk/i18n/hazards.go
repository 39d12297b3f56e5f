package i18n

// Hazards.
var (
	Hazards           = text("随手报隐患", "Report a hazard")
	HazardsHint       = text("路上看到危险，点几下就行", "Seen a danger? A few taps")
	HazardMenuTitle   = text("看到了什么？", "What did you see?")
	HazardPlaceTitle  = text("在哪里？", "Where is it?")
	PlaceElsewhere    = text("别处，我来写", "Elsewhere: let me write")
	HazardText        = text("具体位置和情况", "Where exactly, and what")
	HazardTextHint    = text("写写哪条路、哪个口、门牌号，现在怎么样", "Which street, gate or number, and how it looks now")
	HazardWrite       = text("写清楚在哪", "Say exactly where")
	HazardConfirm     = text("请核对，没问题就上报", "Please check, then report")
	HazardNeedsPlace  = text("还没说在哪里", "It does not say where yet")
	ReportAnonymous   = text("不留名上报", "Report anonymously")
	ReportAnonHint    = text("只记隐患，不记您是谁", "Only the hazard is recorded")
	ReportNamed       = text("留名上报", "Report under my name")
	ReportNamedHint   = text("记在您名下，按规则算积分", "It counts for you, and for points where rules say so")
	HazardFiled       = text("隐患已记下，谢谢您", "Recorded. Thank you")
	HazardFiledHint   = text("会送到管这件事的部门。用手机拍下这个回执码，就是上报的凭证。", "It goes to the department in charge. Photograph this receipt as proof of your report.")
	BusyHazard        = text("正在上报…", "Reporting…")
	HazardEmergency   = text("马上有危险？请先打 119 或 110", "Danger right now? Call 119 or 110 first")
	HazardReceiptTime = text("%s 上报", "Reported at %s") // time
)
