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
	"held":      warning("这项服务您已约过，这是您的预约。想换时间，点下面的“改时间”。", "You have booked this service already: here it is. To change the time, tap “Change the time” below."),
	"full":      warning("刚被约满了，没有约上。请选其他时段。", "That time was just taken, so nothing was booked. Please choose another."),
	"started":   warning("这个时段已经开始，没有约上。请选其他时段。", "That time has started, so nothing was booked. Please choose another."),
	"gone":      warning("这个时段已撤下，没有约上。请选其他时段。", "That time is no longer offered, so nothing was booked. Please choose another."),
	"cancelled": good("已取消，名额已让出。", "Cancelled. Your place is free for somebody else."),
	"nothing":   warning("没有这个预约，它可能已取消。", "There is no such booking; it may be cancelled already."),

	"empty": warning("还没有写字。", "Nothing is written yet."),
	"long":  warning("写得太长了，请删短一些。", "That is too long. Please make it shorter."),

	"asked":         good("已登记。结果下次扫码时能看到。", "Asked for. You will see the answer when you next scan the code."),
	"queued":        good("已排上队。结果下次扫码时能看到。", "You are in line. You will see the answer when you next scan the code."),
	"moved":         good("时间已改好。", "The time is changed."),
	"begun":         warning("这个时段已经开始，改不了了。不能来的话，请告诉工作人员。", "That time has begun, so it stands. If you cannot come, please tell the attendant."),
	"waitlist-full": warning("排队的人也满了，请选其他时段。", "The line is full, too. Please choose another time."),
	"age":           warning("这项服务对年龄有要求，没有约上。请看下面的说明。", "The service is for other ages, so nothing was booked."),
	"new-notice":    warning("请先看一下告知书，同意后再预约。", "Please read the notice; by agreeing you can book."),
	"rescan":        warning("请再扫一次屏幕上的码，证明您就在驿站，然后再办。", "Please scan the code on the screen once more, to show that you are at the station, then do it again."),

	"nothing-said": warning("还没说是什么事。请勾一条，或写几句。", "Nothing is said yet. Please tick one, or write a little."),
	"not-offered":  warning("没有这个选项，请重新选。", "That is not one of the choices. Please choose again."),
	"no-kind":      warning("请选一下是什么危险。", "Please choose what it is."),
	"no-place":     warning("还不知道在哪里。请选一个地点，或写一句。", "Nobody can tell where it is yet. Please choose a place, or write a line."),
	"slow":         warning("交得太快了，请过一分钟再提交。您写的还在。", "That was too fast. Please hand it in again in a minute; what you wrote is still here."),
	"storage":      warning("驿站机器的存储出了问题，没有提交。您写的还在，请告诉工作人员。", "The station's storage has a problem, so nothing was handed in. What you wrote is still here. Please tell the attendant."),
	"failed":       warning("驿站机器出了问题，没有提交。您写的还在，请再试一次。", "The station has a problem, so nothing was handed in. What you wrote is still here. Please try again."),
	"claim-code":   warning("查询码不对，请对照截图再输一次：三组，每组六位。", "That is no claim code. Please compare it with your screenshot: three groups of six."),
	"no-appeal":    warning("本站还没有这件事的消息，可能还在路上。请过些时候再查，或去提交的那个驿站查。", "This station has heard nothing of it yet; word may be on its way. Look again later, or where you handed it in."),
	"not-answered": warning("还没有答复，请等一等。", "There is no answer yet. Please wait a little."),
	"rated":        warning("您已经评价过了。", "You have rated it already."),
	"thanks":       good("谢谢您的评价。", "Thank you for rating it."),
	"reopened":     good("已请负责的部门重新办理。", "The department has been asked to take it up again."),

	"check-in-first":   warning("请先签到一次，再来办这件事。", "Please check in first, then come back to this."),
	"no-reward":        warning("这样东西已经换完或撤下了。", "That is no longer to be had."),
	"price-changed":    warning("所需积分变了，没有扣分。请看清再换。", "The price has changed and nothing was spent. Please look again."),
	"too-few-points":   warning("积分不够，没有扣分。", "You have too few points; nothing was spent."),
	"points-elsewhere": warning("您的积分还在上一个驿站，两边都联上网后才能在这里用。没有扣分。", "Your points are still at the station where you were before. They come here when both have been connected. Nothing was spent."),
	"budget-spent":     warning("本站今天的兑换额度用完了，没有扣分。请改天再来。", "This station can give out no more for now. Nothing was spent; please come back another day."),

	"no-pack":    warning("这项内容已经撤下。", "That is no longer here."),
	"old-pack":   warning("内容更新了，请从头看新的。", "A newer version has come. Please begin again."),
	"answer-all": warning("还有题没答，请答完再交。", "Some questions are still open. Please answer all."),
	"read":       good("读完了，记下了。", "You have read it all."),

	"accepted":   good("报上名了，谢谢您。到时见。", "You are on the list. Thank you, and see you there."),
	"declined":   good("知道了，名额已让出。", "All right. Your place is free for somebody else."),
	"no-task":    warning("这个活动已经撤下。", "That task is no longer offered."),
	"task-ended": warning("这个活动已经结束。", "That task is over."),
	"task-full":  warning("人已经报满了，谢谢您。", "Enough have joined already. Thank you."),
	"task-done":  warning("这个活动您已经完成了。", "You have done that task already."),

	"new-pass":    good("换好了，旧的通行码已经作废。", "Done. Your old pass no longer works."),
	"handed":      good("通行码已放到这部手机，预约、积分和诉求都在这里。", "Your pass is on this phone now, with your bookings, points and appeals."),
	"other-pass":  good("已换成另一个通行码。", "This phone uses the other pass now."),
	"left":        good("已从这部手机移走。", "It is off this phone."),
	"other-ended": warning("另一个通行码已经作废，还用现在这个。", "The other pass has ended. This one stays."),
	"pass-ended":  warning("这部手机上的通行码已作废，刚才的操作没有记录。要再用，请在屏幕上打开“我的通行码”，扫那里的码。", "The pass on this phone has ended, and nothing was recorded just now. To use it again, open “My pass” at the screen and scan the code there."),

	"withdrawn": good("已撤回。以后不再按它使用您的信息。", "Withdrawn. Your data is no longer used for it."),
	"erased":    good("已全部删除。", "Everything is erased."),
	"be-sure":   warning("没有删除。确定要删，请先勾选“我明白”。", "Nothing was erased. To erase it, tick “I understand” first."),
}
