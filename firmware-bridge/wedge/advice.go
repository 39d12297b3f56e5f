package wedge

import (
	"errors"

	"github.com/nuanxin/station-kit/firmware-bridge/remedy"
	"github.com/nuanxin/station-kit/firmware-bridge/scanner"
)

// Why keystrokes are not told as a code. Other reasons are errors of package scanner.
var (
	// ErrLost means that the kernel had to drop keystrokes, because they were not read in time.
	ErrLost = errors.New("keystrokes of the scanned code were lost")
	// ErrTyped means keystrokes too few or too slow for a scanner. It is told once until the next code.
	ErrTyped = errors.New("the keystrokes seem to be a person's")
	// ErrKey means a key amid the code that stands for no character.
	ErrKey = errors.New("the scanned code holds a key without a character")
)

// AdviceOf gives the advice for an error of this package or of package scanner.
func AdviceOf(err error) (remedy.Advice, bool) {
	if a, known := advice.Of(err); known {
		return a, true
	}
	return scanner.AdviceOf(err)
}

var scanAgain = remedy.Say("没有读出这个码，请重新扫一次。", "This code could not be read. Scan it again.")

var advice = remedy.Table{
	remedy.For(ErrLost, scanAgain, remedy.Say("电脑太忙，扫码器的按键有丢失。若经常这样：检查 CPU 占用，或调大扫码器的按键间隔。", "The computer was too busy and lost keystrokes. If it is often so: see what uses the CPU, or raise the scanner's inter-key delay.")),
	remedy.For(ErrTyped, scanAgain, remedy.Say("按键太慢或太少，像是人在打字。若扫码也这样：把扫码器的按键间隔设为 0 至 10 毫秒；若这是普通键盘，请换成扫码器的设备路径。", "The keys came too slowly, or too few, as if a person typed. If it is so with scans: set the scanner's inter-key delay to 0 to 10 ms; if this is a real keyboard, choose the scanner's device path instead.")),
	remedy.For(ErrKey, scanAgain, remedy.Say("码中有不是字符的按键。请把扫码器的键盘布局设为美式英语，并关闭功能键和控制字符的输出。", "A key amid the code is no character. Set the scanner's keyboard layout to US English, and its function keys and control characters off.")),
}
