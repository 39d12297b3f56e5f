package wedge

import (
	"cmp"
	"strconv"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/scanner"
)

func (p Profile) keyGap() time.Duration  { return cmp.Or(p.KeyGap, DefaultKeyGap) }
func (p Profile) endWait() time.Duration { return cmp.Or(p.EndWait, DefaultEndWait) }
func (p Profile) min() int               { return cmp.Or(p.Min, DefaultMin) }
func (p Profile) max() int               { return cmp.Or(p.Max, scanner.DefaultMax) }

// run is what was typed since the last end or silence.
type run struct {
	first, last time.Duration // of key presses
	presses     int
	strokes     []stroke
	alt         []byte // digits of an Alt sequence
	stray       bool   // a key without a character: a fault only amid characters
	odd         bool   // there was one amid the characters
	lost        bool
	tooLong     bool
}

func (r *run) press(at time.Duration) {
	if r.presses == 0 {
		r.first = at
	}
	r.last = at
	r.presses++
}

// pace is the time between presses on average, those of shift and of Alt sequences included.
func (r *run) pace() time.Duration {
	return (r.last - r.first) / time.Duration(max(1, r.presses-1))
}

func (r *run) add(s stroke, limit int) {
	r.odd = r.odd || r.stray && len(r.strokes) > 0
	r.stray = false
	if r.tooLong = r.tooLong || len(r.strokes) == limit; !r.tooLong {
		r.strokes = append(r.strokes, s)
	}
}

func (r *run) digit(d byte) {
	if len(r.alt) <= maxAltDigits {
		r.alt = append(r.alt, d)
	}
}

// endAlt ends an Alt sequence, when Alt is let go.
func (r *run) endAlt(limit int) {
	if len(r.alt) == 0 {
		return
	}
	value, err := strconv.ParseUint(string(r.alt), 10, 32)
	r.alt = r.alt[:0]
	if err != nil || value == 0 {
		r.stray = true
		return
	}
	r.add(stroke{value: uint32(value), wide: value > 0xff}, limit)
}
