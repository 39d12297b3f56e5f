package sim

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"sync"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// ScannerOptions has the code scanner's settings; the zero value is the usual setup.
type ScannerOptions struct {
	Baud     int    // any rate; 0 means 9600
	UART     bool   // a host at another rate hears garbage; else the rate does not matter, as with USB
	Unpaced  bool   // codes come at once
	Prefix   string // sent before each code, such as an AIM identifier or STX
	Suffix   string // sent after each code; empty means CR, "none" means nothing
	GBK      bool   // send GB 18030, which contains GBK, rather than UTF-8
	Family   string // whose trigger commands it obeys: honeywell, newland or gm65; empty is none's
	OnDemand bool   // reads only when triggered
}

// family is how scanners of a kind are told to begin and to end reading, and what they say to it.
type family struct{ trigger, stop, ack, stopped []byte }

var families = map[string]family{
	"":          {},
	"honeywell": {trigger: []byte{0x16, 0x54, 0x0D}, stop: []byte{0x16, 0x55, 0x0D}},
	"newland":   {trigger: []byte{0x01, 0x54, 0x04}, stop: []byte("#SCNTRG0;\x03"), stopped: []byte("\x02\x010000#SCNTRG0\x06;\x03")},
	"gm65": {
		trigger: []byte{0x7E, 0x00, 0x08, 0x01, 0x00, 0x02, 0x01, 0xAB, 0xCD},
		stop:    []byte{0x7E, 0x00, 0x08, 0x01, 0x00, 0x02, 0x00, 0xAB, 0xCD},
		ack:     []byte{0x02, 0x00, 0x00, 0x01, 0x00, 0x33, 0x31},
		stopped: []byte{0x02, 0x00, 0x00, 0x01, 0x00, 0x33, 0x31},
	},
}

// Scanner is a serial code scanner on a pseudo-terminal.
type Scanner struct {
	Faults
	plug    plug
	done    sync.WaitGroup
	sending sync.Mutex // one code at a time

	mu      sync.Mutex
	closed  bool
	options ScannerOptions
	reading bool   // on demand: it was triggered and has read nothing since
	held    string // the code before it
	away    func() // ends the holding
}

// NewScanner plugs a scanner in behind the path, which must be free or a symbolic link.
func NewScanner(path string, o ScannerOptions) (*Scanner, error) {
	if o.Baud <= 0 {
		o.Baud = 9600
	}
	if _, known := families[o.Family]; !known {
		return nil, fmt.Errorf("there is no family of scanners %q: use honeywell, newland or gm65", o.Family)
	}
	s := &Scanner{plug: plug{link: path, baud: o.Baud, unpaced: o.Unpaced, anyBaud: !o.UART}, options: o}
	return s, s.Plug()
}

// Plug plugs the scanner in again after Unplug.
func (s *Scanner) Plug() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return ErrUnplugged
	}
	if _, err := s.plug.plugged(); err == nil {
		return nil
	}
	master, err := s.plug.insert()
	if err == nil {
		s.done.Go(func() { s.listen(master) })
	}
	return err
}

// Unplug pulls the scanner out: programs that have it open see it hang up, and its path is gone.
func (s *Scanner) Unplug() {
	s.plug.pull()
	s.done.Wait()
}

// Close is Unplug, for good.
func (s *Scanner) Close() error {
	s.Away()
	s.mu.Lock()
	s.closed = true
	s.mu.Unlock()
	s.Unplug()
	return nil
}

// Scan sends a code as if it had been held before the scanner for a moment, and returns when it is sent. A
// scanner on demand sends it when it is triggered, unless it was.
func (s *Scanner) Scan(text string) error {
	s.mu.Lock()
	wait := s.options.OnDemand && !s.reading
	s.held, s.reading = "", false
	if wait {
		s.held = text
	}
	s.mu.Unlock()
	if wait {
		return nil
	}
	return s.send(text)
}

// Hold holds a code before the scanner, which sends it again and again until Away or the next Hold. A fault of
// the line does not end it.
func (s *Scanner) Hold(text string, every time.Duration) {
	s.Away()
	stop, ended := make(chan struct{}), make(chan struct{})
	s.mu.Lock()
	s.away = sync.OnceFunc(func() { close(stop); <-ended })
	s.mu.Unlock()
	go func() {
		defer close(ended)
		again := time.NewTicker(every)
		defer again.Stop()
		for {
			_ = s.Scan(text)
			select {
			case <-stop:
				return
			case <-again.C:
			}
		}
	}()
}

// Away takes away the code before the scanner.
func (s *Scanner) Away() {
	s.mu.Lock()
	away := s.away
	s.away, s.held = nil, ""
	s.mu.Unlock()
	if away != nil {
		away()
	}
}

// errNotTriggered means that there was no half code to send.
var errNotTriggered = errors.New("the scanner reads on demand and was not triggered")

// Half sends the first half of a code, then pulls the plug.
func (s *Scanner) Half(text string) error {
	s.Inject(UnplugAt(len(text) / 2))
	if err := s.Scan(text); err == nil {
		return errNotTriggered
	}
	return nil
}

// SetBaud sets a scanner with a UART to another rate.
func (s *Scanner) SetBaud(baud int) error {
	if !slices.Contains(slices.Collect(maps.Values(rates)), baud) {
		return fmt.Errorf("%d is no baud rate of scanners", baud)
	}
	s.plug.setBaud(baud)
	s.plug.mu.Lock()
	defer s.plug.mu.Unlock()
	s.plug.anyBaud = false
	return nil
}

// send sends a code with what the scanner puts around it.
func (s *Scanner) send(text string) error {
	s.mu.Lock()
	o := s.options
	s.mu.Unlock()
	code := []byte(text)
	if o.GBK {
		gbk, err := simplifiedchinese.GB18030.NewEncoder().Bytes(code)
		if err != nil {
			return fmt.Errorf("the code in GBK: %w", err)
		}
		code = gbk
	}
	suffix := o.Suffix
	switch suffix {
	case "":
		suffix = "\r"
	case "none":
		suffix = ""
	}
	return s.say([]byte(o.Prefix + string(code) + suffix))
}

func (s *Scanner) say(b []byte) error {
	s.sending.Lock()
	defer s.sending.Unlock()
	master, err := s.plug.plugged()
	if err != nil {
		return err
	}
	t := &Transmission{Bytes: b, pull: s.plug.pull}
	s.spoil(t)
	return s.plug.transmit(master, t)
}

// listen obeys trigger commands and drops all else until the scanner is unplugged.
func (s *Scanner) listen(master *os.File) {
	var heard []byte
	buf := make([]byte, 64)
	for {
		n, err := master.Read(buf)
		if err != nil {
			return
		}
		for _, c := range s.plug.fromHost(buf[:n]) {
			heard = append(heard, c)
			if s.command(heard) {
				heard = nil
			}
		}
		heard = heard[max(0, len(heard)-16):]
	}
}

// command carries out the command that the bytes end with, if any.
func (s *Scanner) command(heard []byte) bool {
	s.mu.Lock()
	f := families[s.options.Family]
	begin := f.trigger != nil && bytes.HasSuffix(heard, f.trigger)
	end := f.stop != nil && bytes.HasSuffix(heard, f.stop)
	if !begin && !end {
		s.mu.Unlock()
		return false
	}
	text := ""
	s.reading = begin
	if begin && s.held != "" {
		text, s.held, s.reading = s.held, "", false
	}
	s.mu.Unlock()
	ack := f.ack
	if end {
		ack = f.stopped
	}
	if ack != nil {
		_ = s.say(ack)
	}
	if text != "" {
		_ = s.send(text)
	}
	return true
}
