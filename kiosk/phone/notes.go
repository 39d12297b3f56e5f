package phone

import "github.com/nuanxin/station-kit/station"

// note is a line above a page: good news, or a warning.
type note struct {
	station.Text
	Good bool
}

func good(zh, en string) note    { return note{station.Text{ZH: zh, EN: en}, true} }
func warning(zh, en string) note { return note{station.Text{ZH: zh, EN: en}, false} }

var notes = map[string]note{
	"booked":    good("预约成功", "Your place is booked"),
	"held":      warning("这项服务您已约过，这是您的预约。想换时间，请先取消它。", "You have booked this service already: here it is. To change the time, cancel it first."),
	"full":      warning("刚被约满了，没有约上。请选其他时段。", "That time was just taken, so nothing was booked. Please choose another."),
	"started":   warning("这个时段已经开始，没有约上。请选其他时段。", "That time has started, so nothing was booked. Please choose another."),
	"gone":      warning("这个时段已撤下，没有约上。请选其他时段。", "That time is no longer offered, so nothing was booked. Please choose another."),
	"cancelled": good("已取消，名额已让出。", "Cancelled. Your place is free for somebody else."),
	"nothing":   warning("没有这个预约，它可能已取消。", "There is no such booking; it may be cancelled already."),

	"empty": warning("还没有写字。", "Nothing is written yet."),
	"long":  warning("写得太长了，请删短一些。", "That is too long. Please make it shorter."),
}
