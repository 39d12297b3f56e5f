package daemon

import (
	"bytes"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// A server's processes go with it, also those in sessions of their own.
func TestKillReachesEveryDescendant(t *testing.T) {
	log := filepath.Join(t.TempDir(), "log")
	shell := exec.Command("sh", "-c", `setsid sh -c 'sleep 600 & echo $!; echo $$; wait' & wait`)
	var pids []int
	d := Start(t, shell, log, time.Minute, func(said []byte) bool {
		if bytes.Count(said, []byte("\n")) < 2 {
			return false
		}
		for _, field := range strings.Fields(string(said)) {
			pid, err := strconv.Atoi(field)
			if err != nil {
				t.Fatal(err)
			}
			pids = append(pids, pid)
		}
		return true
	})
	for _, pid := range pids {
		if !alive(pid) {
			t.Fatalf("%d does not run", pid)
		}
	}
	d.Kill()
	for _, pid := range pids {
		if alive(pid) {
			t.Errorf("%d outlives its server", pid)
		}
	}
}
