package fleetsim

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/nuanxin/station-kit/internal/memstore"
)

// begin makes a fleet and lets it run.
func (w *world) begin() {
	if w.Options.Store == nil {
		w.Options.Store = memstore.New()
	}
	w.store = &shaky{world: w, Store: w.Options.Store}
	w.net = network{world: w}
	w.office.budget = map[string]int64{}
	stations := 2 + min(w.rng.IntN(5), w.rng.IntN(5))
	if w.Stations > 0 {
		stations = min(stations, w.Stations)
	}
	if w.Lost {
		w.Without = append(slices.Clone(w.Without), lyingDisk, restored, replaced, hubRestore)
	}
	w.weather = w.forecast()
	for n := range stations {
		w.sites = append(w.sites, w.build(fmt.Sprint("st-", n), n))
	}
	w.openSlots(2 + w.rng.IntN(3))
	w.rewards()
	for n := range 1 + w.rng.IntN(3) {
		r := &replica{world: w, n: n, skew: time.Duration(w.rng.IntN(2000)-1000) * time.Millisecond}
		w.replicas = append(w.replicas, r)
		r.rise()
	}
	for _, s := range w.sites {
		w.after(w.some(2*time.Second), "boot", s.boot)
		w.after(w.some(5*time.Second), "rider", s.serve)
	}
	w.troubles()
	w.after(w.weather.lasts, "calm", w.becalm)
}

// build enrols a PC. The nth of the fleet has the nth key.
func (w *world) build(id string, n int) *site {
	epoch := w.admit(id, pcKeys()[n])
	w.given[id] = epoch
	s := &site{world: w, id: id, n: n, first: epoch, doubts: map[uint32]bool{}}
	if w.Folder == "" {
		s.pc = &sheet{id: id, from: epoch}
		return s
	}
	var seed [32]byte
	seed[0], seed[1] = byte(w.rng.Uint32()), byte(n)
	f, err := newFile(w.folder(n), id, epoch, pcKeys()[n], rand.NewChaCha8(seed))
	w.must(err)
	s.pc = f
	return s
}

func (w *world) folder(n int) string {
	return filepath.Join(w.Folder, fmt.Sprintf("%d-%d", w.Seed, n))
}

// close lets go of what a run has open.
func (w *world) close() {
	for _, s := range w.everyone() {
		if f, real := s.pc.(*file); real {
			if f.open != nil {
				_ = f.open.Close()
			}
			_ = os.RemoveAll(w.folder(s.n))
		}
	}
}

// everyone is every PC, those replaced included.
func (w *world) everyone() []*site { return slices.Concat(w.sites, w.retired) }

func (w *world) anySite() *site { return w.sites[w.rng.IntN(len(w.sites))] }

// anyPC is one that runs, nil for none.
func (w *world) anyPC() *site {
	all := w.everyone()
	if s := all[w.rng.IntN(len(all))]; s.desk != nil {
		return s
	}
	return nil
}
