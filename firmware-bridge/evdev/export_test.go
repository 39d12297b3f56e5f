package evdev

import "golang.org/x/sys/unix"

// OpenAny opens what is no input device, without the ioctls.
func OpenAny(path string) (*Device, error) { return open(path, func(int) error { return nil }) }

// OpenRefused is OpenAny where the ioctl fails.
func OpenRefused(path string, errno unix.Errno) (*Device, error) {
	return open(path, func(int) error { return errno })
}

const (
	Grab     = eviocgrab
	SetClock = eviocsclockid
)
