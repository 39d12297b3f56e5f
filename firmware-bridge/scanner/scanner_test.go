package scanner_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"
	"pgregory.net/rapid"

	"github.com/nuanxin/station-kit/firmware-bridge/scanner"
)

func frames(f *scanner.Framer, stream string, step int) (got []string) {
	for b := []byte(stream); len(b) > 0; {
		n := min(step, len(b))
		f.Feed(b[:n], func(frame []byte) { got = append(got, string(frame)) })
		b = b[n:]
	}
	return got
}

func TestFraming(t *testing.T) {
	for name, test := range map[string]struct {
		stream string
		want   []string
		idle   string // what silence then ends
	}{
		"CR":               {"one\rtwo\r", []string{"one", "two"}, ""},
		"LF":               {"one\ntwo\n", []string{"one", "two"}, ""},
		"CRLF":             {"one\r\ntwo\r\n", []string{"one", "two"}, ""},
		"STX ETX":          {"\x02one\x03\x02two\x03", []string{"one", "two"}, ""},
		"STX ETX CR":       {"\x02one\x03\r\x02two\x03\r", []string{"one", "two"}, ""},
		"lines in STX ETX": {"\x02one\r\ntwo\x03", []string{"one\r\ntwo"}, ""},
		"no mark":          {"one", nil, "one"},
		"STX alone":        {"\x02one\r", nil, "one\r"},
		"torn STX frame":   {"\x02on\x02two\x03", []string{"two"}, ""},
		"ETX alone":        {"one\x03\r", []string{"one\x03"}, ""},
		"only marks":       {"\r\n\r\n\x02\x03\r", nil, ""},
		"too long":         {"123456789\rnext\r", []string{"next"}, ""},
		"just fits":        {"12345678\r", []string{"12345678"}, ""},
		"too long, no end": {"123456789", nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			for step := 1; step <= len(test.stream); step++ {
				f := scanner.Framer{Max: 8}
				got := frames(&f, test.stream, step)
				idle := ""
				f.Idle(func(frame []byte) { idle = string(frame) })
				if !slices.Equal(got, test.want) || idle != test.idle || f.Pending() {
					t.Fatalf("in steps of %d: %q, then %q; want %q, then %q", step, got, idle, test.want, test.idle)
				}
			}
		})
	}
}

func TestDecode(t *testing.T) {
	gbk, err := simplifiedchinese.GBK.NewEncoder().String("暖新驿站")
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		frame string
		want  scanner.Scan
		err   error
	}{
		"plain":          {"NX1-ABC", scanner.Scan{Text: "NX1-ABC"}, nil},
		"AIM QR":         {"]Q1NX1", scanner.Scan{Text: "NX1", AIM: "]Q1"}, nil},
		"AIM code 128":   {"]C0690123", scanner.Scan{Text: "690123", AIM: "]C0"}, nil},
		"no AIM":         {"]]Q1", scanner.Scan{Text: "]]Q1"}, nil},
		"AIM alone":      {"]Q1", scanner.Scan{}, scanner.ErrText},
		"UTF-8":          {"暖新驿站", scanner.Scan{Text: "暖新驿站"}, nil},
		"GBK":            {gbk, scanner.Scan{Text: "暖新驿站"}, nil},
		"AIM and GBK":    {"]Q1" + gbk, scanner.Scan{Text: "暖新驿站", AIM: "]Q1"}, nil},
		"blanks":         {" \tNX1\r\n", scanner.Scan{Text: "NX1"}, nil},
		"only blanks":    {" \t ", scanner.Scan{}, scanner.ErrText},
		"neither":        {"\xff\xff", scanner.Scan{}, scanner.ErrText},
		"half character": {gbk[:5], scanner.Scan{}, scanner.ErrText},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := scanner.Decode([]byte(test.frame))
			if got != test.want || !errors.Is(err, test.err) {
				t.Errorf("got %q %q, %v; want %q %q, %v", got.AIM, got.Text, err, test.want.AIM, test.want.Text, test.err)
			}
		})
	}
}

func TestDedupe(t *testing.T) {
	start := time.Unix(0, 0)
	a, b := scanner.Scan{Text: "a"}, scanner.Scan{Text: "b"}
	var d scanner.Dedupe
	for i, step := range []struct {
		at    time.Duration
		scan  scanner.Scan
		fresh bool
	}{
		{0, a, true},
		{1000 * time.Millisecond, a, false},
		{2400 * time.Millisecond, a, false}, // held: 1.4 s after the last sight
		{3900 * time.Millisecond, a, true},  // away for the window
		{4000 * time.Millisecond, b, true},
		{4100 * time.Millisecond, a, true}, // another code lay between
	} {
		if got := d.Fresh(step.scan, start.Add(step.at)); got != step.fresh {
			t.Errorf("step %d: fresh %v", i, got)
		}
	}
	off := scanner.Dedupe{Window: -1}
	for range 2 {
		if !off.Fresh(a, start) {
			t.Error("suppressed although turned off")
		}
	}
}

// tape is a line that plays bytes at their times, and then breaks. Its time is the bubble's.
type tape struct {
	mu       sync.Mutex
	pending  []byte
	err      error
	deadline time.Time
}

func (l *tape) SetReadDeadline(t time.Time) error { l.deadline = t; return nil }

func (l *tape) Read(b []byte) (int, error) {
	for {
		l.mu.Lock()
		n, err := copy(b, l.pending), l.err
		l.pending = l.pending[n:]
		l.mu.Unlock()
		switch left := time.Until(l.deadline); {
		case n > 0:
			return n, nil
		case err != nil:
			return 0, err
		case left <= 0:
			return 0, fmt.Errorf("nothing: %w", os.ErrDeadlineExceeded)
		default:
			time.Sleep(min(left, 5*time.Millisecond))
		}
	}
}

func (l *tape) play(after time.Duration, text string, err error) {
	time.AfterFunc(after, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.pending, l.err = append(l.pending, text...), err
	})
}

func TestReader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		broken := errors.New("the line broke")
		var line tape
		line.play(1*time.Second, "held\r", nil)
		line.play(2*time.Second, "held\r", nil)
		line.play(3*time.Second, "split ", nil)
		line.play(3050*time.Millisecond, "in two", nil) // within the gap
		line.play(5*time.Second, "\xff\xff\r", nil)
		line.play(5500*time.Millisecond, strings.Repeat("x", scanner.DefaultMax+1)+"\r", nil)
		line.play(6*time.Second, "held\r", nil)
		line.play(7*time.Second, "", broken)
		var got []string
		var rejected []error
		r := scanner.Reader{
			Emit:   func(s scanner.Scan) { got = append(got, s.Text) },
			Reject: func(err error) { rejected = append(rejected, err) },
		}
		if err := r.Run(t.Context(), &line); !errors.Is(err, broken) {
			t.Errorf("ended with %v", err)
		}
		if want := []string{"held", "split in two", "held"}; !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
		if len(rejected) != 2 || !errors.Is(rejected[0], scanner.ErrText) || !errors.Is(rejected[1], scanner.ErrTooLong) {
			t.Errorf("rejected %v", rejected)
		}
	})
}

func TestReaderEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 3500*time.Millisecond)
		defer cancel()
		began := time.Now()
		r := scanner.Reader{Emit: func(scanner.Scan) {}}
		if err := r.Run(ctx, &tape{}); err != nil {
			t.Error(err)
		}
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("ended after %v", took)
		}
	})
}

func TestScansDoNotLeak(t *testing.T) {
	scan := scanner.Scan{Text: "secret-pass", AIM: "]Q1"}
	var out bytes.Buffer
	slog.New(slog.NewJSONHandler(&out, nil)).Info("scanned", "scan", scan)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		fmt.Fprintf(&out, verb, scan)
		fmt.Fprintf(&out, verb, []scanner.Scan{scan})
	}
	if s := out.String(); strings.Contains(s, "secret") || strings.Contains(s, "736563726574") || !strings.Contains(s, "11 characters") {
		t.Error(s)
	}
}

// TestEveryCodeComesOut: whatever the mark and however split, each code comes out once.
func TestEveryCodeComesOut(t *testing.T) {
	code := rapid.StringMatching(`[!-~\p{Han}]{1,40}`)
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SliceOf(code).Draw(t, "codes")
		mark := rapid.SampledFrom([][2]string{{"", "\r"}, {"", "\n"}, {"", "\r\n"}, {"\x02", "\x03"}, {"\x02", "\x03\r\n"}}).Draw(t, "mark")
		var stream strings.Builder
		for _, c := range want {
			stream.WriteString(mark[0] + c + mark[1])
		}
		var f scanner.Framer
		got := frames(&f, stream.String(), rapid.IntRange(1, 50).Draw(t, "step"))
		if !slices.Equal(got, want) {
			t.Fatalf("got %q, want %q", got, want)
		}
	})
}

// FuzzScanner: no bytes break framing and decoding; frames are bounded and texts are clean UTF-8.
func FuzzScanner(f *testing.F) {
	f.Add([]byte("]Q1NX1-ABC\r\n"))
	f.Add([]byte("\x02\xc5\xaf\xd0\xc2\x03"))
	f.Add([]byte("no mark"))
	f.Fuzz(func(t *testing.T, b []byte) {
		framer := scanner.Framer{Max: 64}
		take := func(frame []byte) {
			if len(frame) == 0 || len(frame) > 64 {
				t.Fatalf("frame of %d bytes", len(frame))
			}
			if s, err := scanner.Decode(frame); err == nil && (s.Text == "" || strings.ToValidUTF8(s.Text, "") != s.Text) {
				t.Fatalf("text %q", s.Text)
			}
		}
		framer.Feed(b, take)
		framer.Idle(take)
	})
}
