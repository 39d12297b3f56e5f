package crash

import (
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"

	"github.com/nuanxin/station-kit/internal/hubtest"
	"github.com/nuanxin/station-kit/internal/node"
)

// TestTheCommandChecksWhatKillsLeft: what a technician would type says the
// same as the tests.
func TestTheCommandChecksWhatKillsLeft(t *testing.T) {
	hub, folder := hubtest.Start(t), t.TempDir()
	if _, err := node.Enrol(t.Context(), folder, hub.Door, hub.Invite(t, "st-1")); err != nil {
		t.Fatal(err)
	}
	w := newWord()
	for range 5 {
		if err := w.hear(live(t, aged(10+rand.IntN(mostLines)), node.File(folder), "")); err != nil {
			t.Fatal(err)
		}
	}
	check := exec.Command("go", "run", "github.com/nuanxin/station-kit/station/cmd/station", "check", "--data", folder)
	out, err := check.CombinedOutput()
	if err != nil || !strings.HasSuffix(string(out), " 0 faults\n") || strings.HasPrefix(string(out), "0 records") {
		t.Fatalf("%v: %s", err, out)
	}
	t.Logf("%d things confirmed; nuanxin-station check: %s", len(w.Records)+len(w.Cancelled), out)
}
