package monkey

import (
	"fmt"
	"strings"
	"time"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

// furnish applies what the hub sends to stations: something of everything.
func furnish(m *monkey, fleet *stationtest.Fleet, s *station.Station) {
	for i, id := range []string{"health-check", "legal-aid", "counselling", "childcare", "eye-test", "haircut"} {
		stationtest.Offer(m, s, &event.ServiceOffered{Id: id, NameZh: "服务" + fmt.Sprint(i+1), NameEn: "Service " + fmt.Sprint(i+1), NoteZh: "请带上证件", NoteEn: "Please bring your papers", Waitlist: 2, Consent: consentFor[id]})
		lend(m, s, id)
	}
	learn(m, fleet, s)
	for i := range 6 {
		stationtest.Send(m, s, &event.Down{Body: &event.Down_TaskOffered{TaskOffered: &event.TaskOffered{
			Id: fmt.Sprint("task-", i), TitleZh: "文明骑行宣传", TitleEn: "Ride safely", TextZh: "在路口劝导一小时", TextEn: "An hour at the crossing",
			StartsMs: time.Now().AddDate(0, 0, 1+i).UnixMilli(), EndsMs: time.Now().AddDate(0, 0, 30).UnixMilli(), Urgent: i == 0, Places: uint32(1 + i%3),
		}}})
		stationtest.Send(m, s, &event.Down{Body: &event.Down_OrganisationListed{OrganisationListed: &event.OrganisationListed{
			Id: fmt.Sprint("org-", i), NameZh: "望京街道新就业群体党支部", NameEn: "Party branch of Wangjing", Dimension: []string{"platform", "industry", "territory", "online"}[i%4],
		}}})
		stationtest.Send(m, s, &event.Down{Body: &event.Down_StoryPublished{StoryPublished: &event.StoryPublished{
			Id: fmt.Sprint("story-", i), TextZh: "雨夜里他扶起了摔倒的老人，又把她送回家。", TextEn: "On a rainy night he helped an old lady up, and home.",
		}}})
	}
	for i := range 6 { // one is urgent until tomorrow by the monkey's own time, which passes quickly
		stationtest.Send(m, s, &event.Down{Body: &event.Down_AnnouncementPosted{AnnouncementPosted: &event.AnnouncementPosted{
			Id: fmt.Sprint("notice-", i), TitleZh: "明天上午停水两小时", TitleEn: "No water tomorrow morning", Urgent: i == 0,
			TextZh: strings.Repeat("明天上午检修水管，热水暂停，请提前灌好。", 20*i), TextEn: strings.Repeat("The pipes are mended tomorrow: fill your flask before. ", 20*i),
			UntilMs: time.Now().AddDate(0, 0, 1+i).UnixMilli(),
		}}})
	}
	for _, purpose := range []string{"health", "story", "member"} {
		stationtest.Send(m, s, &event.Down{Body: &event.Down_NoticePublished{NoticePublished: &event.NoticePublished{
			Purpose: purpose, Version: 1, TextZh: "为了办理这项服务，我们会用到您的姓名和证件号码。", TextEn: "For this service we use your name and number.",
		}}})
	}
	for hour := range 12 { // for attendants to have somebody to expect
		stationtest.LendSlot(m, s, &event.SlotLent{
			Slot: fmt.Sprint("today-", hour), Service: "haircut", StartsMs: time.Now().Add(time.Duration(1+hour) * time.Hour).UnixMilli(), Minutes: 20, Quantity: 2,
		})
	}
	if err := s.InstallSupervisor("boss", "班长", pin); err != nil {
		m.Fatal(err)
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

// pin is the supervisor's.
const pin = "428163"

var consentFor = map[string]string{"counselling": "health"}

// learn sends packs with several pages and a quiz.
func learn(m *monkey, fleet *stationtest.Fleet, s *station.Station) {
	for i := range 5 {
		manifest := &event.PackManifest{Id: fmt.Sprint("pack-", i), Version: 1, TitleZh: "雨天骑行安全", TitleEn: "Riding in the rain", PassMark: 2}
		for range 1 + i {
			manifest.Pages = append(manifest.Pages, &event.PackPage{TextZh: strings.Repeat("雨天路滑，过路口要减速。", 12), TextEn: strings.Repeat("Wet roads are slippery: slow down at crossings. ", 8)})
		}
		for q := range uint32(3) {
			manifest.Quiz = append(manifest.Quiz, &event.QuizQuestion{
				TextZh: "过路口时应当怎样？", TextEn: "What to do at a crossing?", Right: q % 3,
				ChoicesZh: []string{"减速", "加速", "看手机"}, ChoicesEn: []string{"Slow down", "Speed up", "Look at the phone"},
			})
		}
		stationtest.SendPack(m, s, fleet.Pack(m, manifest))
	}
}
