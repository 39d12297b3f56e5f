package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/health"
	"github.com/nuanxin/station-kit/firmware-bridge/sim"
)

// TestAReaderPulledOut: the kiosk says that its reader is out and goes on; the technician is told why; put
// back, the reader reads the next card.
func TestAReaderPulledOut(t *testing.T) {
	w := newWorld(t)
	w.startKiosk()
	w.deviceIs(health.CardReader, health.Ready)
	w.settle(afterNews)
	whole := w.picture("well")
	w.reader.Unplug()
	w.deviceIs(health.CardReader, health.Absent)
	w.settle(afterNews)
	if w.picture("out") == whole {
		t.Error("the screen looks as if the reader were there")
	}
	said := string(w.tool("nuanxin-station", "status", "--data", w.in("station")))
	if !strings.Contains(said, "card-reader "+w.in("reader")+": absent, unplugged since") || !strings.Contains(said, "check the cable") {
		t.Errorf("the technician is told:\n%s", said)
	}
	w.must(w.reader.Plug())
	w.deviceIs(health.CardReader, health.Ready)
	w.settle(afterNews)
	if w.picture("back") != whole {
		t.Error("the screen does not look as it did before")
	}
	card, err := sim.Sample("citizen")
	w.must(err)
	w.must(w.reader.Place(card))
	w.confirmations(1)
}

// deviceIs waits until the kiosk's control socket tells a device's state.
func (w *world) deviceIs(kind health.Kind, want health.State) {
	w.t.Helper()
	w.eventually(fmt.Sprintf("%s is %s", kind, want), 20*time.Second, func() error {
		var s struct{ Devices []health.Health }
		if err := json.Unmarshal(w.tool("nuanxin-station", "status", "--data", w.in("station"), "--json"), &s); err != nil {
			return err
		}
		for _, h := range s.Devices {
			if h.Device == kind && h.State == want {
				return nil
			}
		}
		return fmt.Errorf("devices: %+v", s.Devices)
	})
}

// picture gives what the screen shows, without the code for phones and the clock; it is kept in $SCREENS.
func (w *world) picture(name string) string {
	w.t.Helper()
	if dir := os.Getenv("SCREENS"); dir != "" {
		w.must(exec.Command("convert", w.look(), filepath.Join(dir, "reader-"+name+".png")).Run())
	}
	out, err := exec.Command("convert", w.look(), "-crop", "700x200+0+90", "rgb:-").Output()
	w.must(err)
	return string(out)
}
