package lossyfs_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/nuanxin/station-kit/internal/lossyfs"
)

// TestMain is also the program that works on the file system: it must not be
// the one that serves it.
func TestMain(m *testing.M) {
	if folder := os.Getenv("LOSSYFS_WORK"); folder != "" {
		if err := work(folder); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// work does with files what a station's file does: write by pwrite, read by a
// shared map that is longer than the file, grow, sync, rename.
func work(folder string) error {
	path := filepath.Join(folder, "sub", "made.new")
	if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := f.Truncate(8192); err != nil {
		return err
	}
	mapped, err := unix.Mmap(int(f.Fd()), 0, 1<<20, unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		return err
	}
	for i := range 100 {
		page := bytes.Repeat([]byte{byte(i)}, 4096)
		if _, err := f.WriteAt(page, int64(4096*(i%8))); err != nil {
			return err
		}
		if got := mapped[4096*(i%8):][:4096]; !bytes.Equal(got, page) {
			return fmt.Errorf("write %d does not show in the map", i)
		}
		if err := unix.Fdatasync(int(f.Fd())); err != nil {
			return err
		}
	}
	if err := os.Rename(path, filepath.Join(folder, "made")); err != nil {
		return err
	}
	return removeAndSettle(folder)
}

func removeAndSettle(folder string) error {
	had, err := os.ReadFile(filepath.Join(folder, "had", "old"))
	if err != nil || string(had) != "old" {
		return fmt.Errorf("the file it began with: %q, %w", had, err)
	}
	if err := os.Remove(filepath.Join(folder, "had", "old")); err != nil {
		return err
	}
	d, err := os.Open(folder)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

func TestAProgramWorksOnIt(t *testing.T) {
	folder := t.TempDir()
	began := lossyfs.Files{"had/old": []byte("old")}
	f := mount(t, folder, began)
	run := exec.Command(os.Args[0])
	run.Env = append(os.Environ(), "LOSSYFS_WORK="+folder)
	if out, err := run.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}

	log := f.Log()
	syncs, d := 0, lossyfs.NewDisk(began)
	for _, op := range log {
		d.Do(op)
		if op.Kind == lossyfs.Sync {
			syncs++
		}
	}
	left := d.Cut(rand.New(rand.NewPCG(1, 1))) // nothing is left to chance: all is synced
	if syncs != 100 || len(left) != 1 || len(left["made"]) != 8*4096 || !slices.Equal(left["made"][4096*3:][:2], []byte{99, 99}) {
		t.Errorf("%d syncs, %d files, %d bytes", syncs, len(left), len(left["made"]))
	}
}

func mount(t *testing.T, folder string, began lossyfs.Files) *lossyfs.FS {
	t.Helper()
	if os.Getenv("LOSSYFS") == "off" {
		t.Skip("LOSSYFS=off: power cuts are not tested here")
	}
	f, err := lossyfs.Mount(folder, began)
	if err != nil {
		t.Fatalf("%v; or LOSSYFS=off to leave power cuts untested", err)
	}
	t.Cleanup(func() {
		if err := f.Unmount(folder); err != nil {
			t.Error(err)
		}
	})
	return f
}
