package fleetsim

import (
	"time"

	"github.com/nuanxin/station-kit/station"
)

// settles is how long a fleet may take at most, once nothing goes wrong any
// more, until all that was confirmed is at the hub. Most take a minute; a
// station that a silent hub has taught patience may take its longest.
const settles = 3 * time.Hour

// becalm ends the faults: machines run, lines hold, people look after what is
// stuck.
func (w *world) becalm() {
	w.calm = true
	w.note("calm")
	for _, s := range w.retired {
		s.die() // found, and switched off
	}
	for _, s := range w.sites {
		s.boot()
		if s.lied && s.desk != nil {
			// Only the next record shows that the journal has forked.
			s.visit()
		}
	}
	end := w.now + settles
	var again func()
	again = func() {
		w.tend()
		switch {
		case w.settled():
			w.over = true
			return
		case w.now > end:
			w.unsettled()
		}
		w.after(2*time.Second, "look", again)
	}
	w.after(time.Second, "look", again)
}

func (s *site) visit() {
	s.guard(func() error {
		said, err := s.checkIn()
		if err == nil && said != nil {
			s.confirm(said)
		}
		return err
	})
	s.appended()
}

// tend has an operator do what docs/wire.md says: a station whose journal has
// forked begins a new epoch, from its own file.
func (w *world) tend() {
	for _, s := range w.sites {
		if key := pcKeys()[s.n]; !s.standing(s.id).Key.Equal(key.Public()) {
			// The hub was restored from before this PC was enrolled.
			w.happened("enrolled again")
			w.admit(s.id, key)
		}
		if s.desk == nil {
			continue
		}
		st, err := s.desk.Status()
		w.must(err)
		if why := st.Link.Stuck; why != station.StuckForked && why != station.StuckStaleEpoch {
			continue
		}
		w.happened("new epoch by an operator")
		s.save()
		to := s.saved[len(s.saved)-1]
		s.die()
		s.putBack(to)
	}
}

// settled says whether there is nothing left to do.
func (w *world) settled() bool {
	if w.net.flying > 0 {
		return false
	}
	for _, s := range w.sites {
		if !s.done() {
			return false
		}
	}
	for _, r := range w.replicas {
		if r.hub == nil || len(r.inbox) > 0 {
			return false
		}
	}
	return true
}

func (s *site) done() bool {
	if s.desk == nil || s.line.dead() {
		return false
	}
	st, err := s.desk.Status()
	s.must(err)
	at, err := s.desk.Standing()
	s.must(err)
	return st.Link.Stuck == "" && at.Waiting == 0 && at.DownCursor >= s.entries() && s.standing(s.id).Cursors[at.Epoch].UpTo >= at.Delivered && s.met
}

func (w *world) unsettled() {
	for _, s := range w.sites {
		if s.done() {
			continue
		}
		if s.desk == nil || s.line == nil {
			w.fail("%s is not even connected", s.id)
		}
		st, _ := s.desk.Status()
		at, _ := s.desk.Standing()
		w.fail("%v after the last fault %s has not settled: %+v; %d entries; %+v; the hub has %+v", settles, s.id, at, s.entries(), st.Link, w.standing(s.id).Cursors)
	}
	w.fail("%v after the last fault the hubs have not settled", settles)
}
