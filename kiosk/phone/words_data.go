package phone

// dataWords are those of the rider's data and of notices.
type dataWords struct {
	MyData, MyDataHint                       string
	NothingHeld, NothingHeldNote             string
	HeldNote                                 string
	SaveFile                                 string
	Erase, EraseNote, EraseSure, EraseButton string

	Notices, NoticesHint, NoNotices string
	Agreed, WithdrawButton          string

	SubjectVisit, SubjectBooking, SubjectConsent, SubjectPerson              string
	SubjectName, SubjectPass, SubjectPoints, SubjectBalance, SubjectLearning string
	SubjectTask, SubjectAppeal, SubjectHazard, SubjectStory                  string
	SubjectMembership, SubjectOther                                          string
}

var dataZH = dataWords{
	MyData: "我的数据", MyDataHint: "看、带走、撤回、删除", NothingHeld: "本站没有保存您的任何信息", NothingHeldNote: "签到或预约以后，在这里看得到。",
	HeldNote: "这是本站保存的、您通行码名下的全部信息。", SaveFile: "存成文件",
	Erase: "全部删除", EraseNote: "积分会清零，预约会取消，通行码会作废，并通知中心一起删除。删了就找不回来，下次来就像第一次来。",
	EraseSure: "我明白，要删除", EraseButton: "全部删除",
	Notices: "告知书", NoticesHint: "同意过什么，可以撤回", NoNotices: "暂时没有告知书。", Agreed: "您已同意", WithdrawButton: "撤回同意",
	SubjectVisit: "到站", SubjectBooking: "预约", SubjectConsent: "同意", SubjectPerson: "身份（已加密，本站打不开）",
	SubjectName: "今天的称呼", SubjectPass: "通行码", SubjectPoints: "积分明细", SubjectBalance: "积分余额", SubjectLearning: "学习",
	SubjectTask: "志愿任务", SubjectAppeal: "诉求", SubjectHazard: "上报的隐患", SubjectStory: "故事",
	SubjectMembership: "组织登记", SubjectOther: "其他",
}

var dataEN = dataWords{
	MyData: "My data", MyDataHint: "See, take, withdraw, erase", NothingHeld: "This station holds nothing of you", NothingHeldNote: "Once you check in or book, you see it here.",
	HeldNote: "This is all that the station holds under your pass.", SaveFile: "Save it as a file",
	Erase: "Erase everything", EraseNote: "Points and bookings are gone, your pass ends, and the hub is told to erase it, too. It cannot be undone: next time you are new here.",
	EraseSure: "I understand; erase it", EraseButton: "Erase everything",
	Notices: "Notices", NoticesHint: "What you agreed to", NoNotices: "There are no notices yet.", Agreed: "You have agreed", WithdrawButton: "Withdraw my consent",
	SubjectVisit: "Visit", SubjectBooking: "Bookings", SubjectConsent: "Consents", SubjectPerson: "Identity (sealed; the station cannot open it)",
	SubjectName: "Name for today", SubjectPass: "Passes", SubjectPoints: "Points", SubjectBalance: "Balance of points", SubjectLearning: "Learning",
	SubjectTask: "Volunteer tasks", SubjectAppeal: "Appeals", SubjectHazard: "Hazards reported", SubjectStory: "Stories",
	SubjectMembership: "Membership", SubjectOther: "Other",
}
