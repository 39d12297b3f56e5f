package phone

// takeWords are those of a pass that comes from the screen.
type takeWords struct {
	Take, TakeNote, TakeYes, TakeNotYou string
	TakeOther, TakeHeld, TakeKept       string // # is a number
	TakeReplace, TakeKeep               string
	OtherPass, OtherPassNote, OtherYes  string

	PassLeave, PassLeaveNote, PassLeaveYes string
}

var takeZH = takeWords{
	Take: "把通行码放到这部手机", TakeNote: "以后在手机上就能看到您的预约、积分和诉求，下次来也不用带证件。",
	TakeYes: "放到这部手机", TakeNotYou: "您没有在驿站屏幕前办理？请不要点，关掉这一页就好。",
	TakeOther: "这部手机上已有另一个通行码", TakeHeld: "它名下有 # 个预约。", TakeKept: "换了以后，原来的不作废，在“通行码”页里随时能换回来。",
	TakeReplace: "换成屏幕上的", TakeKeep: "不换，用原来的",
	OtherPass: "这部手机上还有另一个通行码", OtherPassNote: "换过去，就看到它名下的预约和积分；现在这个也留着。", OtherYes: "换到另一个",
	PassLeave: "手机要给别人用？", PassLeaveNote: "把通行码从这部手机上移走，它本身不作废。以后要用，在驿站屏幕上扫一下截图，再放回手机。还没截图的，请先截图。", PassLeaveYes: "从这部手机移走",
}

var takeEN = takeWords{
	Take: "Put your pass on this phone", TakeNote: "Your bookings, points and appeals will be here, and next time you need no card.",
	TakeYes: "Put it on this phone", TakeNotYou: "You are not at the station's screen? Then tap nothing and close this page.",
	TakeOther: "This phone holds another pass", TakeHeld: "Bookings under it: #.", TakeKept: "If you change, the other stays good: change back any time under “My pass”.",
	TakeReplace: "Use the one from the screen", TakeKeep: "Keep the one I have",
	OtherPass: "This phone holds another pass, too", OtherPassNote: "Change to it to see its bookings and points. The present one is kept.", OtherYes: "Change to the other",
	PassLeave: "Is somebody else to use this phone?", PassLeaveNote: "Your pass leaves this phone and stays good: scan your screenshot of it at a station's screen to put it back. If you have no screenshot, take one first.", PassLeaveYes: "Take it off this phone",
}
