package station_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

func balance(t *testing.T, s *station.Station, who byte, want int64) {
	t.Helper()
	if got, err := s.Points(rider(who).Pseudonym); err != nil || got != want {
		t.Errorf("rider %d has %d points, %v; want %d", who, got, err, want)
	}
}

func visit(t *testing.T, s *station.Station, c *handClock, who byte) station.Visit {
	t.Helper()
	c.pass(11 * time.Minute)
	v, err := s.CheckIn(rider(who))
	must(t, err)
	return v
}

func TestARuleEarnsPointsWithTheRecordItself(t *testing.T) {
	clock := newClock()
	s, _ := openAt(t, clock)
	stationtest.Rule(t, s, "visit", "check_in", 5, 0)
	stationtest.Rule(t, s, "other", "booking", 7, 0)
	v := visit(t, s, clock, 1)
	if _, err := s.CheckIn(rider(1)); err != nil { // a repeat records nothing, so it earns nothing
		t.Fatal(err)
	}
	if _, err := s.CheckIn(station.Anonymous()); err != nil { // nobody to give them to
		t.Fatal(err)
	}
	if got := kinds(t, s); got != "epoch_started check_in points_earned check_in" {
		t.Fatalf("journal: %s", got)
	}
	earned := records(t, s)[2].GetPointsEarned()
	if earned.Cause.Seq != v.Ref.Seq || earned.Rule != "visit" || event.PseudonymFrom(earned.Pseudonym) != rider(1).Pseudonym {
		t.Errorf("%v for %v", earned, v)
	}
	balance(t, s, 1, 5)
	balance(t, s, 2, 0)
}

func TestNoRuleEarnsForPointsOrForBeingErased(t *testing.T) {
	clock := newClock()
	s, _ := openAt(t, clock)
	for _, kind := range []string{"points_earned", "points_redeemed", "points_reversed", "person_erased", "unknown"} {
		stationtest.Rule(t, s, "r-"+kind, kind, 1, 0)
	}
	stationtest.Rule(t, s, "visit", "check_in", 5, 0)
	stationtest.Budget(t, s, 100)
	stationtest.Reward(t, s, "water", 2)
	visit(t, s, clock, 1)
	e, err := s.Redeem(rider(1), "water", 2)
	must(t, err)
	_, err = s.ReversePoints(rider(1).Pseudonym, e.Ref, station.ReasonNotGiven, "a-1")
	must(t, err)
	balance(t, s, 1, 5)
	if got := kinds(t, s); strings.Count(got, "points_earned") != 1 {
		t.Errorf("journal: %s", got)
	}
}

// TestTheDayIsThatOfTheStationsClock: midnight in China, whatever zone the
// machine is set to.
func TestTheDayIsThatOfTheStationsClock(t *testing.T) {
	for name, c := range map[string]struct {
		first, second time.Time
		want          int64
	}{
		"the same day":                      {at(23, 8, 0), at(23, 23, 59), 3},
		"a minute to midnight and after":    {at(23, 23, 50), at(24, 0, 1), 6},
		"one day in China, two in UTC":      {at(23, 7, 30), at(23, 8, 30), 3},
		"two days in China, one in UTC":     {at(23, 23, 0), at(24, 2, 0), 6},
		"the same time a day later":         {at(23, 8, 0), at(24, 8, 0), 6},
		"the same date of another month":    {at(23, 8, 0), at(23, 8, 0).AddDate(0, 1, 0), 6},
		"the same day of year a year later": {at(23, 8, 0), at(23, 8, 0).AddDate(1, 0, 0), 6},
	} {
		t.Run(name, func(t *testing.T) {
			clock := &handClock{wall: c.first.UTC()}
			s, _ := openAt(t, clock)
			stationtest.Rule(t, s, "visit", "check_in", 3, 1)
			for _, who := range []byte{1, 2} {
				_, err := s.CheckIn(rider(who))
				must(t, err)
			}
			clock.pass(c.second.Sub(c.first))
			_, err := s.CheckIn(rider(1))
			must(t, err)
			balance(t, s, 1, c.want)
			balance(t, s, 2, 3) // the limit is each rider's own
		})
	}
}

func at(day, hour, minute int) time.Time {
	return time.Date(2026, 11, day, hour, minute, 0, 0, event.Zone)
}

func TestARuleChangesAndEnds(t *testing.T) {
	clock := newClock()
	s, _ := openAt(t, clock)
	for _, step := range []struct {
		kind   string
		points int64
		perDay uint32
		want   int64 // after one more visit
	}{
		{"check_in", 5, 0, 5},
		{"check_in", 2, 0, 7},
		{"check_in", 2, 1, 7},    // the day's two count under the new limit
		{"pass_issued", 9, 0, 7}, // now for another kind only
		{"check_in", 1, 0, 8},
		{"check_in", 2_000_000_000, 0, 9}, // a slip of the hub: passed over
		{"no such kind", 3, 0, 10},        // likewise
		{"check_in", -4, 0, 10},           // ends it
		{"check_in", 0, 0, 10},
	} {
		stationtest.Rule(t, s, "visit", step.kind, step.points, step.perDay)
		visit(t, s, clock, 1)
		balance(t, s, 1, step.want)
	}
	rules, err := s.PointsRules()
	if err != nil || len(rules) != 0 {
		t.Errorf("in force: %+v, %v", rules, err)
	}
}

func TestBalanceIsTheHubsAndWhatCameAfter(t *testing.T) {
	clock := newClock()
	s, _ := openAt(t, clock)
	stationtest.Rule(t, s, "visit", "check_in", 5, 0)
	who := rider(1).Pseudonym
	first, second := visit(t, s, clock, 1).Ref, visit(t, s, clock, 1).Ref
	earnedAt := func(visit event.Ref) event.Ref { visit.Seq++; return visit }
	balance(t, s, 1, 10)
	stationtest.Balance(t, s, who, 100, earnedAt(first)) // the first is in it
	balance(t, s, 1, 105)
	stationtest.Balance(t, s, who, 7, event.Ref{Epoch: 1, Seq: 1}) // late: it knows less
	balance(t, s, 1, 105)
	stationtest.Balance(t, s, who, 90, earnedAt(first)) // spent elsewhere meanwhile
	balance(t, s, 1, 95)
	stationtest.Balance(t, s, who, 95, second) // the record before the second earning
	balance(t, s, 1, 100)
	stationtest.Balance(t, s, who, 100, earnedAt(second))
	balance(t, s, 1, 100)
	visit(t, s, clock, 1)
	balance(t, s, 1, 105)
	stationtest.Balance(t, s, who, 60, event.Ref{Epoch: 9, Seq: 1}) // of records that nobody has made
	visit(t, s, clock, 1)
	balance(t, s, 1, 65)
	stationtest.Balance(t, s, event.Pseudonym{}, 50, event.Ref{Epoch: 9, Seq: 2})
	balance(t, s, 0, 0)
	if total, err := s.Points(event.Pseudonym{}); err != nil || total != 0 {
		t.Errorf("nobody has %d, %v", total, err)
	}
}

func TestRedeemingStaysWithinPointsAndBudget(t *testing.T) {
	for name, c := range map[string]struct {
		points, budget, price, shown int64
		reward                       string
		who                          station.Rider
		want                         error
	}{
		"all of both":          {10, 10, 10, 10, "meal", rider(1), nil},
		"nobody":               {10, 10, 10, 10, "meal", station.Anonymous(), station.ErrAnonymous},
		"unknown":              {10, 10, 10, 10, "car", rider(1), station.ErrNoReward},
		"no name":              {10, 10, 10, 10, "", rider(1), station.ErrNoReward},
		"withdrawn":            {10, 10, 0, 10, "meal", rider(1), station.ErrNoReward},
		"dearer than shown":    {10, 10, 10, 9, "meal", rider(1), station.ErrPriceChanged},
		"cheaper than shown":   {10, 10, 9, 10, "meal", rider(1), station.ErrPriceChanged},
		"a point short":        {9, 10, 10, 10, "meal", rider(1), station.ErrTooFewPoints},
		"somebody else's":      {10, 10, 10, 10, "meal", rider(2), station.ErrTooFewPoints},
		"owing":                {-1, 10, 1, 1, "meal", rider(1), station.ErrTooFewPoints},
		"the budget too small": {10, 9, 10, 10, "meal", rider(1), station.ErrBudgetSpent},
		"no budget":            {10, 0, 10, 10, "meal", rider(1), station.ErrBudgetSpent},
	} {
		t.Run(name, func(t *testing.T) {
			s, _ := open(t)
			stationtest.Balance(t, s, rider(1).Pseudonym, c.points, event.Ref{})
			stationtest.Budget(t, s, c.budget)
			stationtest.Reward(t, s, "meal", 77) // an earlier offer
			stationtest.Reward(t, s, "meal", c.price)
			e, err := s.Redeem(c.who, c.reward, c.shown)
			if !errors.Is(err, c.want) {
				t.Fatalf("%+v, %v; want %v", e, err, c.want)
			}
			left, budget := c.points, c.budget
			if c.want == nil {
				left, budget = left-c.price, budget-c.price
			} else if got := kinds(t, s); got != "epoch_started" {
				t.Errorf("journal: %s", got)
			}
			balance(t, s, 1, left)
			if got, err := s.PointsBudget(); err != nil || got != budget {
				t.Errorf("%d left of the budget, %v; want %d", got, err, budget)
			}
		})
	}
}

// TestManyRedeemAtOnce: a group of waiting writers is one transaction; each
// sees what the one before has spent.
func TestManyRedeemAtOnce(t *testing.T) {
	s, _ := open(t)
	stationtest.Balance(t, s, rider(1).Pseudonym, 7, event.Ref{})
	stationtest.Budget(t, s, 1000)
	stationtest.Reward(t, s, "water", 2)
	errs := make(chan error)
	for range 20 {
		go func() {
			_, err := s.Redeem(rider(1), "water", 2)
			errs <- err
		}()
	}
	var given int
	for range 20 {
		if err := <-errs; err == nil {
			given++
		} else if !errors.Is(err, station.ErrTooFewPoints) {
			t.Error(err)
		}
	}
	if given != 3 {
		t.Errorf("7 points bought %d rewards of 2", given)
	}
	balance(t, s, 1, 1)
}

func TestBudgetGivenBackIsGone(t *testing.T) {
	s, _ := open(t)
	stationtest.Balance(t, s, rider(1).Pseudonym, 100, event.Ref{})
	stationtest.Budget(t, s, 10)
	stationtest.Reward(t, s, "water", 2)
	e, err := s.Redeem(rider(1), "water", 2)
	must(t, err)
	for _, step := range []struct{ ask, want int64 }{{-5, 0}, {0, 0}, {5, 5}, {1000, 3}, {1, 0}} {
		if got, err := s.ReturnBudget(step.ask); err != nil || got != step.want {
			t.Errorf("of %d asked, %d given back, %v; want %d", step.ask, got, err, step.want)
		}
	}
	if got := kinds(t, s); got != "epoch_started points_redeemed budget_returned budget_returned" {
		t.Errorf("journal: %s", got)
	}
	if _, err := s.Redeem(rider(1), "water", 2); !errors.Is(err, station.ErrBudgetSpent) {
		t.Errorf("out of what was given back: %v", err)
	}
	_, err = s.ReversePoints(rider(1).Pseudonym, e.Ref, station.ReasonNotGiven, "a-1")
	must(t, err)
	if left, err := s.PointsBudget(); err != nil || left != 2 {
		t.Errorf("%d left, %v; the reversed 2 were not given back to the hub", left, err)
	}
}

func TestRewardsAreCheapestFirst(t *testing.T) {
	s, _ := open(t)
	for id, points := range map[string]int64{"b": 5, "a": 5, "c": 1, "gone": 0, "two words": 3, "dear": 2_000_000_000, "odd": -1} {
		stationtest.Reward(t, s, id, points)
	}
	got, err := s.Rewards()
	want := []station.Reward{{ID: "c", Points: 1}, {ID: "a", Points: 5}, {ID: "b", Points: 5}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestAReversalTakesBackOnce(t *testing.T) {
	clock := newClock()
	s, _ := openAt(t, clock)
	who := rider(1).Pseudonym
	stationtest.Rule(t, s, "visit", "check_in", 5, 1)
	stationtest.Budget(t, s, 5)
	stationtest.Reward(t, s, "meal", 5)
	v := visit(t, s, clock, 1)
	earning := event.Ref{Station: "st-1", Epoch: 1, Seq: v.Ref.Seq + 1}
	meal, err := s.Redeem(rider(1), "meal", 5)
	must(t, err)
	back, err := s.ReversePoints(who, meal.Ref, station.ReasonNotGiven, "a-1")
	must(t, err)
	balance(t, s, 1, 5)
	for what, c := range map[string]struct {
		who    event.Pseudonym
		ref    event.Ref
		reason string
		want   error
	}{
		"twice":               {who, meal.Ref, station.ReasonMistake, station.ErrReversed},
		"the reversal itself": {who, back.Ref, station.ReasonMistake, station.ErrNoEntry},
		"no points at all":    {who, v.Ref, station.ReasonMistake, station.ErrNoEntry},
		"another rider's":     {rider(2).Pseudonym, meal.Ref, station.ReasonMistake, station.ErrNoEntry},
		"another station's":   {who, event.Ref{Station: "st-2", Epoch: 1, Seq: meal.Ref.Seq}, station.ReasonMistake, station.ErrNoEntry},
		"nobody's":            {event.Pseudonym{}, meal.Ref, station.ReasonMistake, station.ErrNoEntry},
		"free text":           {who, earning, name, station.ErrReason},
		"no reason":           {who, earning, "", station.ErrReason},
	} {
		if _, err := s.ReversePoints(c.who, c.ref, c.reason, "a-1"); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", what, err, c.want)
		}
	}
	_, err = s.Redeem(rider(1), "meal", 5) // the budget came back too
	must(t, err)
	_, err = s.ReversePoints(who, earning, station.ReasonMisuse, "a-1")
	must(t, err)
	balance(t, s, 1, -5) // spent by then
	visit(t, s, clock, 1)
	balance(t, s, 1, -5) // an earning taken back still counts for the day

	last := records(t, s)[6]
	if last.GetPointsReversed() == nil || last.Attendant != "a-1" {
		t.Errorf("recorded as %v", last)
	}
}

// TestARestoredFileHasNoBudget: what was lent to the lost file may have been
// spent since; what the rider has is theirs.
func TestARestoredFileHasNoBudget(t *testing.T) {
	cfg := stationtest.NewFleet(t).Config(t, "st-1")
	s := stationtest.Open(t, cfg)
	who := rider(1).Pseudonym
	stationtest.Balance(t, s, who, 10, event.Ref{})
	stationtest.Budget(t, s, 10)
	stationtest.Reward(t, s, "water", 2)
	before, err := s.Redeem(rider(1), "water", 2)
	must(t, err)
	_, err = s.Snapshot()
	must(t, err)
	stationtest.Close(t, s)
	truncate(t, cfg.Path, 0)

	s = stationtest.Open(t, cfg)
	balance(t, s, 1, 8)
	if _, err := s.Redeem(rider(1), "water", 2); !errors.Is(err, station.ErrBudgetSpent) {
		t.Errorf("out of the lost file's budget: %v", err)
	}
	_, err = s.ReversePoints(who, before.Ref, station.ReasonMistake, "a-1")
	must(t, err)
	balance(t, s, 1, 10)
	if left, err := s.PointsBudget(); err != nil || left != 0 {
		t.Errorf("a lost budget gave back %d, %v", left, err)
	}
	stationtest.Budget(t, s, 3)
	_, err = s.Redeem(rider(1), "water", 2)
	must(t, err)
}

// TestCheckFindsWrongPoints damages each table of points.
func TestCheckFindsWrongPoints(t *testing.T) {
	first := func(tx *bolt.Tx, bucket string) (*bolt.Bucket, []byte, []byte) {
		b := tx.Bucket([]byte(bucket))
		key, row := b.Cursor().First()
		return b, slices.Clone(key), slices.Clone(row)
	}
	for name, c := range map[string]struct {
		damage func(*bolt.Tx) error
		want   string
	}{
		"a balance raised": {func(tx *bolt.Tx) error {
			b, key, row := first(tx, "points-balances")
			row[27]++
			return b.Put(key, row)
		}, "says 4, its entries 3"},
		"a balance lost": {func(tx *bolt.Tx) error {
			b, key, _ := first(tx, "points-balances")
			return b.Delete(key)
		}, "has entries and no balance"},
		"an entry lost": {func(tx *bolt.Tx) error {
			b, key, _ := first(tx, "points")
			return b.Delete(key)
		}, "is not in the ledger"},
		"an entry of somebody else": {func(tx *bolt.Tx) error {
			b, key, row := first(tx, "points")
			key[0]++
			return b.Put(key, row)
		}, "it is of another rider"},
		"an entry changed": {func(tx *bolt.Tx) error {
			b, key, row := first(tx, "points")
			row[len(row)-1]++
			return b.Put(key, row)
		}, "the journal says otherwise"},
		"an entry of the future": {func(tx *bolt.Tx) error {
			b, key, row := first(tx, "points")
			key[len(key)-1] = 99
			return b.Put(key, row)
		}, "the journal says otherwise"},
		"more spent than entered": {func(tx *bolt.Tx) error {
			return tx.Bucket([]byte("points-budget")).Put([]byte("spent"), []byte{7: 3})
		}, "3 spent, but the entries spent 2"},
		"the budget overspent": {func(tx *bolt.Tx) error {
			return tx.Bucket([]byte("points-budget")).Put([]byte("lent"), []byte{7: 1})
		}, "1 lent, 2 spent"},
		"a hand-out lost": {func(tx *bolt.Tx) error {
			b, key, _ := first(tx, "points-handed-out")
			return b.Delete(key)
		}, "its hand-out has no row"},
		"a hand-out changed": {func(tx *bolt.Tx) error {
			b, key, row := first(tx, "points-handed-out")
			row[len(row)-1]++
			return b.Put(key, row)
		}, "the journal says otherwise"},
		"a hand-out of another redemption": {func(tx *bolt.Tx) error {
			b, key, row := first(tx, "points-handed-out")
			key[len(key)-1]++
			return b.Put(key, row)
		}, "it is of another redemption"},
		"a hand-out of somebody else": {func(tx *bolt.Tx) error {
			b, key, row := first(tx, "points-handed-out")
			key[0]++
			return b.Put(key, row)
		}, "no such entry"},
		"a hand-out forgotten": {func(tx *bolt.Tx) error {
			b, key, row := first(tx, "points-handed-out")
			copy(row, row[:12])
			row[11] -= 2 // the first word, which was taken back since
			copy(row[12:], tx.Bucket([]byte("journal")).Get(row[:12]))
			return b.Put(key, row)
		}, "it is not the latest in the journal"},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := stationtest.NewFleet(t).Config(t, "st-1")
			s, err := station.Open(cfg)
			must(t, err)
			stationtest.Rule(t, s, "visit", "check_in", 5, 0)
			stationtest.Budget(t, s, 9)
			stationtest.Reward(t, s, "water", 2)
			_, err = s.CheckIn(rider(1))
			must(t, err)
			e, err := s.Redeem(rider(1), "water", 2)
			must(t, err)
			must(t, s.HandOut(rider(1).Pseudonym, e.Ref, "ma"))
			must(t, s.TakeHandOutBack(rider(1).Pseudonym, e.Ref, "ma"))
			must(t, s.HandOut(rider(1).Pseudonym, e.Ref, "ma"))
			stationtest.Close(t, s) // good so far

			damaged(t, cfg.Path, c.damage)
			s, err = station.Open(cfg)
			must(t, err)
			defer s.Close()
			report, err := s.Check()
			if err != nil || !strings.Contains(strings.Join(report.Faults, "\n"), c.want) {
				t.Errorf("%q, %v; want %q", report.Faults, err, c.want)
			}
		})
	}
}

// TestLimitsHoldForNeighboursInTheTable: the day's limit is counted back from the
// newest entry, the last rider's of the table included.
func TestLimitsHoldForNeighboursInTheTable(t *testing.T) {
	clock := newClock()
	s, _ := openAt(t, clock)
	stationtest.Rule(t, s, "visit", "check_in", 1, 2)
	for range 3 {
		for _, who := range []byte{0, 7, 254, 255} {
			visit(t, s, clock, who)
		}
	}
	for _, who := range []byte{0, 7, 254, 255} {
		balance(t, s, who, 2)
	}
	history, err := s.PointsHistory(rider(254).Pseudonym)
	if err != nil || len(history) != 2 || history[0].At.Before(history[1].At) {
		t.Errorf("%s, %v", fmt.Sprint(history), err)
	}
}

// TestErasingLeavesNoPointsLearningOrTasks: nothing of the rider stays, what
// others have is untouched, and the budget stays as spent as it was.
func TestErasingLeavesNoPointsLearningOrTasks(t *testing.T) {
	clock := newClock()
	fleet := stationtest.NewFleet(t)
	cfg := fleet.Config(t, "st-1")
	cfg.Clock = clock.clock()
	s := stationtest.Open(t, cfg)
	stationtest.Rule(t, s, "visit", "check_in", 5, 1)
	stationtest.Rule(t, s, "erased", "person_erased", 5, 1)
	stationtest.Budget(t, s, 9)
	stationtest.Reward(t, s, "water", 2)
	stationtest.SendPack(t, s, fleet.Pack(t, roadSafety(1)))
	offerTask(t, s, &event.TaskOffered{Id: "patrol", Places: 1})
	for _, who := range []byte{1, 2} {
		visit(t, s, clock, who)
		_, err := s.Redeem(rider(who), "water", 2)
		must(t, err)
		must(t, s.ReadPage(rider(who), "road-safety", 1, 2))
		_, err = s.TakeQuiz(rider(who), "road-safety", 1, []int{0, 2, 1})
		must(t, err)
	}
	must(t, s.AcceptTask(rider(1), "patrol"))
	taken, err := s.Redeem(rider(1), "water", 2)
	must(t, err)
	_, err = s.ReversePoints(rider(1).Pseudonym, taken.Ref, station.ReasonMistake, "a-1")
	must(t, err)

	of := func(who byte) string {
		held, err := s.MyData(rider(who).Pseudonym)
		must(t, err)
		var export strings.Builder
		must(t, held.Export(&export))
		var subjects []string
		for _, item := range held.Items {
			if item.Subject != "visit" {
				subjects = append(subjects, item.Subject)
			}
		}
		return strings.Join(subjects, ", ")
	}
	const points = "points, points, points balance, learning, learning"
	if got := of(1); got != "points, points, "+points+", task" {
		t.Errorf("before: %s", got)
	}
	must(t, s.Erase(rider(1).Pseudonym))
	if got := of(1); got != "" {
		t.Errorf("after: %s", got)
	}
	if got := of(2); got != points {
		t.Errorf("another's: %s", got)
	}
	balance(t, s, 1, 0)
	balance(t, s, 2, 3)
	if left, err := s.PointsBudget(); err != nil || left != 5 {
		t.Errorf("%d left of the budget, %v", left, err)
	}
	must(t, s.AcceptTask(rider(2), "patrol")) // the place is free again
	visit(t, s, clock, 1)                     // as a first one, with the day's points
	balance(t, s, 1, 5)
	stationtest.Close(t, s)
	s = stationtest.Open(t, cfg)
	balance(t, s, 1, 5)
}
