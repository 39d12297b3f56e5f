package stationbench

import (
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// sizes are the journals to measure, in records.
func sizes(b *testing.B) []int {
	b.Helper()
	largest := 1_000_000
	if text := os.Getenv("BENCH_RECORDS"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1000 {
			b.Fatalf("BENCH_RECORDS=%q: a number from 1000", text)
		}
		largest = n
	}
	var all []int
	for _, n := range []int{1e3, 1e5, 1e6, 1e7} {
		if n <= largest {
			all = append(all, n)
		}
	}
	return all
}

// stored gives a file whose journal has about so many records: out of the
// cache, or filled from the next smaller one.
func stored(b *testing.B, cache, smaller string, records int) string {
	b.Helper()
	path := filepath.Join(cache, fmt.Sprintf("%d.db", records))
	if _, err := os.Stat(path); err == nil {
		return path
	}
	growing := path + ".growing"
	if smaller != "" {
		copyFile(b, smaller, growing)
	}
	start := time.Now()
	fill(b, growing, records)
	if err := os.Rename(growing, path); err != nil {
		b.Fatal(err)
	}
	b.Logf("%d records filled in in %s", records, time.Since(start).Round(time.Second))
	return path
}

func cacheFolder(b *testing.B) string {
	b.Helper()
	folder := os.Getenv("BENCH_CACHE")
	if folder == "" {
		return b.TempDir()
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		b.Fatal(err)
	}
	return folder
}

func open(b *testing.B, path string) *station.Station {
	b.Helper()
	cfg := stationtest.NewFleet(b).Config(b, "st-1")
	cfg.Path, cfg.RepeatWindow = path, time.Nanosecond
	s, err := station.Open(cfg)
	if err != nil {
		b.Fatal(err)
	}
	return s
}

// fillers is how many write at once: the more, the more records share a sync.
const fillers = 512

// heldBookings is how many bookings a file holds at most: retention removes
// those that are over, and this is fifty-five a day for its ninety days.
const heldBookings = 5000

// fill adds what a station sees until the journal has so many records: of
// twenty, fourteen anonymous check-ins, five of one of 100,000 riders, and one
// booking until there are enough.
func fill(b *testing.B, path string, records int) {
	b.Helper()
	s := open(b, path)
	lend(b, s)
	at, err := s.Standing()
	if err != nil {
		b.Fatal(err)
	}
	var due, bookings atomic.Int64
	due.Store(int64(records) - int64(at.Last))
	bookings.Store(heldBookings - int64(at.Last)/20)
	var all sync.WaitGroup
	for range fillers {
		all.Go(func() {
			for left := due.Add(-1); left >= 0; left = due.Add(-1) {
				if err := visit(s, &bookings); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
}

func visit(s *station.Station, bookings *atomic.Int64) error {
	n := rand.IntN(20)
	switch {
	case n == 0 && bookings.Add(-1) >= 0:
		return book(s)
	case n < 15:
		return checkIn(s)
	}
	_, err := s.CheckIn(rider(rand.Uint64N(100_000)))
	return err
}

func checkIn(s *station.Station) error {
	_, err := s.CheckIn(station.Anonymous())
	return err
}

// book is the booking of a rider who was never here before.
func book(s *station.Station) error {
	_, err := s.Book(rider(1<<63|rand.Uint64()), slot)
	return err
}

const slot = "a"

// lend gives places to book, where the file has none yet.
func lend(b *testing.B, s *station.Station) {
	b.Helper()
	at, err := s.Standing()
	if err != nil {
		b.Fatal(err)
	}
	if at.DownCursor == 0 {
		stationtest.Lend(b, s, slot, time.Now().AddDate(1, 0, 0), 1e9)
	}
}

func rider(n uint64) station.Rider {
	r := station.Rider{Means: event.Means_MEANS_PASS, Pseudonym: event.Pseudonym{1}}
	for i := range 8 {
		r.Pseudonym[15-i] = byte(n >> (8 * i))
	}
	return r
}

func copyFile(b *testing.B, from, to string) {
	b.Helper()
	in, err := os.Open(from)
	if err != nil {
		b.Fatal(err)
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		b.Fatal(err)
	}
	defer out.Close()
	if _, err := io.Copy(out, in); err != nil {
		b.Fatal(err)
	}
	if err := out.Sync(); err != nil {
		b.Fatal(err)
	}
}
