package station_test

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
)

// BenchmarkCheckIn measures a check-in beside one fdatasync of the same disk,
// by turns, so that the ratio holds whatever the disk does meanwhile.
func BenchmarkCheckIn(b *testing.B) {
	cfg := stationtest.NewFleet(b).Config(b, "st-1")
	s := stationtest.Open(b, cfg)
	raw, err := os.Create(filepath.Join(filepath.Dir(cfg.Path), "raw"))
	if err != nil {
		b.Fatal(err)
	}
	defer raw.Close()
	var checkIns, syncs []time.Duration
	for b.Loop() {
		checkIns = append(checkIns, timed(b, func() error {
			_, err := s.CheckIn(station.Anonymous())
			return err
		}))
		syncs = append(syncs, timed(b, func() error {
			if _, err := raw.Write(make([]byte, 4096)); err != nil {
				return err
			}
			return unix.Fdatasync(int(raw.Fd()))
		}))
	}
	for name, share := range map[string]float64{"p50": 0.5, "p99": 0.99} {
		c, f := quantile(checkIns, share), quantile(syncs, share)
		b.ReportMetric(float64(c.Microseconds()), name+"-µs")
		b.ReportMetric(float64(f.Microseconds()), name+"-fdatasync-µs")
		b.ReportMetric(float64(c)/float64(f), name+"-ratio")
	}
}

func timed(b *testing.B, f func() error) time.Duration {
	start := time.Now()
	if err := f(); err != nil {
		b.Fatal(err)
	}
	return time.Since(start)
}

func quantile(d []time.Duration, share float64) time.Duration {
	slices.Sort(d)
	return d[int(share*float64(len(d)-1))]
}

// BenchmarkCheckIns64 measures 64 writers at once, as throughput.
func BenchmarkCheckIns64(b *testing.B) {
	s := stationtest.Open(b, stationtest.NewFleet(b).Config(b, "st-1"))
	b.SetParallelism(64 / runtime.GOMAXPROCS(0))
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := s.CheckIn(station.Anonymous()); err != nil {
				b.Error(err)
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "check-ins/s")
}
