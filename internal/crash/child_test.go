package crash

import (
	"bytes"
	"errors"
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

// live runs a child for so long, kills it, and gives what it wrote to its
// standard output. A child that ends by itself fails the test.
func live(t *testing.T, long time.Duration, file, witness string) string {
	t.Helper()
	var out, complaint bytes.Buffer
	child := exec.Command(os.Args[0], "-test.run=^TestLife$")
	child.Env = append(os.Environ(), envFile+"="+file, envWitness+"="+witness, "TMPDIR="+t.TempDir())
	child.Stdout, child.Stderr = &out, &complaint
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(long) // a life has to last some time: no state to wait for
	if err := child.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		t.Fatal(err)
	}
	child.Wait() // its error is looked at in ProcessState
	if status := child.ProcessState.Sys().(syscall.WaitStatus); status.Signal() != syscall.SIGKILL {
		t.Fatalf("the child ended by itself: %v\n%s%s", status, complaint.Bytes(), out.Bytes())
	}
	return out.String()
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
