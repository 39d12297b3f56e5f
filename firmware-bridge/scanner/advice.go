package scanner

import "github.com/nuanxin/station-kit/firmware-bridge/remedy"

// AdviceOf gives the advice for an error of this package, or one that wraps such an error.
func AdviceOf(err error) (remedy.Advice, bool) { return advice.Of(err) }

var advice = remedy.Table{
	remedy.For(ErrText, remedy.Say(
		"没有读出这个码，请重新扫一次，或换一个码。",
		"This code could not be read. Scan it again, or use another code.",
	), remedy.Say(
		"收到的字节不是 UTF-8，也不是 GBK。若每个码都这样：核对波特率，核对扫码器的字符集（应为 UTF-8 或 GBK）。",
		"The bytes are neither UTF-8 nor GBK. If it is so with every code: check the baud rate, and set the scanner's output to UTF-8 or GBK.",
	)),
	remedy.For(ErrTooLong, remedy.Say(
		"这个码太长，不是本站的码，请换一个码。",
		"This code is too long to be one of ours. Use another code.",
	), remedy.Say(
		"一个码超出了长度上限。若每个码都这样：扫码器没有发送结束符，请设为以回车（CR）结尾，或核对波特率。",
		"A code went beyond the limit. If it is so with every code: the scanner sends no end mark; set its suffix to CR, or check the baud rate.",
	)),
	remedy.For(ErrTorn, remedy.Say(
		"这个码只读到一部分，请重新扫一次。",
		"Only part of the code arrived. Scan it again.",
	), remedy.Say(
		"码没有以设定的结束符结尾。若每个码都这样：设定的结束符与扫码器的不一致，请改为自动识别，或改扫码器的后缀。",
		"The code did not end with the mark that is set. If it is so with every code: choose automatic framing here, or set the scanner's suffix to the mark.",
	)),
	remedy.For(ErrNoAck, remedy.Say(
		"扫码器没有反应，请找工作人员。",
		"The scanner does not react. Please ask the attendant.",
	), remedy.Say(
		"扫码器没有应答触发命令。核对型号（GM65 才会应答）、TX/RX 接线和波特率（GM65 出厂为 9600），并把它设为命令触发模式。",
		"The scanner did not acknowledge the trigger. Check that it is a GM65 (others send no acknowledgement), TX and RX, and the baud rate (a GM65 comes with 9600), and set it to command trigger mode.",
	)),
}
