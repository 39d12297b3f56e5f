package scanner_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/scanner"
)

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
		{4100 * time.Millisecond, a, false}, // two codes side by side
		{4200 * time.Millisecond, b, false},
		{5400 * time.Millisecond, scanner.Scan{Text: "a", AIM: "]Q1"}, true}, // another code with the same text
		{5650 * time.Millisecond, a, true},
		{5660 * time.Millisecond, b, false},
		{7160 * time.Millisecond, b, true},
		{6000 * time.Millisecond, b, true}, // the clock was set back
	} {
		if got := d.Fresh(step.scan, start.Add(step.at)); got != step.fresh {
			t.Errorf("step %d: fresh %v", i, got)
		}
	}
}

func TestDedupeTurnedOff(t *testing.T) {
	off := scanner.Dedupe{Window: -1}
	for range 2 {
		if !off.Fresh(scanner.Scan{Text: "a"}, time.Unix(0, 0)) {
			t.Error("suppressed although turned off")
		}
	}
}

// TestDedupeStaysSmall: a month of different codes leaves nothing behind.
func TestDedupeStaysSmall(t *testing.T) {
	var d scanner.Dedupe
	now := time.Unix(0, 0)
	if allocated := testing.AllocsPerRun(10_000, func() {
		now = now.Add(time.Second)
		d.Fresh(scanner.Scan{Text: "code"}, now)
	}); allocated > 0 {
		t.Errorf("%v allocations for each code", allocated)
	}
	for i := range 100_000 {
		now = now.Add(2 * time.Second)
		if !d.Fresh(scanner.Scan{Text: fmt.Sprint(i)}, now) {
			t.Fatal("a new code was suppressed")
		}
	}
}
