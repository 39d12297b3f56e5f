package evdev_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/nuanxin/station-kit/firmware-bridge/evdev"
)

// pipe is a named pipe in place of a device file: what is written to it can be read from the device.
func pipe(t *testing.T) (path string, device *os.File) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "event0")
	if err := unix.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	device, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = device.Close() })
	return path, device
}

func opened(t *testing.T, path string) *evdev.Device {
	t.Helper()
	d, err := evdev.OpenAny(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

func TestRead(t *testing.T) {
	path, device := pipe(t)
	d := opened(t, path)
	if _, err := device.WriteString("twenty-four bytes, whole"); err != nil {
		t.Fatal(err)
	}
	b := make([]byte, 96)
	if n, err := d.Read(b); err != nil || string(b[:n]) != "twenty-four bytes, whole" {
		t.Errorf("got %q, %v", b[:n], err)
	}
	began := time.Now()
	if err := d.SetReadDeadline(began.Add(50 * time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	if n, err := d.Read(b); n != 0 || !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("got %d bytes, %v", n, err)
	}
	if took := time.Since(began); took < 50*time.Millisecond || took > 2*time.Second {
		t.Errorf("the deadline of 50 ms came after %v", took)
	}
}

// TestCloseEndsARead: closing never hangs, and wakes who waits.
func TestCloseEndsARead(t *testing.T) {
	path, _ := pipe(t)
	d := opened(t, path)
	read := make(chan error, 1)
	begun := make(chan struct{})
	go func() {
		close(begun)
		_, err := d.Read(make([]byte, 24))
		read <- err
	}()
	<-begun
	closed := make(chan error, 1)
	go func() { closed <- d.Close() }()
	for range 2 {
		select {
		case err := <-read:
			if !errors.Is(err, os.ErrClosed) {
				t.Errorf("read: %v", err)
			}
		case err := <-closed:
			if err != nil {
				t.Errorf("close: %v", err)
			}
		case <-time.After(5 * time.Second):
			t.Fatal("hangs")
		}
	}
	if _, err := d.Read(make([]byte, 24)); !errors.Is(err, os.ErrClosed) {
		t.Errorf("read after close: %v", err)
	}
}

// TestUnplugged: the other end of a pipe that closes is the nearest to an unplugged device.
func TestUnplugged(t *testing.T) {
	path, device := pipe(t)
	d := opened(t, path)
	_ = device.Close()
	if _, err := d.Read(make([]byte, 24)); !errors.Is(err, evdev.ErrGone) {
		t.Errorf("got %v", err)
	}
}

// TestOpenErrors runs the real ioctl on what is no input device.
func TestOpenErrors(t *testing.T) {
	path, _ := pipe(t)
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		path string
		want error
	}{
		"missing":           {file + "none", evdev.ErrNotFound},
		"below a file":      {filepath.Join(file, "x"), evdev.ErrNotFound},
		"no path":           {"", evdev.ErrNotFound},
		"a file":            {file, evdev.ErrNotInput},
		"a folder":          {filepath.Dir(file), evdev.ErrNotInput},
		"a pipe":            {path, evdev.ErrNotInput},
		"a terminal":        {"/dev/ptmx", evdev.ErrNotInput},
		"a device, no keys": {"/dev/null", evdev.ErrNotInput},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := evdev.Open(test.path)
			a, known := evdev.AdviceOf(err)
			if !errors.Is(err, test.want) || !known || a.Technician.ZH == "" || a.Technician.EN == "" || a.Rider.EN == "" {
				t.Errorf("got %v with %+v, want %v", err, a, test.want)
			}
		})
	}
	for errno, want := range map[unix.Errno]error{
		unix.EBUSY: evdev.ErrInUse, unix.EACCES: evdev.ErrPermission, unix.EPERM: evdev.ErrPermission, unix.ENODEV: evdev.ErrGone,
	} {
		if _, err := evdev.OpenRefused(path, errno); !errors.Is(err, want) {
			t.Errorf("%v became %v", errno, err)
		} else if _, known := evdev.AdviceOf(err); !known {
			t.Errorf("no advice for %v", err)
		}
	}
	if left := descriptors(t, path); left != 1 { // the pipe's own
		t.Errorf("%d descriptors of the refused device", left)
	}
}

func descriptors(t *testing.T, path string) (n int) {
	t.Helper()
	fds, err := filepath.Glob("/proc/self/fd/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, fd := range fds {
		if target, _ := os.Readlink(fd); target == path {
			n++
		}
	}
	return n
}

// TestRequests compares with what the C compiler makes of the kernel's header.
func TestRequests(t *testing.T) {
	const program = `
#include <stdio.h>
#include <linux/input.h>
int main(void) { printf("%lx %lx\n", (long)EVIOCGRAB, (long)EVIOCSCLOCKID); return 0; }`
	binary := filepath.Join(t.TempDir(), "requests")
	compile := exec.Command("gcc", "-x", "c", "-o", binary, "-")
	compile.Stdin = strings.NewReader(program)
	if out, err := compile.CombinedOutput(); err != nil {
		t.Fatalf("%v: install it with: apt-get install gcc libc6-dev\n%s", err, out)
	}
	out, err := exec.Command(binary).Output()
	if want := fmt.Sprintf("%x %x\n", evdev.Grab, evdev.SetClock); err != nil || string(out) != want {
		t.Errorf("the header says %q, %v; want %q", out, err, want)
	}
}
