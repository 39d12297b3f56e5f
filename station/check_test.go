package station_test

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
)

// TestCheckFindsWhatIsWrong damages a good file in each way that the check is
// for.
func TestCheckFindsWhatIsWrong(t *testing.T) {
	first := append([]byte{0, 0, 0, 1}, 0, 0, 0, 0, 0, 0, 0, 1)
	for name, c := range map[string]struct {
		damage func(*bolt.Tx) error
		want   string
	}{
		"a record changed": {func(tx *bolt.Tx) error {
			b := tx.Bucket([]byte("journal"))
			row := bytes.Clone(b.Get(first))
			row[len(row)-1] ^= 1
			return b.Put(first, row)
		}, "chain breaks"},
		"a record missing": {func(tx *bolt.Tx) error {
			return tx.Bucket([]byte("journal")).Delete(first)
		}, "record 1 of epoch 1 is missing"},
		"a booking without its record": {func(tx *bolt.Tx) error {
			return tx.Bucket([]byte("bookings")).Put(make([]byte, 28), []byte("x"))
		}, "not in the journal"},
		"a booking lost": {func(tx *bolt.Tx) error {
			b := tx.Bucket([]byte("bookings"))
			key, _ := b.Cursor().First()
			return b.Delete(key)
		}, "has no row"},
		"a place spent twice": {func(tx *bolt.Tx) error {
			return tx.Bucket([]byte("spent")).Put([]byte("a"), []byte{0, 0, 0, 0, 0, 0, 0, 2})
		}, "2 spent, 1 booked"},
		"a receipt from the future": {func(tx *bolt.Tx) error {
			return tx.Bucket([]byte("meta")).Put([]byte("delivered"), append([]byte{0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 99}, make([]byte, 9)...))
		}, "receipted up to 99"},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := stationtest.NewFleet(t).Config(t, "st-1")
			s, err := station.Open(cfg)
			if err != nil {
				t.Fatal(err)
			}
			stationtest.Lend(t, s, "a", time.Now().Add(time.Hour), 3)
			if _, err := s.Book(rider(1), "a"); err != nil {
				t.Fatal(err)
			}
			stationtest.Close(t, s) // good so far

			damaged(t, cfg.Path, c.damage)
			if s, err = station.Open(cfg); err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			report, err := s.Check()
			if err != nil || !strings.Contains(strings.Join(report.Faults, "\n"), c.want) {
				t.Errorf("%q, %v; want %q", report.Faults, err, c.want)
			}
		})
	}
}

func damaged(t *testing.T, path string, damage func(*bolt.Tx) error) {
	t.Helper()
	db, err := bolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Update(damage); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestBackupIsAStationOfItsOwn(t *testing.T) {
	cfg := stationtest.NewFleet(t).Config(t, "st-1")
	s := stationtest.Open(t, cfg)
	if _, err := s.CheckIn(rider(1)); err != nil {
		t.Fatal(err)
	}
	var copied bytes.Buffer
	if err := s.Backup(&copied); err != nil {
		t.Fatal(err)
	}
	cfg.Path = filepath.Join(t.TempDir(), "copy.db")
	writeFile(t, cfg.Path, copied.Bytes())
	second := stationtest.Open(t, cfg)
	if at, err := second.Standing(); err != nil || at.Last != 2 {
		t.Errorf("%+v, %v", at, err)
	}
}
