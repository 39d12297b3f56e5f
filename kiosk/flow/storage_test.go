package flow

import (
	"testing"

	"github.com/nuanxin/station-kit/station"
)

// TestTheScreenSaysThatTheDiskFills: before it is full, and to whoever stands
// there.
func TestTheScreenSaysThatTheDiskFills(t *testing.T) {
	m := &machine{notes: notes{status: station.Status{Storage: station.Low}}}
	if got := m.status().Storage; got != station.Low {
		t.Errorf("storage %v", got)
	}
}
