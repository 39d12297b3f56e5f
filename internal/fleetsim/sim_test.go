package fleetsim

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/sqlite"
)

// number is one from the environment, or the standard one.
func number(t *testing.T, variable string, standard uint64) uint64 {
	t.Helper()
	text := os.Getenv(variable)
	if text == "" {
		return standard
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatalf("%s=%q: not a number", variable, text)
	}
	return n
}

// memory is a folder in memory where there is such: what disks do is the
// business of internal/crash.
func memory(t *testing.T) string {
	t.Helper()
	folder, err := os.MkdirTemp("/dev/shm", "fleetsim-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	return folder
}

// TestFleet runs SEEDS seeds from SEED on. With one seed and TRACE=file it
// writes down every step.
func TestFleet(t *testing.T) {
	simulate(t, "TestFleet", number(t, "SEEDS", 200), func(t *testing.T, seed uint64) Options { return Options{Seed: seed} })
}

// TestFleetOfRealStations has every station on bbolt.
func TestFleetOfRealStations(t *testing.T) {
	folder := memory(t)
	simulate(t, "TestFleetOfRealStations", number(t, "STATION_SEEDS", 20), func(t *testing.T, seed uint64) Options {
		return Options{Seed: seed, Folder: folder}
	})
}

// TestFleetWithLostStations has real stations declared lost, that come back.
func TestFleetWithLostStations(t *testing.T) {
	folder := memory(t)
	simulate(t, "TestFleetWithLostStations", number(t, "LOST_SEEDS", 20), func(t *testing.T, seed uint64) Options {
		return Options{Seed: seed, Folder: folder, Lost: true}
	})
}

// TestFleetOnSQLite has the hubs share a real database.
func TestFleetOnSQLite(t *testing.T) {
	folder := memory(t)
	template := filepath.Join(folder, "template.db")
	empty, err := sqlite.Open(t.Context(), template)
	if err != nil {
		t.Fatal(err)
	}
	if err := empty.Close(); err != nil {
		t.Fatal(err)
	}
	bytes, err := os.ReadFile(template)
	if err != nil {
		t.Fatal(err)
	}
	simulate(t, "TestFleetOnSQLite", number(t, "SQLITE_SEEDS", 5), func(t *testing.T, seed uint64) Options {
		path := filepath.Join(folder, fmt.Sprint(seed, ".db"))
		if err := os.WriteFile(path, bytes, 0o600); err != nil {
			t.Fatal(err)
		}
		store, err := sqlite.Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		return Options{Seed: seed, Store: store}
	})
}

// simulate runs seeds on all cores and tells what happened.
func simulate(t *testing.T, name string, seeds uint64, of func(*testing.T, uint64) Options) {
	t.Helper()
	first, began := number(t, "SEED", 1), time.Now()
	most := int(number(t, "FAILURES", 10))
	var next atomic.Uint64
	var mu sync.Mutex
	sum := Result{Count: map[string]int{}}
	var failed []error
	var all sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for n := next.Add(1) - 1; n < seeds; n = next.Add(1) - 1 {
				r := one(t, of(t, first+n))
				mu.Lock()
				sum.add(r)
				if r.Err != nil {
					failed = append(failed, r.Err)
				}
				stop := len(failed) >= most
				mu.Unlock()
				if stop {
					return
				}
			}
		})
	}
	all.Wait()
	tell(t, &sum, seeds, time.Since(began))
	slices.SortFunc(failed, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	for _, err := range failed {
		t.Errorf("%v\nto see it again: SEED=%s SEEDS=1 STATION_SEEDS=1 LOST_SEEDS=1 SQLITE_SEEDS=1 TRACE=trace.txt go test -count=1 -run '^%s$' ./internal/fleetsim", err, seedIn(err), name)
	}
}

func one(t *testing.T, o Options) Result {
	if w := traceTo(t); w != nil {
		o.Trace = w
	}
	r := Run(o)
	if c, has := o.Store.(io.Closer); has {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
	return r
}

// traceTo is the file TRACE names, nil for none.
var traceFile struct {
	sync.Mutex
	*os.File
}

func traceTo(t *testing.T) io.Writer {
	name := os.Getenv("TRACE")
	if name == "" {
		return nil
	}
	traceFile.Lock()
	defer traceFile.Unlock()
	if traceFile.File == nil {
		f, err := os.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		traceFile.File = f
	}
	return traceFile.File
}

// seedIn is the seed an error begins with.
func seedIn(err error) string {
	seed, _, _ := strings.Cut(strings.TrimPrefix(err.Error(), "seed "), ",")
	return seed
}

func (r *Result) add(other Result) {
	r.Steps += other.Steps
	r.Virtual += other.Virtual
	for what, n := range other.Count {
		r.Count[what] += n
	}
}

func tell(t *testing.T, r *Result, seeds uint64, took time.Duration) {
	t.Logf("%d seeds, %d steps, %v of virtual time, %.0f seeds a second", seeds, r.Steps, r.Virtual.Round(time.Minute), float64(seeds)/took.Seconds())
	for _, what := range slices.Sorted(maps.Keys(r.Count)) {
		t.Logf("%10d %s", r.Count[what], what)
	}
}

// TestASeedIsAlwaysTheSame: two runs of a seed take the same steps, real
// stations or not, so that a failure can be seen again.
func TestASeedIsAlwaysTheSame(t *testing.T) {
	folder := memory(t)
	for seed := uint64(1); seed <= 24; seed++ {
		o := Options{Seed: seed}
		if seed%4 == 0 {
			o.Folder = folder
		}
		a, b := Run(o), Run(o)
		if a.Hash != b.Hash || a.Steps != b.Steps {
			t.Errorf("seed %d: %d steps, hash %x; then %d steps, hash %x", seed, a.Steps, a.Hash, b.Steps, b.Hash)
		}
	}
	if a, b := Run(Options{Seed: 1}), Run(Options{Seed: 2}); a.Hash == b.Hash {
		t.Error("seeds 1 and 2 take the same steps")
	}
}

// forgetful loses a commit now and then, and says nothing.
type forgetful struct {
	hub.Store
	commits int
}

func (f *forgetful) Update(ctx context.Context, do func(hub.Tx) error) error {
	if f.commits++; f.commits%40 != 0 {
		return f.Store.Update(ctx, do)
	}
	lost := errors.New("lost")
	if err := f.Store.Update(ctx, func(tx hub.Tx) error { return errors.Join(do(tx), lost) }); err != nil && err.Error() != lost.Error() {
		return err
	}
	return nil
}

// TestAFailureIsSeenAgain: with a store that loses commits a seed fails, and
// again at the same step; with fewer faults it may still.
func TestAFailureIsSeenAgain(t *testing.T) {
	for seed := uint64(1); seed <= 50; seed++ {
		o := Options{Seed: seed, Sabotage: func(s hub.Store) hub.Store { return &forgetful{Store: s} }}
		a, b := Run(o), Run(o)
		if a.Err == nil {
			continue
		}
		if b.Err == nil || a.Err.Error() != b.Err.Error() || a.Hash != b.Hash {
			t.Fatalf("%v; and then %v", a.Err, b.Err)
		}
		small, without := Shrink(o)
		if small.Err == nil || small.Steps > a.Steps {
			t.Errorf("shrunk from %d steps to %d: %v", a.Steps, small.Steps, small.Err)
		}
		t.Logf("%v; without %q: %v", a.Err, without, small.Err)
		return
	}
	t.Fatal("nothing was lost in 50 seeds")
}
