package escpos

import (
	"errors"
	"slices"
	"testing"
)

// heard is all answers in the bytes, and how many bytes are of none.
func heard(b []byte) (all []answer, junk int) {
	var p answers
	for _, c := range b {
		if a, ok := p.take(c); ok {
			all = append(all, a)
		}
	}
	return all, p.junk
}

func TestAnswersAmidEachOther(t *testing.T) {
	for bytes, want := range map[string]struct {
		kinds []kind
		junk  int
	}{
		"\x12\x10\x00\x00\x0F\xFF\x1A\x11\x13\x03": {[]kind{realTime, automatic, realTime, inOrder}, 1},
		"\x18\x20\x72\x12":                         {[]kind{realTime, realTime}, 2}, // an automatic status torn
		"\x10\x10\x00\x0C\x0F\x00":                 {[]kind{automatic, inOrder}, 1},
		"\x10\x00\x00":                             {nil, 0},
	} {
		all, junk := heard([]byte(bytes))
		var kinds []kind
		for _, a := range all {
			kinds = append(kinds, a.kind)
		}
		if !slices.Equal(kinds, want.kinds) || junk != want.junk {
			t.Errorf("% 02X: got %v and %d of none, want %+v", bytes, kinds, junk, want)
		}
	}
}

func TestGarbageIsNoStatus(t *testing.T) {
	for _, b := range []byte{0x00, 0xFF, 0x10, 0x04, 0x01, 0x92, 0x13, 0x11, 0x02, 0x80, 'A', '?'} {
		if all, _ := heard([]byte{b}); len(all) > 0 && all[0].kind == realTime {
			t.Errorf("%02X is taken for an answer to DLE EOT", b)
		}
	}
	// A line that echoes what is sent answers nothing.
	if all, _ := heard([]byte{0x10, 0x04, 0x01, 0x10, 0x04, 0x02}); len(all) > 0 {
		t.Errorf("an echo is taken for %v", all)
	}
}

func TestEveryBitOfTheStatus(t *testing.T) {
	for _, c := range []struct {
		q    question
		b    byte
		want Status
		err  error
	}{
		{askPrinter, 0x12, Status{Known: true}, nil},
		{askPrinter, 0x1A, Status{Known: true, Offline: true}, ErrOffline},
		{askPrinter, 0x52, Status{Known: true, FeedButton: true}, nil},
		{askOffline, 0x16, Status{Known: true, CoverOpen: true}, ErrCoverOpen},
		{askOffline, 0x32, Status{Known: true, PaperOut: true}, ErrPaperOut},
		{askError, 0x1A, Status{Known: true, Cutter: true}, ErrCutter},
		{askError, 0x32, Status{Known: true, Unrecoverable: true}, ErrUnrecoverable},
		{askError, 0x52, Status{Known: true, Recoverable: true}, ErrRecoverable},
		{askPaper, 0x1E, Status{Known: true, PaperLow: true}, nil},
		{askPaper, 0x72, Status{Known: true, PaperOut: true}, ErrPaperOut},
	} {
		var s Status
		s.learn(c.q, c.b)
		if s != c.want || !errors.Is(s.Err(), c.err) {
			t.Errorf("%d answered by %02X is %+v, %v", c.q, c.b, s, s.Err())
		}
	}
	asb := fromASB([4]byte{0x10 | 0x08 | 0x20, 0x68, 0x0F, 0x0F})
	if err := asb.Err(); !errors.Is(err, ErrCoverOpen) || !errors.Is(err, ErrCutter) || !errors.Is(err, ErrPaperOut) || !asb.Offline || !asb.PaperLow {
		t.Errorf("automatic: %+v", asb)
	}
}

func FuzzStatus(f *testing.F) {
	f.Fuzz(func(t *testing.T, b []byte) {
		all, junk := heard(b)
		used := junk
		for _, a := range all {
			switch {
			case a.kind == realTime && a.bytes[0]&0x93 != 0x12:
				t.Errorf("%02X is no answer to DLE EOT", a.bytes[0])
			case a.kind == inOrder && a.bytes[0]&0x90 != 0:
				t.Errorf("%02X is no answer to GS r", a.bytes[0])
			case a.kind == automatic && (a.bytes[0]&0x93 != 0x10 || (a.bytes[1]|a.bytes[2]|a.bytes[3])&0x90 != 0):
				t.Errorf("% 02X is no automatic status", a.bytes)
			}
			used++
			if a.kind == automatic {
				used += 3
				_ = fromASB(a.bytes).Err()
			}
		}
		flow := 0 // XON and XOFF
		for _, c := range b {
			if c == 0x11 || c == 0x13 {
				flow++
			}
		}
		if used > len(b) || used+flow+3 < len(b) {
			t.Errorf("%d bytes used of %d", used, len(b))
		}
	})
}
