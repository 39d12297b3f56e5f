package stationbench

import (
	"errors"
	"slices"
	"sync"
	"time"
)

// samples are how long calls took.
type samples struct {
	each  []time.Duration
	total time.Duration // with calls at the same time counted once
}

// together lets so many call f at the same time, once each.
func (s *samples) together(callers int, f func() error) error {
	took, errs := make([]time.Duration, callers), make([]error, callers)
	var all sync.WaitGroup
	start := time.Now()
	for i := range callers {
		call := func() {
			began := time.Now()
			errs[i] = f()
			took[i] = time.Since(began)
		}
		if callers == 1 {
			call()
			break
		}
		all.Go(call)
	}
	all.Wait()
	s.total += time.Since(start)
	s.each = append(s.each, took...)
	return errors.Join(errs...)
}

// quantile is in microseconds.
func (s *samples) quantile(share float64) float64 {
	sorted := slices.Sorted(slices.Values(s.each))
	return float64(sorted[int(share*float64(len(sorted)-1))].Nanoseconds()) / 1000
}

func (s *samples) perSecond() float64 { return float64(len(s.each)) / s.total.Seconds() }
