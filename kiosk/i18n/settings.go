package i18n

// How a session is drawn.
var (
	DisplaySet     = text("显示设置", "Display")
	SetLanguage    = text("语言 Language", "Language 语言")
	Chinese        = text("中文", "中文")
	English        = text("English", "English")
	SetType        = text("字的大小", "Text size")
	TypeUsual      = text("标准", "Usual")
	TypeLarge      = text("大字", "Large")
	SetContrast    = text("颜色对比", "Contrast")
	ContrastCalm   = text("柔和", "Calm")
	ContrastStrong = text("清晰", "High")
	SetHand        = text("常用哪只手", "Which hand you use")
	HandLeft       = text("左手", "Left")
	HandRight      = text("右手", "Right")
	SetHint        = text("只改您这一次，退出后恢复原样", "Only for you, this time: back to usual when you finish")
)
