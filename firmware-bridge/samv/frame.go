// Package samv speaks the SAM-V protocol of resident ID card readers: frames, commands, status codes, the
// text block of each kind of card, and the loop that reads one card after another.
//
// It knows no serial port: bytes go through a small Line. It has no command for fingerprints, and hands out
// the photo only where it is asked for. The byte facts come from public vendor notes and GA/T 490; the codes
// from GB/T 2261.1, GB/T 3304 and GB 18030.
package samv

import (
	"bytes"
	"encoding/binary"
)

// preamble opens every frame in both directions. After it come the length of the rest (2 bytes, big-endian,
// checksum included), the body, and the XOR of length and body.
var preamble = []byte{0xAA, 0xAA, 0xAA, 0x96, 0x69}

const (
	lengthEnd = 7      // preamble and length
	minReply  = 4      // SW1 SW2 SW3 XOR; most commands are shorter, so that their echo is no reply
	maxReply  = 0x1000 // the longest known reply, text with photo and fingerprint, is 0x090A
)

// appendFrame wraps a command body.
func appendFrame(b []byte, body ...byte) []byte {
	at := len(b) + len(preamble)
	b = append(b, preamble...)
	b = binary.BigEndian.AppendUint16(b, uint16(len(body)+1))
	b = append(b, body...)
	return append(b, xor(b[at:]))
}

func xor(b []byte) (sum byte) {
	for _, c := range b {
		sum ^= c
	}
	return sum
}

// Reply is one response.
type Reply struct {
	Code Code   // SW3, the reader's own status
	Card uint16 // SW1 SW2, what the card itself answered where the reader passes that on; mostly zero
	Data []byte // of the parser's buffer: good until the parser is used again
}

// Parser finds replies in a stream of bytes: garbage between frames, torn and joined frames, wrong lengths
// and wrong checksums cost only themselves. Each byte is looked at a bounded number of times, whatever the
// stream, and between two calls the parser holds less than one longest frame and what was written since. The
// zero value is ready.
type Parser struct {
	buf     []byte
	sums    []byte // sums[i] is the XOR of all bytes up to and including buf[i]: any frame is checked in one step
	at      int    // where the unread part of buf begins
	skipped int
}

// Write adds received bytes. It never fails.
func (p *Parser) Write(b []byte) (int, error) {
	p.compact()
	if p.buf == nil { // at once: a buffer that grows leaves copies of a card behind
		p.buf, p.sums = make([]byte, 0, 2*maxReply), make([]byte, 0, 2*maxReply)
	}
	var sum byte
	if n := len(p.sums); n > 0 {
		sum = p.sums[n-1]
	}
	for _, c := range b {
		sum ^= c
		p.sums = append(p.sums, sum)
	}
	p.buf = append(p.buf, b...)
	return len(b), nil
}

// compact makes room when more than half of what is held was read: a byte moves less often than it is read.
func (p *Parser) compact() {
	if p.at <= len(p.buf)/2 {
		return
	}
	p.buf = p.buf[:copy(p.buf, p.buf[p.at:])]
	p.sums = p.sums[:copy(p.sums, p.sums[p.at:])]
	p.at = 0
}

// Next takes the next good reply out of the stream, or reports that more bytes are needed.
func (p *Parser) Next() (Reply, bool) { return p.next(false) }

// Last is Next after the line fell silent: a frame that lacks bytes will not get them, and what looked like
// its inside is searched for good replies.
func (p *Parser) Last() (Reply, bool) { return p.next(true) }

func (p *Parser) next(last bool) (Reply, bool) {
	for {
		p.seekPreamble()
		size, verdict := p.examine()
		switch {
		case verdict == good:
			return p.take(size), true
		case verdict == partial && (!last || p.at == len(p.buf)):
			return Reply{}, false
		}
		p.skip(1) // only one byte: the next frame may begin inside this one
	}
}

// take removes the good frame of that size at the front.
func (p *Parser) take(size int) Reply {
	f := p.buf[p.at : p.at+size : p.at+size]
	p.at += size
	return Reply{
		Code: Code(f[lengthEnd+2]), Card: binary.BigEndian.Uint16(f[lengthEnd:]), Data: f[lengthEnd+3 : size-1],
	}
}

// Begun reports whether a frame has begun that lacks bytes. Right after a Next without a reply it is true
// while an answer is on its way.
func (p *Parser) Begun() bool { return len(p.buf)-p.at >= lengthEnd }

// Skipped counts the bytes since the last Reset that belonged to no good reply. Many of them and no reply
// mean a wrong baud rate or another kind of device.
func (p *Parser) Skipped() int { return p.skipped + len(p.buf) - p.at }

// Reset forgets everything received so far, and overwrites it: it may have been a card.
func (p *Parser) Reset() {
	clear(p.buf[:cap(p.buf)])
	clear(p.sums[:cap(p.sums)])
	p.buf, p.sums, p.at, p.skipped = p.buf[:0], p.sums[:0], 0, 0
}

func (p *Parser) skip(n int) {
	p.at += n
	p.skipped += n
}

// seekPreamble drops what comes before a preamble, keeping a possible beginning of one at the end.
func (p *Parser) seekPreamble() {
	rest := p.buf[p.at:]
	if i := bytes.Index(rest, preamble); i >= 0 {
		p.skip(i)
		return
	}
	keep := min(len(preamble)-1, len(rest))
	for !bytes.HasPrefix(preamble, rest[len(rest)-keep:]) {
		keep--
	}
	p.skip(len(rest) - keep)
}

type verdict int

const (
	partial verdict = iota
	good
	bad
)

// examine judges the candidate at the front as early as its bytes allow.
func (p *Parser) examine() (size int, v verdict) {
	have := len(p.buf) - p.at
	if have < lengthEnd {
		return 0, partial
	}
	n := int(binary.BigEndian.Uint16(p.buf[p.at+len(preamble):]))
	size = lengthEnd + n
	switch {
	case n < minReply || n > maxReply:
		return 0, bad
	case have < size:
		return 0, partial
	case p.sums[p.at+size-1] != p.sums[p.at+len(preamble)-1]: // the XOR of all between, checksum included, is not 0
		return 0, bad
	}
	return size, good
}
