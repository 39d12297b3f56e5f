package port_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"

	"github.com/nuanxin/station-kit/firmware-bridge/port"
	"github.com/nuanxin/station-kit/firmware-bridge/samv"
	"github.com/nuanxin/station-kit/firmware-bridge/sim"
)

// cycles is how often TestNothingIsLeftOpen unplugs.
var cycles = flag.Int("cycles", 200, "how often to unplug and replug")

// asReader names the path behind which the test binary is to be a simulated reader, so that its processor
// time is not counted as the port's.
const asReader = "PORT_TEST_AS_READER"

func TestMain(m *testing.M) {
	if path := os.Getenv(asReader); path != "" {
		r, err := sim.NewReader(path, sim.ReaderOptions{})
		if err != nil {
			panic(err)
		}
		fmt.Println("ready")
		_, _ = os.Stdin.Read(make([]byte, 1)) // until the test ends
		_ = r.Close()
		return
	}
	os.Exit(m.Run())
}

// readerElsewhere is a simulated card reader in a process of its own.
func readerElsewhere(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "reader")
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), asReader+"="+path)
	in, err1 := cmd.StdinPipe()
	out, err2 := cmd.StdoutPipe()
	if err1 != nil || err2 != nil || cmd.Start() != nil {
		t.Fatal("the simulated reader does not start", err1, err2)
	}
	t.Cleanup(func() { _ = in.Close(); _ = cmd.Wait() })
	if _, err := out.Read(make([]byte, 8)); err != nil {
		t.Fatal(err)
	}
	return path
}

// cpu is the processor time that this process has used.
func cpu(t testing.TB) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// watching keeps a device in use until the test ends, as a station does: it is asked for a card. What comes
// tells that it answers, or does not.
func watching(t testing.TB, path string) (answers <-chan bool) {
	t.Helper()
	told := make(chan bool, 1)
	tell := func(answers bool) {
		select {
		case told <- answers:
		default:
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	reader := samv.Reader{Emit: func(e samv.Event) {
		if _, up := e.(samv.Up); up {
			tell(true)
		}
	}}
	go func() {
		defer close(ended)
		port.Watch(ctx, port.Config{Path: path}, func(ctx context.Context, p *port.Port) error { return reader.Run(ctx, p) },
			func(err error) {
				if err != nil {
					tell(false)
				}
			})
	}()
	t.Cleanup(func() { cancel(); <-ended })
	return told
}

// hungUp is a path whose pseudo-terminal has lost its other end while its device file stays, as that of a
// device held open does; open is a port to it from before.
func hungUp(t testing.TB) (path string, open *port.Port) {
	t.Helper()
	master, slave, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer slave.Close()
	if open, err = port.Open(port.Config{Path: slave.Name()}); err != nil {
		t.Fatal(err)
	}
	_ = master.Close()
	return slave.Name(), open
}

// TestALostDeviceSpinsNoCore: neither watching it nor going on to use it takes the processor.
func TestALostDeviceSpinsNoCore(t *testing.T) {
	watching(t, filepath.Join(t.TempDir(), "unplugged"))
	watching(t, "usb:ffff:ffff")
	path, p := hungUp(t)
	watching(t, path)
	stuck := make(chan struct{})
	go func() { // a program that does not listen to errors
		defer close(stuck)
		for {
			if _, err := p.Read(make([]byte, 8)); err == os.ErrClosed {
				return
			}
			time.Sleep(100 * time.Millisecond)
		}
	}()
	before, period := cpu(t), 2*time.Second
	time.Sleep(period)
	if used := cpu(t) - before; used > period/20 {
		t.Errorf("%v of processor time in %v", used, period)
	}
	within(t, 2*time.Second, func() { _ = p.Close(); <-stuck })
}

// TestCloseOfAHungUpLine while one goroutine reads and another writes.
func TestCloseOfAHungUpLine(t *testing.T) {
	for range 20 {
		_, p := hungUp(t)
		done := make(chan struct{}, 2)
		go func() { _, _ = p.Read(make([]byte, 8)); done <- struct{}{} }()
		go func() { _, _ = p.Write(make([]byte, 1<<16)); done <- struct{}{} }()
		within(t, 2*time.Second, func() { _ = p.Close(); <-done; <-done })
	}
}

// TestNothingIsLeftOpen unplugs a device that is being read and plugs it in, again and again, without the waits
// of Watch, which would make this a matter of hours.
func TestNothingIsLeftOpen(t *testing.T) {
	s, link := scanner(t)
	descriptorsBefore, goroutinesBefore := descriptors(t), runtime.NumGoroutine()
	for range *cycles {
		p, err := port.Open(port.Config{Path: link})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := port.Open(port.Config{Path: link}); !errors.Is(err, port.ErrInUse) {
			t.Fatalf("opened twice: %v", err)
		}
		lost := make(chan error)
		go func() {
			_, err := p.Read(make([]byte, 8))
			_ = p.Close()
			lost <- err
		}()
		s.Unplug()
		if err := <-lost; !errors.Is(err, port.ErrGone) {
			t.Fatal(err)
		}
		if _, err := port.Open(port.Config{Path: link}); !errors.Is(err, port.ErrNotFound) {
			t.Fatalf("opened what is not there: %v", err)
		}
		if err := s.Plug(); err != nil {
			t.Fatal(err)
		}
	}
	if now := descriptors(t); now > descriptorsBefore {
		t.Errorf("%d descriptors, %d before", now, descriptorsBefore)
	}
	if now := runtime.NumGoroutine(); now > goroutinesBefore+1 {
		t.Errorf("%d goroutines, %d before", now, goroutinesBefore)
	}
}

func descriptors(t *testing.T) int {
	t.Helper()
	fds, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	return len(fds)
}

// BenchmarkIdle is the processor's share that a station spends on a reader with no card on it, on one that is
// unplugged, and on one that dies as soon as it is opened.
func BenchmarkIdle(b *testing.B) {
	dead, open := hungUp(b)
	defer open.Close()
	for name, path := range map[string]string{
		"polling": readerElsewhere(b), "absent": filepath.Join(b.TempDir(), "none"), "absent-usb": "usb:ffff:ffff", "dead": dead,
	} {
		b.Run(name, func(b *testing.B) {
			if answers := <-watching(b, path); answers != (name == "polling") {
				b.Fatalf("answers: %v", answers)
			}
			const period = 5 * time.Second
			for b.Loop() {
				before := cpu(b)
				time.Sleep(period)
				b.ReportMetric(100*(cpu(b)-before).Seconds()/period.Seconds(), "%cpu")
			}
		})
	}
}

// BenchmarkReplug is from plugging a device in, after some absence, to its being open.
func BenchmarkReplug(b *testing.B) {
	link := filepath.Join(b.TempDir(), "scanner")
	s, err := sim.NewScanner(link, sim.ScannerOptions{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	opened, ctx := make(chan struct{}), b.Context()
	go port.Watch(ctx, port.Config{Path: link}, func(_ context.Context, p *port.Port) error {
		opened <- struct{}{}
		_, err := p.Read(make([]byte, 1))
		return err
	}, func(error) {})
	<-opened
	for i := 0; b.Loop(); i++ {
		b.StopTimer()
		s.Unplug()
		time.Sleep(time.Duration(700+i*37%500) * time.Millisecond)
		b.StartTimer()
		if err := s.Plug(); err != nil {
			b.Fatal(err)
		}
		<-opened
	}
}
