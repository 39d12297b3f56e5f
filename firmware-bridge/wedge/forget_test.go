package wedge

import (
	"bytes"
	"io"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/scanner"
)

func TestADecoderForgetsItsKeys(t *testing.T) {
	var d Decoder
	told := 0
	for i := range 12 { // a code of twelve keys
		code := uint16(2 + i%9) // digits
		at := time.Duration(i) * time.Millisecond
		for _, value := range []int32{pressed, released} {
			d.Feed(Event{At: at, Type: typeKey, Code: code, Value: value}, func(Outcome) { told++ })
		}
	}
	d.Idle(func(Outcome) { told++ })
	if told != 1 || cap(d.run.strokes) < 12 {
		t.Fatalf("told %d, room for %d keys", told, cap(d.run.strokes))
	}
	for i, s := range d.run.strokes[:cap(d.run.strokes)] {
		if s != (stroke{}) {
			t.Errorf("key %d is left: %+v", i, s)
		}
	}
}

// watched is a device that brings some events and then ends, and looks whether
// its reader's buffer is empty each time.
type watched struct {
	t    *testing.T
	left int
}

func (*watched) SetReadDeadline(time.Time) error { return nil }

func (w *watched) Read(b []byte) (int, error) {
	if len(bytes.Trim(b, "\x00")) > 0 {
		w.t.Error("there is something in the buffer")
	}
	if w.left--; w.left < 0 {
		return 0, io.EOF
	}
	return copy(b, bytes.Repeat([]byte{1}, 24)), nil
}

func TestAReaderForgetsItsEvents(t *testing.T) {
	r := Reader{Emit: func(scanner.Scan) {}}
	if err := r.Run(t.Context(), &watched{t, 3}); err != io.EOF {
		t.Error(err)
	}
}
