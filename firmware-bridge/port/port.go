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
	"os"
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
	hollowWait   = 10 * time.Millisecond  // after a write that a line said to be ready did not take
	maxHollow    = 3                      // empty reads in a row, well before readTimeout, of a device that is gone
)

// Config says which line to open. Lines are 8N1 without flow control.
type Config struct {
	// Path is a device or a symbolic link to one, such as /dev/serial/by-path/..., or a USB identity,
	// usb:VENDOR:PRODUCT or usb:VENDOR:PRODUCT:SERIAL as in usb:1a86:7523. It is resolved at each Open.
	Path string
	Baud int // 0 means DefaultBaud
}

// Port is an open serial line. Reading and writing may happen in two goroutines at once.
type Port struct {
	device string // what Config.Path resolved to
	line   *serial.Port
	lock   int // own descriptor: holds the flock, is polled, and takes writes without blocking
	wake   int // eventfd that ends a poll when Close is called

	deadline atomic.Int64 // Unix nanoseconds of the read deadline; 0 for none
	closing  atomic.Bool
	closed   sync.Once
	inUse    sync.RWMutex // read-locked during I/O, so that no descriptor is closed under it
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
	end := time.Now().Add(writeTimeout)
	for sent := 0; sent < len(b); {
		if err := p.await(unix.POLLOUT, time.Until(end)); err != nil {
			return sent, err
		}
		n, err := unix.Write(p.lock, b[sent:]) // the library's descriptor would block on a full line
		switch {
		case n > 0:
			sent += n
			end = time.Now().Add(writeTimeout)
		case err == nil, errors.Is(err, unix.EAGAIN), errors.Is(err, unix.EINTR):
			_ = p.await(0, hollowWait) // said to be ready, and is not: no reason to spin
		default:
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
// Closing again waits for the first to end.
func (p *Port) Close() error {
	p.closed.Do(p.shut)
	return nil
}

func (p *Port) shut() {
	p.closing.Store(true)
	_, _ = unix.Write(p.wake, []byte{1, 0, 0, 0, 0, 0, 0, 0}) // ends polls
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = p.line.Flush() // or the kernel waits for unsent bytes
		p.inUse.Lock()
		defer p.inUse.Unlock()
		p.release()
	}()
	select {
	case <-done:
	case <-time.After(closeTimeout):
	}
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
