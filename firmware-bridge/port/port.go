// Package port opens a serial line so that a kiosk can rely on it: one owner at a time, reads that end on
// their deadline, an unplugged device that is noticed at once, and a Close that never hangs.
//
// It is the only importer of github.com/tarm/serial, which sets the line up and reads it. What that library
// lacks (deadlines, exclusive use, hang-up, writes that do not block) comes from a second descriptor of the
// same device.
package port

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/tarm/serial"
	"golang.org/x/sys/unix"
)

// DefaultBaud is the factory setting of SAM-V card readers.
const DefaultBaud = 115200

const (
	readTimeout  = 100 * time.Millisecond // the shortest the library knows; longer waits happen in poll
	writeTimeout = 2 * time.Second        // a line that takes no bytes for so long is stuck
	closeTimeout = time.Second            // Close gives up on the kernel after this long
	maxHollow    = 3                      // empty reads in a row, well before readTimeout, of a device that is gone
)

// Config says which line to open. Lines are 8N1 without flow control.
type Config struct {
	Path string // a device or a symbolic link to one, such as /dev/serial/by-id/...; resolved at each Open
	Baud int    // 0 means DefaultBaud
}

// Port is an open serial line. Reading and writing may happen in two goroutines at once.
type Port struct {
	device string // what Config.Path resolved to
	line   *serial.Port
	lock   int // own descriptor: holds the flock, is polled, and takes writes without blocking
	wake   int // eventfd that ends a poll when Close is called

	deadline atomic.Int64 // Unix nanoseconds of the read deadline; 0 for none
	closing  atomic.Bool
	inUse    sync.RWMutex // read-locked during I/O, so that no descriptor is closed under it
}

// Open resolves the path, takes the line for this process alone, sets it up and discards stale input.
// Its errors are this package's sentinels, wrapped.
func Open(c Config) (*Port, error) {
	device, err := resolve(c.Path)
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

// Device is what the path resolved to when the port was opened, such as /dev/ttyUSB0.
func (p *Port) Device() string { return p.device }

// SetReadDeadline bounds every later Read; the zero time means no bound. A Read already waiting keeps its own.
func (p *Port) SetReadDeadline(t time.Time) error {
	if t.IsZero() {
		p.deadline.Store(0)
		return nil
	}
	p.deadline.Store(t.UnixNano())
	return nil
}

// Read waits for at least one byte. It fails with ErrTimeout past the deadline, ErrGone when the device was
// unplugged, os.ErrClosed after Close.
func (p *Port) Read(b []byte) (int, error) {
	p.inUse.RLock()
	defer p.inUse.RUnlock()
	deadline := p.deadline.Load()
	for hollow := 0; hollow < maxHollow; {
		if err := p.await(unix.POLLIN, untilNano(deadline)); err != nil {
			return 0, err
		}
		asked := time.Now()
		n, err := p.line.Read(b)
		switch {
		case n > 0:
			return n, nil
		case err != nil && !errors.Is(err, io.EOF):
			return 0, gone(err)
		case time.Since(asked) < readTimeout/2:
			hollow++ // readable, yet nothing there: the sign of a hung-up line
		default:
			hollow = 0 // someone flushed the input between poll and read
		}
	}
	return 0, ErrGone
}

// Write sends all of b, or fails with ErrTimeout when the line takes nothing for two seconds, ErrGone when
// the device was unplugged, os.ErrClosed after Close.
func (p *Port) Write(b []byte) (int, error) {
	p.inUse.RLock()
	defer p.inUse.RUnlock()
	for sent := 0; sent < len(b); {
		if err := p.await(unix.POLLOUT, writeTimeout); err != nil {
			return sent, err
		}
		n, err := unix.Write(p.lock, b[sent:]) // the library's descriptor would block on a full line
		switch {
		case err == nil:
			sent += n
		case !errors.Is(err, unix.EAGAIN) && !errors.Is(err, unix.EINTR):
			return sent, gone(err)
		}
	}
	return len(b), nil
}

// Flush discards what was received and not read, and what was written and not sent.
func (p *Port) Flush() error {
	p.inUse.RLock()
	defer p.inUse.RUnlock()
	if p.closing.Load() {
		return os.ErrClosed
	}
	if err := p.line.Flush(); err != nil {
		return gone(err)
	}
	return nil
}

// Close ends pending reads and writes and gives the line free. It returns within a second even if the
// kernel does not, and its result says nothing useful: a device that went away cannot be closed well.
func (p *Port) Close() error {
	if !p.closing.CompareAndSwap(false, true) {
		return nil
	}
	_, _ = unix.Write(p.wake, []byte{1, 0, 0, 0, 0, 0, 0, 0}) // ends polls
	_ = p.line.Flush()                                        // or the kernel waits for unsent bytes
	done := make(chan struct{})
	go func() {
		defer close(done)
		p.inUse.Lock()
		defer p.inUse.Unlock()
		p.release()
	}()
	select {
	case <-done:
	case <-time.After(closeTimeout):
	}
	return nil
}

func (p *Port) release() {
	if p.line != nil {
		_ = p.line.Close()
	}
	if p.wake >= 0 {
		_ = unix.Close(p.wake)
	}
	_ = unix.Close(p.lock)
}

// resolve follows symbolic links and makes sure that the end is a character device: opening anything else
// (a FIFO, say) could block.
func resolve(path string) (string, error) {
	if path == "" {
		return "", fs.ErrNotExist // which EvalSymlinks takes for the working directory
	}
	device, err := filepath.EvalSymlinks(path)
	if err != nil {
		return "", err
	}
	info, err := os.Stat(device)
	if err != nil {
		return "", err
	}
	if info.Mode()&os.ModeCharDevice == 0 {
		return "", ErrNotTTY
	}
	return device, nil
}

// acquire opens the device and locks it; the lock goes with the descriptor.
func acquire(device string) (int, error) {
	fd, err := unix.Open(device, unix.O_RDWR|unix.O_NOCTTY|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if err != nil {
		return -1, err
	}
	if _, err = unix.IoctlGetTermios(fd, unix.TCGETS); err == nil {
		err = unix.Flock(fd, unix.LOCK_EX|unix.LOCK_NB)
	}
	if err != nil {
		_ = unix.Close(fd)
		return -1, err
	}
	return fd, nil
}

func knownBaud(baud int) bool {
	switch baud {
	case 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200, 230400, 460800, 921600:
		return true
	}
	return false
}
