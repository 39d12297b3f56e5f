package i18n

// Organisations in four dimensions.
var (
	OrganisationsEntry  = text("找组织", "Organisations")
	OrganisationsHint   = text("工会、协会、流动党员", "Unions, associations, members")
	AboutOrganisations  = text("看看身边有哪些组织，流动党员在这里登记", "Who is there for you, and registration of floating members")
	DirectoryTitle      = text("您身边的组织", "Organisations near you")
	DimensionPlatform   = text("平台", "Platforms")
	DimensionIndustry   = text("行业", "Industry")
	DimensionTerritory  = text("属地", "Neighbourhood")
	DimensionOnline     = text("线上", "Internet groups")
	DimensionCount      = text("%d 个组织", "%d organisations") // organisations
	DimensionOne        = text("1 个组织", "1 organisation")
	NoOrganisations     = text("这一类还没有登记的组织", "None is listed here yet")
	NoOrganisationsHint = text("看看别的类别，也可以问问工作人员", "Look under the other kinds, or ask the attendant")
	OtherDimensions     = text("看看别的类别", "The other kinds")
	BusyDirectory       = text("正在打开名录…", "Opening the directory…")
)

// Floating members.
var (
	MemberEntry      = text("流动党员登记和办理", "Floating members: register and ask")
	MemberTitle      = text("流动党员", "Floating members")
	MemberNot        = text("您还没有在本站登记", "You have not registered here")
	MemberWhat       = text("自愿登记后，属地党组织会与您联系，可以就近参加活动、转接关系、交党费。", "Register of your own free will: the organisation here will be in touch.")
	MemberRegister   = text("我要登记", "Register")
	MemberRegistered = text("%s 已登记", "Registered %s") // date
	MemberWaiting    = text("等组织回复", "Waiting for an answer")
	RequestTransfer  = text("转接组织关系", "Transfer membership")
	RequestDues      = text("查询党费", "Ask about dues")
	RequestMade      = text("%s 提出：%s", "Asked %s: %s") // date, state
	RegisterTitle    = text("登记流动党员", "Register as a floating member")
	MemberName       = text("姓名和证件号", "Name and ID number")
	MemberCard       = text("来自您放过的身份证，加密封存，本站打不开", "Those of your card, sealed: not to be opened here")
	MemberHome       = text("原来的党组织", "Your organisation at home")
	MemberHomeHint   = text("写到支部最好，如“某县某村党支部”。可以不填。", "Best down to the branch. You may leave it out.")
	MemberWords      = text("还想说的", "Anything else")
	MemberWordsHint  = text("方便的时间、需要帮忙的事。可以不填。", "When you have time, what you need. You may leave it out.")
	MemberWrite      = text("点这里写，可以不填", "Tap to write, or leave it out")
	MemberWritten    = text("已写好，点这里改", "Written. Tap to change it")
	MemberHandIn     = text("确认提交", "Hand it in")
	MemberFiled      = text("登记收到了", "Your registration is in")
	RequestFiled     = text("申请收到了", "Your request is in")
	MemberFiledHint  = text("办到哪一步，以后在“找组织”里看。", "See how it stands under \"Organisations\" any time.")
	MemberUnnamed    = trouble("登记要用身份证：请先结束，再放上身份证重新进来", "Registering needs your ID card: please finish, then come in by card")
	MemberAlready    = trouble("您已经登记过了，不用再登记", "You have registered already")
	BusyMembership   = text("正在查看登记…", "Looking up your registration…")
)
