package samv

import (
	"bytes"
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
//
// A card is read by Find, Select and Read. After that, and also after a Select or Read that failed, the module
// finds the card again only once it was lifted; until then Find gives NoCard. While a card that was read lies
// there, Addresses, CardBodyNumber and Present need no further Find.
type Module struct {
	line    Line
	parser  Parser
	request []byte // the frame sent last
	heard   []byte // what came since, as far as needed to know an echo
	stale   bool   // an answer may still be on its way
	chunk   [512]byte
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
	return Reply{}, r.failure()
}

// failure is the reply's code as an error, with what the card said where the reader tells.
func (r Reply) failure() error {
	if r.Card == 0 {
		return r.Code
	}
	return fmt.Errorf("%w, card status %04X", r.Code, r.Card)
}

// exchange sends a command and waits for the reply, whose data are good until the next exchange.
func (m *Module) exchange(wait time.Duration, body []byte) (Reply, error) {
	if err := m.drain(); err != nil {
		return Reply{}, err
	}
	m.request = appendFrame(m.request[:0], body...)
	if _, err := m.line.Write(m.request); err != nil {
		return Reply{}, err
	}
	for end := time.Now().Add(wait); ; {
		err := m.receive(m.patience(end))
		if r, ok := m.reply(m.parser.Next); ok {
			return r, nil
		}
		if err == nil && time.Now().Before(end) {
			continue
		}
		if r, ok := m.reply(m.parser.Last); ok {
			return r, nil
		}
		return Reply{}, m.broken(err)
	}
}

// receive gives the parser what comes next, or fails with the line's error.
func (m *Module) receive(deadline time.Time) error {
	if err := m.line.SetReadDeadline(deadline); err != nil {
		return err
	}
	n, err := m.line.Read(m.chunk[:])
	_, _ = m.parser.Write(m.chunk[:n])
	m.heard = append(m.heard, m.chunk[:min(n, len(m.request)+1-len(m.heard))]...)
	clear(m.chunk[:n])
	return err
}

// reply takes the next reply that is not the echo of the command. Only the longest command looks like a reply.
func (m *Module) reply(next func() (Reply, bool)) (r Reply, ok bool) {
	for r, ok = next(); ok && m.echoes(r); r, ok = next() {
	}
	return r, ok
}

func (m *Module) echoes(r Reply) bool {
	body := m.request[lengthEnd : len(m.request)-1]
	return len(body) == 3 && len(r.Data) == 0 && r.Card == binary.BigEndian.Uint16(body) && r.Code == Code(body[2])
}

// patience is until when to wait for the next bytes: once an answer has begun, it comes without long pauses,
// and after a whole one that was spoilt nothing more comes.
func (m *Module) patience(end time.Time) time.Time {
	soon := time.Now().Add(midway)
	if !m.parser.Begun() && !m.spoilt() || end.Before(soon) {
		return end
	}
	return soon
}

// spoilt reports whether as much as the shortest answer has come beside an echo, and was none. A few stray
// bytes are not: the answer is still to come.
func (m *Module) spoilt() bool {
	come := m.parser.Skipped()
	if bytes.HasPrefix(m.heard, m.request) {
		come -= len(m.request)
	}
	return come >= lengthEnd+minReply
}

// broken names the failure of a wait: the line's own error, silence, or garbage. A nil err is a line that
// brings one thing after another and no reply.
func (m *Module) broken(err error) error {
	m.stale = true
	switch {
	case err != nil && !errors.Is(err, os.ErrDeadlineExceeded):
		return err
	case len(m.heard) == 0:
		return ErrSilent
	case bytes.Equal(m.heard, m.request):
		return ErrEcho
	}
	return fmt.Errorf("%w: %d bytes", ErrGarbled, m.parser.Skipped())
}

// drain makes sure that the next reply answers the next command: it drops what has come unasked, and after a
// failed exchange waits until the line is quiet, for as long as the longest answer may take.
func (m *Module) drain() error {
	m.forget()
	var pause time.Duration
	if m.stale {
		pause = quiet
	}
	for end := time.Now().Add(cardWait); time.Now().Before(end); {
		err := m.receive(time.Now().Add(pause))
		switch {
		case errors.Is(err, os.ErrDeadlineExceeded):
			end = time.Time{}
		case err != nil:
			return err
		}
		m.forget()
	}
	m.stale = false
	return nil
}

// forget overwrites what was received.
func (m *Module) forget() {
	m.parser.Reset()
	clear(m.heard)
	m.heard = m.heard[:0]
}
