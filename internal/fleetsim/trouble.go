package fleetsim

import (
	"time"

	"github.com/nuanxin/station-kit/internal/memstore"
	"github.com/nuanxin/station-kit/station/event"
)

// savedDisk is a PC's disk at one moment, and the newest record on it.
type savedDisk struct {
	disk  any
	at    event.Ref
	doubt map[uint32]bool
}

// troubles are the faults that come by themselves.
func (w *world) troubles() {
	w.often(cut, 6, w.withPC((*site).cutOff))
	w.often(halfOpen, 3, w.withPC((*site).goHalf))
	w.often(emptied, 2, func() bool { w.net.broker++; return true })
	w.often(outage, 1.5, w.withPC((*site).goDark))
	w.often(stationDie, 3, w.withPC(func(s *site) bool { s.crashed(); return true }))
	w.often(hubDie, 3, w.hubFalls)
	w.often(clockFault, 3, w.withPC((*site).misset))
	w.often(forged, 10, w.net.forge)
	w.often(lyingDisk, 4, w.withPC((*site).fallBack))
	w.often(restored, 4, w.withPC((*site).restoreBackup))
	w.often(replaced, 2, w.replace)
	w.often(hubRestore, 4, w.restoreHub())
	w.regularly("slots changed", 1.5, w.grow)
	if w.Lost {
		w.regularly(away, 3, func() bool { return w.anySite().strays() })
	}
	if w.weather.rate[lyingDisk]+w.weather.rate[restored] > 0 {
		w.regularly("disks copied", 6, w.withPC((*site).save))
	}
}

func (w *world) withPC(do func(*site) bool) func() bool {
	return func() bool {
		s := w.anyPC()
		return s != nil && do(s)
	}
}

func (s *site) cutOff() bool {
	s.drop()
	return true
}

// goHalf is a connection of which only the keep-alive will tell that it is
// dead.
func (s *site) goHalf() bool {
	if s.line.dead() {
		return false
	}
	l := s.line
	l.half = true
	s.after(20*time.Second+s.some(90*time.Second), "keep-alive", func() {
		if s.line == l {
			s.drop()
		}
	})
	return true
}

func (s *site) goDark() bool {
	if s.dark {
		return false
	}
	s.dark = true
	s.drop()
	s.after(s.some(3*time.Minute), "network back", func() { s.dark = false })
	return true
}

// strays takes a station's network away. Some time later it is declared lost,
// and then, or when all is over, it is back.
func (s *site) strays() bool {
	if s.dark || s.declared {
		return false
	}
	s.dark, s.declared = true, true
	s.drop()
	s.after(s.some(10*time.Second), "declare lost", func() {
		_, err := s.clerk().DeclareLost(ctx, s.id)
		s.must(err)
		s.after(s.some(40*time.Second), "the lost station's network", func() { s.dark = false })
	})
	return true
}

func (w *world) hubFalls() bool {
	r := w.anyReplica()
	if r == nil {
		return false
	}
	r.fall()
	return true
}

// misset puts a wall clock wrong: to 1970, a jump either way, a drift.
func (s *site) misset() bool {
	s.met = false
	switch s.rng.IntN(4) {
	case 0:
		s.off = time.Unix(0, 0).Sub(s.time())
	case 1:
		s.off += time.Duration(s.rng.NormFloat64() * float64(6*time.Hour))
	case 2:
		s.off = time.Duration(s.rng.NormFloat64() * float64(5*time.Minute))
	case 3:
		s.drift = s.rng.NormFloat64() * .02
	}
	return true
}

// save copies the disk: a backup, or what a disk that lies will fall back to.
func (s *site) save() bool {
	st, err := s.desk.Status()
	s.must(err)
	doubt := map[uint32]bool{}
	for e := range s.doubts {
		doubt[e] = true
	}
	s.saved = append(s.saved, savedDisk{s.pc.save(), event.Ref{Station: s.id, Epoch: st.Epoch, Seq: st.Last}, doubt})
	if len(s.saved) > 3 {
		s.saved = s.saved[1:]
	}
	return true
}

// fallBack has the disk forget what it had said was synced.
func (s *site) fallBack() bool {
	if len(s.saved) == 0 {
		return false
	}
	to := s.saved[s.rng.IntN(len(s.saved))]
	s.die()
	s.pc.fallBack(to.disk)
	s.lied = true
	s.doubts[to.at.Epoch] = true
	s.lose(s, to.at, true)
	s.after(time.Second+s.some(5*time.Second), "boot", s.boot)
	return true
}

// restoreBackup is what an operator does with an older file.
func (s *site) restoreBackup() bool {
	if len(s.saved) == 0 || s.gone {
		return false
	}
	to := s.saved[s.rng.IntN(len(s.saved))]
	s.die()
	s.putBack(to)
	return true
}

func (s *site) putBack(to savedDisk) {
	s.renewed = true
	s.lose(s, to.at, false)
	s.must(s.pc.restore(s.clock(), to.disk))
	s.after(time.Second+s.some(5*time.Second), "boot", s.boot)
}

// replace puts a new PC in the place of one, which may go on working for
// a while under its old key, and be heard of no more.
func (w *world) replace() bool {
	i := w.rng.IntN(len(w.sites))
	old := w.sites[i]
	n := len(w.everyone())
	if n == len(pcKeys()) {
		return false
	}
	old.gone = true
	w.note("replaced", uint64(old.n), uint64(n), uint64(w.standing(old.id).Newest()), uint64(w.standing(old.id).Journal))
	w.lose(old, event.Ref{}, false)
	if w.chance(.5) {
		old.die()
	}
	fresh := w.build(old.id, n)
	fresh.renewed = true
	w.retired = append(w.retired, old)
	w.apart(fresh)
	w.sites[i] = fresh
	w.after(w.some(5*time.Second), "boot", fresh.boot)
	w.after(w.some(10*time.Second), "rider", fresh.serve)
	return true
}

// apart stops the PCs replaced that have the epoch of a new one.
func (w *world) apart(fresh *site) {
	for _, old := range w.retired {
		if old.id == fresh.id {
			old.clash()
		}
	}
}

// clash stops a PC that was replaced, where it has the epoch its successor was
// given: the hub cannot know of an epoch that a restore began while nobody
// heard, or that it gave before it was restored itself. See docs/simulation.md.
func (s *site) clash() {
	if s.desk == nil {
		return
	}
	st, err := s.desk.Status()
	s.must(err)
	// The epoch it was itself given must be no other's, unless the hub forgot.
	if s.gone && st.Epoch >= s.given[s.id] && (st.Epoch != s.first || s.hubBack) {
		s.happened("PC stopped that had the epoch of its successor")
		s.die()
		s.stopped = true
	}
}

// restoreHub goes back to a backup made some time before.
func (w *world) restoreHub() func() bool {
	memory, can := w.store.Store.(*memstore.Store)
	var backup *memstore.State
	return func() bool {
		switch {
		case !can || w.hubBack:
			return false
		case backup == nil:
			backup = memory.Backup()
			return false
		}
		for _, r := range w.replicas {
			if r.hub != nil {
				r.fall()
			}
		}
		memory.Restore(backup)
		w.hubBack = true
		w.forgotten()
		return true
	}
}

// forgotten notes what the hub no longer has of what no station has either.
func (w *world) forgotten() {
	for _, s := range w.sites {
		held := w.standing(s.id).Cursors
		for _, e := range w.ledger.all {
			if e.ref.Station == s.id && e.gone {
				e.kept = e.kept && e.ref.Seq <= held[e.ref.Epoch].UpTo
			}
		}
	}
}
