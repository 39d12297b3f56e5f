package evdev

import (
	"errors"
	"fmt"
	"io/fs"

	"golang.org/x/sys/unix"

	"github.com/nuanxin/station-kit/firmware-bridge/remedy"
)

// Why a device cannot be used.
var (
	ErrNotFound   = errors.New("no such input device: it is unplugged, or the path is wrong")
	ErrPermission = errors.New("no permission to open the input device: add the user to the input group")
	ErrInUse      = errors.New("another program has grabbed the input device")
	ErrNotInput   = errors.New("not an input device")
	ErrGone       = errors.New("the input device is gone")
)

func gone(cause error) error { return fmt.Errorf("%w: %w", ErrGone, cause) }

// openError names the path and puts the sentinel that fits before the cause.
func openError(path string, cause error) error {
	if reason := reasonOf(cause); reason != nil {
		return fmt.Errorf("open %s: %w: %w", path, reason, cause)
	}
	return fmt.Errorf("open %s: %w", path, cause)
}

func reasonOf(err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, unix.ENOTDIR):
		return ErrNotFound
	case errors.Is(err, fs.ErrPermission):
		return ErrPermission
	case errors.Is(err, unix.EBUSY):
		return ErrInUse
	case errors.Is(err, unix.ENOTTY), errors.Is(err, unix.EINVAL), errors.Is(err, unix.EISDIR):
		return ErrNotInput
	case errors.Is(err, unix.ENODEV), errors.Is(err, unix.ENXIO), errors.Is(err, unix.EIO):
		return ErrGone
	}
	return nil
}

// AdviceOf tells what to do about an error of this package; false for others.
func AdviceOf(err error) (remedy.Advice, bool) { return advices.Of(err) }

var rider = remedy.Say("扫码器暂时不可用，请告诉工作人员", "The scanner is not available now: please tell the attendant")

var advices = remedy.Table{
	remedy.For(ErrNotFound, rider, remedy.Say(
		"没有这个输入设备：请检查扫码器的 USB 线，在 /dev/input/by-id 下查看它的名字（以 -event-kbd 结尾）。",
		"No such input device: check the scanner's USB cable, and see /dev/input/by-id for its name, which ends in -event-kbd.",
	)),
	remedy.For(ErrPermission, rider, remedy.Say(
		"没有权限打开输入设备：请运行 sudo usermod -aG input 用户名，然后重新登录。",
		"No permission to open the input device: run sudo usermod -aG input USER and log in again.",
	)),
	remedy.For(ErrInUse, rider, remedy.Say(
		"扫码器正被另一个程序独占：请先关闭该程序（可用 sudo fuser -v 路径 查看）。",
		"Another program has grabbed the scanner: stop it first (sudo fuser -v PATH shows which).",
	)),
	remedy.For(ErrNotInput, rider, remedy.Say(
		"这不是输入设备：键盘式扫码器在 /dev/input/by-id 下，名字以 -event-kbd 结尾；串口式扫码器请用串口路径。",
		"This is not an input device: a keyboard scanner is in /dev/input/by-id and ends in -event-kbd; a serial one has the path of its serial line.",
	)),
	remedy.For(ErrGone, rider, remedy.Say(
		"扫码器被拔出：请插好 USB 线；若时断时续，请换线或换 USB 口。",
		"The scanner was unplugged: plug it in; if it comes and goes, change the cable or the socket.",
	)),
}
