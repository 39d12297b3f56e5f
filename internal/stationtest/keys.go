package stationtest

import (
	"crypto/rand"
	"testing"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/seal"
)

// Rotate makes the hub's next key and hands it out to a station; it returns
// what opens it.
func (f *Fleet) Rotate(t testing.TB, s *station.Station) *seal.Opener {
	t.Helper()
	private, public, err := seal.NewKey(rand.Reader)
	must(t, err)
	opener, err := seal.NewOpener(private)
	must(t, err)
	Send(t, s, &event.Down{Body: &event.Down_SealKey{SealKey: seal.SignKey(public, f.Hub)}})
	return opener
}
