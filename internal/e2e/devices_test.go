package e2e

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/nuanxin/station-kit/firmware-bridge/health"
	"github.com/nuanxin/station-kit/firmware-bridge/sim"
	"github.com/nuanxin/station-kit/kiosk/i18n"
)

// TestAReaderPulledOut: the kiosk says that its reader is out and goes on; the technician is told why; put
// back, the reader reads the next card.
func TestAReaderPulledOut(t *testing.T) {
	w := newWorld(t)
	w.startKiosk()
	w.deviceIs(health.CardReader, health.Ready)
	w.sees(zh(i18n.HomeCard))
	w.reader.Unplug()
	w.sees(zh(i18n.HomeNoCard))
	w.deviceIs(health.CardReader, health.Absent)
	said := string(w.tool("nuanxin-station", "status", "--data", w.in("station")))
	if !strings.Contains(said, "card-reader "+w.in("reader")+": absent, unplugged since") || !strings.Contains(said, "check the cable") {
		t.Errorf("the technician is told:\n%s", said)
	}
	w.must(w.reader.Plug())
	w.deviceIs(health.CardReader, health.Ready)
	back := w.sees(zh(i18n.HomeCard))
	if says(back.Texts, zh(i18n.HomeNoCard)) {
		t.Errorf("the reader is back, and the screen says %q", back.Texts)
	}
	card, err := sim.Sample("citizen")
	w.must(err)
	w.must(w.reader.Place(card))
	w.confirmations(1)
}

// deviceIs waits until the kiosk's control socket tells a device's state.
func (w *world) deviceIs(kind health.Kind, want health.State) {
	w.t.Helper()
	w.eventually(fmt.Sprintf("%s is %s", kind, want), patience, func() error {
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
