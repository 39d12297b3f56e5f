package i18n

// Signing in to attendant's mode.
var (
	AttendantDoor = text("值班入口", "Attendants")
	SignInTitle   = text("值班登录", "Attendants sign in")
	SignInWho     = text("请选择您的账号，或放上已登记的身份证", "Choose your account, or place your registered ID card")
	PINAsk        = text("请输入密码", "Your PIN")
	PINOld        = text("请输入现在的密码", "Your present PIN")
	PINSet        = text("设置密码", "Set a PIN")
	PINNew        = text("请输入新密码", "The new PIN")
	PINAgain      = text("请再输入一次新密码", "The new PIN once more")
	PINHint       = text("6 到 32 位数字", "6 to 32 digits")
	PINByCard     = text("也可以放上已登记的身份证", "Or place your registered ID card")
	PINLocked     = text("密码多次输错，暂停输入", "Too many wrong PINs: no PIN is taken for now")
	PINLockedTill = text("还要等 %d 分钟（到 %s）", "Wait %d min (until %s)") // minutes, time
	PINLockedCard = text("放上已登记的身份证，不用等", "Your registered ID card signs you in at once")
	PINLockedHelp = text("忘了密码，请找主管重设", "PIN forgotten? A supervisor can set a new one")
	PINOK         = text("确定", "OK")
	PINShort      = trouble("密码至少 6 位", "A PIN has at least 6 digits")
	PINDiffers    = trouble("两次输入的不一样，请重新输入新密码", "They were not the same: key in the new PIN again")
	WrongPIN      = trouble("密码不对，请再试一次", "That PIN is wrong, please try again")
	WeakPIN       = trouble("这个密码太容易猜到，请换一个", "That PIN is too easy to guess, please choose another")
	BadPIN        = trouble("密码是 6 到 32 位数字", "A PIN is 6 to 32 digits")
	NoAttendants  = trouble("本站还没有值班账号，请联系运维设置", "No attendants' accounts here yet: the technician sets up the first")
	NotOwnCard    = trouble("这张证件没有登记为值班卡，请用密码登录", "This card is not registered for signing in: use your PIN")
	NeedsCard     = trouble("值班登录要用身份证，不能用通行码", "Signing in takes an ID card, not a pass")
	CardTaken     = trouble("这张证件已登记在别的账号上", "This card is registered with another account")
)

// The first page of attendant's mode.
var (
	DutyTitle      = text("值班", "Attendant's mode")
	DutyName       = text("值班：%s", "On duty: %s")    // name
	DutySupervisor = text("主管：%s", "Supervisor: %s") // name
	DutyHint       = text("离开前请退出值班", "Please sign out before you leave")
	SignOut        = text("退出值班", "Sign out")
	RollTitle      = text("今日名单", "Today's list")
	RollHint       = text("叫号、到场、未到、约下次", "Call in, came, did not come, next time")
	WalkInTitle    = text("现场登记", "Walk-in")
	WalkInHint     = text("没有预约的人", "Somebody without a booking")
	HandoutsTitle  = text("兑换发放", "Rewards")
	HandoutsHint   = text("今天兑换的，发放或退回", "Hand out what was redeemed today")
	ErrandsTitle   = text("志愿任务", "Volunteers")
	ErrandsHint    = text("谁接了，谁做完了", "Who took a task, who has done it")
	PrintsTitle    = text("打印", "Print")
	PrintsHint     = text("名单、测试页", "The list, a test page")
	StationTitle   = text("本站状态", "This station")
	StationHint    = text("设备、送达、网络", "Devices, delivery, network")
	RestartTitle   = text("重新启动", "Restart")
	RestartHint    = text("本程序或整台机器", "The kiosk or the machine")
	SelfTitle      = text("我的账号", "My account")
	SelfHint       = text("改密码、登记值班卡", "PIN and card")
	AccountsTitle  = text("账号管理", "Accounts")
	AccountsHint   = text("添加、重设、停用", "Add, reset, remove")
	BusySignIn     = text("正在登录…", "Signing in…")
	BusyLooking    = text("正在查看…", "Looking it up…")
	BusyNoting     = text("正在记录…", "Recording…")
	CallWaits      = text("%s 有骑手呼叫工作人员", "A rider has called since %s") // time
	CallAnswered   = text("已去处理", "Attended to")
)

// Today's list.
var (
	RollNone          = text("今天没有预约", "No bookings today")
	RollNoneHint      = text("来人没有预约，用“现场登记”", "Somebody comes without one? Use Walk-in")
	GuestNumber       = text("%d 号", "No. %d")       // of the booking
	GuestTail         = text("手机尾号 %s", "phone …%s") // four digits
	GuestWalkIn       = text("现场登记", "walk-in")
	GuestFollowUp     = text("再次预约", "follow-up")
	GuestAge          = text("请核对年龄", "Please check the age")
	GuestUnnamed      = text("今天还没签到", "Not checked in today")
	GuestNameless     = text("没有留姓名", "Gave no name")
	GuestStateComing  = text("待到场", "Expected")
	GuestStatePending = text("待确认", "Not confirmed")
	GuestStateCalled  = text("已叫号", "Called")
	GuestStateCame    = text("已到场", "Came")
	GuestStateMissed  = text("未到", "Did not come")
	GuestStateLapsed  = text("已失效", "Lapsed")
	ActCall           = text("叫号", "Call in")
	ActCallAgain      = text("再叫一次", "Call again")
	ActAttend         = text("到场", "Came")
	ActNoShow         = text("未到", "Did not come")
	ActFollowUp       = text("约下一次", "Book next time")
	ActPrint          = text("打印回执", "Print receipt")
	NothingToDo       = text("现在没有要做的", "Nothing to do now")
	GuestCalled       = news("已叫号，首页会显示号码", "Called: the number shows on the first page")
	GuestAttended     = news("已记为到场", "Noted as having come")
	GuestNoShow       = news("已记为未到，名额已放出", "Noted as not having come; the place is free")
	NotHeld           = trouble("这个预约现在不能这样记", "The booking's state does not allow this")
	NotBegun          = trouble("还没到时间，不能记未到", "It has not begun: too early to say that somebody did not come")
	NotAttended       = trouble("到场以后才能约下一次", "The next time is booked after this one was attended")
	AgeRefused        = trouble("年龄不符合这项服务的要求", "The service has limits of age that are not met")
	ConsentFirst      = trouble("这项服务要本人先同意，请骑手自己在屏幕上预约", "This needs the rider's own consent: have them book on the screen")
	ServiceStopped    = trouble("这项服务已停止", "This service is no longer offered")
	Summoned          = text("请 %d 号到%s", "No. %d please: %s")    // number, place
	SummonedFor       = text("请 %d 号来办理：%s", "No. %d please: %s") // number, service
)

// Somebody without a booking.
var (
	WalkInWhat     = text("来办什么？", "What do they come for?")
	WalkInWhen     = text("选时间", "Choose a time")
	WalkInNone     = text("今天没有空余名额了", "No place is left today")
	WalkInNoneHint = text("可以换一项服务，或请来人改天再约", "Another service may do, or another day")
	WalkInCard     = text("请来人放上身份证，或出示通行码", "Have them place their ID card or show their pass")
	WalkInNoCard   = text("没带证件，发号登记", "No card: go by number")
)

// Rewards.
var (
	HandoutsNone     = text("今天还没有人兑换", "Nothing has been redeemed today")
	HandoutsNoneHint = text("有人兑换，会列在这里", "It will be listed here")
	HandoutsScan     = text("扫骑手的领取码，或输入领取编号", "Scan the rider's code, or key in the number")
	HandoutKey       = text("输入编号", "Key in a number")
	HandoutAsk       = text("请输入领取编号", "The number on the receipt")
	HandoutTitle     = text("发放兑换", "Hand out a reward")
	HandoutAt        = text("%s 兑换", "Redeemed %s") // date, time
	HandoutOpen      = text("待发放", "To hand out")
	HandoutDone      = text("已发放", "Handed out")
	HandoutDoneBy    = text("%s 由%s发放", "Handed out %s by %s")   // date and time, attendant
	SignedFormer     = text("%s（账号已停用）", "%s (account removed)") // name
	SignedAccount    = text("账号 %s ", "account %s")              // identifier
	ActHandOut       = text("发给本人了", "Handed out")
	ActGiveBack      = text("退回积分", "Give points back")
	ActTakeHandOut   = text("记错了，还没发", "Noted by mistake: not handed out")
	HandedOut        = news("已记为发放", "Noted as handed out")
	HandOutTaken     = news("已改回待发放", "Noted as still to be handed out")
	RewardCost       = text("%d 分", "%d points") // points
	RewardReturned   = text("已退回", "Returned")
	TakeBackTitle    = text("退回积分？", "Give the points back?")
	TakeBackHint     = text("东西已经给了，就不要退回。退回会记下您的账号。", "Not if it has been handed out. Your account is recorded.")
	ReasonNotGiven   = text("没有东西可发", "It could not be handed out")
	ReasonMistake    = text("换错了", "Redeemed by mistake")
	ReasonMisuse     = text("不当使用", "Misuse")
	PointsGivenBack  = news("积分已退回", "The points are given back")
	NoEntry          = trouble("找不到这笔兑换", "There is no such entry")
	WasReversed      = trouble("积分已经退回，不能再发", "The points were given back: do not hand it out")
	WasHandedOut     = trouble("这份已经发过了，不要重复发放", "It was handed out before: not a second time")
	NotHandedOut     = trouble("这份还没有记为发放", "It is not noted as handed out")
	RedeemedAway     = trouble("这是在别的驿站兑换的，请到那里领取", "It was redeemed at another station, which hands it out")
	ReceiptForged    = trouble("这个码不是暖新驿站的回执，不能凭它发放", "This is no receipt of a Nuanxin station: nothing is handed out for it")
)

// Volunteers.
var (
	ErrandsNone     = text("没有待确认的任务", "No task waits to be noted")
	ErrandsNoneHint = text("有志愿者接了任务，会列在这里", "Tasks that volunteers take will be listed here")
	HelpersNone     = text("都确认完了", "All are noted")
	HelpersNoneHint = text("谢谢您，辛苦了", "Thank you")
	Helper          = text("第 %d 位志愿者", "Volunteer %d") // in the order in which they took it
	HelperSince     = text("%s 接下", "Took it %s")       // date, time
	HelperDone      = text("做完了", "Done")
	TaskNoted       = news("已记为完成", "Noted as done")
	NotTaken        = trouble("这位志愿者已经不在名单上", "The volunteer is no longer on the list")
)

// Printing.
var (
	PrintRoll     = text("打印今日名单", "Print today's list")
	PrintRollHint = text("停电断网时也能照着叫号", "To call from when the power is out")
	PrintTest     = text("打印测试页", "Print a test page")
	PrintTestHint = text("看看打印机好不好", "Shows whether the printer is well")
)

// One's own account, and those of others.
var (
	SelfPIN         = text("修改密码", "Change PIN")
	SelfCard        = text("登记值班卡", "Register a card")
	SelfCardHint    = text("以后放上自己的身份证就能登录", "Then your own ID card signs you in")
	SelfCardOther   = text("换一张值班卡", "Register another card")
	SelfCardDrop    = text("取消值班卡", "Remove my card")
	SelfCardThere   = text("已登记值班卡", "A card is registered")
	SelfCardNone    = text("没有登记值班卡", "No card is registered")
	BindTitle       = text("登记值班卡", "Register a card")
	BindAsk         = text("请放上您自己的身份证", "Place your own ID card")
	BindHint        = text("只存本站，不送中心；随时可以取消", "It stays at this station, and can be removed at any time")
	RoleAttendant   = text("值班员", "Attendant")
	RoleSupervisor  = text("主管", "Supervisor")
	AccountLocked   = text("已锁定", "Locked")
	AccountPIN      = text("重设密码", "Set a new PIN")
	AccountPINHint  = text("锁定的账号随之解锁，值班卡要重新登记", "It unlocks the account; the card is registered anew")
	SureNot         = text("先不了", "No, leave it")
	AccountUp       = text("设为主管", "Make a supervisor")
	AccountDown     = text("改为值班员", "Make an attendant")
	AccountRemove   = text("停用账号", "Remove the account")
	AccountSure     = text("确定停用 %s 的账号？", "Remove the account of %s?") // name
	AccountName     = text("新账号的称呼", "Name of the new account")
	AccountNameHint = text("如“小马”，不必写全名，不要写号码", "Such as Xiao Ma: no full name needed, no numbers")
	AccountAdded    = news("账号已添加", "The account is added")
	AccountNew      = text("添加账号", "Add an account")
	PINChanged      = news("密码已更改", "The PIN is changed")
	CardBound       = news("值班卡已登记", "The card is registered")
	CardDropped     = news("值班卡已取消", "The card is removed")
	AccountChanged  = news("账号已更改", "The account is changed")
	AccountRemoved  = news("账号已停用", "The account is removed")
	NotSupervisor   = trouble("只有主管可以这样做", "Only a supervisor can do this")
	LastSupervisor  = trouble("至少要留一位主管", "One supervisor has to stay")
	NoSuchAttendant = trouble("这个账号已经不在了", "That account is no longer there")
	BadAccount      = trouble("称呼要有 1 到 40 个字，不能写号码", "An account needs a name of 1 to 40 characters, without numbers in it")
)
