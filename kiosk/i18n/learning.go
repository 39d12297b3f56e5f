package i18n

// Learning.
var (
	Learning          = text("学习测验", "Learning")
	LearningHint      = text("几分钟一课，通过有积分", "Short lessons, a quiz, points")
	AboutLearning     = text("交通安全、劳动权益，几分钟一课", "Road safety, your rights: a few minutes each")
	OccupationTitle   = text("您做哪一行？", "What is your work?")
	OccupationAll     = text("都看看", "Show me everything")
	OccupationRider   = text("外卖骑手", "Delivery rider")
	OccupationRiderNo = text("送餐、跑腿", "Meals and errands")
	OccupationCourier = text("快递员", "Courier")
	OccupationCourNo  = text("收件、派件", "Parcels")
	OccupationDriver  = text("网约车司机", "Ride-hailing driver")
	OccupationDrivNo  = text("网约车、出租车", "Ride-hailing and taxis")
	OccupationTruck   = text("货车司机", "Truck driver")
	OccupationTruckNo = text("货运、搬家", "Freight and removals")
	OccupationChange  = text("换个行业", "Another line of work")
	PacksTitle        = text("学点什么？", "What to learn?")
	NoPacks           = text("本站暂时没有可学的课程", "There is nothing to learn here at present")
	NoPacksHint       = text("有了课程会放在这里，过几天再来看看", "Lessons will be here when there are some. Look again in a few days")
	PackNew           = text("共 %d 页", "%d pages")                    // pages
	PackNewQuiz       = text("共 %d 页，学完有测验", "%d pages and a quiz")   // pages
	PackBegun         = text("读到第 %d 页，共 %d 页", "Page %d of %d")      // page, pages
	PackRead          = text("读完了，还没通过测验", "Read, quiz to be passed") // with a quiz
	PackFinished      = text("读完了", "Read")
	PackPassed        = text("已通过测验", "Quiz passed")
	PagePrevious      = text("上一页", "Before")
	PageNext          = text("下一页", "Next")
	ToQuiz            = text("去做测验", "To the quiz")
	PackEnd           = text("读完了", "I have read it")
)

// The quiz.
var (
	QuizNumber   = text("第 %d 题，共 %d 题", "Question %d of %d") // number, of
	QuizPassed   = text("通过了，真棒！", "Passed, well done!")
	QuizFailed   = text("还差一点，再看看就会了", "Nearly. Have another look")
	QuizRight    = text("答对 %d 题，共 %d 题", "%d of %d right") // right, questions
	QuizEarned   = text("积分 +%d", "+%d points")             // points
	QuizRepeat   = text("以前已经通过，积分只给一次", "You had passed it before: points come once")
	QuizUnknown  = text("用身份证或通行码签到后再学，就能攒积分", "Check in by card or pass before learning, and it earns points")
	QuizNext     = text("下一课", "Next lesson")
	QuizAgain    = text("再答一次", "Try again")
	QuizReread   = text("再读一遍", "Read again")
	QuizToList   = text("回到课程", "All lessons")
	PackOld      = trouble("这一课刚刚更新，请重新打开", "This lesson has just been renewed: please open it again")
	PackGone     = trouble("这一课已经撤下，请另选一课", "This lesson is no longer offered: please choose another")
	BusyLearning = text("正在打开课程…", "Opening the lessons…")
	BusyTurning  = text("正在翻页…", "Turning the page…")
	BusyQuiz     = text("正在判卷…", "Looking at your answers…")
)
