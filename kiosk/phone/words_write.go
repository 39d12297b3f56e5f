package phone

// writeWords are those of a text for the screen.
type writeWords struct {
	WriteHere, SendToScreen, WriteNote string
	ScreenGone                         string
	SentToScreen, LookAtScreen, More   string
	MostCharacters, CharactersLeft     string // # is a number
}

var writeZH = writeWords{
	WriteHere: "写在这里", SendToScreen: "发送到屏幕", WriteNote: "只发到您面前的屏幕，您看过再提交。",
	ScreenGone:   "屏幕上已经不等这段文字了。需要的话，请先复制，再扫一次屏幕上的码。",
	SentToScreen: "已送到屏幕", LookAtScreen: "请看屏幕，接着办。", More: "看看手机上还能办什么",
	MostCharacters: "最多 # 字", CharactersLeft: "还能写 # 字",
}

var writeEN = writeWords{
	WriteHere: "Write here", SendToScreen: "Send to the screen", WriteNote: "It goes only to the screen before you, for you to check.",
	ScreenGone:   "The screen no longer waits for this text. If you still need it, copy it first, then scan the code on the screen again.",
	SentToScreen: "It is on the screen", LookAtScreen: "Please go on at the screen.", More: "See what else your phone can do here",
	MostCharacters: "# characters at most", CharactersLeft: "# characters left",
}
