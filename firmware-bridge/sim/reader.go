package sim

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"sync"
)

// ReaderOptions has the card reader's settings; the zero value is the factory's.
type ReaderOptions struct {
	Baud    int  // 9600 to 115200; 0 means 115200
	Unpaced bool // answers come at once, whatever the baud rate, and a host at another rate is understood
	Quirks  Quirks
}

// Reader is a SAM-V card reader on a pseudo-terminal.
type Reader struct {
	Faults
	plug plug
	done sync.WaitGroup

	mu       sync.Mutex
	closed   bool
	quirks   Quirks
	echo     bool
	card     *Card
	text     []byte
	found    bool // the card answered Find since it was placed
	selected bool
	read     bool // and must be lifted before it is found again
	asked    bool // for its serial number since power-up
	nextBaud int  // after the answer; 0 for none
	answered func(command uint16, status byte)
}

// NewReader plugs a reader in behind the path, which must be free or a symbolic link.
func NewReader(path string, o ReaderOptions) (*Reader, error) {
	if o.Baud == 0 {
		o.Baud = 115200
	}
	if err := moduleBaud(o.Baud); err != nil {
		return nil, err
	}
	r := &Reader{plug: plug{link: path, baud: o.Baud, unpaced: o.Unpaced, anyBaud: o.Unpaced}, quirks: o.Quirks}
	return r, r.Plug()
}

func moduleBaud(baud int) error {
	if !slices.Contains(moduleBauds, baud) {
		return fmt.Errorf("baud rate %d is none of the module's: use 9600, 19200, 38400, 57600 or 115200", baud)
	}
	return nil
}

// Plug plugs the reader in again after Unplug. Its baud rate is the one it had.
func (r *Reader) Plug() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return ErrUnplugged
	}
	if _, err := r.plug.plugged(); err == nil {
		return nil
	}
	master, err := r.plug.insert()
	if err != nil {
		return err
	}
	r.forget() // the module has just got its power
	r.asked = false
	r.done.Go(func() { r.serve(master) })
	return nil
}

// Unplug pulls the reader out: programs that have it open see it hang up, and its path is gone.
func (r *Reader) Unplug() {
	r.plug.pull()
	r.done.Wait()
}

// Close is Unplug, for good.
func (r *Reader) Close() error {
	r.mu.Lock()
	r.closed = true
	r.mu.Unlock()
	r.Unplug()
	return nil
}

// Place puts a card on the reader in place of any other.
func (r *Reader) Place(c Card) error {
	text, err := c.Text()
	if err != nil {
		return err
	}
	if err := c.extras(); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.card, r.text = &c, text
	r.forget()
	return nil
}

// Lift takes the card away. Without a card it does nothing.
func (r *Reader) Lift() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.card, r.text = nil, nil
	r.forget()
}

// forget is what a lift, power-up and reset do to what the module knows of a card.
func (r *Reader) forget() { r.found, r.selected, r.read = false, false, false }

// Lies reports whether a card lies on the reader.
func (r *Reader) Lies() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.card != nil
}

// SetQuirks gives the module other peculiarities.
func (r *Reader) SetQuirks(q Quirks) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.quirks = q
}

// SetEcho has the line send back what it hears, as half-duplex wiring does.
func (r *Reader) SetEcho(on bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.echo = on
}

// SetBaud sets the module to another rate, as another program might have done: at the old one it no longer
// understands the host.
func (r *Reader) SetBaud(baud int) error {
	if err := moduleBaud(baud); err != nil {
		return err
	}
	r.plug.setBaud(baud)
	return nil
}

// Answered has f called after each answer was sent or kept back. The module does nothing until f returns. A
// nil f ends it.
func (r *Reader) Answered(f func(command uint16, status byte)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answered = f
}

// serve answers commands until the reader is unplugged.
func (r *Reader) serve(master *os.File) {
	var pending []byte
	buf := make([]byte, 256)
	for {
		n, err := master.Read(buf)
		if err != nil {
			return
		}
		heard := r.plug.fromHost(buf[:n])
		if err := r.repeat(master, buf[:n]); err != nil {
			return
		}
		pending = append(pending, heard...)
		if pending, err = r.answer(master, pending); err != nil {
			return
		}
	}
}

func (r *Reader) repeat(master *os.File, b []byte) error {
	r.mu.Lock()
	echo := r.echo
	r.mu.Unlock()
	if !echo {
		return nil
	}
	_, err := master.Write(b)
	return err
}

// longest command, checksum included. What claims to be longer is none.
const longest = 64

// answer replies to each complete command and returns the rest.
func (r *Reader) answer(master *os.File, b []byte) ([]byte, error) {
	for {
		at := bytes.Index(b, []byte("\xAA\xAA\xAA\x96\x69"))
		if at < 0 {
			return b[max(0, len(b)-4):], nil
		}
		b = b[at:]
		if len(b) < 7 {
			return b, nil
		}
		end := 7 + int(b[5])<<8 + int(b[6])
		switch {
		case end > longest || end == 7:
			b = b[1:]
			continue
		case len(b) < end:
			return b, nil
		}
		if err := r.reply(master, b[5:end]); err != nil {
			return nil, err
		}
		b = b[end:]
	}
}

// reply carries out a command (length, body, checksum) and sends the answering frame, or what the faults
// leave of it.
func (r *Reader) reply(master *os.File, command []byte) error {
	r.mu.Lock()
	status, data := r.execute(command)
	baud, answered := r.nextBaud, r.answered
	r.nextBaud = 0
	r.mu.Unlock()
	t := &Transmission{
		Command: word(command), Bytes: response(status, data), without: refusal(word(command)),
		lift: r.Lift, pull: r.plug.pull,
	}
	if status == Mute {
		t.Bytes = nil
	}
	r.spoil(t)
	err := r.plug.transmit(master, t)
	if baud != 0 {
		r.plug.setBaud(baud)
	}
	if answered != nil {
		answered(t.Command, status)
	}
	return err
}

// refusal is the answer to a command when the card has just been lifted, nil where there needs none.
func refusal(command uint16) []byte {
	switch command {
	case CommandFind:
		return response(noCard, nil)
	case CommandSelect:
		return response(notSelected, nil)
	}
	return response(noRead, nil)
}

// response is the frame of a status byte and data.
func response(status byte, data []byte) []byte {
	n := 4 + len(data) // SW1 SW2 SW3, data, checksum
	out := append([]byte{0xAA, 0xAA, 0xAA, 0x96, 0x69, byte(n >> 8), byte(n), 0, 0, status}, data...)
	return append(out, checksum(out[5:]))
}

func checksum(b []byte) (sum byte) {
	for _, c := range b {
		sum ^= c
	}
	return sum
}
