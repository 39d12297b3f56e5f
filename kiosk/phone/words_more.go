package phone

// moreWords are those of points, learning, tasks and the directory.
type moreWords struct {
	MoreHere                              string
	Points, PointsHint, PointsUnit        string
	PointsHave                            string
	PointsNone, PointsNoneNote            string
	Rewards, NoRewards, Redeem            string
	RedeemNote, RedeemButton, NotEnough   string
	HowEarned, EachTime, EachDay          string
	History, NoHistory, Earned, TakenBack string
	Redeemed, RedeemedNote, HandOutNumber string

	Learning, LearningHint, NoPacks string
	PagesRead, Passed, Start        string
	PageBefore, PageNext, PageDone  string
	PageOf                          string
	ToQuiz, Quiz, QuizMark, Hand    string
	QuizPassed, QuizNot, RightOf    string
	QuizAgain, BackToPack           string

	Tasks, TasksHint, NoTasks    string
	TaskUrgent, TaskLeft         string
	FromThen                     string // # is a time
	TaskTake, TaskDrop, TaskDone string
	TaskTaken, TaskFull          string

	Organisations, OrganisationsHint      string
	NoOrganisations, OrganisationsNote    string
	Platform, Industry, Territory, Online string

	Stories, StoriesHint, NoStories, TellStory       string
	StoryHint, StoryAgree, StoryNotice, StoryUnknown string
	FiledStory, FiledStoryNote                       string
}

var moreZH = moreWords{
	MoreHere: "还能办这些",
	Points:   "我的积分", PointsHint: "查余额，换东西", PointsUnit: "分",
	PointsHave: "现有", PointsNone: "还没有积分", PointsNoneNote: "签到一次，就开始攒了。",
	Rewards: "可以换", NoRewards: "本站暂时没有可换的东西。", Redeem: "兑换",
	RedeemNote: "请先走到工作人员面前，再点确认。确认后积分马上扣除。", RedeemButton: "确认兑换", NotEnough: "积分不够",
	HowEarned: "怎么攒", EachTime: "每次", EachDay: "每天最多 # 次",
	History: "积分明细", NoHistory: "还没有明细。", Earned: "得到积分", TakenBack: "已撤回",
	Redeemed: "兑换成功", HandOutNumber: "领取编号", RedeemedNote: "请把编号给工作人员看，当场领取。",

	Learning: "学习测验", LearningHint: "几分钟一课，通过有积分", NoPacks: "暂时没有学习内容。",
	PagesRead: "读到", Passed: "已通过", Start: "还没读",
	PageBefore: "上一页", PageNext: "下一页", PageDone: "读完了", PageOf: "第 # 页",
	ToQuiz: "去答题", Quiz: "答题", QuizMark: "答对 # 题就通过", Hand: "交卷",
	QuizPassed: "通过了", QuizNot: "还差一点", RightOf: "答对",
	QuizAgain: "再答一次", BackToPack: "回去再看看",

	Tasks: "志愿任务", TasksHint: "顺手帮个忙，有积分", NoTasks: "现在没有需要帮忙的事，谢谢您关心。",
	TaskUrgent: "紧急", FromThen: "# 起", TaskLeft: "还缺", TaskTake: "我参加", TaskDrop: "不参加了", TaskDone: "已完成，谢谢您",
	TaskTaken: "您已报名", TaskFull: "人已报满",

	Organisations: "找组织", OrganisationsHint: "工会、协会、社区、平台", NoOrganisations: "暂时没有名录。",
	OrganisationsNote: "流动党员登记、转接，请在屏幕上刷身份证办理。",
	Platform:          "平台企业", Industry: "行业协会", Territory: "街道社区", Online: "网上组织",

	Stories: "骑手故事", StoriesHint: "看看身边的人", NoStories: "这里还没有故事，您来讲第一个吧。", TellStory: "讲讲我的故事",
	StoryHint: "写一件您想让大家知道的事，不用写名字", StoryAgree: "同意并交上去", StoryNotice: "交之前，请看一看：", StoryUnknown: "先在首页签到一次，就可以写了。",
	FiledStory: "故事收到了，谢谢您", FiledStoryNote: "街道会看，选中后在驿站屏幕上展示，不写您的名字。",
}

var moreEN = moreWords{
	MoreHere: "You can also",
	Points:   "My points", PointsHint: "Balance and rewards", PointsUnit: "points",
	PointsHave: "You have", PointsNone: "No points yet", PointsNoneNote: "Check in once and you begin to collect.",
	Rewards: "To be had for points", NoRewards: "Nothing to be had for points here yet.", Redeem: "Redeem",
	RedeemNote: "Go to the attendant first, then confirm. The points are spent at once.", RedeemButton: "Confirm", NotEnough: "Not enough points",
	HowEarned: "How to earn them", EachTime: "each time", EachDay: "at most # a day",
	History: "Your entries", NoHistory: "No entries yet.", Earned: "Earned", TakenBack: "Taken back",
	Redeemed: "Redeemed", HandOutNumber: "Number", RedeemedNote: "Show this number to the attendant, who hands it out.",

	Learning: "Learning", LearningHint: "Short lessons, a quiz, points", NoPacks: "Nothing to learn here yet.",
	PagesRead: "Read to", Passed: "Passed", Start: "Not begun",
	PageBefore: "Page before", PageNext: "Next page", PageDone: "I have read it", PageOf: "Page #",
	ToQuiz: "To the quiz", Quiz: "Quiz", QuizMark: "Right answers to pass: #", Hand: "Hand in",
	QuizPassed: "Passed", QuizNot: "Nearly there", RightOf: "Right answers",
	QuizAgain: "Try again", BackToPack: "Read it again",

	Tasks: "Volunteer tasks", TasksHint: "Lend a hand, earn points", NoTasks: "Nothing needs doing just now. Thank you for asking.",
	TaskUrgent: "Urgent", FromThen: "From #", TaskLeft: "Still wanted:", TaskTake: "Count me in", TaskDrop: "I cannot come", TaskDone: "Done. Thank you",
	TaskTaken: "You are on the list", TaskFull: "Enough have joined",

	Organisations: "Organisations", OrganisationsHint: "Unions, associations, community", NoOrganisations: "There is no directory yet.",
	OrganisationsNote: "Floating party members register at the screen, with their ID card.",
	Platform:          "Platforms", Industry: "Industry associations", Territory: "Streets and communities", Online: "Online",

	Stories: "Riders' stories", StoriesHint: "People like you", NoStories: "There is no story here yet. Yours could be the first.", TellStory: "Tell my story",
	StoryHint: "Write of something you want others to know. Leave out names.", StoryAgree: "Agree and hand it in", StoryNotice: "Please read this first:", StoryUnknown: "Check in once on the first page, then you can write yours.",
	FiledStory: "Your story is in. Thank you", FiledStoryNote: "The street office reads it. If chosen, the stations show it without your name.",
}
