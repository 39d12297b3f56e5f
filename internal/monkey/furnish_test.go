package monkey

import (
	"fmt"
	"time"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// furnish applies what the hub sends to stations: something of everything.
func furnish(m *monkey, fleet *stationtest.Fleet, s *station.Station) {
	for i, id := range []string{"health-check", "legal-aid", "counselling", "childcare", "eye-test", "haircut"} {
		stationtest.Offer(m, s, &event.ServiceOffered{Id: id, NameZh: "服务" + fmt.Sprint(i+1), NameEn: "Service " + fmt.Sprint(i+1), NoteZh: "请带上证件", NoteEn: "Please bring your papers", Waitlist: 2})
		lend(m, s, id)
	}
	stationtest.Rule(m, s, "visit", "check_in", 5, 1)
	stationtest.Budget(m, s, 500)
	stationtest.Reward(m, s, "water", 10)
	stationtest.Reward(m, s, "towel", 30)
}

// lend lends a few places of a service on each of ten days.
func lend(m *monkey, s *station.Station, service string) {
	for day := 1; day <= 10; day++ {
		for hour := 9; hour < 17; hour += 2 {
			at := time.Now().AddDate(0, 0, day).Truncate(24 * time.Hour).Add(time.Duration(hour) * time.Hour)
			stationtest.LendSlot(m, s, &event.SlotLent{
				Slot: fmt.Sprintf("%s-%d-%d", service, day, hour), Service: service, StartsMs: at.UnixMilli(), Minutes: 30,
				PlaceZh: "二层 203 室", PlaceEn: "Room 203", Quantity: uint32(1 + hour%3),
			})
		}
	}
}
