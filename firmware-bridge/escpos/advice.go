package escpos

import "github.com/nuanxin/station-kit/firmware-bridge/remedy"

// AdviceOf gives the advice for this package's errors, wrapped or not.
func AdviceOf(err error) (remedy.Advice, bool) { return advices.Of(err) }

var notPrinted = remedy.Say("小票没有打印，二维码在屏幕上", "The receipt was not printed; the QR code is on the screen")

// Where errors wrap each other, the one that says more stands first: ErrStale wraps what kept the printer.
var advices = remedy.Table{
	remedy.For(ErrPaperOut, remedy.Say("小票机缺纸，请用手机扫二维码", "The printer is out of paper: please scan the QR code with your phone"), remedy.Say(
		"换一卷热敏纸：光面朝打印头，装好后合紧上盖。纸还有却报缺纸时，擦净缺纸传感器。",
		"Put in a new roll of thermal paper, its shiny side to the print head, and close the cover. If there is paper, clean the paper sensor.",
	)),
	remedy.For(ErrPaperLow, remedy.Say("小票纸快用完了", "The receipt paper is nearly used up"), remedy.Say("纸快用完：备好一卷新的热敏纸。还能打印。", "The paper is nearly used up: have a new roll of thermal paper at hand. It still prints.")),
	remedy.For(ErrCoverOpen, remedy.Say("小票机上盖没有合好，请用手机扫二维码", "The printer's cover is open: please scan the QR code with your phone"), remedy.Say("把小票机上盖两侧同时按下，听到咔哒声。", "Press both sides of the printer's cover down until it clicks.")),
	remedy.For(ErrCutter, remedy.Say("小票机卡纸，请用手机扫二维码", "The printer is jammed: please scan the QR code with your phone"), remedy.Say(
		"关电源，打开上盖，取出卡住的纸；切刀没有退回时，转动切刀旁的小轮使它退回，再合盖开电源。",
		"Switch the printer off, open the cover and take out the jammed paper; if the blade is out, turn the small wheel beside it until it is back. Close the cover and switch on.",
	)),
	remedy.For(ErrUnrecoverable, remedy.Say("小票机出了故障，请用手机扫二维码", "The printer has failed: please scan the QR code with your phone"), remedy.Say(
		"关小票机电源，等十秒再开。仍报错时检查电源电压，再不行就更换打印头或整机。",
		"Switch the printer off for ten seconds and on again. If the error stays, check the voltage of its power supply, then replace the print head or the printer.",
	)),
	remedy.For(ErrRecoverable, remedy.Say("小票机正在降温，稍等一下，或用手机扫二维码", "The printer is cooling down: wait a little, or scan the QR code with your phone"), remedy.Say("打印头过热或电压异常，会自行恢复；常出现时检查通风和电源。", "The print head is too hot or the voltage is off; it recovers by itself. If it happens often, check air and power supply.")),
	remedy.For(ErrOffline, remedy.Say("小票机暂停了，请用手机扫二维码", "The printer is paused: please scan the QR code with your phone"), remedy.Say("按小票机上的走纸键或联机键；没有反应时关电源再开。", "Press the printer's feed or online button; if nothing happens, switch it off and on.")),
	remedy.For(ErrSilent, remedy.Say("小票机没有反应，请用手机扫二维码", "The printer does not answer: please scan the QR code with your phone"), remedy.Say(
		"检查小票机电源灯和串口线；自检页（按住走纸键开机）上的波特率要和 --printer-baud 一致。",
		"Check the printer's power lamp and the serial cable; the baud rate on its self-test page (hold the feed button while switching on) must be that of --printer-baud.",
	)),
	remedy.For(ErrUnplugged, remedy.Say("小票机没有接好，请用手机扫二维码", "The printer is not connected: please scan the QR code with your phone"), remedy.Say("插紧小票机的数据线；检查 --printer 的路径和权限（nuanxin-bridge list）。", "Plug the printer's data cable in; check the path of --printer and its permission (nuanxin-bridge list).")),
	remedy.For(ErrFull, notPrinted, remedy.Say("等着打印的小票太多：先看小票机为什么不打印。", "Too many receipts wait: see first why the printer does not print.")),
	remedy.For(ErrStale, notPrinted, remedy.Say("小票等得太久，没有打印；骑手可在“我的预约”里再看。", "The receipt waited too long and was not printed; the rider finds it under “My bookings”.")),
	remedy.For(ErrAttempts, notPrinted, remedy.Say("这张小票多次打到一半中断：打印自检页，检查纸、盖和数据线。", "This receipt broke off several times: print the self-test page and check paper, cover and cable.")),
	remedy.For(ErrDocument, notPrinted, remedy.Say("这张小票的内容无法打印，请把日志交给技术支持。", "This receipt's content cannot be printed; please give the log to support.")),
}
