package samv

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// Line carries the bytes, such as an open serial port. A Read past the deadline fails with an error that is
// os.ErrDeadlineExceeded; a Read returns as soon as it has some bytes.
type Line interface {
	io.ReadWriter
	SetReadDeadline(time.Time) error
}

// What goes wrong between host and reader. What the reader itself reports is a Code.
var (
	// ErrSilent means that no byte came back: no reader there, no power, wires crossed, or a wrong baud rate.
	ErrSilent = errors.New("the card reader does not answer")
	// ErrGarbled means that bytes came but no good reply: a wrong baud rate, a noisy line, another device.
	ErrGarbled = errors.New("the card reader's answer is garbled")
	// ErrReply means a well-formed reply whose contents do not fit the command.
	ErrReply = errors.New("the card reader's answer does not fit the question")
)

// Bauds are the rates a module can be set to, the factory's first.
var Bauds = []int{115200, 57600, 38400, 19200, 9600}

// Time allowed for each answer, its wire time at 9600 baud included.
const (
	shortWait = time.Second
	cardWait  = 3 * time.Second
	midway    = 300 * time.Millisecond // a silence that ends an answer that has begun
	quiet     = 30 * time.Millisecond  // a line silent for so long has no late answer on its way
)

// Command bodies: command and parameter byte.
var (
	cmdStatus   = []byte{0x11, 0xFF}
	cmdID       = []byte{0x12, 0xFF}
	cmdFind     = []byte{0x20, 0x01}
	cmdSelect   = []byte{0x20, 0x02}
	cmdReadBase = []byte{0x30, 0x01}
	cmdAddress  = []byte{0x30, 0x03} // read new address; also tells whether the card still lies there
)

// Module is the reader at the other end of a line. It is used by one goroutine.
type Module struct {
	line   Line
	parser Parser
	stale  bool // an answer may still be on its way
	chunk  [512]byte
}

// NewModule speaks to the reader on the line.
func NewModule(line Line) *Module { return &Module{line: line} }

// Status asks the module to check itself; nil means ready.
func (m *Module) Status() error {
	_, err := m.expect(OK, shortWait, cmdStatus)
	return err
}

// ID is the module's serial number as printed on its certificate, such as 05.03-20240101-0000012345-0000000007.
func (m *Module) ID() (string, error) {
	r, err := m.expect(OK, shortWait, cmdID)
	if err != nil {
		return "", err
	}
	if len(r.Data) != 16 {
		return "", fmt.Errorf("%w: serial number of %d bytes", ErrReply, len(r.Data))
	}
	le := binary.LittleEndian
	return fmt.Sprintf("%02d.%02d-%08d-%010d-%010d", le.Uint16(r.Data), le.Uint16(r.Data[2:]),
		le.Uint32(r.Data[4:]), le.Uint32(r.Data[8:]), le.Uint32(r.Data[12:])), nil
}

// Find looks for a card; without one the error is NoCard. A card already read is found again only after it
// was lifted.
func (m *Module) Find() error {
	_, err := m.expect(Found, shortWait, cmdFind)
	return err
}

// Select chooses the card that was found.
func (m *Module) Select() error {
	_, err := m.expect(OK, shortWait, cmdSelect)
	return err
}

// Read reads the selected card. The photo that comes with it is dropped.
func (m *Module) Read() (Card, error) {
	r, err := m.expect(OK, cardWait, cmdReadBase)
	if err != nil {
		return Card{}, err
	}
	text, err := textOf(r.Data)
	if err != nil {
		return Card{}, err
	}
	return DecodeText(text)
}

func (m *Module) readFound() (Card, error) {
	if err := m.Select(); err != nil {
		return Card{}, err
	}
	return m.Read()
}

// Present tells whether the card read last still lies there: nil while it does.
func (m *Module) Present() error {
	r, err := m.exchange(2*shortWait, cmdAddress)
	if err != nil || r.Code == OK || r.Code == NoContent {
		return err
	}
	return r.Code
}

// textOf takes the text out of a base reading: text length, photo length, text, photo.
func textOf(data []byte) ([]byte, error) {
	if len(data) < 4 {
		return nil, fmt.Errorf("%w: card contents of %d bytes", ErrReply, len(data))
	}
	size, photo := int(binary.BigEndian.Uint16(data)), int(binary.BigEndian.Uint16(data[2:]))
	if len(data) != 4+size+photo {
		return nil, fmt.Errorf("%w: %d bytes for %d of text and %d of photo", ErrReply, len(data)-4, size, photo)
	}
	return data[4 : 4+size], nil
}

// expect exchanges and turns any other code into an error.
func (m *Module) expect(want Code, wait time.Duration, body []byte) (Reply, error) {
	r, err := m.exchange(wait, body)
	switch {
	case err != nil:
		return Reply{}, err
	case r.Code == want:
		return r, nil
	case r.Code.Success():
		return Reply{}, fmt.Errorf("%w: code %02X", ErrReply, byte(r.Code))
	}
	return Reply{}, r.Code
}

// exchange sends a command and waits for the reply.
func (m *Module) exchange(wait time.Duration, body []byte) (Reply, error) {
	if err := m.clear(); err != nil {
		return Reply{}, err
	}
	if _, err := m.line.Write(frame(body...)); err != nil {
		return Reply{}, err
	}
	for end := time.Now().Add(wait); ; {
		if r, ok := m.parser.Next(); ok {
			return r, nil
		}
		if err := m.line.SetReadDeadline(m.patience(end)); err != nil {
			return Reply{}, err
		}
		n, err := m.line.Read(m.chunk[:])
		_, _ = m.parser.Write(m.chunk[:n])
		if err != nil {
			return Reply{}, m.broken(err)
		}
	}
}

// patience is until when to wait for the next bytes: once an answer has begun, it comes without long pauses.
// A few stray bytes begin no answer.
func (m *Module) patience(end time.Time) time.Time {
	soon := time.Now().Add(midway)
	if m.parser.Skipped() < lengthEnd+minReply || end.Before(soon) {
		return end
	}
	return soon
}

// broken names the failure of a wait: the line's own error, silence, or garbage.
func (m *Module) broken(err error) error {
	m.stale = true
	switch {
	case !errors.Is(err, os.ErrDeadlineExceeded):
		return err
	case m.parser.Skipped() > 0:
		return fmt.Errorf("%w: %d bytes", ErrGarbled, m.parser.Skipped())
	}
	return ErrSilent
}

// clear makes sure that the next reply answers the next command: after a failed exchange it waits until the
// line is quiet, for as long as the longest answer may take.
func (m *Module) clear() error {
	m.parser.Reset()
	end := time.Now().Add(cardWait)
	for m.stale && time.Now().Before(end) {
		if err := m.line.SetReadDeadline(time.Now().Add(quiet)); err != nil {
			return err
		}
		switch _, err := m.line.Read(m.chunk[:]); {
		case errors.Is(err, os.ErrDeadlineExceeded):
			m.stale = false
		case err != nil:
			return err
		}
	}
	m.stale = false
	return nil
}
