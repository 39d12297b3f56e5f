package i18n

// Announcements.
var (
	Announcements       = text("公告", "Notices")
	AnnouncementsHint   = text("驿站和街道的通知", "From the station and the street office")
	AboutAnnouncements  = text("停水停电、放假安排、活动通知都在这里", "Closures, holidays and events are told here")
	AllAnnouncements    = text("全部公告（%d 条）", "All %d notices") // how many
	AnnouncementUrgent  = text("紧急：%s", "Urgent: %s")          // title
	AnnouncementUntil   = text("有效至 %s", "Until %s")           // when
	AnnouncementPast    = text("有效至 %s（本机时间可能不准，请留意日期）", "Until %s (this screen's clock may be wrong: mind the date)")
	NoAnnouncements     = text("现在没有公告", "No notices just now")
	NoAnnouncementsHint = text("停水停电、放假和活动的消息，会贴在这里", "Closures, holidays and events will be posted here")
)

// Free seats, as an attendant says.
var (
	SeatsTitle  = text("空座位", "Free seats")
	SeatsSaid   = text("（%s更新）", " (said %s)") // how long ago
	SeatsPlenty = text("充足", "Plenty")
	SeatsFew    = text("紧张", "Few")
	SeatsNone   = text("已满", "None")
	SeatsUnsaid = text("先不显示", "Do not show")
	SaidPlenty  = text("座位充足 · %s", "Plenty of seats · %s") // how long ago
	SaidFew     = text("座位紧张 · %s", "Few seats left · %s")  // how long ago
	SaidNone    = text("座位已满 · %s", "No seat free · %s")    // how long ago
)
