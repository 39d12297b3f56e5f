package escpos

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"sync"
	"time"
)

// Line carries the bytes, such as an open serial port. A Read past the deadline fails with an error that is
// os.ErrDeadlineExceeded.
type Line interface {
	io.ReadWriter
	SetReadDeadline(time.Time) error
}

// Receipt is a document, and the caller's name for it in events.
type Receipt struct {
	ID       string
	Document Document
}

// Printer prints receipts one after the other, each once: one that broke off is printed again, whole, after a
// cut. The fields are set before its first use. Its methods may be called from any goroutine.
//
// What waits is in memory only and is lost with the process. That is meant: a receipt names where somebody will
// be and when, the record itself is in the station's journal, and the rider gets it again from their bookings.
type Printer struct {
	Encoder Encoder
	// Emit is told what happens, one event after the other, from whichever goroutine caused it. It must return
	// soon and not call the Printer.
	Emit func(Event)
	// Fresh is how long a receipt may wait before its rider counts as gone, 2 min unless set. One that is
	// not printed by then does not come out before a stranger.
	Fresh time.Duration
	// Keep is how long a receipt that was not printed can still be had from Reprint, an hour unless set.
	Keep time.Duration
	// Queue is how many receipts may wait, and how many may be kept; 16 unless set.
	Queue int
	// Baud of the line and Speed of the paper in mm/s pace printers that do not say how far they are: 9600 and 50
	// unless set. One whose paper is slower counts as having printed too early.
	Baud, Speed int

	mu        sync.Mutex
	condition Condition
	told      bool // condition
	answered  bool // it did once, so silence is a fault
	torn      bool // a receipt broke off on the paper
	waiting   []*job
	printing  *job
	kept      []*job
	wake      chan struct{}
}

// job is a receipt on its way.
type job struct {
	id       string
	chunks   []Chunk
	attempts int
	stale    bool
	// withdrawn while it was being printed
	withdrawn bool
	timer     *time.Timer // until it is stale, or forgotten
}

const maxAttempts = 3

// Submit has a receipt printed. It waits for no printer. It fails with ErrDocument, or with ErrFull.
func (p *Printer) Submit(r Receipt) error {
	chunks, err := p.Encoder.Encode(r.Document)
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.enqueue(&job{id: r.ID, chunks: chunks})
}

// Reprint has a receipt printed that was kept. It reports whether there is one of that name and room for it.
func (p *Printer) Reprint(id string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i, j := range p.kept {
		if j.id == id {
			j.timer.Stop()
			p.kept = append(p.kept[:i:i], p.kept[i+1:]...)
			return p.enqueue(&job{id: id, chunks: j.chunks}) == nil
		}
	}
	return false
}

// Withdraw drops a receipt that waits: its rider has gone. One that is on the
// paper already comes out, but is not begun again where it breaks off. It tells
// Dropped of one that will not come.
func (p *Printer) Withdraw(id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if j := p.printing; j != nil && j.id == id {
		j.withdrawn = true
	}
	for i, j := range p.waiting {
		if j.id == id {
			p.waiting = append(p.waiting[:i:i], p.waiting[i+1:]...)
			p.drop(j)
			return
		}
	}
}

// drop ends a receipt that nobody wants any more. mu is held.
func (p *Printer) drop(j *job) {
	j.timer.Stop()
	p.Emit(Dropped{j.id})
}

// Condition is how the printer is.
func (p *Printer) Condition() Condition {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.state()
}

func (p *Printer) state() Condition { // mu is held
	if !p.told {
		return Condition{Err: ErrUnplugged}
	}
	return p.condition
}

func (p *Printer) enqueue(j *job) error {
	if len(p.waiting) >= cmp.Or(p.Queue, 16) {
		return ErrFull
	}
	p.waiting = append(p.waiting, j)
	j.timer = time.AfterFunc(cmp.Or(p.Fresh, 2*time.Minute), func() { p.expire(j) })
	if err := p.state().Err; err != nil {
		p.Emit(Waiting{j.id, err})
	}
	select {
	case p.signal() <- struct{}{}:
	default:
	}
	return nil
}

// signal wakes the loop. mu is held.
func (p *Printer) signal() chan struct{} {
	if p.wake == nil {
		p.wake = make(chan struct{}, 1)
	}
	return p.wake
}

func (p *Printer) wakes() <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.signal()
}

// expire takes a receipt out of the queue, or leaves that to the end of the attempt under way.
func (p *Printer) expire(j *job) {
	p.mu.Lock()
	defer p.mu.Unlock()
	j.stale = true
	for i, w := range p.waiting {
		if w == j {
			p.waiting = append(p.waiting[:i:i], p.waiting[i+1:]...)
			p.putAside(j, ErrStale, p.state().Err)
			return
		}
	}
}

// putAside keeps a receipt, in place of the oldest where there are many.
func (p *Printer) putAside(j *job, why, cause error) {
	j.timer.Stop()
	j.timer = time.AfterFunc(cmp.Or(p.Keep, time.Hour), func() { p.forget(j) })
	p.kept = append(p.kept, j)
	if len(p.kept) > cmp.Or(p.Queue, 16) {
		p.kept[0].timer.Stop()
		p.kept = append([]*job(nil), p.kept[1:]...)
	}
	if cause != nil {
		why = fmt.Errorf("%w: %w", why, cause)
	}
	p.Emit(Kept{j.id, why})
}

func (p *Printer) forget(j *job) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i, k := range p.kept {
		if k == j {
			p.kept = append(p.kept[:i:i], p.kept[i+1:]...)
			return
		}
	}
}

// take gives the next receipt, nil for none.
func (p *Printer) take() *job {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.waiting) == 0 {
		return nil
	}
	j := p.waiting[0]
	p.waiting, p.printing = p.waiting[1:], j
	p.Emit(Printing{j.id})
	return j
}

// done ends an attempt. begun: some of the receipt may be on the paper.
func (p *Printer) done(j *job, begun, sure bool, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.printing = nil
	if err == nil {
		p.torn = false
		j.timer.Stop()
		p.Emit(Printed{j.id, sure})
		return
	}
	if begun {
		j.attempts++
		p.torn = true
	}
	switch {
	case j.withdrawn:
		p.drop(j)
	case j.stale:
		p.putAside(j, ErrStale, err)
	case j.attempts >= maxAttempts:
		p.putAside(j, ErrAttempts, err)
	default:
		p.waiting = append([]*job{j}, p.waiting...)
		p.Emit(Waiting{j.id, err})
	}
}

// heard notes whether the printer answered, and tells whether it ever did.
func (p *Printer) heard(now bool) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answered = p.answered || now
	return p.answered
}

func (p *Printer) isTorn() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.torn
}

// report tells a change of condition, and those who wait if it is for the worse.
func (p *Printer) report(c Condition) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.told && c.Status == p.condition.Status && fmt.Sprint(c.Err) == fmt.Sprint(p.condition.Err) {
		return
	}
	p.told, p.condition = true, c
	p.Emit(c)
	if c.Err != nil {
		for _, j := range p.waiting {
			p.Emit(Waiting{j.id, c.Err})
		}
	}
}

// Run prints on the line until ctx ends, with nil, or the line fails, with the line's error. What waits then
// waits for the next Run. There is one Run at a time.
func (p *Printer) Run(ctx context.Context, line Line) error {
	within, cancel := context.WithCancel(ctx)
	s := newSession(within, p, line)
	err := s.loop()
	cancel()
	s.reader.Wait()
	if ctx.Err() != nil {
		err = nil
	}
	p.report(Condition{Err: unplugged(err)})
	return err
}

func unplugged(cause error) error {
	if cause == nil {
		return ErrUnplugged
	}
	return fmt.Errorf("%w: %w", ErrUnplugged, cause)
}
