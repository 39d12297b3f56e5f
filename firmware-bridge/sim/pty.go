// Package sim is the devices of a station on a pseudo-terminal: the card reader and the code scanner, paced to
// their baud rate, behind a stable path that a real program opens as it opens the real device.
//
// It follows the published protocol only and shares no code with the packages that speak it, so that a test
// against it means something.
package sim

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// ErrPath means that something other than a simulator's symbolic link is at the path.
var ErrPath = errors.New("the path exists and is not a symbolic link: choose another, or remove it")

// ErrUnplugged means that the device is unplugged.
var ErrUnplugged = errors.New("the simulated device is unplugged")

// plug is the device's end of a pseudo-terminal behind a symbolic link.
type plug struct {
	link string
	baud int

	mu     sync.Mutex
	master *os.File // nil while unplugged
	slave  *os.File // held open, so that a program that closes it does not hang up the line
}

// insert makes the pseudo-terminal and points the link at it.
func (p *plug) insert() (*os.File, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.master != nil {
		return p.master, nil
	}
	master, slave, err := openPTY()
	if err != nil {
		return nil, err
	}
	if err := relink(slave.Name(), p.link); err != nil {
		return nil, errors.Join(err, master.Close(), slave.Close())
	}
	p.master, p.slave = master, slave
	return master, nil
}

// pull hangs the line up and removes the link, unless it already leads elsewhere.
func (p *plug) pull() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.master == nil {
		return
	}
	if target, err := os.Readlink(p.link); err == nil && target == p.slave.Name() {
		_ = os.Remove(p.link)
	}
	_, _ = p.master.Close(), p.slave.Close()
	p.master, p.slave = nil, nil
}

// send writes as fast as the baud rate allows: ten bits a byte.
func (p *plug) send(b []byte) error {
	p.mu.Lock()
	master := p.master
	p.mu.Unlock()
	if master == nil {
		return ErrUnplugged
	}
	began, chunk := time.Now(), max(1, p.baud/10/250) // bytes of 4 ms
	for at := 0; at < len(b); at += chunk {
		end := min(at+chunk, len(b))
		time.Sleep(time.Until(began.Add(wireTime(end, p.baud))))
		if _, err := master.Write(b[at:end]); err != nil {
			return fmt.Errorf("%w: %w", ErrUnplugged, err)
		}
	}
	return nil
}

// wireTime is how long n bytes take on the line: start bit, eight data bits, stop bit.
func wireTime(n, baud int) time.Duration {
	return time.Duration(n) * 10 * time.Second / time.Duration(baud)
}

// hearsBaud reports whether the program at the other end set the device's baud rate. At another one a real
// device hears noise.
func (p *plug) hearsBaud() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.slave == nil {
		return false
	}
	t, err := unix.IoctlGetTermios(int(p.slave.Fd()), unix.TCGETS)
	return err == nil && t.Cflag&unix.CBAUD == speeds[p.baud]
}

var speeds = map[int]uint32{
	9600: unix.B9600, 19200: unix.B19200, 38400: unix.B38400, 57600: unix.B57600, 115200: unix.B115200,
}

// openPTY opens a pair in raw mode: a fresh one would echo and edit lines. The master is non-blocking, so that
// closing it ends a pending read.
func openPTY() (master, slave *os.File, err error) {
	fd, err := unix.Open("/dev/ptmx", unix.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, nil, fmt.Errorf("open a pseudo-terminal: %w", err)
	}
	master = os.NewFile(uintptr(fd), "/dev/ptmx")
	if slave, err = openSlave(fd); err != nil {
		_ = master.Close()
		return nil, nil, fmt.Errorf("open a pseudo-terminal: %w", err)
	}
	return master, slave, nil
}

func openSlave(master int) (*os.File, error) {
	if err := unix.IoctlSetPointerInt(master, unix.TIOCSPTLCK, 0); err != nil {
		return nil, err
	}
	n, err := unix.IoctlGetUint32(master, unix.TIOCGPTN)
	if err != nil {
		return nil, err
	}
	name := fmt.Sprintf("/dev/pts/%d", n)
	fd, err := unix.Open(name, unix.O_RDWR|unix.O_NOCTTY|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	if err := makeRaw(fd); err != nil {
		_ = unix.Close(fd)
		return nil, err
	}
	return os.NewFile(uintptr(fd), name), nil
}

func makeRaw(fd int) error {
	t, err := unix.IoctlGetTermios(fd, unix.TCGETS)
	if err != nil {
		return err
	}
	t.Iflag, t.Oflag, t.Lflag = unix.IGNPAR, 0, 0
	t.Cc[unix.VMIN], t.Cc[unix.VTIME] = 1, 0
	return unix.IoctlSetTermios(fd, unix.TCSETS, t)
}

// relink points the link at the target in one step. It replaces a symbolic link, which a killed simulator
// may have left, and nothing else.
func relink(target, link string) error {
	switch info, err := os.Lstat(link); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	case info.Mode()&os.ModeSymlink == 0:
		return fmt.Errorf("%s: %w", link, ErrPath)
	}
	fresh := link + ".new"
	_ = os.Remove(fresh)
	if err := os.Symlink(target, fresh); err != nil {
		return err
	}
	return os.Rename(fresh, link)
}
