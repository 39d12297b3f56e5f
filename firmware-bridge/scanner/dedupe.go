package scanner

import "time"

// DefaultWindow is how long the same code is not told again.
const DefaultWindow = 1500 * time.Millisecond

// Dedupe suppresses a code that stays before the scanner: scanners in continuous mode send it again and
// again. The zero value is ready.
type Dedupe struct {
	Window time.Duration // 0 means DefaultWindow, negative turns it off
	last   Scan
	seen   time.Time
}

// Fresh reports whether the scan is news at the time now. Each sight of the same code prolongs the window, so
// a code that is held counts once.
func (d *Dedupe) Fresh(s Scan, now time.Time) bool {
	window := d.Window
	if window == 0 {
		window = DefaultWindow
	}
	held := s == d.last && !d.seen.IsZero() && now.Sub(d.seen) < window
	d.last, d.seen = s, now
	return !held
}
