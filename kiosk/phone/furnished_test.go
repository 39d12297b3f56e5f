package phone

import (
	"bytes"
	"crypto/sha256"
	"image"
	"image/jpeg"
	"sync"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/station/seal"
)

// furnished is a place at a real station with something of each subject.
func furnished(t testing.TB, change ...func(*Config)) (*place, *station.Station) {
	t.Helper()
	at := &clock{now: time.Date(2026, 11, 3, 11, 2, 0, 0, beijing)}
	fleet := stationtest.NewFleet(t)
	cfg := fleet.Config(t, "st-1")
	cfg.Clock = station.Clock{
		Wall: at.Now,
		Mono: func() time.Duration { return at.Now().Sub(time.Date(2026, 11, 3, 0, 0, 0, 0, beijing)) },
	}
	s := stationtest.Open(t, cfg)
	furnish(t, s, fleet, at.Now())
	p := open(t, append([]func(*Config){func(c *Config) {
		c.Desk, c.Now = s, at.Now
	}}, change...)...)
	p.clock = at
	return p, s
}

func furnish(t testing.TB, s *station.Station, fleet *stationtest.Fleet, now time.Time) {
	t.Helper()
	send := func(d *event.Down) { stationtest.Send(t, s, d) }
	send(&event.Down{Body: &event.Down_NoticePublished{NoticePublished: &event.NoticePublished{
		Purpose: "legal", Version: 1, TextZh: "您说的情况只告诉接待的律师。", TextEn: "What you say is told only to the lawyer.",
	}}})
	send(&event.Down{Body: &event.Down_NoticePublished{NoticePublished: &event.NoticePublished{
		Purpose: station.PurposeStory, Version: 3, TextZh: "选中的故事会在驿站屏幕上展示。", TextEn: "Stories chosen are shown at stations.",
	}}})
	send(&event.Down{Body: &event.Down_StoryPublished{StoryPublished: &event.StoryPublished{Id: "door", TextZh: "雪夜里有人给我开了门。", TextEn: "On a night of snow somebody let me in."}}})
	for id, urgent := range map[string]bool{"gale": true, "water": false} {
		send(&event.Down{Body: &event.Down_AnnouncementPosted{AnnouncementPosted: &event.AnnouncementPosted{
			Id: id, TitleZh: "公告" + id, TitleEn: "Notice " + id, TextZh: "详情" + id, TextEn: "More on " + id, Urgent: urgent,
			FromMs: now.Add(-time.Hour).UnixMilli(), UntilMs: now.Add(48 * time.Hour).UnixMilli(),
		}}})
	}
	if err := s.SaySeats(station.SeatsFew); err != nil {
		t.Fatal(err)
	}
	stationtest.Offer(t, s, &event.ServiceOffered{Id: "health-check", NameZh: "健康检查", NameEn: "Health check", NoteZh: "不用空腹", NoteEn: "No need to fast"})
	stationtest.Offer(t, s, &event.ServiceOffered{
		Id: "legal-aid", NameZh: "法律援助", NameEn: "Legal aid", NoteZh: "带上合同", NoteEn: "Bring your contract",
		ProviderZh: "区法律援助中心", ProviderEn: "District legal aid", Consent: "legal", Waitlist: 1,
	})
	stationtest.Offer(t, s, &event.ServiceOffered{Id: "childcare", NameZh: "托管服务", NameEn: "Childcare", MinAge: 3, MaxAge: 12})
	for _, service := range []string{"health-check", "legal-aid", "childcare"} {
		for hours, name := range map[int]string{3: "-soon", 5: "-later", 28: "-tomorrow"} {
			stationtest.LendSlot(t, s, &event.SlotLent{
				Slot: service + name, Service: service, StartsMs: now.Add(time.Duration(hours) * time.Hour).UnixMilli(), Minutes: 30,
				PlaceZh: "二楼调解室", PlaceEn: "Mediation room", Quantity: 1,
			})
		}
	}
	stationtest.Rule(t, s, "visit", "check_in", 5, 1)
	stationtest.Budget(t, s, 100)
	send(&event.Down{Body: &event.Down_RewardOffered{RewardOffered: &event.RewardOffered{Id: "water", NameZh: "一瓶水", NameEn: "A bottle of water", Points: 5}}})
	send(&event.Down{Body: &event.Down_RewardOffered{RewardOffered: &event.RewardOffered{Id: "raincoat", NameZh: "一件雨衣", NameEn: "A raincoat", Points: 50}}})
	send(&event.Down{Body: &event.Down_PictureFile{PictureFile: &event.PictureFile{Data: rainPicture()}}})
	stationtest.SendPack(t, s, fleet.Pack(t, lesson))
	send(&event.Down{Body: &event.Down_TaskOffered{TaskOffered: &event.TaskOffered{
		Id: "snow", TitleZh: "雪天帮老人买菜", TitleEn: "Shopping for the elderly in snow", TextZh: "两小时，带手套", TextEn: "Two hours; bring gloves",
		StartsMs: now.Add(20 * time.Hour).UnixMilli(), Urgent: true, Places: 1,
	}}})
	for _, dimension := range station.Dimensions {
		send(&event.Down{Body: &event.Down_OrganisationListed{OrganisationListed: &event.OrganisationListed{
			Id: "node-" + dimension, NameZh: "朝阳门街道" + dimension, NameEn: "Chaoyangmen " + dimension, Dimension: dimension,
		}}})
	}
}

// rainPicture is the picture of the lesson's first page.
var rainPicture = sync.OnceValue(func() []byte {
	m := image.NewGray(image.Rect(0, 0, 320, 180))
	for i := range m.Pix {
		m.Pix[i] = byte(i / 320)
	}
	var file bytes.Buffer
	if err := jpeg.Encode(&file, m, nil); err != nil {
		panic(err)
	}
	return file.Bytes()
})

func sumOf(file []byte) []byte {
	sum := sha256.Sum256(file)
	return sum[:]
}

var lesson = &event.PackManifest{
	Id: "brakes", Version: 1, TitleZh: "雨天刹车", TitleEn: "Braking in rain", PassMark: 2,
	Pages: []*event.PackPage{
		{TextZh: "先轻后重。\n提前减速。", TextEn: "First lightly.\nSlow down early.", Picture: sumOf(rainPicture())},
		{TextZh: "胎压要够。", TextEn: "Mind the tyres."},
	},
	Quiz: []*event.QuizQuestion{
		{TextZh: "雨天怎么刹车？", TextEn: "How do you brake in rain?", ChoicesZh: []string{"猛刹", "先轻后重"}, ChoicesEn: []string{"Hard", "First lightly"}, Right: 1},
		{TextZh: "什么时候减速？", TextEn: "When do you slow down?", ChoicesZh: []string{"提前", "到跟前"}, ChoicesEn: []string{"Early", "Late"}, Right: 0},
	},
}

// reply has the hub answer an appeal.
func reply(t testing.TB, s *station.Station, code string, state event.AppealState, round uint32, words string) {
	t.Helper()
	c, err := seal.ParseClaimCode(code)
	if err != nil {
		t.Fatal(err)
	}
	claim := c.Claim()
	r := &event.AppealReply{Claim: claim[:], State: state, Round: round, DueMs: s.Now().Add(48 * time.Hour).UnixMilli()}
	if words != "" {
		if r.Text, err = seal.SealReply(words, c.Public()); err != nil {
			t.Fatal(err)
		}
	}
	stationtest.Send(t, s, &event.Down{Body: &event.Down_AppealReply{AppealReply: r}})
}
