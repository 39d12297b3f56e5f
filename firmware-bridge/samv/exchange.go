package samv

import (
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
	// ErrEcho means that the command itself came back and nothing else: looped wires, or an adapter that echoes
	// with no reader behind it.
	ErrEcho = errors.New("only the command's own echo came back from the card reader's line")
	// ErrReply means a well-formed reply whose contents do not fit the command.
	ErrReply = errors.New("the card reader's answer does not fit the question")
)

// Time allowed for each answer, its wire time at 9600 baud included.
const (
	shortWait = time.Second
	cardWait  = 3 * time.Second
	midway    = 300 * time.Millisecond // a silence that ends an answer that has begun
	quiet     = 30 * time.Millisecond  // a line silent for so long has no late answer on its way
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
