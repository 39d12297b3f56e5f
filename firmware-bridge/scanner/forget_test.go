package scanner_test

import (
	"bytes"
	"io"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/scanner"
)

// somebodys is a pass.
const somebodys = "NX1QWERTYUIOPASDFGHJKL"

func TestAFramerForgetsItsFrames(t *testing.T) {
	for name, stream := range map[string]string{"CR": somebodys + "\r~", "learnt": "a\r~" + somebodys + "\r", "STX ETX": "\x02" + somebodys + "\x03", "torn": "\x02" + somebodys + "\x02"} {
		var held [][]byte
		var f scanner.Framer
		for _, b := range []byte(stream) {
			if b == '~' {
				f.Idle(func(frame []byte) { held = append(held, frame) })
				continue
			}
			f.Feed([]byte{b}, func(frame []byte) { held = append(held, frame) })
		}
		for _, frame := range held {
			if left := bytes.Trim(frame, "\x00"); len(left) > 0 {
				t.Errorf("%s: %q is left", name, left)
			}
		}
		if len(held) == 0 && name != "torn" {
			t.Errorf("%s: no frame", name)
		}
	}
}

// watched is a line that brings one thing after another and then ends, and
// looks whether its reader's buffer is empty each time.
type watched struct {
	t     *testing.T
	bring []string
}

func (*watched) SetReadDeadline(time.Time) error { return nil }

func (w *watched) Read(b []byte) (int, error) {
	if left := bytes.Trim(b, "\x00"); len(left) > 0 {
		w.t.Errorf("in the buffer is %q", left)
	}
	if len(w.bring) == 0 {
		return 0, io.EOF
	}
	n := copy(b, w.bring[0])
	w.bring = w.bring[1:]
	return n, nil
}

func TestAReaderForgetsWhatItRead(t *testing.T) {
	var got []string
	r := scanner.Reader{Emit: func(s scanner.Scan) { got = append(got, s.Text) }}
	if err := r.Run(t.Context(), &watched{t, []string{"\x02" + somebodys + "\x03", "\x02short\x03"}}); err != io.EOF {
		t.Error(err)
	}
	if len(got) != 2 || got[0] != somebodys {
		t.Errorf("it told %q", got)
	}
}
