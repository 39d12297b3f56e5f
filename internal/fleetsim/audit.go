package fleetsim

import (
	"slices"
	"time"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
)

// look compares what a station says of itself with what is, after each of its
// steps.
func (s *site) look() error {
	at, err := s.desk.Standing()
	if err != nil {
		return err
	}
	if most := s.ever[journal{s.id, at.Epoch}]; at.Delivered > most {
		s.fail("%s claims epoch %d delivered up to %d, and %d were ever committed", s.id, at.Epoch, at.Delivered, most)
	}
	if at.Delivered > at.Last || at.Waiting < at.Last-at.Delivered {
		s.fail("%s counts %d waiting, with %d of %d delivered", s.id, at.Waiting, at.Delivered, at.Last)
	}
	if at.Epoch == at.JournalEpoch && at.Waiting != at.Last-at.Delivered {
		s.fail("%s counts %d waiting, with %d of %d delivered and no epoch before", s.id, at.Waiting, at.Delivered, at.Last)
	}
	return nil
}

// entries is how many the hub's journal for the station has.
func (s *site) entries() uint64 {
	runs := see(s.world, func(tx hub.Tx) ([]hub.Run, error) { return tx.Down([]hub.Ask{{Station: s.id}}, 1) })
	if len(runs) == 0 {
		return 0
	}
	return runs[0].Last
}

// audit looks at everything once all is settled.
func (w *world) audit() {
	for _, s := range w.sites {
		w.must(s.look())
	}
	for _, r := range w.replicas {
		w.must(r.follow())
	}
	records := w.held()
	w.confirmedOnce(records)
	w.pointsOnce(records)
	w.placesOnce()
	w.asideOnly()
	w.clocksRight()
	for _, s := range w.sites {
		report, err := s.desk.Check()
		w.must(err)
		if len(report.Faults) > 0 && !s.lied {
			w.fail("%s: %d faults, first %q", s.id, len(report.Faults), report.Faults[0])
		}
	}
}

// held reads all records, and looks whether each journal is whole and in
// order.
func (w *world) held() map[event.Ref]hub.Received {
	all := see(w, func(tx hub.Tx) ([]hub.Received, error) {
		head, err := tx.Head()
		if err != nil {
			return nil, err
		}
		return tx.Records(0, head, nil)
	})
	type end struct {
		seq  uint64
		link event.Hash
	}
	ends, found := map[journal]end{}, map[event.Ref]hub.Received{}
	for i, r := range all {
		j := journal{r.Station, r.Epoch}
		e, begun := ends[j]
		if !begun {
			e.link = event.Genesis(r.Station, r.Epoch)
		}
		link := e.link.Next(r.Bytes)
		if r.Pos != int64(i+1) || r.Seq != e.seq+1 || r.Hash != link {
			w.fail("the hub holds %s at %d, after record %d at %d, and the chain fits: %v", r.Ref, r.Pos, e.seq, i, r.Hash == link)
		}
		ends[j], found[r.Ref] = end{r.Seq, link}, r
	}
	for _, s := range w.sites {
		for epoch, c := range w.standing(s.id).Cursors {
			if e := ends[journal{s.id, epoch}]; e.seq != c.UpTo || e.link != c.Hash {
				w.fail("the hub's cursor of %s/%d is at %d, its records end at %d", s.id, epoch, c.UpTo, e.seq)
			}
		}
	}
	w.count["records at the hub"] += len(all)
	return found
}

// confirmedOnce: what a screen has confirmed is at the hub, under the reference
// it was given, and nothing else is.
func (w *world) confirmedOnce(held map[event.Ref]hub.Received) {
	for _, e := range w.ledger.all {
		r, there := held[e.ref]
		switch {
		case e.gone && !e.kept, e.disputed:
			continue
		case !there && w.hubBack && w.begunAnother(e):
			// A station never goes back to an epoch that it has delivered, even
			// where the hub has lost it: see docs/simulation.md.
			w.count["of a delivered epoch, lost with the hub's newer state"]++
			continue
		case !there:
			w.fail("%s, a %s confirmed at PC %d, is not at the hub", e.ref, e.kind, e.pc)
		}
		body, err := event.Decode(r.Bytes)
		w.must(err)
		if err := e.matches(body); err != nil {
			w.fail("%s, a %s confirmed at PC %d, %w at the hub", e.ref, e.kind, e.pc, err)
		}
		w.count["confirmed and at the hub"]++
	}
}

// begunAnother says whether the station has begun an epoch since.
func (w *world) begunAnother(e *said) bool {
	return slices.ContainsFunc(w.sites, func(s *site) bool {
		st, err := s.desk.Status()
		w.must(err)
		return s.id == e.ref.Station && st.Epoch > e.ref.Epoch
	})
}

// pointsOnce: no rider has redeemed more than earned, no station more than its
// budget, by what the hub holds.
func (w *world) pointsOnce(held map[event.Ref]hub.Received) {
	balance, spent := map[event.Pseudonym]int64{}, map[string]int64{}
	for _, r := range held {
		body, err := event.Decode(r.Bytes)
		w.must(err)
		balance[body.Pseudonym()] += body.GetPointsEarned().GetPoints() - body.GetPointsRedeemed().GetPoints()
		spent[r.Station] += body.GetPointsRedeemed().GetPoints() + body.GetBudgetReturned().GetPoints()
	}
	for who, points := range balance {
		if points < 0 {
			w.fail("rider %s has spent %d points more than there were", who, -points)
		}
	}
	for _, s := range w.everyone() {
		left, err := int64(0), error(nil)
		if s.desk != nil {
			left, err = s.desk.PointsBudget()
			w.must(err)
		}
		if spent[s.id]+left > w.office.budget[s.id] && !s.lied && !w.hubBack {
			w.fail("%s has spent %d points and has %d, of a budget of %d", s.id, spent[s.id], left, w.office.budget[s.id])
		}
	}
}

// use is what a station has made of its places of a slot.
type use struct{ promised, left int }

// placesOnce: the places a station has promised and still has are within what
// it was lent, by all its PCs together; what all were lent is within the slot.
func (w *world) placesOnce() {
	slots, err := w.Options.Store.Slots(ctx, noon.Add(-time.Hour))
	w.must(err)
	uses, conflicts := w.uses(), w.conflicts()
	for _, slot := range slots {
		lent := 0
		for _, n := range slot.Loans {
			lent += n
		}
		if lent > slot.Capacity {
			w.fail("%d places of %s are lent, of %d", lent, slot.ID, slot.Capacity)
		}
		promised := 0
		for _, s := range w.sites {
			u, beyond := uses[[2]string{s.id, slot.ID}], conflicts[[2]string{s.id, slot.ID}]
			if w.liars(s.id) { // it may have forgotten what it gave back
				u.promised = min(u.promised, slot.Loans[s.id]+beyond)
			}
			promised += u.promised - beyond
			if w.liars(s.id) || w.hubBack {
				continue
			}
			if u.promised+u.left > slot.Loans[s.id]+beyond {
				w.fail("%s has %+v of %s, and was lent %d; conflicts show %d", s.id, u, slot.ID, slot.Loans[s.id], beyond)
			}
		}
		if promised > slot.Capacity && !w.hubBack {
			w.fail("%d riders were promised a place in %s, which has %d", promised, slot.ID, slot.Capacity)
		}
		w.count["places promised"] += promised
	}
}

// conflicts counts the bookings that people have to settle, by station and slot.
// Only a station that was declared lost has any.
func (w *world) conflicts() map[[2]string]int {
	n := map[[2]string]int{}
	if !w.Lost {
		return n
	}
	all, err := w.clerk().Conflicts(ctx, "open")
	w.must(err)
	for _, c := range all {
		if !slices.ContainsFunc(w.sites, func(s *site) bool { return s.id == c.Ref.Station && s.declared }) {
			w.fail("%s is in conflict, and its station was never declared lost", c.Ref)
		}
		n[[2]string{c.Ref.Station, c.Slot}]++
		w.happened("conflicts")
	}
	return n
}

// liars says whether a disk of the station has lied.
func (w *world) liars(id string) bool {
	return slices.ContainsFunc(w.everyone(), func(s *site) bool { return s.id == id && s.lied })
}

// uses counts by station and slot.
func (w *world) uses() map[[2]string]use {
	uses := map[[2]string]use{}
	add := func(station, slot string, promised, left int) {
		u := uses[[2]string{station, slot}]
		uses[[2]string{station, slot}] = use{u.promised + promised, u.left + left}
	}
	for _, e := range w.ledger.all {
		if e.kind == "booking" && !e.ended && !e.byLie {
			add(e.ref.Station, e.slot, 1, 0)
		}
	}
	for _, s := range w.everyone() {
		if s.desk == nil {
			continue
		}
		slots, err := s.desk.Slots(service)
		w.must(err)
		for _, slot := range slots {
			add(s.id, slot.ID, 0, slot.Left)
		}
		for _, slot := range s.promoted() {
			add(s.id, slot, 1, 0)
		}
	}
	return uses
}

// promoted are the slots of bookings that were provisional and are confirmed.
func (s *site) promoted() (all []string) {
	for _, want := range s.wanting {
		held, err := s.desk.Bookings(want.who)
		s.must(err)
		for _, b := range held {
			if b.Ref == want.ref && b.State == confirmed {
				all = append(all, b.Slot.ID)
			}
		}
	}
	return all
}

// asideOnly: nothing is set aside of a station that never forked.
func (w *world) asideOnly() {
	all, err := w.Options.Store.Stations(ctx)
	w.must(err)
	for _, report := range all {
		w.count["batches set aside"] += report.SetAside
		for _, s := range w.sites {
			if s.id == report.ID && report.SetAside > 0 && !w.liars(s.id) && !s.renewed {
				w.fail("%d batches of %s are set aside, and its journal never forked", report.SetAside, s.id)
			}
		}
	}
}

// clocksRight: who has heard the hub goes by its time.
func (w *world) clocksRight() {
	for _, s := range w.sites {
		if wrong := s.desk.Now().Sub(w.time()).Abs(); wrong > agreement+late+time.Minute && s.met {
			w.fail("the clock of %s is wrong by %v, and it has heard the hub's", s.id, wrong)
		}
	}
}
