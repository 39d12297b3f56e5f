package scanner

import (
	"context"
	"errors"
	"io"
	"os"
	"sync"
	"time"
)

// Line carries the bytes, such as an open serial port. A Read past the deadline fails with an error that is
// os.ErrDeadlineExceeded.
type Line interface {
	io.Reader
	SetReadDeadline(time.Time) error
}

const lookUp = time.Second // how often a quiet line's context is looked at

// Reader tells each code once.
type Reader struct {
	Emit    func(Scan)    // called in Run's goroutine; must not be nil
	Reject  func(error)   // called with ErrText, ErrTooLong or ErrTorn for codes that are not told; may be nil
	Window  time.Duration // of Dedupe
	Profile Profile       // how the scanner is set up

	commanding sync.Mutex // one trigger command at a time
	making     sync.Once
	acks       chan struct{}
}

// Run reads codes on the line until ctx ends, with nil, or the line fails, with the line's error.
func (r *Reader) Run(ctx context.Context, line Line) error {
	s := stream{
		reader: r, dedupe: Dedupe{Window: r.Window},
		framer: Framer{Framing: r.Profile.Framing, Max: r.Profile.Max},
	}
	var buf [512]byte
	for ctx.Err() == nil {
		if err := line.SetReadDeadline(time.Now().Add(s.patience())); err != nil {
			return err
		}
		n, err := line.Read(buf[:])
		s.received(buf[:n])
		clear(buf[:n]) // it may have been somebody's pass
		switch {
		case errors.Is(err, os.ErrDeadlineExceeded):
			s.quiet()
		case err != nil && ctx.Err() == nil:
			return err
		}
	}
	return nil
}

// stream is what one run knows of its line.
type stream struct {
	reader  *Reader
	replies Replies
	framer  Framer
	dedupe  Dedupe
}

func (s *stream) patience() time.Duration {
	if s.framer.Pending() || s.replies.Held() {
		return s.reader.Profile.gap()
	}
	return lookUp
}

func (s *stream) received(b []byte) {
	code := s.replies.Strip(b)
	s.framer.Feed(code, s.take)
	clear(code)
	for ; s.replies.Acks > 0; s.replies.Acks-- {
		s.reader.acknowledge()
	}
	s.complain()
}

func (s *stream) quiet() {
	s.framer.Feed(s.replies.Idle(), s.take)
	s.framer.Idle(s.take)
	s.complain()
}

func (s *stream) complain() {
	for ; s.framer.Dropped > 0; s.framer.Dropped-- {
		s.reader.reject(ErrTooLong)
	}
	for ; s.framer.Torn > 0; s.framer.Torn-- {
		s.reader.reject(ErrTorn)
	}
}

func (s *stream) take(frame []byte) {
	scan, err := s.reader.Profile.Decode(frame)
	switch {
	case err != nil:
		s.reader.reject(err)
	case s.dedupe.Fresh(scan, time.Now()):
		s.reader.Emit(scan)
	}
}

func (r *Reader) reject(err error) {
	if r.Reject != nil {
		r.Reject(err)
	}
}
