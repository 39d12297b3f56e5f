package escpos

import (
	"cmp"
	"time"
)

// whenDone is GS r 1, answered by one byte once all before it is done.
var whenDone = []byte{0x1D, 'r', 1}

// ask finds out how the printer is. complete: it answered every question. A broken line is in s.broken.
func (s *session) ask() (c Condition, complete bool) {
	complete, s.alarm, s.asked = true, false, time.Now()
	for q := askPrinter; q <= askPaper; q++ {
		b, answered := s.question(q)
		if s.broken != nil {
			return Condition{}, false
		}
		if answered {
			c.Status.learn(q, b)
			continue
		}
		complete = false
		if q == askPrinter {
			break
		}
	}
	if c.Err = c.Status.Err(); s.heard(c.Status.Known) && !c.Status.Known {
		c.Err = ErrSilent
	}
	return c, complete
}

// question is DLE EOT, twice if need be.
func (s *session) question(q question) (byte, bool) {
	for range 2 {
		if s.late {
			_ = s.wait(lateAnswer, nil, never)
		}
		s.real = nil
		if s.write([]byte{0x10, 0x04, byte(q)}) != nil {
			return 0, false
		}
		if s.wait(s.answerTime(), nil, func() bool { return len(s.real) > 0 }) != nil {
			return 0, false
		}
		if s.late = len(s.real) == 0; !s.late {
			return s.real[0], true
		}
	}
	return 0, false
}

// tryOrder finds out whether the printer answers GS r.
func (s *session) tryOrder() error {
	s.order, s.sent = obeyed, []piece{{}}
	if err := s.write(whenDone); err != nil {
		return err
	}
	if err := s.wait(s.answerTime(), nil, func() bool { return len(s.sent) == 0 }); err != nil {
		return err
	}
	if len(s.sent) > 0 {
		s.order, s.sent = ignored, nil
	}
	return nil
}

func never() bool { return false }

// wait lets time pass until d is over, something is on or wakes, and takes in what the printer says. It fails when
// the line does.
func (s *session) wait(d time.Duration, wake <-chan struct{}, on func() bool) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	for !on() {
		select {
		case <-s.ctx.Done():
			return s.fail(s.ctx.Err())
		case b, open := <-s.in:
			if !open {
				return s.fail(s.failed)
			}
			s.hear(b)
		case <-wake:
			return nil
		case <-timer.C:
			return nil
		}
	}
	return nil
}

// answerTime is how long an answer may take: a question comes after all that is still on the wire.
func (s *session) answerTime() time.Duration { return max(0, time.Until(s.clear)) + answerWait }

func (s *session) write(b []byte) error {
	s.clear = later(s.clear, time.Now()).Add(s.wire(len(b)))
	if _, err := s.line.Write(b); err != nil {
		return s.fail(err)
	}
	return nil
}

// wire is how long bytes take on the line, ten bits each.
func (s *session) wire(bytes int) time.Duration {
	return time.Duration(bytes) * 10 * time.Second / time.Duration(cmp.Or(s.Baud, 9600))
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// fail keeps the first error of the line.
func (s *session) fail(err error) error {
	if s.broken == nil {
		s.broken = err
	}
	return s.broken
}

func (s *session) hear(b []byte) {
	for _, c := range b {
		a, ok := s.parser.take(c)
		switch {
		case !ok:
		case a.kind == realTime:
			s.real = append(s.real, a.bytes[0])
		case a.kind == inOrder:
			s.spoke = true
			if s.order == obeyed && len(s.sent) > 0 {
				s.sent = s.sent[1:]
			}
		case a.kind == automatic && fromASB(a.bytes).Err() != nil:
			s.alarm = true
		}
	}
}
