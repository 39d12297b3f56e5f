package port_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"

	"github.com/nuanxin/station-kit/firmware-bridge/port"
	"github.com/nuanxin/station-kit/firmware-bridge/sim"
)

// scanner is the simplest simulated device: it sends when told to and swallows what it gets.
func scanner(t *testing.T) (*sim.Scanner, string) {
	t.Helper()
	link := filepath.Join(t.TempDir(), "scanner")
	s, err := sim.NewScanner(link, sim.ScannerOptions{Baud: 115200})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s, link
}

func open(t *testing.T, path string) *port.Port {
	t.Helper()
	p, err := port.Open(port.Config{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close() })
	return p
}

// within fails the test when f takes longer than the limit: the test of things that must not hang.
func within(t *testing.T, limit time.Duration, f func()) {
	t.Helper()
	done := make(chan struct{})
	go func() { defer close(done); f() }()
	select {
	case <-done:
	case <-time.After(limit):
		t.Fatalf("took longer than %v", limit)
	}
}

func TestOpenErrors(t *testing.T) {
	dir := t.TempDir()
	file, fifo := filepath.Join(dir, "file"), filepath.Join(dir, "fifo")
	if err := errors.Join(os.WriteFile(file, nil, 0o600), unix.Mkfifo(fifo, 0o600)); err != nil {
		t.Fatal(err)
	}
	_, link := scanner(t)
	for name, test := range map[string]struct {
		config port.Config
		want   error
	}{
		"missing":           {port.Config{Path: filepath.Join(dir, "none")}, port.ErrNotFound},
		"below a file":      {port.Config{Path: filepath.Join(file, "x")}, port.ErrNotFound},
		"no path":           {port.Config{}, port.ErrNotFound},
		"a file":            {port.Config{Path: file}, port.ErrNotTTY},
		"a FIFO":            {port.Config{Path: fifo}, port.ErrNotTTY},
		"a device, no line": {port.Config{Path: "/dev/null"}, port.ErrNotTTY},
		"odd baud rate":     {port.Config{Path: link, Baud: 14400}, port.ErrBaud},
		"no real baud rate": {port.Config{Path: link, Baud: -1}, port.ErrBaud},
	} {
		t.Run(name, func(t *testing.T) {
			within(t, 2*time.Second, func() {
				if _, err := port.Open(test.config); !errors.Is(err, test.want) {
					t.Errorf("got %v, want %v", err, test.want)
				}
			})
		})
	}
	open(t, link) // the refused attempts left no lock
}

func TestOneOwner(t *testing.T) {
	_, link := scanner(t)
	first := open(t, link)
	if _, err := port.Open(port.Config{Path: link}); !errors.Is(err, port.ErrInUse) {
		t.Fatalf("second open: %v, want %v", err, port.ErrInUse)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	open(t, link)
	if _, err := first.Write([]byte("x")); !errors.Is(err, os.ErrClosed) {
		t.Errorf("write after close: %v", err)
	}
}

func TestReadDeadline(t *testing.T) {
	s, link := scanner(t)
	p := open(t, link)
	began := time.Now()
	_ = p.SetReadDeadline(began.Add(130 * time.Millisecond))
	_, err := p.Read(make([]byte, 8))
	if !errors.Is(err, port.ErrTimeout) || !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatalf("got %v, want %v", err, port.ErrTimeout)
	}
	if took := time.Since(began); took < 130*time.Millisecond || took > time.Second {
		t.Errorf("the deadline of 130 ms came after %v", took)
	}
	if err := s.Scan("after"); err != nil {
		t.Fatal(err)
	}
	_ = p.SetReadDeadline(time.Now().Add(2 * time.Second))
	if n, err := p.Read(make([]byte, 8)); n == 0 || err != nil {
		t.Errorf("the line is dead after a timeout: %d, %v", n, err)
	}
}

func TestStaleInputIsFlushed(t *testing.T) {
	s, link := scanner(t)
	if err := s.Scan("sent before the port was opened"); err != nil {
		t.Fatal(err)
	}
	p := open(t, link)
	_ = p.SetReadDeadline(time.Now().Add(50 * time.Millisecond))
	if n, err := p.Read(make([]byte, 64)); !errors.Is(err, port.ErrTimeout) {
		t.Errorf("got %d stale bytes, %v", n, err)
	}
}

func TestUnplugIsNoticed(t *testing.T) {
	s, link := scanner(t)
	p := open(t, link)
	read := make(chan error, 1)
	go func() {
		_, err := p.Read(make([]byte, 8))
		read <- err
	}()
	s.Unplug()
	within(t, 2*time.Second, func() {
		if err := <-read; !errors.Is(err, port.ErrGone) {
			t.Errorf("pending read: %v", err)
		}
		if _, err := p.Read(make([]byte, 8)); !errors.Is(err, port.ErrGone) {
			t.Errorf("read: %v", err)
		}
		if _, err := p.Write([]byte("x")); !errors.Is(err, port.ErrGone) {
			t.Errorf("write: %v", err)
		}
		_ = p.Close()
	})
	if _, err := port.Open(port.Config{Path: link}); !errors.Is(err, port.ErrNotFound) {
		t.Errorf("open: %v", err)
	}
}

func TestCloseEndsAPendingRead(t *testing.T) {
	_, link := scanner(t)
	p := open(t, link)
	read := make(chan error, 1)
	go func() {
		_, err := p.Read(make([]byte, 8)) // no deadline
		read <- err
	}()
	time.Sleep(20 * time.Millisecond) // so that it waits: what it would notice by itself takes a second
	within(t, 900*time.Millisecond, func() {
		_ = p.Close()
		if err := <-read; !errors.Is(err, os.ErrClosed) {
			t.Errorf("pending read: %v", err)
		}
	})
}

// TestAFullLine writes to a line whose other end takes nothing: the write times out, and Close ends it.
func TestAFullLine(t *testing.T) {
	master, slave, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer master.Close()
	defer slave.Close()
	p := open(t, slave.Name())
	within(t, 5*time.Second, func() {
		if _, err := p.Write(make([]byte, 1<<20)); !errors.Is(err, port.ErrTimeout) {
			t.Errorf("write to a full line: %v", err)
		}
	})
	wrote := make(chan error, 1)
	go func() {
		_, err := p.Write([]byte("more"))
		wrote <- err
	}()
	within(t, 3*time.Second, func() {
		_ = p.Close()
		if err := <-wrote; !errors.Is(err, os.ErrClosed) && err != nil {
			t.Errorf("write ended by close: %v", err)
		}
	})
}

// TestClosedMeansFree: whoever closes a port, even second, may open the line at once.
func TestClosedMeansFree(t *testing.T) {
	_, link := scanner(t)
	for range 50 {
		p := open(t, link)
		go p.Close()
		_ = p.Close()
		p = open(t, link)
		_ = p.Close()
	}
}

func TestWatchReopensAfterReplug(t *testing.T) {
	s, link := scanner(t)
	ctx, cancel := context.WithCancel(t.Context())
	used, notices, ended := make(chan string), make(chan error, 16), make(chan struct{})
	go func() {
		defer close(ended)
		port.Watch(ctx, port.Config{Path: link}, func(_ context.Context, p *port.Port) error {
			used <- p.Device()
			_, err := p.Read(make([]byte, 1))
			return err
		}, func(err error) { notices <- err })
	}()
	within(t, 5*time.Second, func() {
		<-used
		s.Unplug()
		for _, want := range []error{nil, port.ErrGone, port.ErrNotFound} {
			if got := <-notices; !errors.Is(got, want) {
				t.Errorf("notice %v, want %v", got, want)
			}
		}
		if err := s.Plug(); err != nil {
			t.Error(err)
		}
		<-used
		cancel()
		<-ended
	})
}
