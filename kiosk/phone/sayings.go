package phone

import "github.com/nuanxin/station-kit/station"

// saying is a page that says one thing.
type saying struct{ Title, Text station.Text }

var sayings = map[string]saying{
	"expired": {
		station.Text{ZH: "请重新扫码", EN: "Scan the code again"},
		station.Text{ZH: "请用手机再扫一次驿站屏幕上的二维码。二维码会不断更新，旧的很快失效。", EN: "Please scan the code on the station's screen once more. It changes all the time, and an old one soon ends."},
	},
	"busy": {
		station.Text{ZH: "请稍等一下", EN: "One moment, please"},
		station.Text{ZH: "操作太快或人太多了，请过十秒再试。", EN: "That was too fast, or too many are here at once. Try again in ten seconds."},
	},
	"crowd": {
		station.Text{ZH: "请到屏幕上办理", EN: "Please use the screen"},
		station.Text{ZH: "这个网络上新用户太多了。请直接在驿站的屏幕上签到或预约，或找工作人员。", EN: "Too many new riders came by this network. Check in or book on the station's screen, or ask the attendant."},
	},
	"unknown": {
		station.Text{ZH: "没有这个页面", EN: "No such page"},
		station.Text{ZH: "请回到首页，或重新扫驿站屏幕上的二维码。", EN: "Go to the first page, or scan the code on the station's screen again."},
	},
	"odd": {
		station.Text{ZH: "请再试一次", EN: "Please try again"},
		station.Text{ZH: "页面已过期，什么也没有记录。请回到首页重新操作。", EN: "The page was out of date and nothing was recorded. Go to the first page and start again."},
	},
	"unheld": {
		station.Text{ZH: "没有这个预约", EN: "No such booking"},
		station.Text{ZH: "它可能已取消或已过时。请看看“我的预约”。", EN: "It may be cancelled or past. Please look in your bookings."},
	},
	"storage": {
		station.Text{ZH: "暂时无法保存", EN: "Cannot save at the moment"},
		station.Text{ZH: "驿站机器的存储出了问题，什么也没有记录。请告诉工作人员。", EN: "The station's storage has a problem. Nothing was recorded. Please tell the attendant."},
	},
	"failed": {
		station.Text{ZH: "没有办成", EN: "That did not work"},
		station.Text{ZH: "驿站机器出了问题，什么也没有记录。请再试一次，或告诉工作人员。", EN: "The station has a problem. Nothing was recorded. Try again, or tell the attendant."},
	},
	"unasked": {
		station.Text{ZH: "屏幕没有在等文字", EN: "The screen is not waiting for a text"},
		station.Text{ZH: "可能已经过了时间，或在屏幕上取消了。需要写字时，请在屏幕上再打开一次，扫新的码。", EN: "It may have timed out, or been cancelled at the screen. To write, open it at the screen again and scan the new code."},
	},
	"written": {
		station.Text{ZH: "已经有人写好了", EN: "A text has been sent already"},
		station.Text{ZH: "这个码只能用一次。要改的话，请在屏幕上重新打开，扫新的码。", EN: "This code works once. To change the text, open it at the screen again and scan the new code."},
	},
	"unoffered": {
		station.Text{ZH: "这个码已经失效", EN: "This code has ended"},
		station.Text{ZH: "它只用一次，两分钟内有效，离开屏幕就作废。请在屏幕上再打开“我的通行码”，扫新的码。", EN: "It works once, for two minutes, while you are at the screen. Open “My pass” at the screen again and scan the new code."},
	},
	"handed-over": {
		station.Text{ZH: "这个码已在别的手机上打开", EN: "Another phone has opened this code"},
		station.Text{ZH: "一个码只给一部手机用。不是您打开的？请马上在屏幕上点“不是我的手机”，再扫新的码。", EN: "A code is for one phone. It was not yours? Tap “Not my phone” at the screen now, then scan the new code."},
	},
	"unkept": {
		station.Text{ZH: "这张凭证不在了", EN: "This receipt is no longer here"},
		station.Text{ZH: "手机上的凭证只保留到离开页面半小时。有截图的话，截图一样有效。", EN: "Receipts stay here for half an hour after you leave. A screenshot is as good."},
	},
}
