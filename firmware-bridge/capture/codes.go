package capture

import (
	"bytes"
	"crypto/sha256"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

const (
	stx    = 0x02
	etx    = 0x03
	noText = 0xFF // what filler is made of: in no encoding is it a text
)

// maxTrigger is the length of the longest command that scanners take. More is no command.
const maxTrigger = 32

var (
	ackGM65 = []byte{stx, 0x00, 0x00, 0x01, 0x00, 0x33, 0x31}
	// A Newland repeats a command between these, with a status byte behind it.
	headNewland = []byte("\x02\x010000")
	tailNewland = []byte(";\x03")
)

// codes judges what a code scanner sends.
type codes struct {
	asked []byte
	seen  map[[sha256.Size]byte]int // codes by the order in which they first came
}

func newCodes() *codes { return &codes{seen: map[[sha256.Size]byte]int{}} }

func (c *codes) command(b []byte) []byte {
	c.asked = nil
	if len(b) > maxTrigger {
		return filler(len(b), noText)
	}
	c.asked = bytes.Clone(b)
	return b
}

func (c *codes) timing() (together, idle time.Duration) {
	return 10 * time.Millisecond, 250 * time.Millisecond
}

// judge takes a code with its end mark. One that is no text makes all up to the next silence unrecognised: at
// a wrong baud rate end marks turn up by chance.
func (c *codes) judge(held []byte, final bool) ([]byte, bool) {
	reply, wait := c.reply(held)
	switch {
	case reply > 0:
		return bytes.Clone(held[:reply]), true
	case wait && !final:
		return nil, false
	}
	end := codeEnd(held)
	if end == 0 || bytes.HasSuffix(held[:end], []byte("\r")) && end == len(held) { // LF may follow
		if !final && len(held) < maxHeld {
			return nil, false
		}
		end = len(held)
	}
	if out, is := c.scrub(held[:end]); is {
		return out, true
	}
	if !final && len(held) < maxHeld {
		return nil, false
	}
	return filler(len(held), noText), false
}

// reply is the length of a scanner's reply to a command at the beginning, and whether more may make it one.
func (c *codes) reply(held []byte) (n int, wait bool) {
	if bytes.HasPrefix(held, ackGM65) {
		return len(ackGM65), false
	}
	if bytes.HasPrefix(held, headNewland) {
		end := bytes.Index(held, tailNewland)
		inner := held[len(headNewland):max(len(headNewland), end-1)]
		if end > 0 && len(inner) > 0 && bytes.Contains(c.asked, inner) {
			return end + len(tailNewland), false
		}
		return 0, end < 0 && len(held) < 2*maxTrigger
	}
	return 0, bytes.HasPrefix(ackGM65, held) || bytes.HasPrefix(headNewland, held)
}

// codeEnd is the length of the first code with its end mark, 0 where it has not come.
func codeEnd(held []byte) int {
	if held[0] == stx {
		return 1 + bytes.IndexByte(held, etx)
	}
	at := bytes.IndexAny(held, "\r\n\x02")
	switch {
	case at < 0:
		return 0
	case held[at] == stx:
		return at
	}
	for at < len(held) && (held[at] == '\r' || held[at] == '\n') {
		at++
	}
	return at
}

// scrub is what is written for a code with its marks, and whether it is a text.
func (c *codes) scrub(b []byte) ([]byte, bool) {
	body := bytes.TrimRight(bytes.TrimLeft(b, "\x02\r\n"), "\r\n\x03")
	from := bytes.Index(b, body)
	if aim(body) {
		body, from = body[3:], from+3
	}
	if len(body) == 0 {
		return bytes.Clone(b), true
	}
	replaced, is := c.replace(body)
	if !is {
		return nil, false
	}
	return append(append(bytes.Clone(b[:from]), replaced...), b[from+len(body):]...), true
}

// aim reports whether an AIM identifier (ISO/IEC 15424) stands before the code.
func aim(b []byte) bool {
	return len(b) >= 3 && b[0] == ']' && bytes.IndexByte([]byte("ACEFGHILMQRSUXZdehz"), b[1]) >= 0 && b[2] >= '0' && b[2] <= '9'
}

// replace keeps encoding, length and the class of each character. Where the text has digits or letters, they
// spell the code's ordinal, so that codes that differ stay different.
func (c *codes) replace(body []byte) ([]byte, bool) {
	encode, decoded := utf8Bytes, string(body)
	if !utf8.Valid(body) {
		text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(body)
		if err != nil {
			return nil, false
		}
		encode, decoded = gbkBytes, string(text)
	}
	if strings.ContainsFunc(decoded, noise) {
		return nil, false
	}
	ordinal := c.ordinal(body)
	out := make([]byte, len(body))
	end := len(out)
	for text := []rune(decoded); len(text) > 0; text = text[:len(text)-1] {
		r := text[len(text)-1]
		written := encode(stand(r, &ordinal), len(encode(r, 0)))
		end -= len(written)
		if end < 0 {
			return nil, false
		}
		copy(out[end:], written)
	}
	return out, end == 0
}

func (c *codes) ordinal(body []byte) int {
	key := sha256.Sum256(body)
	n, known := c.seen[key]
	if !known {
		n = len(c.seen)
		c.seen[key] = n
	}
	return n
}

// noise is what no code holds: other bytes than text, or the sign for what could not be decoded.
func noise(r rune) bool {
	return r == utf8.RuneError || unicode.IsControl(r) && !strings.ContainsRune("\t\r\n\x04\x1c\x1d\x1e\x1f", r)
}

// stand stands for a character's class, and takes a digit off the ordinal where it can carry one.
func stand(r rune, ordinal *int) rune {
	digit := func(base int) rune {
		d := *ordinal % base
		*ordinal /= base
		return rune(d)
	}
	switch {
	case r >= '0' && r <= '9':
		return '0' + digit(10)
	case r >= 'A' && r <= 'Z':
		return 'A' + digit(26)
	case r >= 'a' && r <= 'z':
		return 'a' + digit(26)
	case r < ' ', r == ' ', r == '\uFEFF':
		return r
	case r < 0x80:
		return '-'
	}
	return '某'
}

// utf8Bytes and gbkBytes write a character as so many bytes; where its own are more or fewer, as another of
// the class that has them. A width of 0 is its own.
func utf8Bytes(r rune, width int) []byte {
	b := utf8.AppendRune(nil, r)
	if width == 0 || len(b) == width {
		return b
	}
	return []byte([...]string{1: "-", 2: "é", 3: "某", 4: "𠮷"}[width])
}

func gbkBytes(r rune, width int) []byte {
	b, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(string(r)))
	if err != nil || width == 0 || len(b) == width {
		return b
	}
	return []byte([...]string{1: "-", 2: "\xC4\xB3", 4: "\x81\x39\xEE\x39"}[width])
}
