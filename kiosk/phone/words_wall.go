package phone

// wallWords are those of announcements and free seats.
type wallWords struct {
	Announcements, AllAnnouncements, NoAnnouncements string
	AnnouncementUrgent                               string
	HoldsFrom, HoldsUntil, ClockDoubt                string
	SeatsPlenty, SeatsFew, SeatsNone                 string
	JustNow, MinutesAgo, HoursAgo                    string
}

var wallZH = wallWords{
	Announcements: "公告", AllAnnouncements: "看看驿站和街道的通知", NoAnnouncements: "现在没有公告。",
	AnnouncementUrgent: "紧急",
	HoldsFrom:          "自", HoldsUntil: "有效至", ClockDoubt: "本站时间可能不准，请留意日期",
	SeatsPlenty: "座位充足", SeatsFew: "座位紧张", SeatsNone: "座位已满",
	JustNow: "刚刚", MinutesAgo: "# 分钟前", HoursAgo: "# 小时前",
}

var wallEN = wallWords{
	Announcements: "Notices", AllAnnouncements: "From the station and the street office", NoAnnouncements: "No notices just now.",
	AnnouncementUrgent: "Urgent",
	HoldsFrom:          "From", HoldsUntil: "Until", ClockDoubt: "This station's clock may be wrong: mind the date",
	SeatsPlenty: "Plenty of seats", SeatsFew: "Few seats left", SeatsNone: "No seat free",
	JustNow: "just now", MinutesAgo: "# min ago", HoursAgo: "# h ago",
}
