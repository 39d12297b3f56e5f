// Package sim is the devices of a station on a pseudo-terminal: the card reader and the code scanner, paced to
// their baud rate, behind a stable path that a real program opens as it opens the real device, and with the
// faults that real ones have.
//
// It follows the published protocol only and shares no code with the packages that speak it, so that a test
// against it means something.
package sim

import (
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// ErrUnplugged means that the device is unplugged.
var ErrUnplugged = errors.New("the simulated device is unplugged")

// plug is the device's end of a pseudo-terminal behind a symbolic link.
type plug struct {
	link    string
	unpaced bool // bytes take no time

	mu      sync.Mutex
	baud    int
	anyBaud bool          // the host's baud rate does not matter, as on a USB device without a UART
	master  *os.File      // nil while unplugged
	slave   *os.File      // held open, so that a program that closes it does not hang up the line
	gone    chan struct{} // closed when the device is pulled out
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
	p.master, p.slave, p.gone = master, slave, make(chan struct{})
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
	close(p.gone)
	p.master, p.slave = nil, nil
}

// plugged is the pseudo-terminal while the device is plugged in.
func (p *plug) plugged() (*os.File, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.master == nil {
		return nil, ErrUnplugged
	}
	return p.master, nil
}

// send writes as fast as the baud rate allows: ten bits a byte.
func (p *plug) send(b []byte) error {
	master, err := p.plugged()
	if err != nil {
		return err
	}
	return p.transmit(master, &Transmission{Bytes: b})
}

// transmit sends what a fault left of an answer, on the pseudo-terminal on which it was asked for.
func (p *plug) transmit(master *os.File, t *Transmission) error {
	if err := p.pause(master, t.Delay); err != nil {
		return err
	}
	heard := p.toHost(t.Bytes)
	beat := p.pace(len(t.Bytes), len(heard))
	at := 0
	for _, m := range append(t.inOrder(), moment{len(t.Bytes), func() {}}) {
		end := at
		if len(t.Bytes) > 0 { // a host at another rate hears more bytes, or fewer
			end = max(at, min(m.after, len(t.Bytes))*len(heard)/len(t.Bytes))
		}
		if err := beat.write(master, heard[at:end]); err != nil {
			return fmt.Errorf("%w: %w", ErrUnplugged, err)
		}
		began := time.Now()
		m.do()
		beat.next = beat.next.Add(time.Since(began))
		at = end
	}
	return nil
}

// pause waits, unless the device is pulled out meanwhile.
func (p *plug) pause(master *os.File, length time.Duration) error {
	if length <= 0 {
		return nil
	}
	p.mu.Lock()
	gone, here := p.gone, p.master == master
	p.mu.Unlock()
	if !here {
		return ErrUnplugged
	}
	timer := time.NewTimer(length)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-gone:
		return ErrUnplugged
	}
}

// toHost is what the host hears of what the device sends.
func (p *plug) toHost(b []byte) []byte {
	device, host := p.bauds()
	if p.ignoresBaud() || device == host {
		return b
	}
	return mishear(b, device, host)
}

// fromHost takes the time that the bytes needed on the wire, and gives what the device hears of them.
func (p *plug) fromHost(b []byte) []byte {
	device, host := p.bauds()
	if p.ignoresBaud() || device == host {
		p.pace(len(b), len(b)).wait(len(b))
		return b
	}
	return mishear(b, host, device)
}

// bauds are the rates of device and host; the host's is 0 where it is none that a device may have.
func (p *plug) bauds() (device, host int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.slave == nil {
		return p.baud, 0
	}
	t, err := unix.IoctlGetTermios(int(p.slave.Fd()), unix.TCGETS)
	if err != nil {
		return p.baud, 0
	}
	return p.baud, rates[t.Cflag&unix.CBAUD]
}

func (p *plug) setBaud(baud int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.baud = baud
}

func (p *plug) ignoresBaud() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.anyBaud
}
