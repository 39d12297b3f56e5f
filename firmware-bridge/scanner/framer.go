// Package scanner turns the bytes of a serial code scanner into texts: framing, replies to trigger commands,
// AIM identifiers, UTF-8 or GBK, and the same code held too long.
//
// It knows no serial port and not what a text means.
package scanner

import "bytes"

const (
	stx = 0x02
	etx = 0x03
)

// Framer cuts the stream into the bytes of one code each. Frames of nothing but line ends and NUL do not
// count. The zero value is ready, and learns the end mark.
type Framer struct {
	Framing Framing
	Max     int // bytes a frame may have; 0 means DefaultMax
	Dropped int // frames that were longer; Framer counts
	Torn    int // frames without the end mark that Framing names; Framer counts

	ends    ends
	buf     []byte
	wrapped bool // after STX
	tooLong bool // the frame is dropped up to its end
}

// Feed takes received bytes and gives each frame that they complete. A frame is valid during the call only.
func (f *Framer) Feed(b []byte, frame func([]byte)) {
	for len(b) > 0 {
		n := unmarked(b)
		if n > 0 {
			f.add(b[:n], frame)
		} else {
			n = 1
			f.mark(b[:1], frame)
		}
		b = b[n:]
	}
}

// unmarked counts the bytes at the beginning that can be no mark.
func unmarked(b []byte) (n int) {
	for n < len(b) && b[n] > etx && b[n] != '\r' && b[n] != '\n' {
		n++
	}
	return n
}

// mark takes one byte that may be a mark.
func (f *Framer) mark(b []byte, frame func([]byte)) {
	if f.wraps() && b[0] == stx {
		f.open(frame)
		return
	}
	f.add(b, frame)
	if end := f.ending(); end > 0 {
		f.buf = f.buf[:len(f.buf)-min(end, len(f.buf))]
		f.close(frame, f.Framing != STXETX || f.wrapped)
	}
}

// Idle tells that the line has been quiet for the profile's gap: what came so far is a frame, or is torn.
func (f *Framer) Idle(frame func([]byte)) {
	if first := f.ends.learn(); first && f.Framing == Auto && !f.wrapped {
		f.split(frame)
	}
	f.close(frame, !f.Framing.marked())
}

// Pending reports whether a frame has begun, or a burst whose end Idle is to tell.
func (f *Framer) Pending() bool {
	return len(f.buf) > 0 || f.wrapped || f.tooLong || f.ends.heard
}

func (f *Framer) wraps() bool { return f.Framing == Auto || f.Framing == STXETX }

// open begins a wrapped frame. Before it there was a torn one, or a code that has no end mark.
func (f *Framer) open(frame func([]byte)) {
	if f.Framing == Auto && !f.wrapped {
		f.Idle(frame)
	}
	f.close(frame, false)
	f.wrapped = true
}

// ending gives the length of the end mark that was just received, 0 for none.
func (f *Framer) ending() int {
	last := f.ends.last
	switch {
	case f.wrapped || f.Framing == STXETX:
		return count(last[1] == etx, 1)
	case f.Framing == CR:
		return count(last[1] == '\r', 1)
	case f.Framing == LF:
		return count(last[1] == '\n', 1)
	case f.Framing == CRLF:
		return count(last == [2]byte{'\r', '\n'}, 2)
	case f.Framing == Auto && f.ends.mark != "":
		return count(bytes.HasSuffix(last[:], []byte(f.ends.mark)), len(f.ends.mark))
	}
	return 0
}

func count(yes bool, n int) int {
	if yes {
		return n
	}
	return 0
}

func (f *Framer) add(part []byte, frame func([]byte)) {
	f.ends.hear(part, f.wrapped)
	room := f.limit() + 2 // for an end mark
	if len(f.buf)+len(part) > room && f.Framing == Auto && !f.wrapped && f.ends.guess(f.buf) {
		f.split(frame)
	}
	if free := room - len(f.buf); len(part) > free {
		f.tooLong, part = true, part[:free]
	}
	if f.buf == nil {
		f.buf = make([]byte, 0, room) // at once: one that grows leaves copies of codes behind
	}
	f.buf = append(f.buf, part...)
}

func (f *Framer) limit() int {
	if f.Max == 0 {
		return DefaultMax
	}
	return f.Max
}

// split cuts what was held until the end mark was known.
func (f *Framer) split(frame func([]byte)) {
	if f.ends.mark == "" {
		return
	}
	held := f.buf
	for {
		code, rest, found := bytes.Cut(held, []byte(f.ends.mark))
		if !found {
			break
		}
		f.tell(code, frame)
		held = rest
	}
	f.buf = f.buf[:copy(f.buf, held)]
}

// close ends the frame, which is whole or torn.
func (f *Framer) close(frame func([]byte), whole bool) {
	switch {
	case f.tooLong:
		f.Dropped++
	case whole:
		f.tell(f.buf, frame)
	case !blank(f.buf):
		f.Torn++
	}
	clear(f.buf[:cap(f.buf)]) // it may have been somebody's pass
	f.buf, f.wrapped, f.tooLong = f.buf[:0], false, false
}

func (f *Framer) tell(code []byte, frame func([]byte)) {
	switch {
	case blank(code):
	case len(code) > f.limit():
		f.Dropped++
	default:
		frame(code)
	}
}

func blank(b []byte) bool { return len(bytes.Trim(b, "\r\n\x00")) == 0 }
