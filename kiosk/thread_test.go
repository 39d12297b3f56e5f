package main

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// stage is Fyne's loop as it is to a thread: it runs what is asked of it, turns
// 60 times a second, and in a nap hears the window's events alone.
type stage struct {
	asked         chan func()
	events, woken chan struct{}
	over          <-chan struct{}
	turns         atomic.Int64
	drawn         atomic.Int64 // when it turned last, in Unix nanoseconds
}

// onStage runs a thread on a stage until the test's play is over.
func onStage(t *testing.T, play func(*stage, *thread)) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		s := &stage{asked: make(chan func()), events: make(chan struct{}, 9), woken: make(chan struct{}, 9), over: ctx.Done()}
		th := &thread{run: s.run, wait: s.wait, wake: func() { s.woken <- struct{}{} }}
		go s.loop()
		go th.rest(ctx)
		play(s, th)
		stop()
		time.Sleep(2 * nap) // for who sleeps to see it
	})
}

func (s *stage) loop() {
	tick := time.NewTicker(frame)
	defer tick.Stop()
	for {
		select { // which Go would draw lots for, where a turn is due as well
		case f := <-s.asked:
			f()
			continue
		default:
		}
		select {
		case <-s.over:
			return
		case f := <-s.asked:
			f()
		case <-tick.C:
			for len(s.events) > 0 {
				<-s.events
			}
			s.turns.Add(1)
			s.drawn.Store(time.Now().UnixNano())
		}
	}
}

func (s *stage) run(f func()) {
	done := make(chan struct{})
	select {
	case s.asked <- func() { defer close(done); f() }:
		<-done
	case <-s.over:
	}
}

func (s *stage) wait(most time.Duration) {
	select {
	case <-s.events:
	case <-s.woken:
	case <-time.After(most):
	}
}

// Turning is what costs: a loop nobody needs hardly turns.
func TestAThreadRestsWhereNothingStirs(t *testing.T) {
	onStage(t, func(s *stage, _ *thread) {
		time.Sleep(time.Minute)
		if turns := s.turns.Load(); turns < 30 || turns > 200 {
			t.Errorf("%d turns in a minute", turns)
		}
	})
}

func TestARestingThreadRunsAtOnceWhatIsAskedOfIt(t *testing.T) {
	onStage(t, func(s *stage, th *thread) {
		for pause := 10 * time.Second; pause < 11*time.Second; pause += 37 * time.Millisecond {
			time.Sleep(pause)
			asked := time.Now()
			th.do(func() {})
			if took := time.Since(asked); took != 0 {
				t.Fatalf("it came after %v", took)
			}
			s.drawsSince(t, asked)
		}
	})
}

func TestAnEventEndsTheRest(t *testing.T) {
	onStage(t, func(s *stage, _ *thread) {
		for pause := 10 * time.Second; pause < 11*time.Second; pause += frame - time.Millisecond {
			time.Sleep(pause)
			pressed := time.Now()
			s.events <- struct{}{}
			s.drawsSince(t, pressed)
		}
	})
}

// drawsSince gives the loop two frames, and sees that it has turned since then.
func (s *stage) drawsSince(t *testing.T, then time.Time) {
	t.Helper()
	time.Sleep(2 * frame)
	if s.drawn.Load() < then.UnixNano() {
		t.Fatalf("nothing is drawn, %v later", time.Since(then))
	}
}

func TestWhatIsDueKeepsTheThreadAwake(t *testing.T) {
	waited := false
	th := &thread{wait: func(time.Duration) { waited = true }}
	th.expect()
	if th.nap(); waited {
		t.Error("it rests while something is due")
	}
}

func TestAThreadWhoseWindowGoesRestsNoMore(t *testing.T) {
	waited := false
	th := &thread{wait: func(time.Duration) { waited = true }}
	th.end()
	if th.nap(); waited {
		t.Error("it waits for events of a window that is gone")
	}
}

// On a busy machine a turn may come late, and what happened is not drawn before.
func TestWhatHappenedGetsTimeToBeDrawn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		th := &thread{wait: time.Sleep}
		if soon := th.nap(); soon != frame {
			t.Errorf("after a nap that nothing ended the next comes after %v", soon)
		}
		th.wait = func(time.Duration) {}
		if soon := th.nap(); soon != calm {
			t.Errorf("after an event the next nap comes after %v", soon)
		}
	})
}
