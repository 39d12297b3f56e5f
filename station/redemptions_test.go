package station_test

import (
	"errors"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// TestTheAttendantSeesWhatToHandOut: today's redemptions and no others, whether they stand, and none of the erased.
func TestTheAttendantSeesWhatToHandOut(t *testing.T) {
	clock := newClock()
	s, _ := openAt(t, clock)
	stationtest.Budget(t, s, 100)
	stationtest.Send(t, s, &event.Down{Body: &event.Down_RewardOffered{RewardOffered: &event.RewardOffered{Id: "water", NameZh: "一瓶水", NameEn: "Water", Points: 10}}})
	stationtest.Rule(t, s, "visit", "check_in", 30, 0)
	for n := range byte(3) {
		if _, err := s.CheckIn(rider(n + 1)); err != nil {
			t.Fatal(err)
		}
	}
	redeem := func(n byte) station.PointsEntry {
		t.Helper()
		clock.pass(time.Minute)
		e, err := s.Redeem(rider(n), "water", 10)
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	redeem(1)
	clock.pass(24 * time.Hour)
	first, back := redeem(1), redeem(2)
	redeem(3)
	_, err := s.ReversePoints(rider(2).Pseudonym, back.Ref, station.ReasonNotGiven, "boss")
	if err := errors.Join(err, s.Erase(rider(3).Pseudonym)); err != nil {
		t.Fatal(err)
	}
	all, err := s.RedemptionsToday()
	if err != nil || len(all) != 2 {
		t.Fatalf("%+v, %v", all, err)
	}
	if all[0].Ref != back.Ref || !all[0].Reversed || all[0].Who != rider(2).Pseudonym || all[0].Points != 10 || all[0].Reward != "water" {
		t.Errorf("the latest is %+v", all[0])
	}
	if all[1].Ref != first.Ref || all[1].Reversed || all[1].Name != (station.Text{ZH: "一瓶水", EN: "Water"}) {
		t.Errorf("the first is %+v", all[1])
	}
}
