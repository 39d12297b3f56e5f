package sim_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/port"
	"github.com/nuanxin/station-kit/firmware-bridge/sim"
)

// TestPace: requests and answers together take what the bytes take on the wire, and no more than a few per
// cent over it. On a busy machine some are slower, so the quickest of many counts: nothing may be too quick.
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
			within(t, "find", timed(t, p, 15, 9, func() []byte { return find }), 10+11, baud)
			within(t, "read", timed(t, p, 1295, 3, func() []byte {
				place(t, r, "citizen")
				_, _ = exchange(t, p, find, 15), exchange(t, p, typed(t, vectors["select"].ask), 19)
				return read
			}), 10+1295, baud)
		})
	}
}

// timed is how long the quickest of so many exchanges takes.
func timed(t *testing.T, p *port.Port, size, times int, ask func() []byte) time.Duration {
	t.Helper()
	all := make([]time.Duration, times)
	for i := range all {
		all[i] = exchange(t, p, ask(), size)
	}
	slices.Sort(all)
	return all[0]
}

// exchange is how long an exchange takes, up to the last byte of an answer of that size or of 11 bytes, which
// is a refusal.
func exchange(t *testing.T, p *port.Port, ask []byte, size int) time.Duration {
	t.Helper()
	began := time.Now()
	if _, err := p.Write(ask); err != nil {
		t.Fatal(err)
	}
	_ = p.SetReadDeadline(began.Add(5 * time.Second))
	buf := make([]byte, 4096)
	for got := 0; got < size && got != 11; {
		n, err := p.Read(buf)
		if err != nil {
			t.Fatal(err)
		}
		got += n
	}
	return time.Since(began)
}

func within(t *testing.T, what string, took time.Duration, bytes, baud int) {
	t.Helper()
	wire := time.Duration(bytes) * 10 * time.Second / time.Duration(baud)
	over := float64(took)/float64(wire) - 1
	t.Logf("%s: %v, on the wire %v, %+.1f %%", what, took, wire, 100*over)
	// The scheduler takes its share of short exchanges: half a millisecond.
	if took < wire || took > wire+wire/20+500*time.Microsecond {
		t.Errorf("%s took %v, on the wire it is %v", what, took, wire)
	}
}

// TestPaceOfAScanner: a code takes its time too.
func TestPaceOfAScanner(t *testing.T) {
	link := t.TempDir() + "/scanner"
	s, err := sim.NewScanner(link, sim.ScannerOptions{Baud: 9600})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var all []time.Duration
	for range 5 {
		began := time.Now()
		if err := s.Scan("NX1-0123456789-0123456789-0123456789-0123456789"); err != nil {
			t.Fatal(err)
		}
		all = append(all, time.Since(began))
	}
	slices.Sort(all)
	within(t, "scan", all[0], 48, 9600)
}
