package scanner

import (
	"context"
	"errors"
	"io"
	"os"
	"time"
)

// Line carries the bytes, such as an open serial port. A Read past the deadline fails with an error that is
// os.ErrDeadlineExceeded.
type Line interface {
	io.Reader
	SetReadDeadline(time.Time) error
}

const (
	defaultGap = 100 * time.Millisecond // USB adapters deliver in bursts of 16 ms and more
	lookUp     = time.Second            // how often a quiet line's context is looked at
)

// Reader tells each code once.
type Reader struct {
	Emit   func(Scan)    // called in Run's goroutine; must not be nil
	Reject func(error)   // called with ErrText or ErrTooLong for codes that are not told; may be nil
	Window time.Duration // of Dedupe
	Gap    time.Duration // silence that ends a frame without end mark; 0 means 100 ms
	Max    int           // of Framer
}

// Run reads codes on the line until ctx ends, with nil, or the line fails, with the line's error.
func (r *Reader) Run(ctx context.Context, line Line) error {
	framer, dedupe := Framer{Max: r.Max}, Dedupe{Window: r.Window}
	take := func(frame []byte) { r.take(frame, &dedupe) }
	var buf [512]byte
	for ctx.Err() == nil {
		if err := line.SetReadDeadline(time.Now().Add(r.patience(&framer))); err != nil {
			return err
		}
		n, err := line.Read(buf[:])
		framer.Feed(buf[:n], take)
		switch {
		case errors.Is(err, os.ErrDeadlineExceeded):
			framer.Idle(take)
		case err != nil && ctx.Err() == nil:
			return err
		}
		for ; framer.Dropped > 0; framer.Dropped-- {
			r.reject(ErrTooLong)
		}
	}
	return nil
}

func (r *Reader) patience(f *Framer) time.Duration {
	switch {
	case !f.Pending():
		return lookUp
	case r.Gap > 0:
		return r.Gap
	}
	return defaultGap
}

func (r *Reader) take(frame []byte, d *Dedupe) {
	scan, err := Decode(frame)
	switch {
	case err != nil:
		r.reject(err)
	case d.Fresh(scan, time.Now()):
		r.Emit(scan)
	}
}

func (r *Reader) reject(err error) {
	if r.Reject != nil {
		r.Reject(err)
	}
}
