package phone

// appealWords are those of appeals and hazard reports.
type appealWords struct {
	Appeals, AppealsHint                   string
	AppealNote                             string
	FollowTitle, ClaimLabel, FollowButton  string
	OftenSaid, InWords, TextSafe           string
	MineAppeal, MineHazard                 string
	FileButton                             string
	FiledAppeal, ClaimTitle, ClaimNote     string
	ClaimImage, ReceiptQR                  string
	Progress, AnswerDue, Overdue           string
	Unreadable, RateTitle                  string
	Stars                                  [5]string // from the worst
	ReopenTitle, ReopenLabel, ReopenButton string
	OtherAppeal                            string
	Received, Assigned, InProgress         string
	Answered, Rated, Reopened              string

	Hazard, HazardHint, HazardNote string
	HazardKind, HazardPlace        string
	HazardWords, ReportButton      string
	FiledHazard, FiledHazardNote   string
	Urgent                         string
	FiledAt                        string
}

var appealZH = appealWords{
	Appeals: "诉求反映", AppealsHint: "有难处就说，件件有回音", AppealNote: "不用写姓名。选一类，勾几条或写几句就行。",
	FollowTitle: "查答复", ClaimLabel: "查询码（三组，每组六位）", FollowButton: "查一查",
	OftenSaid: "大家常说的，可以多选", InWords: "用自己的话说（可不写）", TextSafe: "写的内容加密保存，只有办理的人能看。请不要写身份证号、银行卡号。",
	MineAppeal: "记到我的通行码下（不勾选就是匿名）", MineHazard: "记到我的通行码下，可以积分",
	FileButton:  "提交",
	FiledAppeal: "已提交", ClaimTitle: "您的查询码", ClaimNote: "凭它查进度、看答复。只显示这一次，请现在截图。",
	ClaimImage: "查询码二维码", ReceiptQR: "凭证二维码",
	Progress: "办理进度", AnswerDue: "最晚答复", Overdue: "已过答复期限，我们在催办。",
	Unreadable: "有一段答复，用这个查询码打不开。请告诉工作人员。", RateTitle: "这个答复，您满意吗？",
	Stars:       [5]string{"很不满意", "不太满意", "一般", "满意", "很满意"},
	ReopenTitle: "问题没解决？", ReopenLabel: "还有什么没解决（可不写）", ReopenButton: "请重新办理",
	OtherAppeal: "查另一个",
	Received:    "已收到", Assigned: "已转部门", InProgress: "正在办理", Answered: "已答复", Rated: "您已评价", Reopened: "已请重新办理",

	Hazard: "随手报隐患", HazardHint: "路上看到危险，点几下就行", HazardNote: "看到危险，报一下，有人去管。",
	HazardKind: "是什么", HazardPlace: "在哪里", HazardWords: "说清楚一点（地点没有合适的，请写在这里）", ReportButton: "上报",
	FiledHazard: "已上报，谢谢您", FiledHazardNote: "会转给负责的部门。",
	Urgent:  "着火、伤人等紧急情况，请先打 119、120 或 110。",
	FiledAt: "时间",
}

var appealEN = appealWords{
	Appeals: "Appeals", AppealsHint: "Tell us; every one is answered", AppealNote: "No name needed. Choose what it is about, then tick or write a little.",
	FollowTitle: "See an answer", ClaimLabel: "Claim code (three groups of six)", FollowButton: "Look it up",
	OftenSaid: "Often said; choose as many as fit", InWords: "In your own words (may be left empty)", TextSafe: "What you write is kept sealed; only those who handle it can read it. Please write no ID or bank card number.",
	MineAppeal: "Keep it under my pass (otherwise it is anonymous)", MineHazard: "Keep it under my pass, which may earn points",
	FileButton:  "Hand it in",
	FiledAppeal: "Handed in", ClaimTitle: "Your claim code", ClaimNote: "With it you follow the matter and read the answer. It is shown this once: take a screenshot now.",
	ClaimImage: "QR code of your claim code", ReceiptQR: "QR code of your receipt",
	Progress: "How it stands", AnswerDue: "Answer due by", Overdue: "The answer is overdue; we are pressing for it.",
	Unreadable: "There is an answer that this code does not open. Please tell the attendant.", RateTitle: "Are you satisfied with the answer?",
	Stars:       [5]string{"Not at all", "Not really", "So-so", "Satisfied", "Very satisfied"},
	ReopenTitle: "Not settled?", ReopenLabel: "What is still open (may be left empty)", ReopenButton: "Open it again",
	OtherAppeal: "Look up another",
	Received:    "Received", Assigned: "Passed on", InProgress: "Being worked on", Answered: "Answered", Rated: "You have rated it", Reopened: "Opened again",

	Hazard: "Report a hazard", HazardHint: "Seen a danger? A few taps", HazardNote: "Seen something dangerous? Say so, and somebody will see to it.",
	HazardKind: "What is it", HazardPlace: "Where is it", HazardWords: "Say a little more (or where, if no place above fits)", ReportButton: "Report it",
	FiledHazard: "Reported. Thank you", FiledHazardNote: "It goes to the department in charge.",
	Urgent:  "Fire or injury: call 119, 120 or 110 first.",
	FiledAt: "Time",
}
