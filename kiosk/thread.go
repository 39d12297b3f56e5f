package main

import (
	"context"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"github.com/go-gl/glfw/v3.4/glfw"
)

const (
	// calm is how long nothing must have stirred before the thread rests: Fyne
	// has then drawn what stirred last.
	calm = 500 * time.Millisecond
	// nap is how long it rests at a time. What Fyne itself asks of its thread,
	// which nobody announces here, waits for so long at most.
	nap = time.Second
	// frame is a turn of Fyne's loop, which goes on between two naps.
	frame = time.Second / 60
)

// thread is Fyne's. Its loop looks 60 times a second whether there is something
// to do, which costs more than all else of a kiosk nobody uses: so while nothing
// stirs, the thread waits for the window's next event instead. Nothing may run
// on it but by do.
type thread struct {
	run  func(func())        // on the thread, between two turns of the loop, and waits for it
	wait func(time.Duration) // for an event of the window, for wake, or for so long
	wake func()

	mu      sync.Mutex
	due     int       // functions that are to run
	resting bool      // it is in wait
	ended   bool      // there is nothing to wait for any more
	stirred time.Time // when something last ran, or happened in the window
}

func newThread() *thread {
	return &thread{
		run:  fyne.DoAndWait,
		wait: func(most time.Duration) { glfw.WaitEventsTimeout(most.Seconds()) },
		wake: glfw.PostEmptyEvent,
	}
}

// do runs f on the thread, and returns once it has run.
func (t *thread) do(f func()) {
	t.expect()
	t.run(func() { t.begin(); f() })
}

func (t *thread) expect() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.due++
	if t.resting {
		t.wake()
	}
}

func (t *thread) begin() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.due--
	t.stirred = time.Now()
}

// end keeps the thread from resting: its window is about to go.
func (t *thread) end() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.ended = true
}

// rest lets the thread rest whenever nothing stirs, until ctx ends.
func (t *thread) rest(ctx context.Context) {
	for soon := calm; ; {
		select {
		case <-ctx.Done():
			return
		case <-time.After(soon):
		}
		t.run(func() { soon = t.nap() })
	}
}

// nap waits for an event, where nothing has stirred for long enough. It is for
// the thread alone, and says after how long to come back.
func (t *thread) nap() time.Duration {
	if left, free := t.lieDown(); !free {
		return left
	}
	began := time.Now()
	t.wait(nap)
	return t.getUp(time.Since(began) < nap)
}

func (t *thread) lieDown() (left time.Duration, free bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	left = calm - time.Since(t.stirred)
	if t.ended || t.due > 0 || left > 0 {
		return max(left, frame), false
	}
	t.resting = true
	return 0, true
}

func (t *thread) getUp(disturbed bool) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.resting = false
	if !disturbed {
		return frame
	}
	t.stirred = time.Now()
	return calm
}
