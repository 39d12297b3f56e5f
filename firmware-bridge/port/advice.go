package port

import "github.com/nuanxin/station-kit/firmware-bridge/remedy"

// AdviceOf tells what to do about an error of this package; false for others.
func AdviceOf(err error) (remedy.Advice, bool) { return advices.Of(err) }

// rider is all that a rider can do about a line. What still works instead is for the screen to say.
var rider = remedy.Say("设备暂时不可用，请告诉工作人员", "A device is not available now: please tell the attendant")

// advices are tried in turn: the more particular error stands first.
var advices = remedy.Table{
	remedy.For(ErrDangling, rider, remedy.Say(
		"设备名指向的设备不存在：请检查 USB 线和设备电源，重新插拔；仍不行请用 nuanxin-bridge list 查看新的设备名。",
		"The name leads to a device that is not there: check the USB cable and the device's power, plug it in again; or see nuanxin-bridge list for its new name.",
	)),
	remedy.For(ErrAmbiguous, rider, remedy.Say(
		"有多个设备符合这个 USB 标识：请改用 /dev/serial/by-path 下的设备名（按插口区分）。",
		"Several devices have this USB identity: use the name under /dev/serial/by-path, which goes by the socket.",
	)),
	remedy.For(ErrNotFound, rider, remedy.Say(
		"没有这个串口设备：请检查连线，或用 nuanxin-bridge list 查看设备路径。",
		"No such serial device: check the cable, or see nuanxin-bridge list for the path.",
	)),
	remedy.For(ErrPermission, rider, remedy.Say(
		"没有权限打开串口：请运行 sudo usermod -aG dialout 用户名，然后重新登录。",
		"No permission to open the port: run sudo usermod -aG dialout USER and log in again.",
	)),
	remedy.For(ErrInUse, rider, remedy.Say(
		"串口正被其他程序占用：请先关闭该程序（可用 sudo fuser -v 路径 查看）；ModemManager 和 brltty 请卸载，或加 udev 规则。",
		"Another program uses the port: stop it first (sudo fuser -v PATH shows which); remove ModemManager and brltty, or add the udev rules.",
	)),
	remedy.For(ErrNotTTY, rider, remedy.Say(
		"这不是串口设备：请用 nuanxin-bridge list 查看正确的路径。",
		"This is not a serial device: see nuanxin-bridge list for the right path.",
	)),
	remedy.For(ErrBaud, rider, remedy.Say(
		"不支持这个波特率：常用的是 115200 和 9600。",
		"This baud rate does not exist: 115200 and 9600 are usual.",
	)),
	remedy.For(ErrGone, rider, remedy.Say(
		"设备已断开，或该串口后面没有硬件：请重新插好连线。",
		"The device is gone, or there is no hardware behind this port: plug it in again.",
	)),
	remedy.For(ErrTimeout, rider, remedy.Say(
		"设备不接收数据：请重新插拔设备。",
		"The device takes no data: unplug it and plug it in again.",
	)),
	remedy.For(ErrBulk, rider, remedy.Say(
		"USB 身份证读卡器，但不是串口设备：本程序不能使用，请换串口型号。",
		"An ID-card reader on USB that is no serial device: not usable here; take the model with a serial port.",
	)),
	remedy.For(ErrDriver, rider, remedy.Say(
		"USB 转串口芯片没有对应的串口：请卸载 brltty（sudo apt-get remove brltty）后重新插拔；仍不行则内核缺少驱动。",
		"The USB bridge has no serial line: remove brltty (sudo apt-get remove brltty) and plug it in again; otherwise the kernel lacks its driver.",
	)),
}
