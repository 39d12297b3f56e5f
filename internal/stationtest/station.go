// Package stationtest opens real stations for tests, and checks their files
// when the test ends.
package stationtest

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"path/filepath"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/pass"
	"github.com/nuanxin/station-kit/station/seal"
)

// Fleet is what the stations of one hub share, and the hub's side of it.
type Fleet struct {
	Hub        ed25519.PrivateKey
	Opener     *seal.Opener
	sealer     *seal.Sealer
	pseudonyms *seal.Pseudonyms
}

// NewFleet makes fresh keys. The fleet secret is always the same.
func NewFleet(t testing.TB) *Fleet {
	t.Helper()
	_, hub, err := ed25519.GenerateKey(rand.Reader)
	must(t, err)
	private, public, err := seal.NewKey(rand.Reader)
	must(t, err)
	f := &Fleet{Hub: hub}
	f.Opener, err = seal.NewOpener(private)
	must(t, err)
	f.sealer, err = seal.NewSealer(public)
	must(t, err)
	f.pseudonyms, err = seal.NewPseudonyms(bytes.Repeat([]byte{7}, seal.SecretSize))
	must(t, err)
	return f
}

// Config is that of a station of the fleet, its file in a temporary folder.
func (f *Fleet) Config(t testing.TB, id string) station.Config {
	t.Helper()
	public, key, err := ed25519.GenerateKey(rand.Reader)
	must(t, err)
	return station.Config{
		Path:       filepath.Join(t.TempDir(), "station.db"),
		ID:         id,
		Version:    "test",
		Issuer:     pass.Issuer{Key: key, Endorsement: pass.Endorse(public, time.Now().AddDate(3, 0, 0), f.Hub)},
		Hub:        f.Hub.Public().(ed25519.PublicKey),
		Sealer:     f.sealer,
		Pseudonyms: f.pseudonyms,
	}
}

// Open opens a station; when the test ends it is checked and closed.
func Open(t testing.TB, cfg station.Config) *station.Station {
	t.Helper()
	s, err := station.Open(cfg)
	must(t, err)
	t.Cleanup(func() { Close(t, s) })
	return s
}

// Close checks the file and closes it; of a closed one it does nothing.
func Close(t testing.TB, s *station.Station) {
	t.Helper()
	if _, err := s.Standing(); err != nil {
		return
	}
	report, err := s.Check()
	must(t, err)
	for _, fault := range report.Faults {
		t.Errorf("%s: %s", s.ID(), fault)
	}
	must(t, s.Close())
}

// Lend applies the next down-journal entry: so many places of a slot of the
// service "health-check".
func Lend(t testing.TB, s *station.Station, slot string, starts time.Time, places uint32) {
	t.Helper()
	at, err := s.Standing()
	must(t, err)
	entry, err := event.EncodeDown(&event.Down{Body: &event.Down_SlotLent{SlotLent: &event.SlotLent{
		Slot: slot, Service: "health-check", StartsMs: starts.UnixMilli(), Minutes: 20, Quantity: places,
	}}})
	must(t, err)
	must(t, s.Apply(at.DownCursor+1, [][]byte{entry}))
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
