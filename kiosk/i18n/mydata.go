package i18n

// My data.
var (
	MyData         = text("我的数据", "My data")
	MyDataHint     = text("看、带走、撤回、删除", "See, take, withdraw, erase")
	AboutMyData    = text("看看本站保存了您的哪些信息，随时可以带走或删除", "See what is kept of you here, take it along or erase it")
	MyDataTitle    = text("本站保存的您的信息", "This is kept of you here")
	MyDataNone     = text("本站没有保存您的任何信息", "Nothing is kept of you here")
	MyDataNoneHint = text("以后办过的事会列在这里，随时能看、能删", "What you do here will be listed, to be seen and erased any time")
	DataCount      = text("%d 条，最近 %s", "%d, latest %s") // records, date
	DataCountOld   = text("%d 条", "%d")                  // records
	DataSealed     = text("姓名和证件号已加密封存，本站自己也打不开", "Name and ID number are sealed: this station cannot open them")
	DataConsents   = text("我的授权", "Consents")
	DataPasses     = text("我的通行码", "Passes")
	DataTake       = text("带走一份", "Take a copy")
	DataErase      = text("全部删除", "Erase all")
)

// What is held, by what it is of.
var (
	HeldPerson     = text("身份", "Identity")
	HeldName       = text("今天的称呼", "Today's name")
	HeldVisits     = text("到站", "Visits")
	HeldConsents   = text("授权", "Consents")
	HeldBookings   = text("预约", "Bookings")
	HeldPoints     = text("积分", "Points")
	HeldBalance    = text("积分余额", "Points in all")
	HeldLearning   = text("学习", "Learning")
	HeldTasks      = text("志愿任务", "Volunteer tasks")
	HeldAppeals    = text("诉求", "Appeals")
	HeldHazards    = text("隐患上报", "Hazard reports")
	HeldStories    = text("讲的故事", "Stories offered")
	HeldMembership = text("流动党员登记", "Membership")
	HeldPasses     = text("通行码", "Passes")
	HeldOther      = text("其他记录", "Other records")
)

// A record in a sentence.
var (
	SaidPerson     = text("姓名和证件号，加密封存", "Name and ID number, sealed")
	SaidName       = text("今天称呼您 %s，今晚自动删除", "Called %s today, erased tonight") // masked name
	SaidVisit      = text("来过本站", "You were here")
	SaidStay       = text("来过本站，待了 %d 分钟", "You were here for %d min")   // minutes
	SaidGiven      = text("同意：%s", "Consent: %s")                        // purpose
	SaidWithdrawn  = text("已撤回：%s", "Withdrawn: %s")                     // purpose
	SaidBooking    = text("%s，%s，%s", "%s, %s, %s")                      // service, when, state
	SaidPoints     = text("积分 %s：%s", "Points %s: %s")                   // points with sign, for what
	SaidBalance    = text("一共 %d 分", "%d points in all")                 // points
	SaidRead       = text("%s：读到第 %d 页", "%s: read to page %d")          // pack, page
	SaidQuiz       = text("%s：测验答对 %d / %d", "%s: quiz %d of %d")        // pack, right, questions
	SaidTask       = text("%s：%s", "%s: %s")                             // task, state
	SaidSubmission = text("%s（内容加密，本站看不到）", "%s (its words are sealed)") // what about
	SaidPass       = text("有效至 %s", "Good until %s")                     // date
	SaidRevoked    = text("已作废", "Revoked")
	SaidMember     = text("办理情况：%s", "State: %s") // state
	SaidRecord     = text("一条记录", "A record")
)

// States in records.
var (
	StateConfirmed   = text("已约好", "booked")
	StateProvisional = text("待确认", "provisional")
	StateWaiting     = text("排队中", "in line")
	StateCalled      = text("已叫号", "called")
	StateAttended    = text("已到", "attended")
	StateNoShow      = text("没有到", "missed")
	StateLapsed      = text("已过期", "lapsed")
	TaskAccepted     = text("已接下", "taken")
	TaskDeclined     = text("没有接", "declined")
	TaskDone         = text("已完成", "done")
)

// A copy to take along.
var (
	TakeTitle = text("带走一份", "Take a copy")
	TakeHint  = text("用手机扫一扫，文字就在手机上，不经过网络。", "Scan it: the text goes to your phone, through no network.")
	TakeMore  = text("一张码放不下，请翻页再扫。", "It does not fit one code: turn the page and scan again.")
	TakeFile  = text("要完整的文件，用手机扫首页的码，在“我的数据”里下载。", "For a file of it all, scan the first page's code and look under \"My data\".")
	TakeHead  = text("%s 保存的我的信息（%s）", "What %s keeps of me (%s)") // station, date
)

// Consents.
var (
	ConsentsTitle     = text("我的授权", "My consents")
	ConsentsNone      = text("您没有给过本站任何授权", "You have consented to nothing here")
	ConsentsNoneHint  = text("以后同意过的事会列在这里，随时能撤回", "What you agree to will be listed, to be withdrawn any time")
	ConsentSince      = text("%s 同意，点这里撤回", "Given %s. Tap to withdraw") // date
	ConsentEnded      = text("%s 已撤回", "Withdrawn %s")                   // date
	WithdrawTitle     = text("撤回“%s”的授权？", "Withdraw consent: %s?")      // purpose
	WithdrawHint      = text("撤回后不再为这件事使用您的信息，其他服务照常。", "Your data is no longer used for this. Everything else goes on.")
	WithdrawYes       = text("撤回授权", "Withdraw")
	WithdrawAll       = text("全部撤回（包括在其他驿站给的）", "Withdraw all, other stations' too")
	PurposeStory      = text("讲述我的故事", "Telling my story")
	PurposeMembership = text("流动党员登记", "Floating membership")
	Withdrawn         = news("授权已撤回", "Consent withdrawn")
	AllWithdrawn      = news("授权已全部撤回", "All consents withdrawn")
)

// Passes held.
var (
	PassesTitle   = text("让通行码全部作废？", "Revoke all passes?")
	PassesGood    = text("本站发给您、还能用的通行码：%d 个，最晚到 %s", "Passes from this station that still work: %d, the last until %s") // passes, date
	PassesNone    = text("本站没有发给您还能用的通行码", "No pass from this station still works")
	PassesHint    = text("手机丢了、码被别人拍了，就把它们作废。本站的马上失效，其他驿站的等中心通知后失效。", "If your phone is lost or somebody has your code: this station's end at once, others' when the hub has told them.")
	PassesKeep    = text("不作废", "Keep them")
	PassesYes     = text("全部作废", "Revoke all")
	PassesRevoked = news("通行码已全部作废，随时可以再领新的", "All passes revoked. You can take a new one any time")
)

// Erasing.
var (
	EraseTitle   = text("删除本站保存的全部信息？", "Erase everything kept here?")
	EraseGoes    = text("会删除", "This goes")
	EraseGoes1   = text("到站、预约、积分、学习、志愿、诉求的记录", "Visits, bookings, points, learning, tasks, appeals")
	EraseGoes2   = text("封存的姓名和证件号，通行码全部作废", "Sealed name and number; all passes end")
	EraseGoes3   = text("并通知中心一起删除", "The hub is told to erase them too")
	EraseStays   = text("会留下一阵", "This stays a while")
	EraseStays1  = text("没有姓名的流水，送达中心后按期清除", "A journal without names, until the hub has it")
	EraseStays2  = text("旧的备份，换新后自然消失", "Old backups, until newer ones replace them")
	EraseStays3  = text("匿名交的诉求，凭查询码还能查", "Anonymous appeals, found by their claim code")
	EraseKeep    = text("先不删", "Keep it")
	EraseOn      = text("继续", "Go on")
	EraseSure    = text("真的删除吗？", "Really erase?")
	EraseLoses   = text("%d 分积分会清零，%d 个预约会取消", "%d points and %d bookings are gone") // points, bookings
	EraseForever = text("删除后找不回来，下次来就像第一次来。", "It cannot be undone. Next time you are new here.")
	EraseYes     = text("永久删除", "Erase for good")
	EraseNo      = text("保留我的信息", "Keep my data")
	Farewell     = text("都删好了，谢谢您来过", "All is erased. Thank you for having come")
	FarewellHint = text("不留痕迹也欢迎，累了随时进来歇歇脚。", "You are welcome without a trace, too. Come in whenever you need a rest.")
)

// What is being done.
var (
	BusyData        = text("正在查看记录…", "Looking up records…")
	BusyWithdrawing = text("正在撤回…", "Withdrawing…")
	BusyRevoking    = text("正在作废…", "Revoking…")
	BusyErasing     = text("正在删除…", "Erasing…")
)
