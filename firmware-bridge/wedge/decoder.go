package wedge

import (
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/scanner"
)

// Profile says how a scanner is set up. The zero value suits nearly every scanner.
type Profile struct {
	Prefix  string        // what the scanner was told to send before each code; taken off where it stands
	Lines   bool          // Enter and Tab belong to the text, and only a silence ends it; set the scanner to no suffix
	Alt     Alt           // what Alt sequences mean
	KeyGap  time.Duration // more between the keys on average, and a person typed; 0 means 30 ms
	EndWait time.Duration // more without a key, and the code has ended; 0 means 100 ms
	Min     int           // characters that a code has at least; 0 means 6
	Max     int           // and at most; 0 means scanner.DefaultMax
}

// Defaults of Profile: scanners press a key within 10 ms of the one before, people seldom within 60.
const (
	DefaultKeyGap  = 30 * time.Millisecond
	DefaultEndWait = 100 * time.Millisecond
	DefaultMin     = 6
)

// Outcome is what a run of keystrokes came to: a scan or an error of this package or of scanner.
type Outcome struct {
	Scan scanner.Scan
	Err  error
	At   time.Duration // the last key's time, by the events' clock
}

// Decoder turns events into codes. The zero value is ready.
type Decoder struct {
	Profile Profile

	held     modifiers
	run      run
	dropping bool // up to the report that ends what the kernel lost
	typed    bool // ErrTyped was told since the last code
}

// Feed takes an event and tells of each run that it ends.
func (d *Decoder) Feed(e Event, tell func(Outcome)) {
	switch {
	case e.Type == typeSyn && e.Code == synDropped:
		d.silence(e.At, tell)
		d.lose(e.At)
	case d.dropping:
		d.dropping = e.Type != typeSyn || e.Code != synReport
	case e.Type == typeLED && e.Code == ledCaps:
		d.held.caps = e.Value != 0
	case e.Type == typeKey && e.Value == pressed:
		d.press(e, tell)
	case e.Type == typeKey && e.Value == released:
		d.release(e.Code)
	}
}

// Idle tells that no event came for the profile's EndWait: the run has ended.
func (d *Decoder) Idle(tell func(Outcome)) {
	if o, some := d.outcome(); some {
		tell(o)
	}
	clear(d.run.strokes) // they may have been somebody's pass
	d.run = run{strokes: d.run.strokes[:0]}
}

// Pending reports whether a run has begun.
func (d *Decoder) Pending() bool { return d.run.presses > 0 || d.run.lost }

// silence ends a run that had ended before now: whoever reads late still gets the times of the keys.
func (d *Decoder) silence(now time.Duration, tell func(Outcome)) {
	if d.Pending() && now-d.run.last > d.Profile.endWait() {
		d.Idle(tell)
	}
}

// lose drops the run, its rest too. What is held down is not known any more: a scanner lets go after each key.
func (d *Decoder) lose(at time.Duration) {
	d.dropping, d.run.lost, d.run.last = true, true, at
	d.held = modifiers{caps: d.held.caps}
}

func (d *Decoder) press(e Event, tell func(Outcome)) {
	d.silence(e.At, tell)
	if d.ends(e.Code) {
		d.Idle(tell)
		return
	}
	d.run.press(e.At)
	digit, onKeypad := keypad[e.Code]
	switch k, known := d.key(e.Code); {
	case d.held.take(e.Code, true):
	case d.held.alt() && onKeypad:
		d.run.digit(digit)
	case d.held.alt() || !known:
		d.run.stray = true
	default:
		d.run.add(stroke{value: uint32(d.held.char(k))}, d.Profile.max())
	}
}

// ends reports whether the key is an end mark: Enter or Tab, or what Ctrl makes of J, M and I.
func (d *Decoder) ends(code uint16) bool {
	if d.Profile.Lines || d.held.alt() {
		return false
	}
	k, known := d.key(code)
	if !known {
		return false
	}
	switch d.held.char(k) {
	case '\r', '\n', '\t':
		return true
	}
	return false
}

// key is the key's characters, with those of Enter and Tab.
func (d *Decoder) key(code uint16) (key, bool) {
	switch code {
	case keyEnter, keyKPEnter:
		return key{'\n', '\n'}, true
	case keyTab:
		return key{'\t', '\t'}, true
	}
	k, known := keys[code]
	return k, known
}

func (d *Decoder) release(code uint16) {
	before := d.held.alt()
	if d.held.take(code, false) && before && !d.held.alt() {
		d.run.endAlt(d.Profile.max())
	}
}

// outcome says what the run came to; a run without characters comes to nothing.
func (d *Decoder) outcome() (Outcome, bool) {
	o, r := Outcome{At: d.run.last}, &d.run
	switch {
	case r.lost:
		o.Err = ErrLost
	case len(r.strokes) == 0:
		return o, false
	case len(r.strokes) < d.Profile.min() || r.pace() > d.Profile.keyGap():
		told := d.typed
		o.Err, d.typed = ErrTyped, true
		return o, !told
	case r.tooLong:
		o.Err = scanner.ErrTooLong
	case r.odd:
		o.Err = ErrKey
	default:
		d.typed = false
		o.Scan, o.Err = scanner.Profile{Prefix: d.Profile.Prefix}.Decode(text(r.strokes, d.Profile.Alt))
	}
	return o, true
}
