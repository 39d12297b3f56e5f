package i18n

// Appeals: what about.
var (
	Appeals         = text("诉求反映", "Appeals")
	AppealsHint     = text("有难处就说，件件有回音", "Tell us; every one is answered")
	AppealMenuTitle = text("您想反映哪方面的事？", "What is it about?")
	FollowUp        = text("查答复", "See an answer")
	FollowUpHint    = text("扫查询码，或输入", "Scan or type your code")
)

// Filing an appeal.
var (
	AppealWrite          = text("再写几句", "Add some words")
	AppealWritten        = text("已写 %d 个字，点这里改", "%d characters written; tap to edit") // characters
	AppealText           = text("您的诉求", "Your appeal")
	AppealTextHint       = text("什么时候、在哪里、怎么回事，希望怎么解决", "When, where, what happened, what you would like done")
	GoOn                 = text("下一步", "Next")
	AppealConfirmTitle   = text("怎么提交？", "How shall it be filed?")
	AppealChars          = text("另有文字 %d 个字", "and %d characters of text") // characters
	FileAnonymous        = text("不留名提交", "File anonymously")
	FileAnonymousHint    = text("没人知道是您提的，凭查询码看答复", "Nobody learns it was you; the code shows the answer")
	FileNamed            = text("留名提交", "File under my name")
	FileNamedHint        = text("受理部门知道是您，便于核实", "The department knows it was you and can check the facts")
	FileNamedCard        = text("先放身份证或扫通行码", "Card or pass first")
	AppealFiled          = text("已经记下，会有人办", "Recorded. Somebody will see to it")
	AppealFiledAnonymous = text("没有留下您的身份", "Nothing kept about who you are")
	AppealFiledNamed     = text("已记在您的名下", "Filed under your name")
	ClaimKeep            = text("拍下来或抄下来：只显示这一次，本站不留底", "Photograph or copy it: it is shown only now and kept nowhere")
	ClaimSecret          = text("凭码就能看答复，不要给别人看", "Whoever has it reads the answer: show it to nobody")
	DraftFoundTitle      = text("刚才写到一半的，是您吗？", "Was it you who began this?")
	DraftFoundAppeal     = text("屏幕上有一份还没提交的诉求。", "There is an appeal here, not filed yet.")
	DraftFoundHazard     = text("屏幕上有一份还没提交的隐患报告。", "There is a hazard report here, not filed yet.")
	DraftFoundHint       = text("写的内容不再显示。不是您的，就会删掉。", "What was written is not shown. If it is not yours, it is dropped.")
	DraftYes             = text("是我写的，接着办", "It was me: go on")
	DraftNo              = text("不是我，删掉", "Not me: drop it")
	DraftDropped         = news("已删掉，没有提交", "Dropped. Nothing was filed")
	BusyAppeal           = text("正在提交…", "Filing…")
)

// Following an appeal up.
var (
	ClaimPadTitle       = text("输入查询码", "Type your claim code")
	ClaimPadScan        = text("有二维码？对准扫码口就行", "Have the QR code? Show it to the scanner")
	ClaimPadHint        = text("小票或照片上的 18 位", "18 digits, on the slip or photo")
	ClaimPadLeft        = text("还差 %d 位", "%d to go") // digits
	ClaimErase          = text("删一位", "Delete")
	ClaimClear          = text("清空", "Clear")
	BusyClaim           = text("正在查…", "Looking it up…")
	BusyRating          = text("正在记录评价…", "Recording your rating…")
	MyAppealsTitle      = text("我留名提的诉求", "Appeals under my name")
	MyAppealsHint       = text("答复只有查询码能打开，请扫码或输入", "Only the claim code opens an answer: scan or type it")
	TypeClaim           = text("输入查询码", "Type the code")
	AppealTitle         = text("诉求办到哪了", "How your appeal stands")
	AppealTitleRound    = text("诉求办到哪了（第 %d 轮）", "How your appeal stands (round %d)") // round
	StateReceived       = text("已收到", "Received")
	StateReopened       = text("重新受理", "Reopened")
	StateAssigned       = text("已转部门", "Passed on")
	StateInProgress     = text("正在办", "In hand")
	StateAnswered       = text("已答复", "Answered")
	StateRated          = text("已评价", "Rated")
	AppealDue           = text("%s前会有答复", "An answer is due by %s")                                 // date
	AppealOverdue       = text("已经过了说好的日子，可请工作人员帮着催", "It is late: the attendant can follow it up") // past its date
	AppealWaiting       = text("还没有答复", "No answer yet")                                            // no reply
	AppealWaitingHint   = text("有了会显示在这里，任何一个驿站都能查", "It will show here, and at any other station")
	ReplyAt             = text("%s · %s", "%s · %s") // state, date
	ReplyUnreadable     = text("这里有一段答复，但这个码打不开", "There is a reply that this code cannot open")
	ReplyUnreadableHint = text("请告诉工作人员，帮您问一问", "Please tell the attendant")
	RateAsk             = text("这个答复满意吗？", "Are you satisfied with it?")
	RateSend            = text("提交评价", "Rate")
	RateThanks          = text("您已评价，谢谢", "You have rated it. Thank you")
	ReopenAsk           = text("没解决，再反映", "Not settled: reopen")
	ReopenTitle         = text("请原部门重新办理？", "Have it looked into again?")
	ReopenHint          = text("会退回原来的部门重新办理，查询码不变。可以写写哪里没解决。", "It goes back to the same department; your code stays the same. You may say what is not settled.")
	ReopenWrite         = text("写一写原因", "Say why")
	ReopenYes           = text("重新办理", "Reopen it")
	ReasonText          = text("哪里没解决", "What is not settled")
	ReasonTextHint      = text("写给受理部门，只有他们看得到", "For the department; nobody else reads it")
	AppealRated         = news("评价已记下，谢谢您", "Your rating is recorded. Thank you")
	AppealReopenedSay   = news("已请原部门重新办理", "It will be looked into again")
)
