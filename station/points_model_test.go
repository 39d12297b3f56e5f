package station_test

import (
	"bytes"
	"cmp"
	"errors"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// tally is what a station's points should be, in memory and in plain words.
type tally struct {
	rules  map[string]earning // by identifier
	prices map[string]int64
	riders map[byte]*purse
	budget int64 // left of what was lent
	epoch  uint32
}

type earning struct {
	points int64
	perDay int
}

type purse struct {
	hub     int64
	known   event.Ref
	entries []station.PointsEntry // oldest first
}

func (p *purse) balance() int64 {
	sum := p.hub
	for _, e := range p.entries {
		if after(e.Ref, p.known) {
			sum += e.Points
		}
	}
	return sum
}

func after(a, b event.Ref) bool {
	return cmp.Or(cmp.Compare(a.Epoch, b.Epoch), cmp.Compare(a.Seq, b.Seq)) > 0
}

// earned is what a rule has given on a day, reversed or not.
func (p *purse) earned(rule, day string) (n int) {
	for _, e := range p.entries {
		if e.Rule == rule && e.At.Format(time.DateOnly) == day {
			n++
		}
	}
	return n
}

// visit is what a check-in must earn, right behind its own record.
func (m *tally) visit(p *purse, v station.Visit) {
	next := v.Ref
	for _, id := range slices.Sorted(keysOf(m.rules)) {
		rule := m.rules[id]
		if rule.perDay > 0 && p.earned(id, v.At.Format(time.DateOnly)) >= rule.perDay {
			continue
		}
		next.Seq++
		p.entries = append(p.entries, station.PointsEntry{Ref: next, At: v.At, Points: rule.points, Rule: id})
	}
}

func (m *tally) redeem(p *purse, reward string, price int64) error {
	switch {
	case m.prices[reward] == 0:
		return station.ErrNoReward
	case m.prices[reward] != price:
		return station.ErrPriceChanged
	case p.balance() < price:
		return station.ErrTooFewPoints
	case m.budget < price:
		return station.ErrBudgetSpent
	}
	return nil
}

// reverse gives the entry that may be reversed.
func (m *tally) reverse(p *purse, ref event.Ref) (*station.PointsEntry, error) {
	for i, e := range p.entries {
		switch {
		case e.Ref == ref && e.Reason == "" && e.Reversed:
			return nil, station.ErrReversed
		case e.Ref == ref && e.HandedOut:
			return nil, station.ErrHandedOut
		case e.Ref == ref && e.Reason == "":
			return &p.entries[i], nil
		}
	}
	return nil, station.ErrNoEntry
}

// settle gives the redemption that may be handed out, or (back) taken to be open again.
func (m *tally) settle(p *purse, ref event.Ref, back bool) (*station.PointsEntry, error) {
	i := slices.IndexFunc(p.entries, func(e station.PointsEntry) bool { return e.Ref == ref && e.Reward != "" })
	switch {
	case i < 0:
		return nil, station.ErrNoEntry
	case back && !p.entries[i].HandedOut:
		return nil, station.ErrNotHandedOut
	case !back && p.entries[i].Reversed:
		return nil, station.ErrReversed
	case !back && p.entries[i].HandedOut:
		return nil, station.ErrHandedOut
	}
	return &p.entries[i], nil
}

func keysOf[K comparable, V any](m map[K]V) func(func(K) bool) {
	return func(yield func(K) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// TestPointsAgainstModel: whatever riders, attendants and hub do, across days,
// restarts, restored files and thinned journals.
func TestPointsAgainstModel(t *testing.T) {
	fleet := stationtest.NewFleet(t)
	rapid.Check(t, func(r *rapid.T) {
		clock := newClock()
		cfg := fleet.Config(t, "st-1")
		cfg.Clock = clock.clock()
		s, err := station.Open(cfg)
		if err != nil {
			r.Fatal(err)
		}
		m := &tally{rules: map[string]earning{}, prices: map[string]int64{}, riders: map[byte]*purse{}, epoch: 1}
		for w := byte(1); w <= 3; w++ {
			m.riders[w] = new(purse)
		}
		who := rapid.ByteRange(1, 3)
		rule := rapid.SampledFrom([]string{"bonus", "visit"})
		reward := rapid.SampledFrom([]string{"water", "meal"})
		anEntry := func(r *rapid.T) event.Ref {
			p := m.riders[who.Draw(r, "whose")]
			if len(p.entries) == 0 {
				return event.Ref{Station: "st-1", Epoch: m.epoch, Seq: 1}
			}
			return rapid.SampledFrom(p.entries).Draw(r, "entry").Ref
		}
		r.Repeat(map[string]func(*rapid.T){
			"set a rule": func(r *rapid.T) {
				id, e := rule.Draw(r, "rule"), earning{rapid.Int64Range(0, 6).Draw(r, "points"), rapid.IntRange(0, 2).Draw(r, "per day")}
				stationtest.Rule(t, s, id, "check_in", e.points, uint32(e.perDay))
				if m.rules[id] = e; e.points == 0 {
					delete(m.rules, id)
				}
			},
			"visit": func(r *rapid.T) {
				clock.pass(time.Duration(rapid.Int64Range(11, 600).Draw(r, "minutes")) * time.Minute)
				w := who.Draw(r, "rider")
				v, err := s.CheckIn(rider(w))
				if err != nil {
					r.Fatal(err)
				}
				m.visit(m.riders[w], v)
			},
			"lend": func(r *rapid.T) {
				n := rapid.Int64Range(-1, 12).Draw(r, "points")
				stationtest.Budget(t, s, n)
				m.budget += max(n, 0)
			},
			"give back": func(r *rapid.T) {
				n := rapid.Int64Range(-1, 8).Draw(r, "points")
				want := max(0, min(n, m.budget))
				if got, err := s.ReturnBudget(n); err != nil || got != want {
					r.Fatalf("gave %d back, want %d (%v)", got, want, err)
				}
				m.budget -= want
			},
			"offer": func(r *rapid.T) {
				id, price := reward.Draw(r, "reward"), rapid.Int64Range(0, 5).Draw(r, "price")
				stationtest.Reward(t, s, id, price)
				m.prices[id] = price
			},
			"hub's balance": func(r *rapid.T) {
				w, n, known := who.Draw(r, "rider"), rapid.Int64Range(-3, 20).Draw(r, "points"), anEntry(r)
				stationtest.Balance(t, s, rider(w).Pseudonym, n, known)
				if p := m.riders[w]; !after(p.known, known) {
					p.hub, p.known = n, known
				}
			},
			"redeem": func(r *rapid.T) {
				w, id := who.Draw(r, "rider"), reward.Draw(r, "reward")
				p, price := m.riders[w], m.prices[id]+rapid.Int64Range(0, 5).Draw(r, "stale price")/5
				want := m.redeem(p, id, price)
				e, err := s.Redeem(rider(w), id, price)
				if !errors.Is(err, want) {
					r.Fatalf("rider %d, %s for %d: %v, want %v", w, id, price, err, want)
				}
				if err == nil {
					m.budget -= price
					p.entries = append(p.entries, e)
				}
				if err == nil && p.balance() < 0 {
					r.Fatalf("rider %d: points spent twice: %d", w, p.balance())
				}
			},
			"reverse": func(r *rapid.T) {
				w, ref := who.Draw(r, "rider"), anEntry(r)
				p := m.riders[w]
				held, want := m.reverse(p, ref)
				e, err := s.ReversePoints(rider(w).Pseudonym, ref, station.ReasonMistake, "a-1")
				if !errors.Is(err, want) {
					r.Fatalf("rider %d, %s: %v, want %v", w, ref, err, want)
				}
				if err == nil {
					if held.Reversed = true; held.Reward != "" && held.Ref.Epoch == m.epoch {
						m.budget -= held.Points
					}
					p.entries = append(p.entries, e)
				}
			},
			"hand out": func(r *rapid.T) {
				w, ref, back := who.Draw(r, "rider"), anEntry(r), rapid.Bool().Draw(r, "back")
				note := s.HandOut
				if back {
					note = s.TakeHandOutBack
				}
				held, want := m.settle(m.riders[w], ref, back)
				if err := note(rider(w).Pseudonym, ref, "a-1"); !errors.Is(err, want) {
					r.Fatalf("rider %d, %s, back %t: %v, want %v", w, ref, back, err, want)
				}
				if held != nil {
					held.HandedOut = !back
				}
			},
			"reopen": func(r *rapid.T) { s = again(r, s, cfg) },
			"restore": func(r *rapid.T) {
				s = restored(t, r, s, cfg)
				m.budget, m.epoch = 0, m.epoch+1
			},
			"thin": func(r *rapid.T) { thinAll(t, r, s, clock) },
			"":     func(r *rapid.T) { agreeOnPoints(r, s, m) },
		})
		stationtest.Close(t, s)
	})
}

func again(r *rapid.T, s *station.Station, cfg station.Config) *station.Station {
	if err := s.Close(); err != nil {
		r.Fatal(err)
	}
	s, err := station.Open(cfg)
	if err != nil {
		r.Fatal(err)
	}
	return s
}

// restored replaces the station's file by a backup of this moment.
func restored(t *testing.T, r interface{ Fatal(args ...any) }, s *station.Station, cfg station.Config) *station.Station {
	var backup bytes.Buffer
	if err := s.Backup(&backup); err != nil {
		r.Fatal(err)
	}
	if err := s.Close(); err != nil {
		r.Fatal(err)
	}
	from := filepath.Join(t.TempDir(), "backup.db")
	writeFile(t, from, backup.Bytes())
	if _, err := station.Restore(cfg, from); err != nil {
		r.Fatal(err)
	}
	s, err := station.Open(cfg)
	if err != nil {
		r.Fatal(err)
	}
	return s
}

// thinAll has everything receipted, and most of it thinned away.
func thinAll(t *testing.T, r *rapid.T, s *station.Station, clock *handClock) {
	for {
		at, err := s.Standing()
		if err != nil {
			r.Fatal(err)
		}
		if at.Delivered == at.Last {
			break
		}
		deliver(t, s, at.Last)
	}
	clock.pass(100 * 24 * time.Hour)
	if _, err := s.Thin(); err != nil {
		r.Fatal(err)
	}
}

// agreeOnPoints names the invariants.
func agreeOnPoints(r *rapid.T, s *station.Station, m *tally) {
	left, err := s.PointsBudget()
	if err != nil || left != m.budget {
		r.Fatalf("%d left of the budget, want %d (%v)", left, m.budget, err)
	}
	if left < 0 {
		r.Fatalf("the budget is overspent: %d", left)
	}
	for w, p := range m.riders {
		got, err := s.Points(rider(w).Pseudonym)
		if err != nil || got != p.balance() {
			r.Fatalf("rider %d: the balance %d is not the sum %d (%v)", w, got, p.balance(), err)
		}
		history, err := s.PointsHistory(rider(w).Pseudonym)
		slices.Reverse(history)
		if err != nil || !slices.Equal(history, p.entries) {
			r.Fatalf("rider %d: history\n%+v, want\n%+v (%v)", w, history, p.entries, err)
		}
		reversedOnce(r, history)
	}
	if report, err := s.Check(); err != nil || len(report.Faults) > 0 {
		r.Fatalf("check: %v, %v", report.Faults, err)
	}
}

// reversedOnce: what was taken back was taken back once, by its own amount.
func reversedOnce(r *rapid.T, history []station.PointsEntry) {
	byRef, taken := map[event.Ref]station.PointsEntry{}, map[event.Ref]bool{}
	for _, e := range history {
		byRef[e.Ref] = e
		if e.Reversed && e.HandedOut {
			r.Fatalf("%+v was handed out, and its points given back", e)
		}
		if e.Reason == "" {
			continue
		}
		if of := byRef[e.Reverses]; taken[e.Reverses] || of.Points != -e.Points || !of.Reversed {
			r.Fatalf("%+v was reversed by %+v", of, e)
		}
		taken[e.Reverses] = true
	}
}
