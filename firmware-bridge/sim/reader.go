package sim

import (
	"bytes"
	"fmt"
	"os"
	"sync"
	"time"
)

// ReaderOptions has the card reader's settings; the zero value is the factory's.
type ReaderOptions struct {
	Baud int // 9600 to 115200; 0 means 115200
}

// Reader is a SAM-V card reader on a pseudo-terminal.
type Reader struct {
	plug plug
	done sync.WaitGroup

	mu       sync.Mutex
	card     *Card
	text     []byte
	found    bool // the card answered Find since it was placed
	selected bool
	read     bool                // and must be lifted before it is found again
	mangle   func([]byte) []byte // applied to replies; may be nil
}

// NewReader plugs a reader in behind the path, which must be free or a symbolic link.
func NewReader(path string, o ReaderOptions) (*Reader, error) {
	if o.Baud == 0 {
		o.Baud = 115200
	}
	if speeds[o.Baud] == 0 {
		return nil, fmt.Errorf("baud rate %d is none of the module's: use 9600, 19200, 38400, 57600 or 115200", o.Baud)
	}
	r := &Reader{plug: plug{link: path, baud: o.Baud}}
	return r, r.Plug()
}

// Plug plugs the reader in again after Unplug.
func (r *Reader) Plug() error {
	master, err := r.plug.insert()
	if err != nil {
		return err
	}
	r.mu.Lock()
	r.found, r.selected, r.read = false, false, false // the module has just got its power
	r.mu.Unlock()
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
	r.Unplug()
	return nil
}

// Place puts a card on the reader in place of any other.
func (r *Reader) Place(c Card) error {
	text, err := c.Text()
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.card, r.text = &c, text
	r.found, r.selected, r.read = false, false, false
	return nil
}

// Lift takes the card away. Without a card it does nothing.
func (r *Reader) Lift() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.card, r.text = nil, nil
	r.found, r.selected, r.read = false, false, false
}

// Mangle lets f change every reply on its way: a torn frame, garbage before it, a wrong checksum. An empty
// result is no answer; a nil f ends it.
func (r *Reader) Mangle(f func(reply []byte) []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.mangle = f
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
		time.Sleep(wireTime(n, r.plug.baud)) // a pseudo-terminal delivers at once what the wire delivers in time
		if !r.plug.hearsBaud() {
			pending = nil
			continue
		}
		pending = append(pending, buf[:n]...)
		if pending, err = r.answer(pending); err != nil {
			return
		}
	}
}

// answer replies to each complete command and returns the rest.
func (r *Reader) answer(b []byte) ([]byte, error) {
	for {
		at := bytes.Index(b, []byte("\xAA\xAA\xAA\x96\x69"))
		if at < 0 {
			return b[max(0, len(b)-4):], nil
		}
		b = b[at:]
		if len(b) < 7 || len(b) < 7+int(b[5])<<8+int(b[6]) {
			return b, nil
		}
		end := 7 + int(b[5])<<8 + int(b[6])
		if err := r.plug.send(r.reply(b[5:end])); err != nil {
			return nil, err
		}
		b = b[end:]
	}
}

// reply carries out a command (length, body, checksum) and builds the answering frame.
func (r *Reader) reply(command []byte) []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := response(r.execute(command))
	if r.mangle != nil {
		out = r.mangle(out)
	}
	return out
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
