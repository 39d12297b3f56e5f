package sim_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/port"
	"github.com/nuanxin/station-kit/firmware-bridge/sim"
)

// TestPace: requests and answers together take what the bytes take on the wire, and no more than a few per
// cent over it.
func TestPace(t *testing.T) {
	find, read := typed(t, vectors["find"].ask), typed(t, vectors["read a blank card"].ask)
	for _, baud := range []int{9600, 115200} {
		t.Run(fmt.Sprint(baud), func(t *testing.T) {
			r, link := newReader(t, baud)
			p, err := port.Open(port.Config{Path: link, Baud: baud})
			if err != nil {
				t.Fatal(err)
			}
			defer p.Close()
			paced(t, "find", 10+11, baud, func() time.Duration { return exchange(t, p, find, 11) })
			paced(t, "read", 10+1295, baud, func() time.Duration {
				place(t, r, "citizen")
				exchange(t, p, find, 15)
				exchange(t, p, typed(t, vectors["select"].ask), 19)
				return exchange(t, p, read, 1295)
			})
		})
	}
}

// TestPaceOfAScanner: a code takes its time too.
func TestPaceOfAScanner(t *testing.T) {
	s, err := sim.NewScanner(filepath.Join(t.TempDir(), "scanner"), sim.ScannerOptions{Baud: 9600})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	paced(t, "scan", 48, 9600, func() time.Duration {
		began := time.Now()
		if err := s.Scan("NX1-0123456789-0123456789-0123456789-0123456789"); err != nil {
			t.Fatal(err)
		}
		return time.Since(began)
	})
}

// paced makes sure that nothing is quicker than the wire, and that something is as quick within five per cent
// and a quarter of a millisecond, which the scheduler takes. A busy machine needs several attempts.
func paced(t *testing.T, what string, bytes, baud int, do func() time.Duration) {
	t.Helper()
	wire := time.Duration(bytes) * 10 * time.Second / time.Duration(baud)
	for range 50 {
		took := do()
		t.Logf("%s: %v, on the wire %v, %+.1f %%", what, took, wire, 100*(float64(took)/float64(wire)-1))
		if took < wire {
			t.Fatalf("%s is quicker than the wire", what)
		}
		if took <= wire+wire/20+250*time.Microsecond {
			return
		}
	}
	t.Errorf("%s is never as quick as the wire", what)
}

// exchange is how long an exchange takes, up to the last byte of an answer of that size.
func exchange(t *testing.T, p *port.Port, ask []byte, size int) time.Duration {
	t.Helper()
	began := time.Now()
	if _, err := p.Write(ask); err != nil {
		t.Fatal(err)
	}
	_ = p.SetReadDeadline(began.Add(patience))
	buf := make([]byte, 4096)
	for got := 0; got < size; {
		n, err := p.Read(buf)
		if err != nil {
			t.Fatal(err)
		}
		got += n
	}
	return time.Since(began)
}
