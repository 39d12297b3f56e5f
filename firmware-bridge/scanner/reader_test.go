package scanner_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/scanner"
)

// tape is a line that plays bytes at their times, and then breaks. Its time is the bubble's.
type tape struct {
	mu       sync.Mutex
	pending  []byte
	err      error
	deadline time.Time
	reads    int
	answer   func(command string) // to what is written; may be nil
}

func (l *tape) SetReadDeadline(t time.Time) error { l.deadline = t; return nil }

func (l *tape) Read(b []byte) (int, error) {
	l.reads++
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

func (l *tape) Write(b []byte) (int, error) {
	if l.err != nil {
		return 0, l.err
	}
	if l.answer != nil {
		l.answer(string(b))
	}
	return len(b), nil
}

func (l *tape) play(after time.Duration, text string, err error) {
	time.AfterFunc(after, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.pending, l.err = append(l.pending, text...), err
	})
}

// heard collects what a reader tells.
type heard struct {
	scans    []string
	rejected []error
}

func (h *heard) reader(p scanner.Profile) *scanner.Reader {
	return &scanner.Reader{
		Profile: p,
		Emit:    func(s scanner.Scan) { h.scans = append(h.scans, s.Text) },
		Reject:  func(err error) { h.rejected = append(h.rejected, err) },
	}
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
		var h heard
		if err := h.reader(scanner.Profile{}).Run(t.Context(), &line); !errors.Is(err, broken) {
			t.Errorf("ended with %v", err)
		}
		if want := []string{"held", "split in two", "held"}; !slices.Equal(h.scans, want) {
			t.Errorf("got %q, want %q", h.scans, want)
		}
		if len(h.rejected) != 2 || !errors.Is(h.rejected[0], scanner.ErrText) || !errors.Is(h.rejected[1], scanner.ErrTooLong) {
			t.Errorf("rejected %v", h.rejected)
		}
	})
}

// TestProfileOfAReader: the profile reaches framing, decoding and patience.
func TestProfileOfAReader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var line tape
		line.play(1*time.Second, "S1:slow ", nil)
		line.play(1400*time.Millisecond, "code\r", nil) // a marked code may take its time
		line.play(2*time.Second, "S1:torn", nil)
		line.play(3*time.Second, "S1:123456789\r", nil)
		line.play(4*time.Second, "", os.ErrClosed)
		var h heard
		_ = h.reader(scanner.Profile{Framing: scanner.CR, Prefix: "S1:", Max: 12}).Run(t.Context(), &line)
		if !slices.Equal(h.scans, []string{"slow code", "123456789"}) || len(h.rejected) != 1 || !errors.Is(h.rejected[0], scanner.ErrTorn) {
			t.Errorf("got %q, rejected %v", h.scans, h.rejected)
		}
	})
}

// TestLatencyOfACode: a known mark ends a code at once, silence after the gap.
func TestLatencyOfACode(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var line tape
		began := time.Now()
		line.play(1*time.Second, "first\r", nil)
		line.play(2*time.Second, "second\r", nil)
		line.play(3*time.Second, "third", nil)
		line.play(4*time.Second, "\x02", nil) // noise, or a reply's beginning
		line.play(5*time.Second, "fourth\r", nil)
		line.play(6*time.Second, "", os.ErrClosed)
		var at []time.Duration
		r := scanner.Reader{Emit: func(scanner.Scan) { at = append(at, time.Since(began)) }}
		_ = r.Run(t.Context(), &line)
		const tick = 10 * time.Millisecond // of the tape
		for i, want := range []time.Duration{1100 * time.Millisecond, 2 * time.Second, 3100 * time.Millisecond, 5 * time.Second} {
			if got := at[i]; got < want || got > want+tick {
				t.Errorf("code %d was told at %v, want %v", i, got, want)
			}
		}
	})
}

// TestIdleScannerCostsLittle: a minute in which nothing is scanned is one read a second.
func TestIdleScannerCostsLittle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var line tape
		line.play(time.Millisecond, "one\r", nil) // and a code before it leaves nothing awake
		line.play(time.Minute, "", os.ErrClosed)
		var h heard
		_ = h.reader(scanner.Profile{}).Run(t.Context(), &line)
		if line.reads > 63 {
			t.Errorf("%d reads in a minute", line.reads)
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
