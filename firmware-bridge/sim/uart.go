package sim

import (
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// rates are the baud rates of devices, by the kernel's name for them.
var rates = map[uint32]int{
	unix.B1200: 1200, unix.B2400: 2400, unix.B4800: 4800, unix.B9600: 9600, unix.B19200: 19200, unix.B38400: 38400,
	unix.B57600: 57600, unix.B115200: 115200, unix.B230400: 230400, unix.B460800: 460800, unix.B921600: 921600,
}

// Bits of a byte on the line: start, eight data bits with the lowest first, stop.
const bitsPerByte = 10

// wireTime is how long n bytes take on the line.
func wireTime(n, baud int) time.Duration {
	return time.Duration(n) * bitsPerByte * time.Second / time.Duration(baud)
}

// slice is how much of an answer is handed over at once. A pseudo-terminal delivers at once what a line
// delivers byte by byte; USB adapters deliver in slices too.
const slice = 4 * time.Millisecond

// beat writes at the pace of a line.
type beat struct {
	perByte time.Duration // 0 is at once
	next    time.Time     // when all that was written so far has arrived
}

// pace is the beat at which n bytes of the device arrive as the bytes that the host hears of them.
func (p *plug) pace(n, heard int) *beat {
	b := &beat{next: time.Now()}
	if !p.unpaced && heard > 0 {
		device, _ := p.bauds()
		b.perByte = wireTime(n, device) / time.Duration(heard)
	}
	return b
}

func (b *beat) wait(n int) {
	b.next = b.next.Add(time.Duration(n) * b.perByte)
	sleepUntil(b.next)
}

func (b *beat) write(master *os.File, bytes []byte) error {
	chunk := len(bytes)
	if b.perByte > 0 {
		chunk = max(1, int(slice/b.perByte))
	}
	for len(bytes) > 0 {
		n := min(chunk, len(bytes))
		b.wait(n)
		if _, err := master.Write(bytes[:n]); err != nil {
			return err
		}
		bytes = bytes[n:]
	}
	return nil
}

// sleepUntil ends within a tenth of a millisecond, where time.Sleep would round up to the next whole one.
func sleepUntil(t time.Time) {
	const rounding = 2 * time.Millisecond
	if left := time.Until(t); left > rounding {
		time.Sleep(left - rounding)
	}
	for left := time.Until(t); left > 0; left = time.Until(t) { // the runtime's signals interrupt it
		rest := unix.NsecToTimespec(int64(left))
		_ = unix.Nanosleep(&rest, nil)
	}
}

// mishear is what a UART set to one rate makes of bytes sent at another: it waits for a falling edge and
// samples the middle of each of its own bits. A byte without a stop bit is dropped, as the kernel does for a
// line with IGNPAR; a break, which has no bit set at all, is a zero byte.
func mishear(b []byte, sent, heard int) []byte {
	if sent == 0 || heard == 0 {
		return nil
	}
	line := wave{bytes: b, bit: 2 * heard} // a sent bit lasts 2×heard units, a heard bit 2×sent
	var out []byte
	for at := line.next(0, false); at < line.end(); {
		var bits int
		for i := range bitsPerByte {
			if line.level(at + (2*i+1)*sent) {
				bits |= 1 << i
			}
		}
		if start, stop := bits&1, bits>>9; start == 0 { // else it was too short to be a start bit
			if stop == 1 || bits == 0 {
				out = append(out, byte(bits>>1))
			}
			at += (2*bitsPerByte - 1) * sent
		}
		at = line.next(line.next(at, true), false)
	}
	return out
}

// wave is the level of the line over time while bytes are sent one after the other. Before and after them it
// is high.
type wave struct {
	bytes []byte
	bit   int // length of a bit
}

func (w wave) end() int { return len(w.bytes) * bitsPerByte * w.bit }

func (w wave) level(at int) bool {
	n := at / w.bit
	if at < 0 || n/bitsPerByte >= len(w.bytes) {
		return true
	}
	frame := 1<<9 | int(w.bytes[n/bitsPerByte])<<1
	return frame>>(n%bitsPerByte)&1 == 1
}

// next is when the line next has the level, now or at the beginning of a later bit.
func (w wave) next(at int, level bool) int {
	for w.level(at) != level && at < w.end() {
		at = (at/w.bit + 1) * w.bit
	}
	return at
}
