package scanner_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/nuanxin/station-kit/firmware-bridge/scanner"
)

// FuzzFramer: for any bytes and any framing, frames are not blank and not too long, nothing pends after a
// silence, how the bytes are split does not matter, and after a silence the next code comes out.
func FuzzFramer(f *testing.F) {
	f.Add([]byte("]Q1NX1-ABC\r\n"), 0, 3)
	f.Add([]byte("\x02\xc5\xaf\xd0\xc2\x03\r\nNX1\r\n"), 0, 1)
	f.Add([]byte("no mark"), 5, 2)
	f.Fuzz(func(t *testing.T, b []byte, framing, step int) {
		const limit = 16
		framing, step = mod(framing, 6), 1+mod(step, 64)
		run := func(step int) (got []string, dropped, torn int) {
			f := scanner.Framer{Framing: scanner.Framing(framing), Max: limit}
			take := func(frame []byte) {
				if len(frame) > limit || len(bytes.Trim(frame, "\r\n\x00")) == 0 {
					t.Fatalf("frame %q", frame)
				}
				got = append(got, string(frame))
			}
			for part := range slices.Chunk(b, step) {
				f.Feed(part, take)
			}
			f.Idle(take)
			if f.Pending() {
				t.Fatal("pends after a silence")
			}
			f.Feed([]byte("\x02"), take)
			f.Feed([]byte("next\x03\r\n"), take)
			f.Idle(take)
			return got, f.Dropped, f.Torn
		}
		got, dropped, torn := run(step)
		again, dropped1, torn1 := run(1)
		if !slices.Equal(got, again) || dropped != dropped1 || torn != torn1 {
			t.Fatalf("in steps of %d: %q %d %d; in steps of 1: %q %d %d", step, got, dropped, torn, again, dropped1, torn1)
		}
		if len(got) == 0 || !strings.Contains(got[len(got)-1], "next") {
			t.Fatalf("after a silence the next code did not come: %q", got)
		}
	})
}

// FuzzDecode: a refusal has its advice; a text is clean, stands in a frame that is UTF-8, and is the same when
// it is scanned once more.
func FuzzDecode(f *testing.F) {
	f.Add([]byte("]Q1NX1-ABC"))
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := scanner.Decode(b)
		if err != nil {
			if _, known := scanner.AdviceOf(err); !known || s != (scanner.Scan{}) {
				t.Fatalf("%v, and %q", err, s.Text)
			}
			return
		}
		if s.Text == "" || !utf8.ValidString(s.Text) || strings.ContainsAny(s.Text, "\x00\x02\x03\x7f\ufffd") {
			t.Fatalf("text %q", s.Text)
		}
		if utf8.Valid(b) && !strings.Contains(string(b), s.Text) {
			t.Fatalf("%q became %q", b, s.Text)
		}
		if again, err := scanner.Decode([]byte("]Q1" + s.Text)); err != nil || again.Text != s.Text || again.AIM != "]Q1" {
			t.Fatalf("%q became %q %q, %v", s.Text, again.AIM, again.Text, err)
		}
	})
}

// FuzzReplies: stripping is the same however the bytes are split; what is left is what was there without the
// replies; and a reply put anywhere in it goes.
func FuzzReplies(f *testing.F) {
	f.Add([]byte("NX1\r"), 2, 1)
	f.Add([]byte(ack+"\x02NX1\x03"), 8, 3)
	f.Add([]byte("\x02\x00\x00\x01"+newland), 4, 5)
	f.Fuzz(func(t *testing.T, b []byte, at, step int) {
		at, step = mod(at, len(b)+1), 1+mod(step, 64)
		got, acks := strip(b, step)
		if whole, n := strip(b, len(b)+1); !bytes.Equal(got, whole) || n != acks {
			t.Fatalf("in steps of %d: %q, in one: %q", step, got, whole)
		}
		if len(b) < len(got)+acks*len(ack) {
			t.Fatalf("%q became %q", b, got)
		}
		if bytes.IndexByte(b, 2) >= 0 {
			return // an STX before the place may swallow it
		}
		more := slices.Insert(slices.Clone(b), at, []byte(ack)...)
		if without, n := strip(more, step); !bytes.Equal(without, b) || n != 1 {
			t.Fatalf("%q became %q with %d replies", more, without, n)
		}
	})
}

func strip(b []byte, step int) (rest []byte, acks int) {
	var r scanner.Replies
	for part := range slices.Chunk(b, step) {
		rest = append(rest, r.Strip(part)...)
	}
	return append(rest, r.Idle()...), r.Acks
}

func mod(a, n int) int { return (a%n + n) % n }
