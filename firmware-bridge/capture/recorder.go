package capture

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"sync"
	"time"
)

// Line is what the protocol packages read and write, such as an open serial port.
type Line interface {
	io.ReadWriter
	SetReadDeadline(time.Time) error
}

// maxHeld is how much is held back of what cannot be judged yet.
const maxHeld = 1 << 13

// Recorder writes down what passes over lines, which are lines of the same device, one after the other.
//
// It writes only what it knows to be harmless, and in place of the rest something as long: what it does not
// recognise is not written, rather than what is personal searched for. Of a card reader's answers it keeps
// preamble, length, status, the lengths inside, and whether the checksum is right. Each character of a text
// field is replaced by another of its class (digit, letter, hanzi, private use, half a pair, blank), so that
// faults of characters stay; letters of the type flag and 长期 stay, and whether a number's check digit is
// right. Photo, fingerprint and card-body number are filler. Of a scanner's codes it keeps end marks, AIM
// identifier, length, encoding and classes; codes that differ stay different.
//
// Bytes without a frame around them are filler too, all of them, and the bytes between two silences are one
// entry: at a wrong baud rate the text's own bits could be read from the value and the time of each byte. Only how
// many they were is true. A scanner's codes have times of ten milliseconds for the same reason: noise may
// happen to be a text.
//
// To know what belongs together it holds bytes back, in memory, until they are judged: at the latest when the
// kit sends its next command, the line has been silent for a while, or is lost. What it writes has the time at
// which it came.
type Recorder struct {
	mu    sync.Mutex
	out   *json.Encoder
	err   error // of the first write that failed
	began time.Time
	scrub scrubber
	held  []byte
	times []arrival
	last  time.Time // when bytes came last
}

// arrival is when bytes came, up to an offset of held.
type arrival struct {
	upTo int
	at   int64
}

// scrubber judges a device's bytes.
type scrubber interface {
	// command is what is written of a command that the kit sends.
	command(b []byte) []byte
	// judge gives what is written in place of the first bytes held: as many. Nothing means that more must come;
	// when no more will, it always judges. known is whether they are the protocol's.
	judge(held []byte, final bool) (written []byte, known bool)
	// timing is the time within which bytes came that are written as one piece, and the silence after which
	// nothing more belongs to what came before.
	timing() (together, idle time.Duration)
}

// NewRecorder begins a capture. The header's version is filled in.
func NewRecorder(w io.Writer, h Header) (*Recorder, error) {
	if err := h.check(); err != nil {
		return nil, err
	}
	h.Version = Version
	r := &Recorder{out: json.NewEncoder(w), began: time.Now(), scrub: &cards{}}
	if h.Device == CodeScanner {
		r.scrub = newCodes()
	}
	return r, r.out.Encode(h)
}

// Line is a line like l that is recorded. The recording never holds up or fails the line: what goes wrong with
// it is the error of Close.
func (r *Recorder) Line(l Line) Line {
	r.event(Open)
	return &recorded{Line: l, recorder: r}
}

// Close writes what is held back. Its error is that of the first write that failed.
func (r *Recorder) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.flush()
	return r.err
}

// recorded is a line with a recorder.
type recorded struct {
	Line
	recorder *Recorder
}

func (l *recorded) Write(b []byte) (int, error) {
	l.recorder.sent(b)
	n, err := l.Line.Write(b)
	l.recorder.failed(err)
	return n, err
}

func (l *recorded) Read(b []byte) (int, error) {
	n, err := l.Line.Read(b)
	l.recorder.received(b[:n])
	l.recorder.failed(err)
	return n, err
}

// Close closes the line, where it can be closed.
func (l *recorded) Close() error {
	l.recorder.event(Shut)
	if c, is := l.Line.(io.Closer); is {
		return c.Close()
	}
	return nil
}

func (r *Recorder) now() int64 { return time.Since(r.began).Microseconds() }

func (r *Recorder) event(e Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.flush()
	r.write(Entry{At: r.now(), Event: e})
}

// failed notes the end of a line. A deadline that passed is none, but a silence.
func (r *Recorder) failed(err error) {
	switch {
	case err == nil:
	case errors.Is(err, os.ErrDeadlineExceeded):
		r.quiet()
	case errors.Is(err, os.ErrClosed):
		r.event(Shut)
	default:
		r.event(Lost)
	}
}

func (r *Recorder) sent(b []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.flush()
	if len(b) > 0 {
		r.write(Entry{At: r.now(), Sent: r.scrub.command(b)})
	}
}

func (r *Recorder) received(b []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(b) == 0 {
		return
	}
	if r.silent() || len(r.held)+len(b) > maxHeld {
		r.flush()
	}
	r.last = time.Now()
	r.held = append(r.held, b...)
	together, _ := r.scrub.timing()
	if n := len(r.times); n > 0 && r.now()-r.times[n-1].at < together.Microseconds() {
		r.times[n-1].upTo = len(r.held)
	} else {
		r.times = append(r.times, arrival{len(r.held), r.now()})
	}
	r.judge(false)
}

func (r *Recorder) quiet() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.silent() {
		r.flush()
	}
}

func (r *Recorder) silent() bool {
	_, idle := r.scrub.timing()
	return len(r.held) > 0 && time.Since(r.last) >= idle
}

func (r *Recorder) flush() { r.judge(true) }

// judge writes what can be judged.
func (r *Recorder) judge(final bool) {
	for len(r.held) > 0 {
		written, known := r.scrub.judge(r.held, final)
		if len(written) == 0 {
			return
		}
		if known {
			r.writeAsItCame(written)
		} else {
			r.write(Entry{At: r.times[0].at, Received: written, Note: Unrecognised})
		}
		r.drop(len(written))
	}
}

// writeAsItCame writes the bytes in the pieces in which they were received.
func (r *Recorder) writeAsItCame(written []byte) {
	from := 0
	for _, t := range r.times {
		upTo := min(t.upTo, len(written))
		if upTo > from {
			r.write(Entry{At: t.at, Received: written[from:upTo]})
		}
		from = upTo
	}
}

// drop forgets the first n bytes held.
func (r *Recorder) drop(n int) {
	rest := copy(r.held, r.held[n:])
	clear(r.held[rest:])
	r.held = r.held[:rest]
	kept := r.times[:0]
	for _, t := range r.times {
		if t.upTo > n {
			kept = append(kept, arrival{t.upTo - n, t.at})
		}
	}
	r.times = kept
}

func (r *Recorder) write(e Entry) {
	if r.err == nil {
		r.err = r.out.Encode(e)
	}
}

// filler stands for bytes of which nothing is written.
func filler(n int, with byte) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = with
	}
	return b
}
