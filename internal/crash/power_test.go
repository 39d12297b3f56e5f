package crash

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nuanxin/station-kit/internal/lossyfs"
	"github.com/nuanxin/station-kit/internal/stationtest"
)

const (
	fileName    = "station.db"
	witnessName = "witness"
	cutsOfLife  = 100
	livesOfDisk = 5  // each begins with what a power cut left of the one before
	fewestLines = 30 // of a life with power, and as many again at random
)

// TestNothingConfirmedIsLostByPowerCuts cuts the power CUTS times, at random
// moments of children's lives: amid making the file, amid any transaction,
// and amid recovering from the cut before.
func TestNothingConfirmedIsLostByPowerCuts(t *testing.T) {
	cuts := often(t, "CUTS", 2000)
	fleet := stationtest.NewFleet(t)
	confirmed := 0
	for done := 0; done < cuts; {
		left, w := lossyfs.Files{}, newWord()
		for range livesOfDisk {
			l := livePowered(t, left)
			n := min(cutsOfLife, cuts-done)
			l.cut(t, w, n, false, func(files lossyfs.Files, heard *word, at string) {
				if faults := l.inspect(t, fleet, files, heard); len(faults) > 0 {
					t.Fatalf("%s: %d faults, first %q; the files: %s", at, len(faults), faults[0], keep(t, files))
				}
				left, w = files, heard
			})
			if done += n; done == cuts {
				break
			}
		}
		confirmed += len(w.Records) + len(w.Cancelled)
	}
	if confirmed < cuts/10 {
		t.Errorf("only %d things were confirmed", confirmed)
	}
	t.Logf("%d power cuts, %d things confirmed", cuts, confirmed)
}

// TestADiskThatLiesIsFoundOut shows that the test above can fail: the same
// life on a disk that answers a sync and has not done it. There the file may be
// beyond reading; the station must still open and say so. A child looks at it,
// so that a crash shows.
func TestADiskThatLiesIsFoundOut(t *testing.T) {
	l := livePowered(t, lossyfs.Files{})
	found := 0
	const cuts = 60
	l.cut(t, newWord(), cuts, true, func(files lossyfs.Files, heard *word, at string) {
		fault, crashed := verdict(t, files, heard)
		if crashed || strings.Contains(fault, unopened) {
			t.Errorf("%s: %s; the files: %s", at, fault, keep(t, files))
		}
		if fault != "" {
			found++
		}
	})
	if found < cuts/3 {
		t.Errorf("%d of %d cuts of a lying disk were found out", found, cuts)
	}
	t.Logf("%d of %d cuts lost something", found, cuts)
}

// powered is a life on a lossy file system.
type powered struct {
	began lossyfs.Files
	log   []lossyfs.Op
}

func livePowered(t *testing.T, began lossyfs.Files) powered {
	t.Helper()
	if os.Getenv("LOSSYFS") == "off" {
		t.Skip("LOSSYFS=off: power cuts are not tested here")
	}
	folder := t.TempDir()
	disk, err := lossyfs.Mount(folder, began)
	if err != nil {
		t.Fatalf("%v; or LOSSYFS=off to leave power cuts untested", err)
	}
	defer func() {
		if err := disk.Unmount(folder); err != nil {
			t.Error(err)
		}
	}()
	live(t, aged(fewestLines+rand.IntN(fewestLines)), filepath.Join(folder, fileName), filepath.Join(folder, witnessName))
	return powered{began, disk.Log()}
}

// cut cuts the power n times. Each time it gives what was left, what had been
// confirmed by then, and a name for that moment.
//
// The child's lines went through the same file system, so that the log says
// what it had confirmed at each moment.
func (l powered) cut(t *testing.T, before *word, n int, lies bool, see func(lossyfs.Files, *word, string)) {
	t.Helper()
	if len(l.log) < 100 {
		t.Fatalf("the child did only %d things", len(l.log))
	}
	seed := rand.Uint64()
	moments := momentsOf(len(l.log), n)
	disk, heard := lossyfs.NewDisk(l.began), before.clone()
	disk.Lies = lies
	witness := -1
	heard.half = ""
	for i, op := range l.log {
		disk.Do(op)
		switch {
		case op.Kind == lossyfs.Create && op.Name == witnessName:
			witness = op.File
		case op.Kind == lossyfs.Write && op.File == witness:
			if err := heard.hear(string(op.Data)); err != nil {
				t.Fatal(err)
			}
		}
		for k := range moments[i] {
			left := disk.Cut(rand.New(rand.NewPCG(seed, uint64(i)<<16|uint64(k))))
			delete(left, witnessName)
			see(left, heard.clone(), fmt.Sprintf("cut after op %d of %d, seed %d", i, len(l.log), seed))
		}
	}
}

// momentsOf spreads n cuts over so many ops: how many after which.
func momentsOf(ops, n int) map[int]int {
	moments := map[int]int{}
	for range n {
		moments[rand.IntN(ops)]++
	}
	return moments
}

func (l powered) inspect(t *testing.T, fleet *stationtest.Fleet, left lossyfs.Files, w *word) []string {
	t.Helper()
	folder := memory(t)
	defer os.RemoveAll(folder)
	write(t, folder, left)
	return inspect(t, fleet, filepath.Join(folder, fileName), w)
}

// memory is a folder in memory where there is such: what is synced while
// looking at a file is nobody's test, and would take most of the time.
func memory(t *testing.T) string {
	t.Helper()
	folder, err := os.MkdirTemp("/dev/shm", "power-cut-")
	if err != nil {
		folder, err = os.MkdirTemp(t.TempDir(), "")
	}
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

func write(t *testing.T, folder string, files lossyfs.Files) {
	t.Helper()
	for name, data := range files {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// keep leaves the files of a failure where somebody can look at them.
func keep(t *testing.T, files lossyfs.Files) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "power-cut-")
	if err != nil {
		t.Fatal(err)
	}
	write(t, folder, files)
	var names []string
	for name := range files {
		names = append(names, filepath.Join(folder, name))
	}
	return strings.Join(names, " ")
}
