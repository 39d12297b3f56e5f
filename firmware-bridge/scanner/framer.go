// Package scanner turns the bytes of a serial code scanner into texts: framing, AIM identifiers, UTF-8 or
// GBK, and the same code held too long.
//
// It knows no serial port and not what a text means.
package scanner

const (
	stx = 0x02
	etx = 0x03
)

// DefaultMax is the longest text in bytes: the capacity of a QR code, 2,953 bytes, and some.
const DefaultMax = 4096

// Framer cuts the stream at CR, LF or CRLF, and at STX and ETX, without being told which the scanner sends.
// Between STX and ETX line ends are data. A scanner that sends no mark at all is cut by Idle. Empty frames do
// not count. The zero value is ready.
type Framer struct {
	Max     int // bytes a frame may have; 0 means DefaultMax
	Dropped int // frames that were longer; Framer counts
	buf     []byte
	wrapped bool // after STX
	tooLong bool // the frame is dropped up to its end
}

// Feed takes received bytes and gives each frame that they complete.
func (f *Framer) Feed(b []byte, frame func([]byte)) {
	for _, c := range b {
		switch {
		case c == stx:
			f.begin(true)
		case c == etx && f.wrapped, (c == '\r' || c == '\n') && !f.wrapped:
			f.end(frame)
		default:
			f.add(c)
		}
	}
}

// Idle tells that the line has been quiet for a while: what came so far is a frame.
func (f *Framer) Idle(frame func([]byte)) { f.end(frame) }

// Pending reports whether a frame has begun.
func (f *Framer) Pending() bool { return len(f.buf) > 0 || f.wrapped || f.tooLong }

func (f *Framer) add(c byte) {
	limit := f.Max
	if limit == 0 {
		limit = DefaultMax
	}
	if f.tooLong = f.tooLong || len(f.buf) == limit; !f.tooLong {
		f.buf = append(f.buf, c)
	}
}

func (f *Framer) end(frame func([]byte)) {
	switch {
	case f.tooLong:
		f.Dropped++
	case len(f.buf) > 0:
		frame(f.buf)
	}
	f.begin(false)
}

func (f *Framer) begin(wrapped bool) {
	f.buf, f.wrapped, f.tooLong = nil, wrapped, false
}
