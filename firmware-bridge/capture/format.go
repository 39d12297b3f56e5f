// Package capture records what passes between the kit and a serial device, without what is personal in it, and
// plays it back, so that a fault met at a station becomes a test.
//
// A capture is text, one JSON object a line. The first line is the Header, each other one an Entry:
//
//	{"capture":1,"device":"reader","baud":115200,"kit":"v1.2.0"}
//	{"at":0,"event":"open"}
//	{"at":180,"sent":"aaaaaa96690003200122"}
//	{"at":3350,"received":"aaaaaa9669000400008084"}
//	{"at":9120700,"event":"lost"}
//
// What is personal never reaches the file: see Recorder.
package capture

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Version is the format's. A reader takes this one and those before it.
const Version = 1

// Errors of Read. Their text has the line's number.
var (
	ErrFormat  = errors.New("not a capture of a device session")
	ErrVersion = errors.New("the capture was made by a newer kit: read it with that one")
)

// What a Header's Device may be.
const (
	CardReader  = "reader"
	CodeScanner = "scanner"
)

// Header says what was recorded. It has no time, host or place.
type Header struct {
	Version int    `json:"capture"`
	Device  string `json:"device"`
	Baud    int    `json:"baud"`
	Kit     string `json:"kit"` // the kit's version
}

// Event is what happens to the line itself.
type Event string

// The events.
const (
	Open Event = "open" // the line was opened; comes first, and after each of the others
	Lost Event = "lost" // the line failed, as when the device is unplugged
	Shut Event = "shut" // the kit closed the line
)

// Unrecognised is the Note of received bytes that were none of the protocol's: only how many they were is true.
const Unrecognised = "unrecognised"

// Entry is one thing that happened: an event, bytes sent to the device, or bytes received from it.
type Entry struct {
	At       int64  `json:"at"` // microseconds since the recording began; never falls
	Event    Event  `json:"event,omitempty"`
	Sent     Bytes  `json:"sent,omitempty"`
	Received Bytes  `json:"received,omitempty"`
	Note     string `json:"note,omitempty"`
}

// Bytes are written as hexadecimal digits.
type Bytes []byte

// MarshalText is the digits.
func (b Bytes) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, b), nil }

// UnmarshalText reads the digits.
func (b *Bytes) UnmarshalText(text []byte) (err error) {
	*b, err = hex.AppendDecode(nil, text)
	return err
}

// Capture is a recorded session.
type Capture struct {
	Header  Header
	Entries []Entry
}

// Limits of what Read takes.
const (
	maxLine    = 1 << 18
	maxEntries = 1 << 20
)

// Read reads a capture. An unfinished last line, as a program leaves that was killed, is left out. Errors are
// ErrFormat, ErrVersion and those of r.
func Read(r io.Reader) (c Capture, err error) {
	in := bufio.NewReaderSize(r, maxLine)
	line, err := next(in)
	if err != nil {
		return c, badLine(1, err)
	}
	if err := c.Header.parse(line); err != nil {
		return c, err
	}
	for n := 2; ; n++ {
		line, err := next(in)
		switch {
		case errors.Is(err, io.EOF):
			return c, nil
		case err != nil:
			return c, badLine(n, err)
		case len(c.Entries) == maxEntries:
			return c, badLine(n, errors.New("too many lines"))
		}
		if err := c.add(line); err != nil {
			return c, badLine(n, err)
		}
	}
}

func badLine(n int, err error) error { return fmt.Errorf("%w: line %d: %w", ErrFormat, n, err) }

// next is a whole line.
func next(in *bufio.Reader) ([]byte, error) {
	line, err := in.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) {
		return nil, errors.New("too long")
	}
	return line, err
}

func (h *Header) parse(line []byte) error {
	if err := json.Unmarshal(line, h); err != nil { // a newer kit may have more fields
		return badLine(1, err)
	}
	switch {
	case h.Version > Version:
		return fmt.Errorf("%w (version %d, this kit knows %d)", ErrVersion, h.Version, Version)
	case h.Version < 1:
		return badLine(1, errors.New("no version"))
	}
	return h.check()
}

func (h *Header) check() error {
	if h.Device != CardReader && h.Device != CodeScanner {
		return fmt.Errorf("%w: the device %q is none of %s, %s", ErrFormat, h.Device, CardReader, CodeScanner)
	}
	return nil
}

func (c *Capture) add(line []byte) error {
	d := json.NewDecoder(bytes.NewReader(line))
	d.DisallowUnknownFields()
	var e Entry
	if err := d.Decode(&e); err != nil {
		return err
	}
	if d.More() {
		return errors.New("more than one entry")
	}
	if err := e.check(c.Entries); err != nil {
		return err
	}
	c.Entries = append(c.Entries, e)
	return nil
}

func (e *Entry) check(before []Entry) error {
	kinds := 0
	for _, is := range []bool{e.Event != "", len(e.Sent) > 0, len(e.Received) > 0} {
		if is {
			kinds++
		}
	}
	last := Entry{}
	if len(before) > 0 {
		last = before[len(before)-1]
	}
	switch {
	case kinds != 1:
		return errors.New("an entry is an event, or sent, or received")
	case e.Event != "" && e.Event != Open && e.Event != Lost && e.Event != Shut:
		return fmt.Errorf("there is no event %q", string(e.Event))
	case e.At < last.At:
		return errors.New("the time falls")
	}
	return nil
}

// WriteTo writes the capture as Read reads it.
func (c Capture) WriteTo(w io.Writer) (n int64, err error) {
	out := json.NewEncoder(writer(func(b []byte) (int, error) {
		m, err := w.Write(b)
		n += int64(m)
		return m, err
	}))
	if err := out.Encode(c.Header); err != nil {
		return n, err
	}
	for _, e := range c.Entries {
		if err := out.Encode(e); err != nil {
			return n, err
		}
	}
	return n, nil
}

type writer func([]byte) (int, error)

func (w writer) Write(b []byte) (int, error) { return w(b) }
