package escpos

import (
	"cmp"
	"context"
	"errors"
	"os"
	"sync"
	"time"
)

const (
	answerWait = 500 * time.Millisecond // for a byte that the printer sends at once
	lateAnswer = 100 * time.Millisecond // for one that was given up, so that it answers no later question
	poll       = 2 * time.Second        // how often an idle printer is asked how it is
	troubled   = time.Second            // how often one in trouble is
	progress   = 250 * time.Millisecond // how often one that is printing is
	settled    = time.Second            // of silence, after which no answer to GS r is on its way
	stuck      = 8 * time.Second        // a printer that is well yet gets on with nothing for so long
	lookUp     = time.Second            // how often a quiet line's context is looked at: each look wakes the machine
)

// session is one Run: the printer at the other end of a line.
type session struct {
	*Printer
	ctx    context.Context
	line   Line
	reader sync.WaitGroup
	in     chan []byte // received; closed when the line has failed
	failed error       // why; read after in is closed
	broken error       // the line's error, which ends the session

	parser answers
	real   []byte // answers to DLE EOT
	late   bool   // one may be on its way still
	spoke  bool   // GS r was answered
	asked  time.Time
	clear  time.Time // when all that was written has left the wire
	alarm  bool      // the printer told of trouble by itself
	order  order
	sent   []piece
}

// order is whether the printer answers GS r, which it does when it has done all before it.
type order int

const (
	untried order = iota
	obeyed
	ignored
)

// piece is bytes sent that may still be in the printer's buffer: until GS r is answered, or they are due.
type piece struct {
	bytes int
	due   time.Time
}

func newSession(ctx context.Context, p *Printer, line Line) *session {
	s := &session{Printer: p, ctx: ctx, line: line, in: make(chan []byte)}
	s.reader.Go(s.read)
	return s
}

// read hands on what comes until the line fails or ctx ends.
func (s *session) read() {
	defer close(s.in)
	for s.ctx.Err() == nil {
		buf := make([]byte, 64)
		if s.failed = s.line.SetReadDeadline(time.Now().Add(lookUp)); s.failed != nil {
			return
		}
		n, err := s.line.Read(buf)
		if n > 0 {
			select {
			case s.in <- buf[:n]:
			case <-s.ctx.Done():
			}
		}
		if err != nil && !errors.Is(err, os.ErrDeadlineExceeded) {
			s.failed = err
			return
		}
	}
	s.failed = s.ctx.Err()
}

// loop asks how the printer is, and prints while it is well, until the line fails.
func (s *session) loop() error {
	for s.broken == nil {
		condition, _ := s.ask()
		if s.broken != nil {
			break
		}
		s.report(condition)
		if condition.Err != nil {
			s.rest(troubled, nil)
			continue
		}
		s.serve()
	}
	return s.broken
}

// serve prints what waits, then rests until the printer should be asked again.
func (s *session) serve() {
	for j := s.take(); j != nil; j = s.take() {
		begun, sure, err := s.print(j)
		if s.broken != nil {
			err = unplugged(s.broken)
		}
		s.done(j, begun, sure, err)
		if err != nil {
			return
		}
	}
	idle := poll
	if !s.heard(false) {
		idle = time.Hour // one that never answers is asked before a receipt only
	}
	s.rest(idle, s.wakes())
}

func (s *session) rest(d time.Duration, wake <-chan struct{}) {
	_ = s.wait(d, wake, func() bool { return s.alarm })
}

// print sends a receipt and watches it come out. begun: some of it may be on the paper.
func (s *session) print(j *job) (begun, sure bool, err error) {
	if err := s.begin(); err != nil {
		return false, false, err
	}
	for _, c := range j.chunks {
		if err := s.room(c); err != nil {
			return begun, false, err
		}
		begun = true
		if err := s.send(c); err != nil {
			return true, false, err
		}
	}
	if err := s.until(func() bool { return s.ahead() == 0 }); err != nil {
		return true, false, err
	}
	condition, complete := s.ask()
	if s.broken != nil {
		return true, false, s.broken
	}
	s.report(condition)
	return true, complete, condition.Err
}

// begin makes sure that what follows stands alone: on paper, and in the answers to GS r.
func (s *session) begin() error {
	if s.isTorn() {
		if err := s.send(s.Encoder.afresh()); err != nil {
			return err
		}
		if err := s.settle(); err != nil {
			return err
		}
	}
	s.sent = nil
	if s.order != untried || !s.heard(false) {
		return nil
	}
	return s.tryOrder()
}

// settle waits until a printer that was interrupted has done what it still had, and says no more.
func (s *session) settle() error {
	s.order = untried
	for still := len(s.sent) > 0; still; {
		s.spoke = false
		if err := s.wait(settled, nil, never); err != nil {
			return err
		}
		still = s.spoke || s.ahead() > 0
	}
	return s.healthy()
}

// send writes a chunk, and the question that is answered when it is done.
func (s *session) send(c Chunk) error {
	data := c.Data
	if s.order == obeyed {
		data = append(data[:len(data):len(data)], whenDone...)
	}
	paper := time.Duration(c.Dots) * time.Second / time.Duration(8*cmp.Or(s.Speed, 50))
	due := time.Now()
	if n := len(s.sent); n > 0 {
		due = later(due, s.sent[n-1].due)
	}
	s.sent = append(s.sent, piece{len(data), due.Add(max(s.wire(len(data)), paper))})
	return s.write(data)
}

// room waits until the printer can take in a chunk, with one other ahead of it: what a printer in trouble still has
// in its buffer it prints afterwards.
func (s *session) room(c Chunk) error {
	if time.Since(s.asked) > progress { // nobody waits where the paper is faster than the line
		if err := s.healthy(); err != nil {
			return err
		}
	}
	return s.until(func() bool {
		return s.ahead() == 0 || len(s.sent) == 1 && !c.Alone
	})
}

// ahead is how many bytes the printer has not printed yet, as far as one can know.
func (s *session) ahead() int {
	for s.order != obeyed && len(s.sent) > 0 && !time.Now().Before(s.sent[0].due) {
		s.sent = s.sent[1:]
	}
	n := 0
	for _, p := range s.sent {
		n += p.bytes
	}
	return n
}

// until waits for the printer to get on, and looks meanwhile how it is. An answer to GS r may have been lost, so a
// printer that is well is asked once more before it counts as stuck.
func (s *session) until(on func() bool) error {
	left, moved, nudged := len(s.sent), time.Now(), false
	for !on() {
		if err := s.wait(min(progress, s.nextDue()), nil, func() bool { return on() || s.alarm }); err != nil {
			return err
		}
		if len(s.sent) < left {
			left, moved, nudged = len(s.sent), time.Now(), false
		}
		if on() {
			return nil
		}
		if err := s.healthy(); err != nil {
			return err
		}
		switch idle := time.Since(moved) > stuck; {
		case idle && nudged:
			return ErrSilent
		case idle:
			moved, nudged = time.Now(), true
			if err := s.write(whenDone); err != nil {
				return err
			}
		}
	}
	return nil
}

// nextDue is how long until the next piece should be printed, where that is all there is to know.
func (s *session) nextDue() time.Duration {
	if s.order == obeyed || len(s.sent) == 0 {
		return progress
	}
	return max(0, time.Until(s.sent[0].due))
}

// healthy asks a printer that answers how it is.
func (s *session) healthy() error {
	if !s.heard(false) {
		return nil
	}
	condition, _ := s.ask()
	if s.broken != nil {
		return s.broken
	}
	s.report(condition)
	return condition.Err
}
