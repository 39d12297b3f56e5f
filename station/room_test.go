package station_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
)

func TestTheHubHearsBeforeTheDiskIsFull(t *testing.T) {
	free := uint64(1 << 40)
	cfg := stationtest.NewFleet(t).Config(t, "st-1")
	cfg.Free = func() (uint64, error) { return free, nil }
	s := stationtest.Open(t, cfg)
	look := func(want station.Level) {
		t.Helper()
		if l, err := s.Look(); err != nil || l != want {
			t.Errorf("%v, %v; want %v", l, err, want)
		}
		if st, _ := s.Status(); st.Storage != want {
			t.Errorf("status: %v; want %v", st.Storage, want)
		}
	}
	look(station.Ample)
	if _, err := os.Stat(cfg.Path + ".headroom"); err != nil {
		t.Errorf("no headroom: %v", err)
	}
	free = 200 << 20
	look(station.Low)
	look(station.Low)
	free = 1 << 40
	look(station.Ample)
	if got := kinds(t, s); got != "epoch_started storage_state storage_state" {
		t.Errorf("journal: %s", got)
	}
}

// onSmallDisk marks the child that runs in a mount namespace of its own.
const onSmallDisk = "NUANXIN_SMALL_DISK"

// TestAFullDisk fills a real one: a tmpfs of 72 MiB, of which the headroom
// takes 48, in a namespace of its own.
func TestAFullDisk(t *testing.T) {
	if disk := os.Getenv(onSmallDisk); disk != "" {
		fillDisk(t, disk)
		return
	}
	child := exec.Command("/proc/self/exe", "-test.run", "^TestAFullDisk$", "-test.v")
	child.Env = append(os.Environ(), onSmallDisk+"="+t.TempDir())
	child.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
	if os.Getuid() != 0 { // root needs no user namespace, and has none in a chroot
		child.SysProcAttr = &syscall.SysProcAttr{
			Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
			UidMappings: []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}},
			GidMappings: []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}},
		}
	}
	out, err := child.CombinedOutput()
	if err != nil {
		t.Fatalf("%v (it needs user namespaces: sudo sysctl kernel.unprivileged_userns_clone=1)\n%s", err, out)
	}
	if !strings.Contains(string(out), "--- PASS: TestAFullDisk") {
		t.Errorf("the child ran nothing:\n%s", out)
	}
}

func fillDisk(t *testing.T, disk string) {
	// Nothing is to show outside; in a chroot, whose root is no mount point, it
	// is taken away again.
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); !errors.Is(err, unix.EINVAL) {
		must(t, err)
	}
	must(t, unix.Mount("tmpfs", disk, "tmpfs", 0, "size=72m"))
	t.Cleanup(func() { _ = unix.Unmount(disk, unix.MNT_DETACH) })
	cfg := stationtest.NewFleet(t).Config(t, "st-1")
	cfg.Path = filepath.Join(disk, "station.db")
	pretend := uint64(1 << 40)
	cfg.Free = func() (uint64, error) { return pretend, nil }
	s := stationtest.Open(t, cfg)
	if _, err := s.Look(); err != nil {
		t.Fatal(err)
	}
	pretend = 1 // measured truly, this disk would count as low at once
	fill(t, filepath.Join(disk, "others"))

	var atFull uint64
	for atFull == 0 {
		_, err := s.CheckIn(station.Anonymous())
		must(t, err) // the headroom is for this
		if st, _ := s.Status(); st.Storage == station.Full {
			atFull = st.Last
		}
	}
	for range 1000 {
		_, err := s.CheckIn(station.Anonymous())
		must(t, err)
	}
	if _, err := s.Snapshot(); !errors.Is(err, station.ErrStorage) {
		t.Errorf("a snapshot on a full disk: %v", err)
	}

	fill(t, filepath.Join(disk, "more"))
	var refused error
	for refused == nil {
		_, refused = s.CheckIn(station.Anonymous())
	}
	if !errors.Is(refused, station.ErrStorage) {
		t.Errorf("with no room at all: %v", refused)
	}
	before, err := s.Standing()
	must(t, err)
	must(t, os.Remove(filepath.Join(disk, "others")))
	_, err = s.CheckIn(station.Anonymous())
	must(t, err)
	if after, err := s.Standing(); err != nil || after.Last != before.Last+1 {
		t.Errorf("record %d after %d, %v", after.Last, before.Last, err)
	}
}

// fill writes until there is no room.
func fill(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	must(t, err)
	defer f.Close()
	for block := make([]byte, 64<<10); err == nil; {
		_, err = f.Write(block)
	}
	if !errors.Is(err, unix.ENOSPC) {
		t.Fatalf("filling the disk: %v", err)
	}
}
