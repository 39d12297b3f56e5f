package port_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/port"
)

// TestWhoHoldsALine has another program hold a file open: it is found, with its name, and nobody else is.
func TestWhoHoldsALine(t *testing.T) {
	path := filepath.Join(t.TempDir(), "line")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	own, err := os.Open(path) // this process does not count
	if err != nil {
		t.Fatal(err)
	}
	defer own.Close()
	if got := port.Holders(path); len(got) != 0 {
		t.Errorf("held by %v", got)
	}
	cmd := exec.Command("sleep", "60")
	cmd.Stdin = own
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	want := []port.Process{{PID: cmd.Process.Pid, Name: "sleep"}}
	var got []port.Process
	for range 100 { // until the child has become what it is to be
		if got = port.Holders(path); slices.Equal(got, want) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("held by %v, want %v", got, want)
}

// TestInUseNamesTheHolder: the technician need not search.
func TestInUseNamesTheHolder(t *testing.T) {
	path := readerElsewhere(t)
	file, err := filepath.EvalSymlinks(path)
	if err != nil {
		t.Fatal(err)
	}
	holders := port.Holders(file)
	if len(holders) != 1 {
		t.Fatalf("held by %v", holders)
	}
	open(t, path)
	_, err = port.Open(port.Config{Path: path})
	if want := fmt.Sprintf("by %v", holders[0]); !errors.Is(err, port.ErrInUse) || !strings.Contains(err.Error(), want) {
		t.Errorf("%v does not say %q", err, want)
	}
}
