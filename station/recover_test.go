package station_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// damages are what disks and power cuts do to a file.
var damages = map[string]func(t *testing.T, path string){
	"cut to nothing": func(t *testing.T, path string) { truncate(t, path, 0) },
	"cut to half":    func(t *testing.T, path string) { truncate(t, path, 16<<10) },
	"no bbolt file":  func(t *testing.T, path string) { writeFile(t, path, bytes.Repeat([]byte("x"), 64<<10)) },
	"both metas zero": func(t *testing.T, path string) {
		b := readFile(t, path)
		clear(b[:2*os.Getpagesize()])
		writeFile(t, path, b)
	},
	"all pages but the metas zero": func(t *testing.T, path string) {
		b := readFile(t, path)
		clear(b[2*os.Getpagesize():])
		writeFile(t, path, b)
	},
	"the end of the journal missing": func(t *testing.T, path string) {
		damaged(t, path, func(tx *bolt.Tx) error {
			b := tx.Bucket([]byte("journal"))
			last, _ := b.Cursor().Last()
			return b.Delete(last)
		})
	},
	"a late record changed": func(t *testing.T, path string) {
		damaged(t, path, func(tx *bolt.Tx) error {
			b := tx.Bucket([]byte("journal"))
			key, row := b.Cursor().Last()
			row = bytes.Clone(row)
			row[len(row)-1] ^= 1
			return b.Put(bytes.Clone(key), row)
		})
	},
}

func truncate(t *testing.T, path string, size int64) {
	t.Helper()
	if err := os.Truncate(path, size); err != nil {
		t.Fatal(err)
	}
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestADamagedFileIsSetAsideAndReplaced: whatever happened to the file, the
// station opens, says so, keeps the damaged one, and begins an epoch that
// never was.
func TestADamagedFileIsSetAsideAndReplaced(t *testing.T) {
	for name, damage := range damages {
		for _, snapshot := range []bool{true, false} {
			t.Run(name+map[bool]string{true: ", a snapshot", false: ", none"}[snapshot], func(t *testing.T) {
				cfg := stationtest.NewFleet(t).Config(t, "st-1")
				s := stationtest.Open(t, cfg)
				stationtest.Lend(t, s, "a", time.Now().Add(time.Hour), 3)
				b, err := s.Book(rider(1), "a")
				must(t, err)
				if snapshot {
					_, err := s.Snapshot()
					must(t, err)
				}
				for range 200 {
					_, err := s.CheckIn(station.Anonymous())
					must(t, err)
				}
				stationtest.Close(t, s)

				damage(t, cfg.Path)
				s = stationtest.Open(t, cfg)
				st, err := s.Status()
				must(t, err)
				if !st.Recovery.Happened() || (st.Recovery.Snapshot != "") != snapshot || st.Epoch != 2 {
					t.Fatalf("epoch %d, %+v", st.Epoch, st.Recovery)
				}
				if _, err := os.Stat(st.Recovery.SetAside); err != nil {
					t.Errorf("the damaged file: %v", err)
				}
				held, err := s.Bookings(rider(1).Pseudonym)
				must(t, err)
				if snapshot != (len(held) == 1 && held[0].Ref == b.Ref) {
					t.Errorf("held %v", held)
				}
				if _, err := s.Book(rider(2), "a"); !errors.Is(err, station.ErrSlotFull) && !errors.Is(err, station.ErrNoSlot) {
					t.Errorf("a place of the loan that was lost: %v", err)
				}
			})
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestARestoredFileDeliversBothEpochs: what the snapshot had not delivered
// goes up first, under the epoch it was recorded in.
func TestARestoredFileDeliversBothEpochs(t *testing.T) {
	cfg := stationtest.NewFleet(t).Config(t, "st-1")
	s := stationtest.Open(t, cfg)
	for range 4 {
		_, err := s.CheckIn(station.Anonymous())
		must(t, err)
	}
	deliver(t, s, 2)
	_, err := s.Snapshot()
	must(t, err)
	stationtest.Close(t, s)
	truncate(t, cfg.Path, 0)
	s = stationtest.Open(t, cfg)
	_, err = s.CheckIn(station.Anonymous())
	must(t, err)

	waiting := func(want uint64, epoch uint32) {
		t.Helper()
		st, err := s.Status()
		must(t, err)
		at, err := s.Standing()
		must(t, err)
		if st.Waiting() != want || at.Epoch != epoch {
			t.Errorf("%d waiting, delivering epoch %d; want %d, %d", st.Waiting(), at.Epoch, want, epoch)
		}
	}
	waiting(3+2, 1)
	deliver(t, s, 4)
	waiting(1+2, 1)
	// The hub has more of the old epoch than the snapshot: it was delivered
	// before the file was lost.
	must(t, s.Deliver(1, 9, event.Hash{9}))
	waiting(2, 2)
	deliver(t, s, 2)
	waiting(0, 2)
}

// deliver makes the receipt a good hub would.
func deliver(t *testing.T, s *station.Station, upTo uint64) {
	t.Helper()
	at, err := s.Standing()
	must(t, err)
	link, _, err := s.Records(upTo, 1, 1)
	must(t, err)
	must(t, s.Deliver(at.Epoch, upTo, link))
}

func TestAHubThatSawALaterEpochDoesNotStopTheNext(t *testing.T) {
	cfg := stationtest.NewFleet(t).Config(t, "st-1")
	s := stationtest.Open(t, cfg)
	_, err := s.Snapshot()
	must(t, err)
	stationtest.Close(t, s)
	truncate(t, cfg.Path, 0)
	s = stationtest.Open(t, cfg)
	must(t, s.Fork(1))
	if at, err := s.Standing(); err != nil || at.Epoch != 2 {
		t.Errorf("delivering epoch %d, %v", at.Epoch, err)
	}
	if st, err := s.Status(); err != nil || st.Forked {
		t.Errorf("forked: %v, %v", st.Forked, err)
	}
}

// TestTwoRestoresOfOneSnapshotBeginTwoEpochs: the mark beside the file
// remembers what the snapshot cannot know.
func TestTwoRestoresOfOneSnapshotBeginTwoEpochs(t *testing.T) {
	cfg := stationtest.NewFleet(t).Config(t, "st-1")
	s := stationtest.Open(t, cfg)
	_, err := s.Snapshot()
	must(t, err)
	stationtest.Close(t, s)
	for want := uint32(2); want < 4; want++ {
		truncate(t, cfg.Path, 0)
		s = stationtest.Open(t, cfg)
		if st, _ := s.Status(); st.Epoch != want {
			t.Errorf("epoch %d, want %d", st.Epoch, want)
		}
		stationtest.Close(t, s)
	}
}

func TestOnlyOwnWholeSnapshotsAreRestored(t *testing.T) {
	cfg := stationtest.NewFleet(t).Config(t, "st-1")
	s := stationtest.Open(t, cfg)
	var names []string
	for range 6 {
		_, err := s.CheckIn(station.Anonymous())
		must(t, err)
		name, err := s.Snapshot()
		must(t, err)
		names = append(names, name)
	}
	kept, _ := filepath.Glob(filepath.Join(filepath.Dir(names[0]), "*.db"))
	if len(kept) != 4 {
		t.Errorf("%d snapshots kept", len(kept))
	}
	stationtest.Close(t, s)
	b := readFile(t, names[5])
	b[len(b)/2] ^= 1
	writeFile(t, names[5], b)           // changed
	must(t, os.Remove(names[4]+".sig")) // unsigned
	truncate(t, names[3], 4096)         // cut
	truncate(t, cfg.Path, 0)
	s = stationtest.Open(t, cfg)
	if st, _ := s.Status(); st.Recovery.Snapshot != names[2] {
		t.Errorf("restored %s, want %s", st.Recovery.Snapshot, names[2])
	}
}

func TestAFileInUseOrUnreadableIsNotSetAside(t *testing.T) {
	cfg := stationtest.NewFleet(t).Config(t, "st-1")
	stationtest.Open(t, cfg)
	if _, err := station.Open(cfg); !errors.Is(err, station.ErrInUse) {
		t.Errorf("in use: %v", err)
	}
	all, _ := filepath.Glob(cfg.Path + "*")
	for _, name := range all {
		if strings.Contains(name, "damaged") {
			t.Errorf("set aside: %s", name)
		}
	}
}
