package station_test

import (
	"errors"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/pass"
)

// counter is a station where two riders have redeemed a bottle of water each.
func counter(t *testing.T) (s *station.Station, first, second station.PointsEntry) {
	t.Helper()
	s, _ = open(t)
	stationtest.Budget(t, s, 100)
	stationtest.Reward(t, s, "water", 10)
	stationtest.Rule(t, s, "visit", "check_in", 30, 0)
	redeem := func(n byte) station.PointsEntry {
		t.Helper()
		_, err := s.CheckIn(rider(n))
		must(t, err)
		e, err := s.Redeem(rider(n), "water", 10)
		must(t, err)
		return e
	}
	return s, redeem(1), redeem(2)
}

// TestAHandOutNamesItsAttendant, as the account is called now, or was when it was
// removed; an account that no name is known of is told by its identifier.
func TestAHandOutNamesItsAttendant(t *testing.T) {
	s, first, second := counter(t)
	must(t, s.InstallSupervisor("boss", "班长", "402917"))
	set := func(name string) {
		t.Helper()
		must(t, s.SetAttendant(station.Attendant{ID: "ma", Name: name, Role: station.RoleAttendant}, "771502", "boss"))
	}
	signed := func(e station.PointsEntry, want station.Signatory, when string) {
		t.Helper()
		if r, err := s.RedemptionByNumber(e.Ref.Seq); err != nil || r.By != want {
			t.Errorf("%s: by %+v, want %+v; %v", when, r.By, want, err)
		}
	}
	set("小马")
	signed(first, station.Signatory{}, "before")
	must(t, s.HandOut(rider(1).Pseudonym, first.Ref, "ma"))
	must(t, s.HandOut(rider(2).Pseudonym, second.Ref, "gone"))
	signed(first, station.Signatory{ID: "ma", Name: "小马"}, "at once")
	signed(second, station.Signatory{ID: "gone", Former: true}, "unknown")
	set("马姐")
	signed(first, station.Signatory{ID: "ma", Name: "马姐"}, "renamed")
	must(t, s.RemoveAttendant("ma", "boss"))
	signed(first, station.Signatory{ID: "ma", Name: "马姐", Former: true}, "removed")
	set("小马")
	signed(first, station.Signatory{ID: "ma", Name: "小马"}, "there again")
	must(t, s.TakeHandOutBack(rider(1).Pseudonym, first.Ref, "boss"))
	signed(first, station.Signatory{}, "taken back")
}

// TestARewardIsHandedOutOnce: until an attendant takes the word back; what was handed out cannot be turned into points
// again, and what was turned into points cannot be handed out.
func TestARewardIsHandedOutOnce(t *testing.T) {
	s, e, other := counter(t)
	who := rider(1).Pseudonym
	wants := func(err, want error, what string) {
		t.Helper()
		if !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", what, err, want)
		}
	}
	wants(s.TakeHandOutBack(who, e.Ref, "ma"), station.ErrNotHandedOut, "taken back before")
	must(t, s.HandOut(who, e.Ref, "ma"))
	wants(s.HandOut(who, e.Ref, "li"), station.ErrHandedOut, "a second time")
	_, err := s.ReversePoints(who, e.Ref, station.ReasonMistake, "li")
	wants(err, station.ErrHandedOut, "points back")
	wants(s.HandOut(who, other.Ref, "ma"), station.ErrNoEntry, "another rider's")
	elsewhere := other.Ref
	elsewhere.Station = "st-2"
	wants(s.HandOut(rider(2).Pseudonym, elsewhere, "ma"), station.ErrNoEntry, "another station's")
	earning := e.Ref
	earning.Seq--
	wants(s.HandOut(who, earning, "ma"), station.ErrNoEntry, "an earning")

	today, err := s.RedemptionsToday()
	must(t, err)
	if r := today[1]; r.Open() || r.By.ID != "ma" || r.HandedOut.IsZero() || !today[0].Open() {
		t.Errorf("today %+v", today)
	}
	history, err := s.PointsHistory(who)
	must(t, err)
	if !history[0].HandedOut || history[1].HandedOut {
		t.Errorf("the rider sees %+v", history)
	}

	must(t, s.TakeHandOutBack(who, e.Ref, "li"))
	wants(s.TakeHandOutBack(who, e.Ref, "li"), station.ErrNotHandedOut, "taken back twice")
	_, err = s.ReversePoints(who, e.Ref, station.ReasonNotGiven, "li")
	must(t, err)
	wants(s.HandOut(who, e.Ref, "ma"), station.ErrReversed, "points back already")
	var r []*event.Record
	for _, one := range records(t, s) {
		if one.GetRedemptionChange() != nil {
			r = append(r, one)
		}
	}
	if len(r) != 2 || r[0].Attendant != "ma" || r[1].Attendant != "li" || r[0].GetRedemptionChange().Redemption.Seq != e.Ref.Seq ||
		r[1].GetRedemptionChange().State != event.RedemptionState_REDEMPTION_STATE_OPEN {
		t.Errorf("recorded %v", r)
	}
	stationtest.Close(t, s)
}

// TestTheAttendantFindsARedemption by its receipt or its number, also when its record is thinned away, and nothing else.
func TestTheAttendantFindsARedemption(t *testing.T) {
	s, e, _ := counter(t)
	who := rider(1).Pseudonym
	text, err := s.RedemptionReceipt(who, e.Ref)
	must(t, err)
	found, err := s.RedemptionByReceipt(text)
	if err != nil || found.Ref != e.Ref || found.Who != who || !found.Open() {
		t.Errorf("by receipt %+v, %v", found, err)
	}
	found, err = s.RedemptionByNumber(e.Ref.Seq)
	if err != nil || found.Ref != e.Ref {
		t.Errorf("by number %+v, %v", found, err)
	}
	other, err := s.ReportHazard(rider(1), station.Hazard{Kind: "road", Place: "crossing-3"})
	must(t, err)
	foreign := stationtest.NewFleet(t).Config(t, "st-2")
	for what, of := range map[string]struct {
		text string
		want error
	}{
		"a hazard's receipt": {s.FilingReceipt(other), station.ErrNoEntry},
		"no receipt":         {"hello", pass.ErrNotPass},
		"another fleet's":    {foreign.Issuer.Receipt(pass.Receipt{Ref: e.Ref, Made: time.Now()}), pass.ErrForged},
		"of other bytes":     {s.Issuer.Receipt(pass.Receipt{Ref: e.Ref, Made: time.Now()}), station.ErrNoEntry},
		"another station's":  {s.Issuer.Receipt(pass.Receipt{Ref: event.Ref{Station: "st-2", Epoch: 1, Seq: e.Ref.Seq}, Made: time.Now()}), station.ErrRedeemedElsewhere},
	} {
		if _, err := s.RedemptionByReceipt(of.text); !errors.Is(err, of.want) {
			t.Errorf("%s: %v, want %v", what, err, of.want)
		}
	}
	for _, seq := range []uint64{0, e.Ref.Seq - 1, e.Ref.Seq + 100} {
		if _, err := s.RedemptionByNumber(seq); !errors.Is(err, station.ErrNoEntry) {
			t.Errorf("number %d: %v", seq, err)
		}
	}
	must(t, s.HandOut(who, e.Ref, "ma"))
	must(t, s.Erase(who))
	if _, err := s.RedemptionByReceipt(text); !errors.Is(err, station.ErrNoEntry) {
		t.Errorf("after the erasure: %v", err)
	}
	stationtest.Close(t, s)
}

// TestANumberIsOfTheNewestEpoch: sequences begin anew with a restored file, and a rider shows the number alone.
func TestANumberIsOfTheNewestEpoch(t *testing.T) {
	fleet := stationtest.NewFleet(t)
	cfg := fleet.Config(t, "st-1")
	s, err := station.Open(cfg)
	must(t, err)
	spend := func() station.PointsEntry {
		t.Helper()
		stationtest.Budget(t, s, 100)
		stationtest.Reward(t, s, "water", 1)
		stationtest.Balance(t, s, rider(9).Pseudonym, 50, event.Ref{Epoch: 1})
		for {
			e, err := s.Redeem(rider(9), "water", 1)
			must(t, err)
			if e.Ref.Seq >= 6 {
				return e
			}
		}
	}
	old := spend()
	s = restored(t, t, s, cfg)
	defer func() { stationtest.Close(t, s) }()
	if found, err := s.RedemptionByNumber(old.Ref.Seq); err != nil || found.Ref != old.Ref {
		t.Errorf("before there is another: %+v, %v", found, err)
	}
	fresh := spend()
	if fresh.Ref.Seq != old.Ref.Seq || fresh.Ref.Epoch != old.Ref.Epoch+1 {
		t.Fatalf("%s and %s should have one number", old.Ref, fresh.Ref)
	}
	if found, err := s.RedemptionByNumber(old.Ref.Seq); err != nil || found.Ref != fresh.Ref {
		t.Errorf("found %+v, %v; want %s", found, err, fresh.Ref)
	}
}
