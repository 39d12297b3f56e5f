package scanner

import (
	"fmt"
	"slices"
	"time"
)

// Profile says how a scanner is set up. The zero value suits nearly every scanner; the rest is for the odd one.
type Profile struct {
	Framing Framing       // where a code ends
	Prefix  string        // what the scanner was told to send before each code; taken off where it stands
	Gap     time.Duration // silence that ends a code, or gives up a torn one; 0 means 100 ms, or 500 ms where an end mark is awaited
	Max     int           // bytes a code may have; 0 means DefaultMax
	Trigger Trigger       // how the scanner is told to scan
}

// DefaultMax is the longest code in bytes: the capacity of a QR code, 2,953 bytes, and some.
const DefaultMax = 4096

const (
	defaultGap = 100 * time.Millisecond // USB adapters deliver in bursts of 16 ms and more
	tornGap    = 500 * time.Millisecond
)

func (p Profile) gap() time.Duration {
	switch {
	case p.Gap > 0:
		return p.Gap
	case p.Framing.marked():
		return tornGap
	}
	return defaultGap
}

// Framing is how a scanner marks the end of a code.
type Framing int

const (
	// Auto learns the end mark from the first code, by the silence after it, and learns anew when the scanner
	// is set up otherwise. STX and ETX it knows at once. A text that has line ends of its own comes out whole
	// unless they are the scanner's end mark too: for such texts choose STXETX or Silence, here and at the scanner.
	Auto    Framing = iota
	CR              // carriage return, the usual factory setting
	LF              // line feed
	CRLF            // both
	STXETX          // between STX and ETX
	Silence         // no mark: a code ends when the line is quiet
)

var framings = []string{"auto", "cr", "lf", "crlf", "stx-etx", "silence"}

// marked reports whether a code without its end mark is known to be torn.
func (f Framing) marked() bool { return f != Auto && f != Silence }

// String is the name in settings: auto, cr, lf, crlf, stx-etx or silence.
func (f Framing) String() string { return name(framings, int(f)) }

// MarshalText is String, for settings and flag.TextVar.
func (f Framing) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalText takes a name as String gives it.
func (f *Framing) UnmarshalText(text []byte) error {
	i, err := index(framings, string(text))
	if err == nil {
		*f = Framing(i)
	}
	return err
}

func name(names []string, i int) string {
	if i < 0 || i >= len(names) {
		return fmt.Sprint(i)
	}
	return names[i]
}

func index(names []string, text string) (int, error) {
	i := slices.Index(names, text)
	if i < 0 {
		return 0, fmt.Errorf("%q is none of %q", text, names)
	}
	return i, nil
}
