package phone

// bookingWords are those of what goes beyond a plain booking.
type bookingWords struct {
	AskHere, QueueHere         string // on a full slot
	FullAsk, FullQueue         string // what it means, before confirming
	AskButton, QueueButton     string
	StateAsked, StateQueued    string // above a ticket
	Yours                      string // on a slot
	YoursAsked, YoursQueued    string
	AskedNote, QueuedNote      string
	Provider, Ages             string
	AgesNote                   string
	AgreeFirst, AgreeButton    string // with a notice
	Move, MoveButton, MoveFrom string
	MoveTo                     string
	NewsPromoted, NewsLapsed   string
	Prepare                    string
	AgeFrom, AgeTo, AgeTop     string
}

var bookingZH = bookingWords{
	AskHere: "可登记", QueueHere: "可排队",
	FullAsk:   "这个时段已约满。可以先登记，我们帮您再争取一个名额；结果下次扫码时能看到。",
	FullQueue: "这个时段已约满。可以先排队，有人取消就按先后补上；结果下次扫码时能看到。",
	AskButton: "先登记", QueueButton: "排队等候",
	Yours: "您已约上", YoursAsked: "您已登记", YoursQueued: "您在排队",
	StateAsked: "已登记，还没有名额", StateQueued: "排队中，还没有名额",
	AskedNote: "正在帮您争取名额。结果下次扫码时能看到。", QueuedNote: "有人取消就按先后补上。结果下次扫码时能看到。",
	Provider: "提供单位", Ages: "适合年龄", AgesNote: "到场时请带上身份证件，工作人员会看一下年龄。",
	AgreeFirst: "办这项服务，需要您先同意：", AgreeButton: "同意并预约",
	Move: "改时间", MoveButton: "改到这个时间", MoveFrom: "原来的时间", MoveTo: "选一个新时间，原来的名额会同时让出。",
	NewsPromoted: "有名额了，已为您约上", NewsLapsed: "很抱歉，没有等到名额",
	Prepare: "请准备", AgeFrom: "# 岁以上", AgeTo: "# 岁以下（含）", AgeTop: "# 岁",
}

var bookingEN = bookingWords{
	AskHere: "Can be asked for", QueueHere: "Can be waited for",
	FullAsk:   "This time is full. We can ask for one more place; you will see the answer when you next scan the code.",
	FullQueue: "This time is full. You can wait in line for a place that somebody gives back; you will see the answer when you next scan the code.",
	AskButton: "Ask for a place", QueueButton: "Wait in line",
	Yours: "Yours", YoursAsked: "You asked", YoursQueued: "You wait",
	StateAsked: "Asked for, not yet confirmed", StateQueued: "You are waiting in line",
	AskedNote: "We are asking for a place. You will see the answer when you next scan the code.", QueuedNote: "A place that comes back goes to whoever has waited longest. You will see the answer when you next scan the code.",
	Provider: "Offered by", Ages: "For ages", AgesNote: "Please bring an ID: the attendant will check your age.",
	AgreeFirst: "For this service we need you to agree:", AgreeButton: "Agree and book",
	Move: "Change the time", MoveButton: "Move it to this time", MoveFrom: "Time so far", MoveTo: "Choose a new time. Your old place goes to somebody else at once.",
	NewsPromoted: "You have got a place", NewsLapsed: "Sorry, no place came free",
	Prepare: "Please prepare", AgeFrom: "from # years", AgeTo: "up to # years", AgeTop: "# years",
}
