package i18n

// Volunteer tasks and call-outs.
var (
	VolunteerTasks  = text("志愿任务", "Volunteer tasks")
	VolunteerHint   = text("顺手帮个忙，有积分", "Lend a hand, earn points")
	AboutVolunteer  = text("街坊需要帮手时，您可以接一个任务", "Take a task when the neighbourhood needs a hand")
	TasksTitle      = text("帮个忙？", "Lend a hand?")
	NoTasks         = text("现在没有需要帮忙的事", "Nothing needs a hand just now")
	NoTasksHint     = text("谢谢您有这份心，有事会在这里招呼您", "Thank you for asking. When something does, it is told here")
	TaskUrgent      = text("紧急", "Urgent")
	TaskWanted      = text("还要 %d 人", "%d more wanted") // riders
	TaskFull        = text("人已够了", "Enough riders")
	TaskMine        = text("您已接下", "You have taken it")
	TaskNot         = text("您没有接", "You declined it")
	TaskDoneBy      = text("您已完成，谢谢", "You have done it, thank you")
	TaskFrom        = text("%s 起", "From %s")     // when
	TaskBetween     = text("%s 到 %s", "%s to %s") // when, until when
	TaskThen        = text("做完后告诉工作人员，确认了就有积分", "Tell the attendant when it is done: then points come")
	TaskAccept      = text("我来", "I will do it")
	TaskDecline     = text("这次不行", "Not this time")
	TaskGiveBack    = text("去不了了，让给别人", "I cannot, give it to others")
	TaskTaken       = news("接下了，谢谢您", "It is yours. Thank you")
	TaskRefused     = news("记下了，没关系", "Noted, no problem")
	TaskGone        = trouble("这个任务已经撤下了", "This task is no longer offered")
	TaskEnded       = trouble("这个任务已经结束了", "This task is over")
	TaskFullNow     = trouble("人刚刚够了，谢谢您愿意来", "Enough riders have just taken it. Thank you all the same")
	TaskDoneAlready = trouble("您已经完成了，不能再改", "You have done it: that cannot be changed")
	BusyTasks       = text("正在查看任务…", "Looking up tasks…")
	BusyAnswering   = text("正在记下…", "Noting it…")
)
