package crash

import (
	"bytes"
	"encoding/gob"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/nuanxin/station-kit/internal/lossyfs"
	"github.com/nuanxin/station-kit/internal/stationtest"
)

// envVerdict is the folder in which a child looks at a file and its word.
const envVerdict = "CRASH_VERDICT"

// verdict has a child look at what was left: what is wrong with it, "" where
// nothing is, and whether the child crashed on it.
func verdict(t *testing.T, left lossyfs.Files, w *word) (fault string, crashed bool) {
	t.Helper()
	folder := t.TempDir()
	write(t, folder, left)
	var told bytes.Buffer
	if err := gob.NewEncoder(&told).Encode(w); err != nil {
		t.Fatal(err)
	}
	write(t, folder, lossyfs.Files{"word": told.Bytes()})
	child := exec.Command(os.Args[0], "-test.run=^TestVerdict$")
	child.Env = append(os.Environ(), envVerdict+"="+folder)
	out, err := child.CombinedOutput()
	if err == nil {
		return "", false
	}
	// The testing package ends with 1 after a failure, Go with 2 after a panic.
	return fmt.Sprintf("%v: %.1000s", err, out), child.ProcessState.ExitCode() != 1
}

// TestVerdict is the child.
func TestVerdict(t *testing.T) {
	folder := os.Getenv(envVerdict)
	if folder == "" {
		return // this process is the parent
	}
	f, err := os.Open(filepath.Join(folder, "word"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var w word
	if err := gob.NewDecoder(f).Decode(&w); err != nil {
		t.Fatal(err)
	}
	for _, fault := range inspect(t, stationtest.NewFleet(t), filepath.Join(folder, fileName), &w) {
		t.Error(fault)
	}
}
