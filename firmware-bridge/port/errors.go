package port

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// Why a line cannot be opened. Each calls for a different person to do a different thing.
var (
	ErrNotFound   = errors.New("no such serial device: it is unplugged, or the path is wrong")
	ErrPermission = errors.New("no permission to open the serial device: add the user to the dialout group")
	ErrInUse      = errors.New("the serial device is in use by another program")
	ErrNotTTY     = errors.New("not a serial device")
	ErrAmbiguous  = errors.New("more than one device has this USB identity: use its name under /dev/serial/by-path")
	ErrBaud       = errors.New("not a baud rate of serial devices: use 9600 to 921600, commonly 9600 or 115200")
)

// What may happen to an open line. A Read or Write after Close gives os.ErrClosed.
var (
	// ErrGone means that the device was unplugged, or that no hardware is behind the device file.
	ErrGone = errors.New("the serial device is gone")
	// ErrTimeout means that nothing came in time. It is an os.ErrDeadlineExceeded, which is what the
	// protocol packages look for.
	ErrTimeout = fmt.Errorf("no answer from the serial device: %w", os.ErrDeadlineExceeded)
)

func gone(cause error) error { return fmt.Errorf("%w: %w", ErrGone, cause) }

// openError names the path and puts the sentinel that fits before the cause.
func openError(path string, cause error) error {
	if reason := reasonOf(cause); reason != nil && !errors.Is(cause, reason) {
		return fmt.Errorf("open %s: %w: %w", path, reason, cause)
	}
	return fmt.Errorf("open %s: %w", path, cause)
}

func reasonOf(err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, unix.ENOTDIR), errors.Is(err, ErrDangling):
		return ErrNotFound
	case errors.Is(err, fs.ErrPermission):
		return ErrPermission
	case errors.Is(err, unix.EWOULDBLOCK), errors.Is(err, unix.EBUSY):
		return ErrInUse
	case errors.Is(err, unix.ENOTTY), errors.Is(err, unix.EINVAL):
		return ErrNotTTY
	case errors.Is(err, unix.EIO), errors.Is(err, unix.ENXIO), errors.Is(err, unix.ENODEV):
		return ErrGone
	}
	return nil
}
