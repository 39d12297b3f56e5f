package pages_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/pages"
)

// stationFile makes a file with branch, leaf, overflow and inline pages.
func stationFile(t testing.TB) string {
	t.Helper()
	cfg := stationtest.NewFleet(t).Config(t, "st-1")
	s, err := station.Open(cfg)
	if err != nil {
		t.Fatal(err)
	}
	for range 300 {
		if _, err := s.CheckIn(s.ByPhone()); err != nil {
			t.Fatal(err)
		}
	}
	stationtest.Close(t, s)
	return cfg.Path
}

func TestAGoodFileIsGood(t *testing.T) {
	if err := pages.Verify(stationFile(t)); err != nil {
		t.Error(err)
	}
}

func TestAMissingFileIsNotDamaged(t *testing.T) {
	if err := pages.Verify(filepath.Join(t.TempDir(), "none")); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}

// TestZeroedPagesAreFound: a page that the disk lost reads as zeros. Whether
// it is reached or free, Verify neither fails to see it nor invents damage.
func TestZeroedPagesAreFound(t *testing.T) {
	whole, err := os.ReadFile(stationFile(t))
	if err != nil {
		t.Fatal(err)
	}
	size, found := os.Getpagesize(), 0
	for page := 2; page < len(whole)/size; page++ {
		b := append([]byte(nil), whole...)
		clear(b[page*size : (page+1)*size])
		if err := verify(t, b); errors.Is(err, pages.ErrDamaged) {
			found++
		} else if err != nil {
			t.Errorf("page %d: %v", page, err)
		}
	}
	if found < 8 {
		t.Errorf("only %d pages were missed", found)
	}
}

// TestNoNoiseCrashesIt changes bytes at random.
func TestNoNoiseCrashesIt(t *testing.T) {
	whole, err := os.ReadFile(stationFile(t))
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		b := append([]byte(nil), whole...)
		for range 1 + random.IntN(8) {
			b[random.IntN(len(b))] = byte(random.Uint32())
		}
		if err := verify(t, b[:random.IntN(len(b))]); err != nil && !errors.Is(err, pages.ErrDamaged) {
			t.Errorf("%v", err)
		}
		_ = verify(t, b)
	}
}

func verify(t *testing.T, b []byte) error {
	t.Helper()
	file, err := os.CreateTemp("", "nuanxin-pages-*")
	if err != nil {
		t.Fatal(err)
	}
	defer os.Remove(file.Name())
	defer file.Close()
	if _, err := file.Write(b); err != nil {
		t.Fatal(err)
	}
	return pages.Verify(file.Name())
}

func FuzzVerify(f *testing.F) {
	path := stationFile(f)
	whole, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(uint32(2*os.Getpagesize()), []byte{0, 1, 2, 3})
	f.Fuzz(func(t *testing.T, at uint32, noise []byte) {
		b := append([]byte(nil), whole...)
		copy(b[int(at)%len(b):], noise)
		if err := verify(t, b); err != nil && !errors.Is(err, pages.ErrDamaged) {
			t.Error(err)
		}
	})
}

// TestKeysOutOfOrderAreFound: each page is whole, but they are of different
// transactions. bbolt crashes on it.
func TestKeysOutOfOrderAreFound(t *testing.T) {
	b, err := os.ReadFile(stationFile(t))
	if err != nil {
		t.Fatal(err)
	}
	b = bytes.ReplaceAll(b, []byte("journal"), []byte("zournal"))
	if err := verify(t, b); !errors.Is(err, pages.ErrDamaged) {
		t.Errorf("a bucket's name behind its successors: %v", err)
	}
}
