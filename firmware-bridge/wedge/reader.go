package wedge

import (
	"context"
	"errors"
	"os"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/scanner"
)

const (
	lookUp    = time.Second // how often a quiet device's context is looked at
	maxEvents = 64          // read at once
)

// Reader tells each code once, as scanner.Reader does.
type Reader struct {
	Emit    func(scanner.Scan) // called in Run's goroutine; must not be nil
	Reject  func(error)        // called with why keystrokes are not told, see AdviceOf; may be nil
	Window  time.Duration      // of scanner.Dedupe
	Profile Profile            // how the scanner is set up
}

// Run reads codes from an input device until ctx ends, with nil, or the device fails, with its error.
func (r *Reader) Run(ctx context.Context, device scanner.Line) error {
	var parser Parser
	decoder, dedupe := Decoder{Profile: r.Profile}, scanner.Dedupe{Window: r.Window}
	tell := func(o Outcome) { r.tell(o, &dedupe) }
	var buf [24 * maxEvents]byte // the kernel wants room for whole events: of 24 bytes, or 16
	for ctx.Err() == nil {
		if err := device.SetReadDeadline(time.Now().Add(patience(&decoder))); err != nil {
			return err
		}
		n, err := device.Read(buf[:])
		parser.Feed(buf[:n], func(e Event) { decoder.Feed(e, tell) })
		clear(buf[:n])
		switch {
		case errors.Is(err, os.ErrDeadlineExceeded):
			decoder.Idle(tell)
		case err != nil && ctx.Err() == nil:
			return err
		}
	}
	return nil
}

func patience(d *Decoder) time.Duration {
	if d.Pending() {
		return d.Profile.endWait()
	}
	return lookUp
}

func (r *Reader) tell(o Outcome, d *scanner.Dedupe) {
	switch {
	case o.Err == nil && d.Fresh(o.Scan, time.Unix(0, 0).Add(o.At)):
		r.Emit(o.Scan)
	case o.Err != nil && r.Reject != nil:
		r.Reject(o.Err)
	}
}
