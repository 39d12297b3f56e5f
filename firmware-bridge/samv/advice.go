package samv

import (
	"errors"
	"fmt"

	"github.com/nuanxin/station-kit/firmware-bridge/remedy"
)

// What riders are told. There are few such texts, for few things are theirs to do.
var (
	placeCard   = remedy.Say("请把证件平放在读卡区", "Please lay your card flat on the reader")
	liftAgain   = remedy.Say("请把证件拿开，再平放一次", "Please lift your card and lay it flat again")
	oneCard     = remedy.Say("请只放一张证件，平放在中间", "Please lay just one card flat in the middle")
	wrongCard   = remedy.Say("请放身份证、居住证或永久居留证", "Please use an ID card or a residence permit")
	notThisCard = remedy.Say("这张证件暂时读不出来，请再放一次，或找工作人员帮忙", "This card cannot be read just now: try once more, or ask the staff")
	tryAgain    = remedy.Say("请稍等，再放一次证件", "Please wait a moment and lay your card again")
	noPhoto     = remedy.Say("照片暂时显示不出来，不影响办理", "The photo cannot be shown; everything else works")
	askStaff    = remedy.Say("读卡器暂时不能用，请找工作人员，或用手机扫码", "The card reader is out of order: ask the staff, or use your phone")
)

// Advice says what to do about the code. It is empty for successes.
func (c Code) Advice() remedy.Advice {
	if c.Success() {
		return remedy.Advice{}
	}
	e := c.entry()
	return remedy.Advice{Rider: e.rider, Technician: remedy.Say(
		fmt.Sprintf("%s（代码 %02X）", e.technician.ZH, byte(c)),
		fmt.Sprintf("%s (code %02X)", e.technician.EN, byte(c)),
	)}
}

// faults are the failures between host and reader, with what to do about each.
var faults = remedy.Table{
	remedy.For(ErrSilent, askStaff, remedy.Say(
		"读卡器没有应答：检查电源、USB 线和收发线是否接反，核对波特率；也可能这个串口上不是身份证读卡器。",
		"The card reader does not answer: check its power, the cable, crossed wires and the baud rate; or another device is on this port.",
	)),
	remedy.For(ErrEcho, askStaff, remedy.Say(
		"发出的数据原样返回：收发线短接、线的另一端没有读卡器，或串口处于回环模式；检查接线。",
		"What was sent comes back and nothing else: the wires are looped, or no reader is at the other end; check the wiring.",
	)),
	remedy.For(ErrGarbled, tryAgain, remedy.Say(
		"读卡器的应答混乱：波特率可能不对，或线路有干扰、接地不良，或这个串口上是别的设备。",
		"The card reader's answer is garbled: a wrong baud rate, a noisy or badly grounded line, or another kind of device.",
	)),
	remedy.For(ErrReply, liftAgain, remedy.Say(
		"读卡器答非所问：可能有别的程序同时在用这个读卡器，或固件与公开协议不同；断电重启，反复出现请联系供应商。",
		"The answer does not fit the question: another program may use the reader too, or its firmware departs from the public protocol; restore its power, then ask the supplier.",
	)),
	remedy.For(ErrText, notThisCard, remedy.Say(
		"证件内容的格式不认识：可能是新版证件，请更新本程序，并告知开发者出错信息（不要附证件内容）。",
		"The card's text has no layout this program knows: it may be a new kind of card; update the program, and report the error (never the card's contents).",
	)),
	remedy.For(ErrPhoto, noPhoto, remedy.Say(
		"照片解码失败：检查所设的解码程序、它需要的厂商库和权限；原因见出错信息。证件文字不受影响。",
		"The photo could not be decoded: check the decoder program that is set, the vendor library it needs and its permissions; the error says why. The card's text is not affected.",
	)),
	remedy.For(ErrBaud, askStaff, remedy.Say(
		"读卡器不支持这个波特率：请用 115200、57600、38400、19200 或 9600。",
		"Card readers do not know this baud rate: use 115200, 57600, 38400, 19200 or 9600.",
	)),
}

// AdviceOf says what to do about any error of this package, and whether err is one.
func AdviceOf(err error) (remedy.Advice, bool) {
	if a, known := faults.Of(err); known {
		return a, true
	}
	var code Code
	if errors.As(err, &code) && !code.Success() {
		return code.Advice(), true
	}
	return remedy.Advice{}, false
}
