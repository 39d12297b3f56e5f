package evdev

import "golang.org/x/sys/unix"

// Requests of <linux/input.h>, as the architectures encode them on which the kit runs (all but MIPS, PowerPC
// and SPARC).
const (
	eviocgrab     = 0x40044590 // _IOW('E', 0x90, int): the argument itself says whether to grab
	eviocsclockid = 0x400445a0 // _IOW('E', 0xa0, int): the argument points to the clock's number
)

// seize grabs the device, and has its events stamped by a clock that nobody sets. Without that clock the
// times are still good enough.
func seize(fd int) error {
	if err := unix.IoctlSetInt(fd, eviocgrab, 1); err != nil {
		return err
	}
	_ = unix.IoctlSetPointerInt(fd, eviocsclockid, unix.CLOCK_MONOTONIC)
	return nil
}
