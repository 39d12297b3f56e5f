// Package wedge turns the keystrokes of a code scanner that poses as a keyboard into texts.
//
// It reads the bytes of a Linux input device and knows no device: which one, and that nobody else gets its
// keystrokes, is the caller's affair. What a text means it does not know either.
package wedge

import (
	"encoding/binary"
	"math/bits"
	"time"
)

// Event is a struct input_event of <linux/input.h>. Only differences of At mean something: the clock is the
// device's.
type Event struct {
	At    time.Duration
	Type  uint16
	Code  uint16
	Value int32
}

// Types, codes and values of <linux/input-event-codes.h>.
const (
	typeSyn = 0x00
	typeKey = 0x01
	typeLED = 0x11

	synReport  = 0
	synDropped = 3
	ledCaps    = 1

	released = 0
	pressed  = 1 // 2 is the kernel's repeat of a key held down
)

// Parser finds the events in a stream of bytes. The zero value takes what the kernel gives this process.
type Parser struct {
	Word int // bytes of the C type long, 4 or 8, of which the event's time has two; 0 means this process's
	rest []byte
}

// Feed takes bytes and gives each event that they complete.
func (p *Parser) Feed(b []byte, event func(Event)) {
	word := p.Word
	if word == 0 {
		word = bits.UintSize / 8
	}
	size := 2*word + 8
	if len(p.rest) > 0 {
		n := min(size-len(p.rest), len(b))
		if p.rest, b = append(p.rest, b[:n]...), b[n:]; len(p.rest) < size {
			return
		}
		event(parse(p.rest, word))
		p.rest = p.rest[:0]
	}
	for ; len(b) >= size; b = b[size:] {
		event(parse(b, word))
	}
	p.rest = append(p.rest, b...)
}

func parse(b []byte, word int) Event {
	order := binary.NativeEndian
	seconds, micros, body := int64(order.Uint32(b)), int64(order.Uint32(b[4:])), b[8:]
	if word == 8 {
		seconds, micros, body = int64(order.Uint64(b)), int64(order.Uint64(b[8:])), b[16:]
	}
	return Event{
		At:    time.Duration(seconds)*time.Second + time.Duration(micros)*time.Microsecond,
		Type:  order.Uint16(body),
		Code:  order.Uint16(body[2:]),
		Value: int32(order.Uint32(body[4:])),
	}
}
