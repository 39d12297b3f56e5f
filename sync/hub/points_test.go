package hub_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/pass"
	"github.com/nuanxin/station-kit/sync/hub"
)

const rules = `{
  "points_rules": [{"id": "visit", "kind": "check_in", "points": 5, "name_zh": "到站", "name_en": "A visit"}],
  "rewards": [{"id": "water", "name_zh": "一瓶水", "name_en": "Water", "points": 10}]
}`

func (k *kiosks) visit(id string, r station.Rider) {
	k.t.Helper()
	k.clock.Time = k.clock.Time.Add(time.Hour)
	if _, err := k.posts[id].s.CheckIn(r); err != nil {
		k.t.Fatal(err)
	}
}

func (k *kiosks) points(id string, r station.Rider) int64 {
	return must(k.posts[id].s.Points(r.Pseudonym))
}

func TestPointsFollowTheirRider(t *testing.T) {
	k := kiosksFor(t, "a", "b", "c")
	rider := townRider(1)
	must(k.Publish(ctx, []byte(rules)))
	for id := range k.posts {
		must(k.LendPoints(hub.As(ctx, "li"), id, 30))
	}
	k.sync()
	k.visit("a", rider)
	k.visit("a", rider)
	k.sync()
	k.sync()
	if n := k.points("b", rider); n != 0 {
		t.Errorf("b, where the rider never was, knows of %d points", n)
	}
	k.visit("b", rider)
	k.sync() // b knows, a is asked
	if n := k.points("b", rider); n != 15 {
		t.Fatalf("at b: %d", n)
	}
	for id := range k.posts {
		if _, err := k.posts[id].s.Redeem(rider, "water", 10); err == nil {
			t.Errorf("redeemed at %s while they move", id)
		}
	}
	k.sync() // a has handed over, b has them
	if _, err := k.posts["a"].s.Redeem(rider, "water", 10); !errors.Is(err, station.ErrPointsElsewhere) {
		t.Errorf("redeemed at a: %v", err)
	}
	must(k.posts["b"].s.Redeem(rider, "water", 10))
	k.sync()
	k.sync()
	if a, b := k.points("a", rider), k.points("b", rider); a != 5 || b != 5 {
		t.Errorf("%d at a, %d at b", a, b)
	}
	must(k.posts["b"].s.ReturnBudget(7))
	k.sync()
	for _, b := range must(k.Budgets(ctx)) {
		if want := map[string]hub.Budget{"a": {"a", 30, 0}, "b": {"b", 23, 10}, "c": {"c", 30, 0}}[b.Station]; b != want {
			t.Errorf("%+v, want %+v", b, want)
		}
	}
}

func TestAnErasedRidersPointsAreForgotten(t *testing.T) {
	k := kiosksFor(t, "a", "b")
	rider := townRider(1)
	must(k.Publish(ctx, []byte(rules)))
	k.sync()
	k.visit("a", rider)
	k.visit("b", rider)
	k.sync()
	k.sync()
	if countIn(t, k.rig, "points_rights") != 2 {
		t.Fatal("nothing to forget")
	}
	k.visit("b", rider) // not delivered before the erasure
	p := k.posts["b"]
	delete(k.posts, "b")
	must(0, k.posts["a"].s.Erase(rider.Pseudonym))
	k.sync()
	k.posts["b"] = p
	k.sync()
	for _, table := range []string{"points_riders", "points_rights", "issued_passes", "offered_stories"} {
		if n := countIn(t, k.rig, table); n != 0 {
			t.Errorf("%d rows in %s", n, table)
		}
	}
	if n := countIn(t, k.rig, "down_entries WHERE kind IN ('points_balance', 'points_wanted') AND (subject <> '' OR length(entry) > 0)"); n != 0 {
		t.Errorf("%d entries name the rider", n)
	}
}

func TestAReversalCountsOnce(t *testing.T) {
	r := rigFor(t)
	d := r.diarist("a")
	who := make16(3)
	at := func(seq uint64) *event.Reference { return &event.Reference{Epoch: 1, Seq: seq} }
	earned := func(n int64) *event.Record {
		return &event.Record{Body: &event.Record_PointsEarned{PointsEarned: &event.PointsEarned{Pseudonym: who, Rule: "r", Points: n, Cause: at(1)}}}
	}
	taken := func(seq uint64) *event.Record {
		return &event.Record{Body: &event.Record_PointsReversed{PointsReversed: &event.PointsReversed{Entry: at(seq), Reason: "mistake"}}}
	}
	d.say(earned(10), earned(7), taken(2), taken(2), taken(9))
	if n := countIn(t, r, "points_riders WHERE points = 10"); n != 1 {
		t.Error("two reversals of one entry count twice")
	}
	dead := 0
	must(0, r.DeadLetters(ctx, "points", func(l hub.DeadLetter) error { dead++; return nil }))
	if dead != 1 {
		t.Errorf("%d dead letters", dead)
	}
}

// A restored file hands over again what it once had: that moves nothing.
func TestHandingOverTwiceMovesOnce(t *testing.T) {
	r := rigFor(t)
	a, b := r.diarist("a"), r.diarist("b")
	who := make16(3)
	a.say(&event.Record{Body: &event.Record_PointsEarned{PointsEarned: &event.PointsEarned{Pseudonym: who, Rule: "r", Points: 10, Cause: &event.Reference{Epoch: 1, Seq: 1}}}})
	b.say(&event.Record{Body: &event.Record_CheckIn{CheckIn: &event.CheckIn{Pseudonym: who}}}, &event.Record{Body: &event.Record_CheckIn{CheckIn: &event.CheckIn{Pseudonym: who}}})
	for range 2 {
		a.say(&event.Record{Body: &event.Record_PointsReleased{PointsReleased: &event.PointsReleased{Pseudonym: who, Points: 10}}})
	}
	if countIn(t, r, "points_rights WHERE station = 'b' AND points = 10") != 1 || countIn(t, r, "points_rights WHERE station = 'a' AND points = 0") != 1 {
		t.Error("the points are not at b, all and once")
	}
}

// Passes of a rider who has them revoked end at every station, also those of a
// station that was offline.
func TestARidersPassesAreRevokedEverywhere(t *testing.T) {
	k := kiosksFor(t, "a", "b", "c")
	rider := townRider(1)
	at := func(id string) *station.Station { return k.posts[id].s }
	fromB, fromC := must(at("b").IssuePass(rider.Pseudonym)), must(at("c").IssuePass(rider.Pseudonym))
	k.deliver(k.posts["b"])
	k.clock.Time = k.clock.Time.Add(time.Hour)
	if n := must(at("a").RevokePasses(rider.Pseudonym)); n != 0 {
		t.Errorf("%d passes of a", n)
	}
	k.clock.Time = k.clock.Time.Add(time.Hour)
	later := must(at("a").IssuePass(rider.Pseudonym))
	k.deliver(k.posts["a"])
	k.follow()
	k.sync() // c's pass comes after the revocation
	k.sync()
	for id := range k.posts {
		var ends []string
		for text, name := range map[string]string{fromB: "b", fromC: "c", later: "later"} {
			if _, err := at(id).ByPass(text); errors.Is(err, pass.ErrRevoked) {
				ends = append(ends, name)
			}
		}
		slices.Sort(ends)
		if got := strings.Join(ends, " "); got != "b c" {
			t.Errorf("at %s these are revoked: %s", id, got)
		}
	}
}

// Of passes that came to a stranger's phone those alone end everywhere; what the
// rider has from before stays good, wherever it was issued.
func TestPassesTakenBackEndEverywhereAndNoOthers(t *testing.T) {
	k := kiosksFor(t, "a", "b")
	who := townRider(1).Pseudonym
	at := func(id string) *station.Station { return k.posts[id].s }
	kept, keptFar := must(at("a").IssuePass(who)), must(at("b").IssuePass(who))
	shown, taken := must(at("a").IssuePass(who)), must(at("a").IssuePass(who))
	if n := must(at("a").RevokePassesFrom(who, shown)); n != 2 {
		t.Errorf("%d passes revoked", n)
	}
	for range 2 {
		k.sync()
		k.follow()
	}
	for id := range k.posts {
		for text, name := range map[string]string{kept: "kept", keptFar: "kept at b", shown: "shown", taken: "taken"} {
			_, err := at(id).ByPass(text)
			if ended := errors.Is(err, pass.ErrRevoked); ended != (name == "shown" || name == "taken") {
				t.Errorf("at %s the pass %s: %v", id, name, err)
			}
		}
	}
	if countIn(t, k.rig, "rider_passes_revoked WHERE others_stay = 1") != 1 || countIn(t, k.rig, "issued_passes") != 2 {
		t.Error("the hub's tables say otherwise")
	}
}

// TestNoPointIsSpentTwice: whatever stations do offline, in whatever order word
// goes round, a rider redeems no more than was earned.
func TestNoPointIsSpentTwice(t *testing.T) {
	fleet := stationtest.NewFleet(t)
	rapid.Check(t, func(rt *rapid.T) {
		w := newTown(rt, fleet, t)
		defer w.close()
		must(w.Publish(ctx, []byte(rules)))
		for _, p := range w.posts {
			must(w.LendPoints(ctx, p.id, 200))
			w.greet(p)
		}
		earned, spent := map[event.Pseudonym]int64{}, map[event.Pseudonym]int64{}
		draw := func() (*outpost, station.Rider) {
			p, r, _ := w.draw()
			r.Pseudonym[0] = r.Pseudonym[0]%3 + 1
			return p, r
		}
		for range rapid.IntRange(10, 60).Draw(rt, "steps") {
			switch rapid.SampledFrom([]string{"visit", "visit", "visit", "redeem", "redeem", "up", "answer", "answer", "greet", "greet"}).Draw(rt, "step") {
			case "visit":
				p, r := draw()
				w.clock.Time = w.clock.Time.Add(time.Hour)
				must(p.s.CheckIn(r))
				earned[r.Pseudonym] += 5
			case "redeem":
				p, r := draw()
				if _, err := p.s.Redeem(r, "water", 10); err == nil {
					spent[r.Pseudonym] += 10
				}
			case "up":
				p, _ := draw()
				w.up(p, rapid.IntRange(1, 9).Draw(rt, "records"))
			case "answer":
				w.answer()
			case "greet":
				p, _ := draw()
				w.greet(p)
			}
			for who, n := range spent {
				if n > earned[who] {
					rt.Fatalf("%s redeemed %d of %d", who, n, earned[who])
				}
			}
		}
		w.settle()
		for who, n := range earned {
			w.sameEverywhere(who, n-spent[who])
		}
	})
}

// sameEverywhere: a rider's points are the same wherever the rider has been, and
// can be redeemed where the rider was last.
func (w *town) sameEverywhere(who event.Pseudonym, points int64) {
	redeemable := int64(0)
	for _, p := range w.posts {
		if n := must(p.s.Points(who)); n != points && n != 0 {
			w.t.Fatalf("%s: %d points at %s, and not %d", who, n, p.id, points)
		}
		for {
			_, err := p.s.Redeem(station.Rider{Pseudonym: who, Means: event.Means_MEANS_CARD}, "water", 10)
			if err != nil {
				break
			}
			redeemable += 10
		}
	}
	if redeemable != points/10*10 {
		w.t.Fatalf("%s can redeem %d of %d", who, redeemable, points)
	}
}
