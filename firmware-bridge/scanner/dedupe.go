package scanner

import (
	"hash/maphash"
	"maps"
	"time"
)

// DefaultWindow is how long the same code is not told again.
const DefaultWindow = 1500 * time.Millisecond

// Dedupe suppresses codes that stay before the scanner: scanners in continuous mode send them again and
// again, two that lie side by side in turn. It remembers no text. The zero value is ready.
type Dedupe struct {
	Window time.Duration // 0 means DefaultWindow, negative turns it off
	seed   maphash.Seed
	seen   map[uint64]time.Time // by the code's hash, for one window
}

// Fresh reports whether the scan is news at the time now. Each sight of a code prolongs its window, so a code
// that is held counts once, and counts again when it was away for the window.
func (d *Dedupe) Fresh(s Scan, now time.Time) bool {
	window := d.Window
	if window == 0 {
		window = DefaultWindow
	}
	if window < 0 {
		return true
	}
	if d.seen == nil {
		d.seed, d.seen = maphash.MakeSeed(), map[uint64]time.Time{}
	}
	maps.DeleteFunc(d.seen, func(_ uint64, at time.Time) bool {
		away := now.Sub(at)
		return away >= window || away < 0 // a clock set back must not suppress for long
	})
	code := maphash.Comparable(d.seed, s)
	_, held := d.seen[code]
	d.seen[code] = now
	return !held
}
