package station_test

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
)

// TestManyWritersSpendEachPlaceOnce: decisions that share a transaction see
// each other's.
func TestManyWritersSpendEachPlaceOnce(t *testing.T) {
	s, _ := open(t)
	soon := time.Now().Add(time.Hour)
	for i := range 5 {
		stationtest.Lend(t, s, fmt.Sprint(i), soon, 7)
	}
	var booked, full atomic.Int64
	var all sync.WaitGroup
	for w := range byte(200) {
		all.Go(func() {
			_, err := s.Book(rider(w), fmt.Sprint(w%5))
			switch {
			case err == nil:
				booked.Add(1)
			case errors.Is(err, station.ErrSlotFull):
				full.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	all.Wait()
	if booked.Load() != 35 || full.Load() != 165 {
		t.Errorf("%d booked, %d told that it is full", booked.Load(), full.Load())
	}
	if at, err := s.Standing(); err != nil || at.Last != 36 {
		t.Errorf("%d records, %v", at.Last, err)
	}
}
