package station_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nuanxin/station-kit/internal/stationtest"
)

// TestAStationLooksAfterItself for two days and a bit.
func TestAStationLooksAfterItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		cfg := stationtest.NewFleet(t).Config(t, "st-1")
		s := stationtest.Open(t, cfg)
		snapshots := func() int {
			names, _ := filepath.Glob(filepath.Join(filepath.Dir(cfg.Path), "snapshots", "*.db"))
			return len(names)
		}
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			s.Tend(ctx, func(err error) { t.Error(err) })
		}()
		time.Sleep(5 * time.Minute)
		synctest.Wait()
		if n := snapshots(); n != 0 {
			t.Errorf("%d snapshots in the first minutes", n)
		}
		time.Sleep(49 * time.Hour)
		synctest.Wait()
		cancel()
		<-ended
		// A snapshot bears the name of its newest record: only the canaries make
		// new ones here.
		if n := snapshots(); n < 2 || n > 4 {
			t.Errorf("%d snapshots", n)
		}
		if n := strings.Count(kinds(t, s), "canary"); n != 3 {
			t.Errorf("%d canaries in two days and a bit", n)
		}
	})
}
