// Package evdev opens a Linux input device, such as a code scanner that poses as a keyboard, for this process
// alone: what it types reaches no screen.
//
// It gives the bytes as the kernel does, whole structs input_event, and knows nothing of keys.
package evdev

import (
	"errors"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// Device is an open and grabbed input device. The grab ends when it is closed, or with the process.
type Device struct{ file *os.File }

// Open opens the device behind a path, such as a link in /dev/input/by-id, and grabs it. Its errors are this
// package's sentinels, wrapped. What was typed before is not read.
func Open(path string) (*Device, error) { return open(path, seize) }

// open is Open with its ioctls as a value.
func open(path string, seize func(fd int) error) (*Device, error) {
	fd, err := unix.Open(path, unix.O_RDONLY|unix.O_NONBLOCK|unix.O_NOCTTY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, openError(path, err)
	}
	if err := seize(fd); err != nil {
		_ = unix.Close(fd)
		return nil, openError(path, err)
	}
	// The runtime waits for descriptors that do not block, and wakes who waits when one is closed.
	return &Device{os.NewFile(uintptr(fd), path)}, nil
}

// Read waits for at least one event; b must have room for one, that is 24 bytes. It fails with
// os.ErrDeadlineExceeded past the deadline, os.ErrClosed after Close, and ErrGone when the device was
// unplugged.
func (d *Device) Read(b []byte) (int, error) {
	n, err := d.file.Read(b)
	if err == nil || errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, os.ErrClosed) {
		return n, err
	}
	return n, gone(err)
}

// SetReadDeadline bounds every Read; the zero time means no bound.
func (d *Device) SetReadDeadline(t time.Time) error { return d.file.SetReadDeadline(t) }

// Close gives the device free and ends a pending Read.
func (d *Device) Close() error { return d.file.Close() }
