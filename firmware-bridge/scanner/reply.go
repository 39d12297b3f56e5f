package scanner

import "bytes"

// Replies that scanners mix into the stream of codes. Each begins with STX, as the code of a scanner may too.
var (
	// ackGM65 confirms any command of a GM65 (maker's manual): type 00, one byte of data 00, CRC.
	ackGM65 = []byte{stx, 0x00, 0x00, 0x01, 0x00, 0x33, 0x31}
	// A Newland repeats the command in an envelope, with ACK, NAK or ENQ behind it (maker's manual).
	headNewland = []byte("\x02\x010000")
	tailNewland = []byte(";\x03")
)

const maxNewland = 64 // bytes of a reply: the commands of this package need 17

// Replies takes the scanners' replies out of what is received, wherever they stand and however they are
// split. The zero value is ready.
type Replies struct {
	Acks int    // acknowledgements of a GM65 taken out; Replies counts
	held []byte // may be the beginning of a reply
	out  []byte
}

// Strip gives the received bytes that belong to no reply; they are valid until the next call. It holds back
// what may be the beginning of one.
func (r *Replies) Strip(b []byte) []byte {
	r.out = r.out[:0]
	for len(b) > 0 {
		if len(r.held) == 0 {
			n := bytes.IndexByte(b, stx)
			if n < 0 {
				return r.through(b)
			}
			r.out = append(r.out, b[:n]...)
			b = b[n:]
		}
		b = r.match(b)
	}
	return r.out
}

// through spares the copy where there is nothing to take out.
func (r *Replies) through(b []byte) []byte {
	if len(r.out) == 0 {
		return b
	}
	r.out = append(r.out, b...)
	return r.out
}

// match takes one byte of a reply. A byte that does not fit frees what was held and is looked at again: it
// may begin a reply, while nothing held behind the first byte can.
func (r *Replies) match(b []byte) []byte {
	r.held = append(r.held, b[0])
	switch {
	case bytes.Equal(r.held, ackGM65):
		r.Acks++
		r.held = r.held[:0]
	case wholeNewland(r.held):
		r.held = r.held[:0]
	case !bytes.HasPrefix(ackGM65, r.held) && !beginsNewland(r.held):
		n := len(r.held) - 1
		r.out = append(r.out, r.held[:n]...)
		r.held = r.held[:0]
		return b
	}
	return b[1:]
}

func wholeNewland(b []byte) bool {
	return bytes.HasPrefix(b, headNewland) && bytes.HasSuffix(b, tailNewland)
}

func beginsNewland(b []byte) bool {
	n := len(headNewland)
	return bytes.HasPrefix(headNewland, b) ||
		bytes.HasPrefix(b, headNewland) && len(b) < maxNewland && b[len(b)-1] != stx && !bytes.Contains(b[n:], tailNewland)
}

// Held reports whether something is held back.
func (r *Replies) Held() bool { return len(r.held) > 0 }

// Idle tells that the line has been quiet: what is held back is no reply.
func (r *Replies) Idle() []byte {
	r.out = append(r.out[:0], r.held...)
	r.held = r.held[:0]
	return r.out
}
