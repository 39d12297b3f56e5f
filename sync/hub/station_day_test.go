package hub_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/seal"
	"github.com/nuanxin/station-kit/sync/hub"
)

// day is one at a real station.
type day struct {
	*testing.T
	*station.Station
	fleet *stationtest.Fleet
	clock *stationtest.Clock
	who   station.Rider
}

func (d day) ok(err error) {
	d.Helper()
	if err != nil {
		d.Fatal(err)
	}
}

func (d day) send(down *event.Down) { stationtest.Send(d, d.Station, down) }

func (d day) offer() {
	for _, o := range []*event.ServiceOffered{{Id: "health-check"}, {Id: "legal-aid", Waitlist: 9}} {
		stationtest.Offer(d, d.Station, o)
	}
	for _, purpose := range []string{station.PurposeStory, station.PurposeMembership} {
		d.send(&event.Down{Body: &event.Down_NoticePublished{NoticePublished: &event.NoticePublished{Purpose: purpose, Version: 1, TextZh: "告知"}}})
	}
	d.send(&event.Down{Body: &event.Down_TaskOffered{TaskOffered: &event.TaskOffered{Id: "patrol", Places: 9}}})
	stationtest.SendPack(d, d.Station, d.fleet.Pack(d, &event.PackManifest{
		Id: "road", Version: 1, TitleZh: "交通", Pages: []*event.PackPage{{TextZh: "一"}}, PassMark: 1,
		Quiz: []*event.QuizQuestion{{TextZh: "问", ChoicesZh: []string{"甲", "乙"}, ChoicesEn: []string{"a", "b"}, Right: 1}},
	}))
	stationtest.Rule(d, d.Station, "visit", "check_in", 50, 0)
	stationtest.Budget(d, d.Station, 100)
	stationtest.Reward(d, d.Station, "water", 5)
	stationtest.LendSlot(d, d.Station, &event.SlotLent{Slot: "soon", Service: "health-check", StartsMs: d.clock.Time.Add(time.Hour).UnixMilli(), Minutes: 60, Quantity: 5})
	stationtest.LendSlot(d, d.Station, &event.SlotLent{Slot: "later", Service: "health-check", StartsMs: d.clock.Time.Add(5 * time.Hour).UnixMilli(), Minutes: 60, Quantity: 5})
	stationtest.LendSlot(d, d.Station, &event.SlotLent{Slot: "legal", Service: "legal-aid", StartsMs: d.clock.Time.Add(5 * time.Hour).UnixMilli(), Minutes: 60, Quantity: 1})
	d.ok(d.InstallSupervisor("chief", "值班长", "830164"))
	d.ok(d.SetAttendant(station.Attendant{ID: "duty", Name: "值班员", Role: station.RoleAttendant}, "271828", "chief"))
}

func (d day) visit() {
	_, err := d.CheckInFor(d.who, station.VisitDetails{Purpose: event.Purpose_PURPOSE_REST, Occupation: "delivery-rider"})
	d.ok(err)
	spent, err := d.Redeem(d.who, "water", 5)
	d.ok(err)
	_, err = d.ReversePoints(d.who.Pseudonym, spent.Ref, station.ReasonNotGiven, "duty")
	d.ok(err)
	given, err := d.Redeem(d.who, "water", 5)
	d.ok(err)
	d.ok(d.HandOut(d.who.Pseudonym, given.Ref, "duty"))
	d.clock.Time = d.clock.Time.Add(time.Minute)
	_, err = d.CheckOut(d.who.Pseudonym)
	d.ok(err)
	_, err = d.CheckIn(station.Anonymous())
	d.ok(err)
}

func (d day) book() {
	b, err := d.WalkIn(d.who, "soon", "duty")
	d.ok(err)
	d.ok(d.Call(d.who.Pseudonym, b.Ref, "duty"))
	d.ok(d.Attend(d.who.Pseudonym, b.Ref, "duty"))
	again, err := d.FollowUp(d.who, b.Ref, "later", "duty")
	d.ok(err)
	d.ok(d.Cancel(d.who.Pseudonym, again.Ref))
	legal, err := d.Book(d.who, "legal")
	d.ok(err)
	_, err = d.Wait(d.ByPhone(), "legal")
	d.ok(err)
	d.ok(d.Cancel(d.who.Pseudonym, legal.Ref)) // promotes who waits
	phone := d.ByPhone()
	missed, err := d.Book(phone, "soon")
	d.ok(err)
	moved, err := d.Reschedule(phone, missed.Ref, "later")
	d.ok(err)
	d.ok(d.GiveBack("later", 2))
	d.clock.Time = d.clock.Time.Add(6 * time.Hour)
	d.ok(d.NoShow(phone.Pseudonym, moved.Ref, "duty"))
}

func (d day) tell() {
	f, err := d.FileAppeal(d.who, station.Appeal{Category: event.AppealCategory_APPEAL_CATEGORY_STATION, Phrases: []string{"pay-late"}, Text: "迟发"})
	d.ok(err)
	code, err := seal.ParseClaimCode(f.Code)
	d.ok(err)
	claim := code.Claim()
	d.send(&event.Down{Body: &event.Down_AppealReply{AppealReply: &event.AppealReply{Claim: claim[:], State: event.AppealState_APPEAL_STATE_ANSWERED}}})
	d.ok(d.RateAppeal(f.Code, 2))
	d.ok(d.ReopenAppeal(f.Code, "不满意"))
	_, err = d.ReportHazard(d.who, station.Hazard{Kind: "road", Place: "crossing-3", Text: "井盖坏了"})
	d.ok(err)
	d.ok(d.GiveConsent(d.who.Pseudonym, station.PurposeStory, 1))
	_, err = d.OfferStory(d.who, "我的故事")
	d.ok(err)
	d.ok(d.Withdraw(d.who.Pseudonym, station.PurposeStory))
	d.ok(d.GiveConsent(d.who.Pseudonym, station.PurposeMembership, 1))
	_, err = d.RegisterMember(d.who, station.MemberDetails{Home: "某村", Words: "登记"})
	d.ok(err)
	_, err = d.RequestAsMember(d.who, station.RequestTransfer, "转接")
	d.ok(err)
}

func (d day) end() {
	d.ok(d.ReadPage(d.who, "road", 1, 1))
	_, err := d.TakeQuiz(d.who, "road", 1, []int{1})
	d.ok(err)
	d.ok(d.AcceptTask(d.who, "patrol"))
	d.ok(d.TaskDone(d.who.Pseudonym, "patrol", "duty"))
	_, err = d.IssuePass(d.who.Pseudonym)
	d.ok(err)
	_, err = d.RevokePasses(d.who.Pseudonym)
	d.ok(err)
	_, err = d.SignIn("duty", "271828")
	d.ok(err)
	d.ok(d.Hear(d.clock.Time.Add(time.Hour)))
	d.ok(d.Daily())
	d.ok(d.Erase(d.who.Pseudonym))
}

// TestARealStationsDayLeavesNoDeadLetter has a real station record a day, and
// the projections digest all of it.
func TestARealStationsDayLeavesNoDeadLetter(t *testing.T) {
	f := stationtest.NewFleet(t)
	cfg := f.Config(t, "st-1")
	clock := &stationtest.Clock{Time: time.Date(2026, 11, 24, 8, 0, 0, 0, event.Zone)}
	cfg.Clock = clock.Station()
	d := day{T: t, Station: stationtest.Open(t, cfg), fleet: f, clock: clock}
	d.offer()
	d.who = d.ByCard("王测试", "11010119900307793X") // invented
	d.visit()
	d.book()
	d.tell()
	d.end()
	_, written, err := d.Records(0, 1000, 1<<20)
	d.ok(err)

	r := rigFor(t)
	r.Followers = hub.Projections()
	must(ingest(r, r.enrol("st-1").batch(1, written, 1, len(written))))
	r.follow()
	if left := lettersOf(t, r, ""); len(left) != 0 {
		t.Errorf("dead letters %v", left)
	}
	empty := map[string]bool{ // what does not happen on such a day
		"budgets_returned": true, "loans_forfeited": true, "points_released": true, "storage_states": true,
	}
	pseudonym := fmt.Sprint(d.who.Pseudonym.Bytes()) // as dump prints it
	for table, rows := range dump(r.store) {
		if rows == "" && !empty[table] && table != "dead_letters" {
			t.Errorf("nothing in %s", table)
		}
		if strings.Contains(rows, "王测试") || strings.Contains(rows, pseudonym) {
			t.Errorf("%s still names the rider", table)
		}
	}
	for table, want := range map[string]int{
		"bookings WHERE state = 'attended' AND walk_in = 1 AND called_ms IS NOT NULL": 1, "bookings WHERE state = 'cancelled'": 2,
		"bookings WHERE state = 'moved'": 1, "bookings WHERE state = 'no_show'": 1,
		"bookings WHERE booked_as = 'waiting' AND confirmed_ms IS NOT NULL": 1, "bookings WHERE follow_up_of_pos IS NOT NULL": 1,
		"visits WHERE stayed_ms = 60000": 1, "appeal_states WHERE state = 'reopened' AND round = 1": 1,
	} {
		if n := countIn(t, r, table); n != want {
			t.Errorf("%s: %d instead of %d", table, n, want)
		}
	}
}
