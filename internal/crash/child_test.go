package crash

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
)

// often is a number from the environment, or the standard one.
func often(t *testing.T, variable string, standard int) int {
	t.Helper()
	text := os.Getenv(variable)
	if text == "" {
		return standard
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("%s=%q: not a number of times", variable, text)
	}
	return n
}

// A lifetime says when a child is killed: when it has said so many lines, and so
// long after that. A child on a busy machine lives longer and does as much.
type lifetime struct {
	lines int
	more  time.Duration
}

// aged is a lifetime that ends amid the work: in the time it takes on top, a
// child does some things and leaves one half done.
func aged(lines int) lifetime {
	return lifetime{lines, rand.N(20 * time.Millisecond)}
}

// live runs a child for its lifetime, kills it, and gives what it wrote to its
// standard output. A child that ends by itself fails the test.
func live(t *testing.T, long lifetime, file, witness string) string {
	t.Helper()
	var complaint bytes.Buffer
	out := &speech{lines: long.lines, enough: make(chan struct{})}
	child := exec.Command(os.Args[0], "-test.run=^TestLife$")
	child.Env = append(os.Environ(), envFile+"="+file, envWitness+"="+witness, "TMPDIR="+t.TempDir())
	child.Stdout, child.Stderr = out, &complaint
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		_ = child.Wait() // its error is looked at in ProcessState
		close(ended)
	}()
	if long.lines > 0 {
		select {
		case <-out.enough:
		case <-ended:
		case <-time.After(patience):
			t.Errorf("the child did not say %d lines within %v", long.lines, patience)
		}
	}
	time.Sleep(long.more) // a life has to last some time: no state to wait for
	if err := child.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		t.Fatal(err)
	}
	<-ended
	if status := child.ProcessState.Sys().(syscall.WaitStatus); status.Signal() != syscall.SIGKILL {
		t.Fatalf("the child ended by itself: %v\n%s%s", status, complaint.Bytes(), out.said.Bytes())
	}
	return out.said.String()
}

// patience bounds the wait for a child.
const patience = 2 * time.Minute

// speech is what a child says; enough is closed at so many lines.
type speech struct {
	said   bytes.Buffer // not embedded: its ReadFrom would pass Write by
	lines  int
	enough chan struct{}
}

// Write is called by one goroutine, and nobody looks before that has ended.
func (s *speech) Write(p []byte) (int, error) {
	if s.lines > 0 {
		if s.lines -= bytes.Count(p, []byte("\n")); s.lines <= 0 {
			close(s.enough)
		}
	}
	return s.said.Write(p)
}

const unopened = "it does not open: "

// inspect opens the file that was left and compares it with the word.
func inspect(t *testing.T, fleet *stationtest.Fleet, path string, w *word) []string {
	t.Helper()
	cfg := fleet.Config(t, "st-1")
	cfg.Path = path
	s, err := station.Open(cfg)
	if err != nil {
		return []string{unopened + err.Error()}
	}
	faults, err := w.broken(s)
	if err := errors.Join(err, s.Close()); err != nil {
		faults = append(faults, err.Error())
	}
	return faults
}
