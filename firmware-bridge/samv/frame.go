// Package samv speaks the SAM-V protocol of resident ID card readers: frames, commands, status codes, the
// text block of each kind of card, and the loop that reads one card after another.
//
// It knows no serial port: bytes go through a small Line. It never asks for the fingerprint and drops the
// photo unread. The byte facts come from public vendor notes and GA/T 490; the codes from GB/T 2261.1 and
// GB/T 3304.
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
	minReply  = 4      // SW1 SW2 SW3 XOR
	maxReply  = 0x1000 // the longest known reply, text with photo and fingerprint, is 0x090A
)

// frame wraps a command body.
func frame(body ...byte) []byte {
	b := append([]byte(nil), preamble...)
	b = binary.BigEndian.AppendUint16(b, uint16(len(body)+1))
	b = append(b, body...)
	return append(b, xor(b[len(preamble):]))
}

func xor(b []byte) (sum byte) {
	for _, c := range b {
		sum ^= c
	}
	return sum
}

// Reply is one response: the third status byte (the first two are zero in every known reply) and the data.
type Reply struct {
	Code Code
	Data []byte
}

// Parser finds replies in a stream of bytes: garbage between frames, torn and joined frames, wrong lengths
// and wrong checksums cost only themselves. The zero value is ready.
type Parser struct {
	buf     []byte
	skipped int
}

// Write adds received bytes. It never fails.
func (p *Parser) Write(b []byte) (int, error) {
	p.buf = append(p.buf, b...)
	return len(b), nil
}

// Next takes the next good reply out of the stream, or reports that more bytes are needed.
func (p *Parser) Next() (Reply, bool) {
	for {
		p.seekPreamble()
		size, verdict := examine(p.buf)
		switch verdict {
		case good:
			r := Reply{Code: Code(p.buf[lengthEnd+2]), Data: bytes.Clone(p.buf[lengthEnd+3 : size-1])}
			p.buf = p.buf[size:]
			return r, true
		case partial:
			return Reply{}, false
		case bad:
			p.skip(1) // only one byte: the next frame may begin inside this one
		}
	}
}

// Skipped counts the bytes since the last Reset that belonged to no good reply. Many of them and no reply
// mean a wrong baud rate or another kind of device.
func (p *Parser) Skipped() int { return p.skipped + len(p.buf) }

// Reset forgets everything received so far.
func (p *Parser) Reset() { p.buf, p.skipped = p.buf[:0], 0 }

func (p *Parser) skip(n int) {
	p.buf = p.buf[n:]
	p.skipped += n
}

// seekPreamble drops what comes before a preamble, keeping a possible beginning of one at the end.
func (p *Parser) seekPreamble() {
	if at := bytes.Index(p.buf, preamble); at >= 0 {
		p.skip(at)
		return
	}
	keep := min(len(preamble)-1, len(p.buf))
	for !bytes.HasPrefix(preamble, p.buf[len(p.buf)-keep:]) {
		keep--
	}
	p.skip(len(p.buf) - keep)
}

type verdict int

const (
	partial verdict = iota
	good
	bad
)

// examine judges the candidate at the start of b as early as its bytes allow.
func examine(b []byte) (size int, v verdict) {
	if len(b) < lengthEnd {
		return 0, partial
	}
	n := int(binary.BigEndian.Uint16(b[len(preamble):]))
	if n < minReply || n > maxReply {
		return 0, bad
	}
	for _, sw := range b[lengthEnd:min(lengthEnd+2, len(b))] {
		if sw != 0 {
			return 0, bad
		}
	}
	size = lengthEnd + n
	if len(b) < size {
		return 0, partial
	}
	if xor(b[len(preamble):size]) != 0 {
		return 0, bad
	}
	return size, good
}
