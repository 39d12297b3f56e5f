package escpos_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/escpos"
)

// lastGasp is a printer that is well until the cut, and without paper from then on. It answers GS r all the same.
type lastGasp struct {
	mu      sync.Mutex
	said    []byte
	news    chan struct{}
	cut     bool
	refill  bool
	expires time.Time
}

func (l *lastGasp) SetReadDeadline(t time.Time) error { l.expires = t; return nil }

func (l *lastGasp) Read(b []byte) (int, error) {
	l.mu.Lock()
	n := copy(b, l.said)
	l.said = l.said[n:]
	l.mu.Unlock()
	if n > 0 {
		return n, nil
	}
	select {
	case <-l.news:
		return 0, nil
	case <-time.After(time.Until(l.expires)):
		return 0, os.ErrDeadlineExceeded
	}
}

func (l *lastGasp) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cut = l.cut || bytes.Contains(b, []byte{0x1D, 'V', 66})
	switch out := l.cut && !l.refill; {
	case len(b) == 3 && b[0] == 0x10 && b[2] == 4 && out:
		l.said = append(l.said, 0x72)
	case len(b) == 3 && b[0] == 0x10:
		l.said = append(l.said, 0x12)
	case bytes.HasSuffix(b, []byte{0x1D, 'r', 1}):
		l.said = append(l.said, 0)
	}
	select {
	case l.news <- struct{}{}:
	default:
	}
	return len(b), nil
}

// TestTheCheckAfterTheCutDecides: all was taken in, and still it does not count as printed.
func TestTheCheckAfterTheCutDecides(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, line := newDesk(), &lastGasp{news: make(chan struct{}, 1)}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- d.Run(ctx, line) }()
		d.submit(t, "z/1/1")
		next[escpos.Printing](t, d)
		if w := next[escpos.Waiting](t, d); !errors.Is(w.Err, escpos.ErrPaperOut) {
			t.Errorf("told %v", w.Err)
		}
		line.mu.Lock()
		line.refill = true
		line.mu.Unlock()
		if p := next[escpos.Printed](t, d); !p.Sure {
			t.Errorf("told %+v", p)
		}
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("ended with %v", err)
		}
	})
}
