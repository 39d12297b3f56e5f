package port

import (
	"errors"

	"github.com/tarm/serial"
	"golang.org/x/sys/unix"
)

// Open resolves the path, takes the line for this process alone, sets it up and discards stale input.
// Its errors are this package's sentinels, wrapped.
func Open(c Config) (*Port, error) {
	device, err := locate("/", c.Path)
	if err != nil {
		return nil, openError(c.Path, err)
	}
	lock, err := acquire(device)
	if err != nil {
		return nil, openError(c.Path, err)
	}
	p := &Port{device: device, lock: lock, wake: -1}
	if err := p.setUp(c.Baud); err != nil {
		p.release()
		return nil, openError(c.Path, err)
	}
	return p, nil
}

func (p *Port) setUp(baud int) (err error) {
	if baud == 0 {
		baud = DefaultBaud
	}
	if !knownBaud(baud) {
		return ErrBaud
	}
	if p.wake, err = unix.Eventfd(0, unix.EFD_CLOEXEC|unix.EFD_NONBLOCK); err != nil {
		return err
	}
	p.line, err = serial.OpenPort(&serial.Config{Name: p.device, Baud: baud, ReadTimeout: readTimeout})
	if err != nil {
		return err
	}
	return p.line.Flush()
}

// acquire opens the device and locks it; the lock goes with the descriptor. Programs that take no locks are
// kept clear of, too: two readers of a line get half of each answer.
func acquire(device string) (int, error) {
	fd, err := unix.Open(device, unix.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if err != nil {
		return -1, whoever(device, err)
	}
	if _, err = unix.IoctlGetTermios(fd, unix.TCGETS); err == nil {
		err = unix.Flock(fd, unix.LOCK_EX|unix.LOCK_NB)
	}
	if err == nil && shared(device) {
		err = inUse(device)
	}
	if err != nil {
		_ = unix.Close(fd)
		return -1, whoever(device, err)
	}
	return fd, nil
}

// whoever names the holder where the error says that there is one.
func whoever(device string, err error) error {
	if errors.Is(err, unix.EWOULDBLOCK) || errors.Is(err, unix.EBUSY) {
		return inUse(device)
	}
	return err
}

func knownBaud(baud int) bool {
	switch baud {
	case 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400, 460800, 921600:
		return true
	}
	return false
}
