package station_test

import (
	"errors"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// newest is the newest record of a station.
func newest(t *testing.T, s *station.Station) *event.Record {
	t.Helper()
	_, all, err := s.Records(0, 10_000, 1<<24)
	must(t, err)
	r, err := event.Decode(all[len(all)-1])
	must(t, err)
	return r
}

func TestAStationGivesBackWhatOthersWant(t *testing.T) {
	s, clock, _ := morning(t)
	stationtest.Offer(t, s, &event.ServiceOffered{Id: "health-check"})
	stationtest.Lend(t, s, "ten", clock.Time.Add(2*time.Hour), 3)
	want := func(slot string, n uint32) {
		stationtest.Send(t, s, &event.Down{Body: &event.Down_QuotaWanted{QuotaWanted: &event.QuotaWanted{Slot: slot, Quantity: n}}})
	}
	firstOf(s.Book(rider(1), "ten"))
	want("ten", 1)
	if n, q := left(t, s, "ten"), newest(t, s).GetQuotaReturned(); n != 1 || q.GetQuantity() != 1 {
		t.Errorf("%d left, recorded %v", n, q)
	}
	want("ten", 1<<31)
	want("nowhere", 1)
	before := newest(t, s)
	want("ten", 1) // it has none to spare
	if n := left(t, s, "ten"); n != 0 || newest(t, s).GetQuotaReturned().GetQuantity() != 1 || newest(t, s).GetStamp().String() != before.GetStamp().String() {
		t.Errorf("%d left", n)
	}
	stationtest.Lend(t, s, "ten", clock.Time.Add(2*time.Hour), 1)
	clock.Time = clock.Time.Add(3 * time.Hour)
	want("ten", 1)
	if newest(t, s).GetStamp().String() != before.GetStamp().String() {
		t.Error("what has lapsed is given back")
	}
}

// What a station promised before it gave up its loans gives nobody a place when
// it ends: the hub has lent that to others.
func TestGivenUpLoansStayGivenUp(t *testing.T) {
	s, clock, _ := morning(t)
	stationtest.Offer(t, s, &event.ServiceOffered{Id: "health-check", Waitlist: 5})
	stationtest.Lend(t, s, "ten", clock.Time.Add(2*time.Hour), 3)
	stationtest.Budget(t, s, 50)
	early := firstOf(s.Book(rider(1), "ten"))
	firstOf(s.Book(rider(2), "ten"))
	stationtest.Send(t, s, &event.Down{Body: &event.Down_LoansEnded{LoansEnded: &event.LoansEnded{}}})
	if n := left(t, s, "ten"); n != 0 || newest(t, s).GetLoansForfeited() == nil {
		t.Errorf("%d left, recorded %s", n, newest(t, s).Kind())
	}
	if n, err := s.PointsBudget(); n != 0 || err != nil {
		t.Errorf("%d points left, %v", n, err)
	}
	must(t, s.Cancel(rider(1).Pseudonym, early.Ref))
	if n := left(t, s, "ten"); n != 0 {
		t.Errorf("%d places came back", n)
	}
	stationtest.Lend(t, s, "ten", clock.Time.Add(2*time.Hour), 1)
	late := firstOf(s.Book(rider(3), "ten"))
	must(t, s.Cancel(rider(3).Pseudonym, late.Ref))
	if n := left(t, s, "ten"); n != 1 {
		t.Errorf("of a new loan %d are left", n)
	}
}

// What was handed over is redeemed here no more, whatever late word says.
func TestPointsHandedOverAreGone(t *testing.T) {
	clock := newClock()
	s, _ := openAt(t, clock)
	stationtest.Rule(t, s, "visit", "check_in", 10, 0)
	stationtest.Reward(t, s, "water", 10)
	stationtest.Budget(t, s, 100)
	visit(t, s, clock, 1)
	standing, err := s.Standing()
	must(t, err)
	early := standing.Epoch
	who := rider(1).Pseudonym
	wanted := &event.Down{Body: &event.Down_PointsWanted{PointsWanted: &event.PointsWanted{Pseudonym: who.Bytes()}}}
	stationtest.Send(t, s, wanted)
	if r := newest(t, s).GetPointsReleased(); r.GetPoints() != 10 {
		t.Errorf("handed over %v", r)
	}
	stationtest.Send(t, s, wanted) // nothing is left to hand over
	redeem := func() error {
		_, err := s.Redeem(rider(1), "water", 10)
		return err
	}
	balance(t, s, 1, 10)
	if err := redeem(); !errors.Is(err, station.ErrPointsElsewhere) {
		t.Errorf("redeemed after it was handed over: %v", err)
	}
	stationtest.Balance(t, s, who, 0, event.Ref{Epoch: early, Seq: 1}) // from before
	if err := redeem(); !errors.Is(err, station.ErrPointsElsewhere) {
		t.Errorf("late word brought them back: %v", err)
	}
	at, err := s.Standing()
	must(t, err)
	stationtest.Balance(t, s, who, 10, event.Ref{Epoch: early, Seq: at.Last}) // the rider is here again
	must(t, redeem())
}
