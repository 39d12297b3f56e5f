package sim

import (
	"io"
	"os"
	"sync"
)

// ScannerOptions has the code scanner's settings; the zero value is the usual setup.
type ScannerOptions struct {
	Baud   int    // any rate; 0 means 9600
	Prefix string // sent before each code, such as an AIM identifier or STX
	Suffix string // sent after each code; empty means CR, "none" means nothing
}

// Scanner is a serial code scanner on a pseudo-terminal.
type Scanner struct {
	plug    plug
	options ScannerOptions
	done    sync.WaitGroup
	sending sync.Mutex // one code at a time
}

// NewScanner plugs a scanner in behind the path, which must be free or a symbolic link.
func NewScanner(path string, o ScannerOptions) (*Scanner, error) {
	if o.Baud <= 0 {
		o.Baud = 9600
	}
	switch o.Suffix {
	case "":
		o.Suffix = "\r"
	case "none":
		o.Suffix = ""
	}
	s := &Scanner{plug: plug{link: path, baud: o.Baud}, options: o}
	return s, s.Plug()
}

// Plug plugs the scanner in again after Unplug.
func (s *Scanner) Plug() error {
	master, err := s.plug.insert()
	if err == nil {
		s.done.Go(func() { swallow(master) })
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
	s.Unplug()
	return nil
}

// Scan sends a code as if it had been held before the scanner, and returns when it is sent.
func (s *Scanner) Scan(text string) error {
	s.sending.Lock()
	defer s.sending.Unlock()
	return s.plug.send([]byte(s.options.Prefix + text + s.options.Suffix))
}

// swallow drops what the program sends, such as trigger commands, until the scanner is unplugged.
func swallow(master *os.File) { _, _ = io.Copy(io.Discard, master) }
