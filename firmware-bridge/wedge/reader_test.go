package wedge_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sys/unix"

	"github.com/nuanxin/station-kit/firmware-bridge/scanner"
	"github.com/nuanxin/station-kit/firmware-bridge/wedge"
)

// ends are the two ends of a line: what is written to one can be read from the other, with deadlines.
func ends(t *testing.T, kind string) (device, line *os.File) {
	t.Helper()
	var err error
	if kind == "pipe" {
		line, device, err = os.Pipe()
	} else {
		var fds [2]int
		fds, err = unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
		device, line = os.NewFile(uintptr(fds[0]), "device"), os.NewFile(uintptr(fds[1]), "line")
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = device.Close(); _ = line.Close() })
	return device, line
}

// TestReader reads genuine events, torn at every place, from real pipes and sockets.
func TestReader(t *testing.T) {
	for _, kind := range []string{"pipe", "socket"} {
		t.Run(kind, func(t *testing.T) {
			device, line := ends(t, kind)
			told := make(chan string, 8)
			r := wedge.Reader{
				Emit:   func(s scanner.Scan) { told <- s.Text },
				Reject: func(err error) { told <- err.Error() },
			}
			ended := make(chan error, 1)
			go func() { ended <- r.Run(t.Context(), line) }()

			k := new(typist).text("NX1-ABC").tap(keyEnter).text("NX1-ABC").tap(keyEnter).wait(2 * time.Second)
			k.text("NX1-ABC").tap(keyEnter).gbk("暖新驿站服务").wait(time.Second).drop()
			b := encode(native, k.events...)
			for part := range slices.Chunk(b, 7) {
				if _, err := device.Write(part); err != nil {
					t.Fatal(err)
				}
			}
			for _, want := range []string{"NX1-ABC", "NX1-ABC", "暖新驿站服务", wedge.ErrLost.Error()} {
				select {
				case got := <-told:
					if got != want {
						t.Errorf("got %q, want %q", got, want)
					}
				case <-time.After(5 * time.Second):
					t.Fatalf("%q did not come", want)
				}
			}
			_ = device.Close()
			if err := <-ended; err == nil {
				t.Error("the line ended, and Run knows no error")
			}
		})
	}
}

// native is the bytes of this process's long.
const native = 32 << (^uint(0) >> 63) / 8

// quiet is a line on which some bytes come at the beginning, and nothing more. Its time is the bubble's.
type quiet struct {
	first    []byte
	deadline time.Time
	reads    int
	err      error
}

func (l *quiet) SetReadDeadline(t time.Time) error { l.deadline = t; return nil }

func (l *quiet) Read(b []byte) (int, error) {
	l.reads++
	if n := copy(b, l.first); n > 0 {
		l.first = l.first[n:]
		return n, nil
	}
	if l.err != nil {
		return 0, l.err
	}
	time.Sleep(time.Until(l.deadline))
	return 0, fmt.Errorf("nothing: %w", os.ErrDeadlineExceeded)
}

// TestIdleScannerCostsLittle: a minute in which nothing is scanned is one read a second; a code without end
// is told after the wait for its end.
func TestIdleScannerCostsLittle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		began := time.Now()
		var told time.Duration
		line := quiet{first: encode(native, new(typist).text("NX1-ABC").events...)}
		r := wedge.Reader{Emit: func(scanner.Scan) { told = time.Since(began) }}
		if err := r.Run(ctx, &line); err != nil {
			t.Error(err)
		}
		if told != wedge.DefaultEndWait {
			t.Errorf("told after %v", told)
		}
		if line.reads > 63 {
			t.Errorf("%d reads in a minute", line.reads)
		}
	})
}

func TestReaderTellsTheLinesError(t *testing.T) {
	broken := errors.New("the line broke")
	if err := new(wedge.Reader).Run(t.Context(), &quiet{err: broken}); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}
