package fleetsim

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/pass"
	"github.com/nuanxin/station-kit/station/seal"
)

// file is a PC with the real station on bbolt.
type file struct {
	cfg  station.Config
	open *station.Station
}

// fleetKeys are what the stations of all simulations share.
var fleetKeys = sync.OnceValues(func() (*seal.Sealer, *seal.Pseudonyms) {
	_, public, err := seal.NewKey(rand.NewChaCha8([32]byte{1}))
	if err != nil {
		panic(err)
	}
	sealer, err := seal.NewSealer(public)
	if err != nil {
		panic(err)
	}
	pseudonyms, err := seal.NewPseudonyms(make([]byte, seal.SecretSize))
	if err != nil {
		panic(err)
	}
	return sealer, pseudonyms
})

func newFile(folder, id string, epoch uint32, key ed25519.PrivateKey, random *rand.ChaCha8) (*file, error) {
	sealer, pseudonyms := fleetKeys()
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	return &file{cfg: station.Config{
		Path: filepath.Join(folder, "station.db"), ID: id, Epoch: epoch, Version: "simulated",
		Issuer: pass.Issuer{Key: key, Endorsement: pass.Endorse(key.Public().(ed25519.PublicKey), noon.AddDate(3, 0, 0), hubKey)},
		Hub:    hubPublic, Sealer: sealer, Pseudonyms: pseudonyms, Random: random, RepeatWindow: time.Minute,
	}}, nil
}

func (f *file) start(c station.Clock) (desk, error) {
	f.cfg.Clock = c
	s, err := station.Open(f.cfg)
	if err != nil {
		return nil, err
	}
	if st, err := s.Status(); err != nil || st.Recovery.Happened() {
		return nil, errors.Join(err, fmt.Errorf("the file was taken for damaged: %s", st.Recovery.Cause), s.Close())
	}
	f.open = s
	return s, nil
}

// die leaves the file as the last commit left it: what closing writes is taken
// back.
func (f *file) die() {
	if f.open == nil {
		return
	}
	left := f.save()
	err := f.open.Close()
	f.open = nil
	f.fallBack(left)
	if err := errors.Join(err, os.WriteFile(f.cfg.Path+".open", nil, 0o600)); err != nil {
		panic(err)
	}
}

func (f *file) save() any {
	b, err := os.ReadFile(f.cfg.Path)
	if err != nil {
		panic(err)
	}
	return b
}

func (f *file) fallBack(to any) {
	if err := os.WriteFile(f.cfg.Path, to.([]byte), 0o600); err != nil {
		panic(err)
	}
}

func (f *file) restore(c station.Clock, from any) error {
	f.cfg.Clock = c
	backup := f.cfg.Path + ".backup"
	if err := os.WriteFile(backup, from.([]byte), 0o600); err != nil {
		return err
	}
	kept, err := station.Restore(f.cfg, backup)
	if err != nil {
		return err
	}
	return errors.Join(os.Remove(kept), os.Remove(backup))
}

// dummy keys; which they are does not matter, only that they differ.
var (
	hubKey    = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{0xff}, ed25519.SeedSize))
	hubPublic = hubKey.Public().(ed25519.PublicKey)
	forger    = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{0xfe}, ed25519.SeedSize))
	pcKeys    = sync.OnceValue(func() (all [64]ed25519.PrivateKey) {
		for i := range all {
			all[i] = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{byte(i)}, ed25519.SeedSize))
		}
		return all
	})
)
