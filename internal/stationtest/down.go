package stationtest

import (
	"testing"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// Send applies the next entry of the down-journal.
func Send(t testing.TB, s *station.Station, d *event.Down) {
	t.Helper()
	at, err := s.Standing()
	must(t, err)
	entry, err := event.EncodeDown(d)
	must(t, err)
	must(t, s.Apply(at.DownCursor+1, [][]byte{entry}))
}
