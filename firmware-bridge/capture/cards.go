package capture

import (
	"bytes"
	"encoding/binary"
	"time"
)

// preamble opens every frame of the card reader's protocol. After it come the length of the rest (2 bytes,
// checksum included), the body, and the XOR of length and body. An answer's body is SW1 SW2 SW3 and data.
var preamble = []byte{0xAA, 0xAA, 0xAA, 0x96, 0x69}

const (
	blank     = 'x' // what filler is made of
	lengthEnd = 7
	dataStart = lengthEnd + 3
	minLength = 4
	maxLength = 0x1000
	longestID = 0x14 // length of an answer too short for anything personal but in fragments
	maxAsk    = 5    // longest length of a command that the kit sends, none of which holds data of a person
)

// cards judges the frames of a card reader.
type cards struct {
	asked []byte // the command sent last
}

func (c *cards) command(b []byte) []byte {
	c.asked = nil
	if !bytes.HasPrefix(b, preamble) || len(b) < lengthEnd || len(b) > lengthEnd+maxAsk ||
		len(b) != lengthEnd+int(binary.BigEndian.Uint16(b[len(preamble):])) {
		return filler(len(b), blank)
	}
	c.asked = bytes.Clone(b)
	return b
}

func (c *cards) timing() (together, idle time.Duration) { return 0, time.Second }

func (c *cards) judge(held []byte, final bool) ([]byte, bool) {
	at := bytes.Index(held, preamble)
	switch {
	case at > 0:
		return stray(held[:at]), false
	case at < 0 && (final || len(held) >= maxHeld):
		return stray(held), false
	case at < 0:
		return nil, false
	}
	if c.asked != nil && bytes.HasPrefix(held, c.asked) {
		return c.asked, true // the line's echo
	}
	size, whole := extent(held, final)
	if size == 0 {
		return nil, false
	}
	return scrubFrame(held[:size], whole), true
}

// stray is what is written for bytes between frames. The bytes AA before a preamble stay, and the beginning
// of a preamble at the end: the parser of answers stumbles over these, and they tell nothing.
func stray(b []byte) []byte {
	out := filler(len(b), blank)
	tail := len(bytes.TrimRight(b, "\xAA"))
	for n := len(preamble) - 1; n > 0; n-- {
		if bytes.HasSuffix(b, preamble[:n]) {
			tail = min(tail, len(b)-n)
			break
		}
	}
	copy(out[tail:], b[tail:])
	return out
}

// extent is how many bytes belong to the frame at the beginning, 0 where more must come, and whether they are
// all that it claims to have. A frame into which another one's preamble has got is torn there.
func extent(b []byte, final bool) (size int, whole bool) {
	torn := len(b)
	if next := bytes.Index(b[len(preamble):], preamble); next >= 0 {
		torn, final = len(preamble)+next, true
	}
	if len(b) >= lengthEnd {
		n := int(binary.BigEndian.Uint16(b[len(preamble):]))
		end := lengthEnd + n
		if n >= minLength && n <= maxLength && end <= len(b) && (end <= torn || xor(b[len(preamble):end]) == 0) {
			return end, true
		}
	}
	if final {
		return torn, false
	}
	return 0, false
}

func xor(b []byte) (sum byte) {
	for _, c := range b {
		sum ^= c
	}
	return sum
}

// scrubFrame is what is written for an answer.
func scrubFrame(b []byte, whole bool) []byte {
	out := bytes.Clone(b)
	end := len(b)
	if whole {
		end--
	}
	right := whole && xor(b[len(preamble):]) == 0
	if len(b) > lengthEnd {
		scrubStatus(out[lengthEnd:min(dataStart, end)], right && len(b) == lengthEnd+minLength)
	}
	if end > dataStart {
		scrubData(out[dataStart:end], claimed(b), right)
	}
	if whole {
		out[end] = xor(out[len(preamble):end])
		if !right {
			out[end] ^= 0x55
		}
	}
	return out
}

// claimed is the length that a frame says it has.
func claimed(b []byte) int { return int(binary.BigEndian.Uint16(b[len(preamble):])) }

// codes are the status codes of the published table.
var statusCodes = []byte{
	0x10, 0x11, 0x21, 0x23, 0x24, 0x31, 0x32, 0x33, 0x37, 0x3F, 0x40, 0x41, 0x47, 0x60, 0x66, 0x80, 0x81, 0x90, 0x91, 0x9F,
}

// scrubStatus keeps SW1 to SW3 of a whole answer without data. Where bytes were lost, something else may stand
// there: then only zeros and known codes stay.
func scrubStatus(sw []byte, alone bool) {
	if alone {
		return
	}
	for i, c := range sw {
		switch {
		case i < 2 && c != 0:
			sw[i] = 0x01
		case i == 2 && bytes.IndexByte(statusCodes, c) < 0:
			sw[i] = 0x7E
		}
	}
}

// scrubData replaces the data of an answer. n is the length that the frame claims.
func scrubData(data []byte, n int, right bool) {
	from, text := layout(data)
	switch {
	case n == longestID && right && serialNumber(data):
	case n <= longestID || n == bodyLength:
		fill(data)
	case text:
		end := min(from+textSize, len(data))
		scrubBlock(data[from:end])
		fill(data[end:])
	default: // addresses, or a layout that nobody knows
		scrubUnits(data)
	}
}

const bodyLength = 0x20 // of the answer with the card-body number

// fill keeps zeros, which most data are outside a text.
func fill(b []byte) {
	for i, c := range b {
		if c != 0 {
			b[i] = blank
		}
	}
}

// layout finds the text in the answer to a reading: behind the lengths of text and photo, or of text, photo and
// fingerprints. The lengths stay; they are always the same few.
func layout(data []byte) (from int, is bool) {
	if len(data) < 4 || binary.BigEndian.Uint16(data) != textSize || !part(data[2:]) {
		return 0, false
	}
	if len(data) >= 6 && data[4] != 0 && part(data[4:]) {
		return 6, true
	}
	return 4, true
}

// part reports whether a length is one that photos and fingerprints have.
func part(b []byte) bool {
	switch binary.BigEndian.Uint16(b) {
	case 0, 0x0200, 0x0400:
		return true
	}
	return false
}

// serialNumber reports whether the data are a module's serial number and nothing else: two small numbers, a
// date, two numbers. It is on the module's certificate, not on a person's.
func serialNumber(data []byte) bool {
	le := binary.LittleEndian
	day := le.Uint32(data[4:])
	return len(data) == 16 && le.Uint16(data) < 100 && le.Uint16(data[2:]) < 100 && day > 19900101 && day < 21000101 ||
		len(bytes.Trim(data, "\x00")) == 0
}
