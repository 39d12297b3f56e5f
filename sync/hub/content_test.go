package hub_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
)

const edition = `{
  "services": [{"id": "eye-test", "name_zh": "视力检查", "name_en": "Eye test", "waitlist": 5, "consent": "health"}],
  "notices": [{"purpose": "health", "version": 1, "text_zh": "健康信息", "text_en": "Health data"},
              {"purpose": "story", "version": 1, "text_zh": "故事", "text_en": "Stories"}],
  "organisations": [{"id": "union-1", "name_zh": "区工会", "name_en": "District union", "dimension": "territory"}],
  "points_rules": [{"id": "visit", "kind": "check_in", "points": 5, "per_day": 1, "name_zh": "到站", "name_en": "A visit"}],
  "rewards": [{"id": "water", "name_zh": "一瓶水", "name_en": "A bottle of water", "points": 10}],
  "packs": [{"id": "road", "version": 1, "title_zh": "交通", "title_en": "Traffic", "pages": [{"text_zh": "慢"}],
             "quiz": [{"text_zh": "红灯", "choices_zh": ["停", "走"], "right": 0}], "pass_mark": 1}],
  "settings": {"repeat_minutes": 15},
  "announcements": [{"id": "storm", "title_zh": "大风", "title_en": "Gale", "text_zh": "进屋避一避", "text_en": "Come inside", "until_ms": "4102444800000", "urgent": true, "stations": ["a"]},
                    {"id": "water", "title_zh": "停水", "title_en": "No water", "text_zh": "两小时", "text_en": "For two hours", "until_ms": "4102444800000"}],
  "tasks": [{"id": "snow", "stations": ["a"], "title_zh": "扫雪", "title_en": "Snow", "text_zh": "来", "text_en": "Come", "places": 2, "urgent": true}]
}`

func TestWhatIsPublishedIsAtTheStations(t *testing.T) {
	k := kiosksFor(t, "a", "b")
	li := hub.As(ctx, "li")
	alone := `{"services": [{"id": "eye-test", "name_zh": "视力检查", "name_en": "Eye test", "consent": "health"}]}`
	if n, err := k.Publish(li, []byte(alone)); n != 0 || !errors.Is(err, hub.ErrContent) || !strings.Contains(err.Error(), `services[0]: consent "health"`) {
		t.Fatalf("%d, %v", n, err)
	}
	if n := must(k.Publish(li, []byte(edition))); n != 11 {
		t.Errorf("%d items", n)
	}
	must(k.Publish(li, []byte(edition))) // changes nothing
	k.sync()
	for id, p := range k.posts {
		services, notices := must(p.s.Services()), must(p.s.Notices())
		if len(services) != 5 || len(notices) != 2 {
			t.Errorf("%s: %+v %+v", id, services, notices)
		}
		if o := must(p.s.Organisations("territory")); len(o) != 1 || o[0].Name.EN != "District union" {
			t.Errorf("%s: %+v", id, o)
		}
		if r, w := must(p.s.PointsRules()), must(p.s.Rewards()); len(r) != 1 || r[0].Points != 5 || len(w) != 1 || w[0].Points != 10 {
			t.Errorf("%s: %+v %+v", id, r, w)
		}
		if packs := must(p.s.Packs("")); len(packs) != 1 || packs[0].ID != "road" {
			t.Errorf("%s: %+v", id, packs)
		}
		if tasks := must(p.s.Tasks(event.Pseudonym{})); (len(tasks) == 1) != (id == "a") {
			t.Errorf("%s: tasks %+v", id, tasks)
		}
		if all := must(p.s.Announcements()); (len(all) == 2 && all[0].Title.EN == "Gale") != (id == "a") || (len(all) == 1 && all[0].Text.ZH == "两小时") != (id == "b") {
			t.Errorf("%s: announcements %+v", id, all)
		}
	}
	if n := countIn(t, k.rig, "fleet_entries"); n != 4+10 {
		t.Errorf("%d words to the fleet", n)
	}
	for _, what := range []string{"services eye-test", "organisations union-1", "points_rules visit", "rewards water", "packs road", "tasks snow", "announcements storm", "announcements water"} {
		list, id, _ := strings.Cut(what, " ")
		must(0, k.Withdraw(li, list, id))
		if err := k.Withdraw(li, list, id+"x"); !errors.Is(err, hub.ErrNotPublished) {
			t.Errorf("%s withdrawn twice: %v", what, err)
		}
	}
	if err := k.Withdraw(li, "notices", "health"); !errors.Is(err, hub.ErrReplaceOnly) {
		t.Errorf("a notice: %v", err)
	}
	k.sync()
	p := k.posts["a"].s
	left := len(must(p.Organisations(""))) + len(must(p.PointsRules())) + len(must(p.Rewards())) + len(must(p.Packs(""))) + len(must(p.Tasks(event.Pseudonym{}))) + len(must(p.Announcements()))
	if left != 0 || len(must(p.Services())) != 4 {
		t.Errorf("%d things and %d services are left", left, len(must(p.Services())))
	}
	if c := must(k.Content(ctx, "")); len(c) != 4+2+1 {
		t.Errorf("content %+v", c)
	}
}

func TestWrongContentSaysWhere(t *testing.T) {
	r := rigFor(t)
	must(r.Invite(ctx, "a", "", ""))
	must(r.Publish(ctx, []byte(`{"notices": [{"purpose": "p", "version": 2, "text_zh": "一", "text_en": "1"}]}`)))
	for text, says := range map[string]string{
		`{`:                             "unexpected EOF",
		`{}`:                            "no items",
		`{"services": []} x`:            "behind the document's end",
		`{"service": []}`:               `unknown field "service"`,
		`{"services": [1]}`:             "services[0]: it is no object",
		`{"services": [{"id": "a b"}]}`: "name_zh is missing",
		`{"services": [{"ID": "a"}]}`:   `there is no field "ID"`,
		`{"rewards": [{"id": "a", "name_zh": "一", "name_en": "1", "points": "x"}]}`:                                                                                               "rewards[0]",
		`{"rewards": [{"id": "a", "name_zh": "一", "name_en": "1", "offered": "x"}]}`:                                                                                              `there is no field "offered"`,
		`{"rewards": [{"id": "a", "name_zh": "一", "name_en": "1"}]}`:                                                                                                              "points 0",
		`{"organisations": [{"id": "a", "name_zh": "一", "name_en": "1", "dimension": "moon"}]}`:                                                                                   "platform, industry, territory, online",
		`{"points_rules": [{"id": "a", "kind": "canary", "points": 1, "name_zh": "一", "name_en": "1"}]}`:                                                                          `kind "canary"`,
		`{"points_rules": [{"id": "a", "kind": "points_earned", "points": 1, "name_zh": "一", "name_en": "1"}]}`:                                                                   `kind "points_earned"`,
		`{"notices": [{"purpose": "p", "version": 2, "text_zh": "二", "text_en": "1"}]}`:                                                                                           "version 2 is not above 2",
		`{"packs": [{"id": "a", "title_zh": "一", "title_en": "1", "version": 1}]}`:                                                                                                "no pages",
		`{"packs": [{"id": "a", "title_zh": "一", "title_en": "1", "version": 1, "pages": [{"text_zh": "` + strings.Repeat("长", 30000) + `"}]}]}`:                                  "fit a message",
		`{"packs": [{"id": "a", "title_zh": "一", "title_en": "1", "version": 1, "pages": [{"text_zh": "一"}], "quiz": [{"text_zh": "?", "choices_zh": ["是", "否"], "right": 2}]}]}`: "right is 2",
		`{"tasks": [{"id": "t", "stations": ["a", "z"], "title_zh": "一", "title_en": "1", "text_zh": "一", "text_en": "1", "places": 1}]}`:                                         "no such station",
		`{"tasks": [{"id": "t", "title_zh": "一", "title_en": "1", "text_zh": "一", "text_en": "1", "places": 1}]}`:                                                                 "stations: name 1",
		`{"stories": [{"id": "s", "offered": "a/1/1", "text_zh": "一", "text_en": "1"}]}`:                                                                                          "no story that a rider offered",
		`{"stories": [{"id": "s", "text_zh": "一", "text_en": "1"}]}`:                                                                                                              "offered is missing",
		`{"members": [{"request": "a/1/9", "state_zh": "一", "state_en": "1"}]}`:                                                                                                   "no member_request",
		`{"members": [{"state_zh": "一", "state_en": "1"}]}`:                                                                                                                       "request or registration",
		`{"announcements": [{"id": "n", "title_zh": "一", "text_zh": "一", "text_en": "1"}]}`:                                                                                       "title_en is missing; until_ms is missing",
		`{"announcements": [{"id": "n", "title_zh": "一", "title_en": "1", "text_zh": "一", "text_en": "1", "until_ms": 1}]}`:                                                       "until_ms is past",
		`{"announcements": [{"id": "n", "title_zh": "` + strings.Repeat("长", 61) + `", "title_en": "1", "text_zh": "一", "text_en": "1", "until_ms": "4102444800000"}]}`:           "title_zh has 61 characters: 60 at most",
		`{"announcements": [{"id": "n", "title_zh": "一", "title_en": "1", "text_zh": "一", "text_en": "1", "until_ms": "4102444800000", "stations": ["a", "z"]}]}`:                 "no such station",
		`{"settings": {"retention_days": 2}}`: "7 at least",
	} {
		if _, err := r.Publish(ctx, []byte(text)); !errors.Is(err, hub.ErrContent) || !strings.Contains(err.Error(), says) {
			t.Errorf("%.120s: %v", text, err)
		}
	}
	if n := len(r.deeds()); n != 1 {
		t.Errorf("%d acts", n)
	}
}

// A story is shown while its rider consents, and no longer.
func TestAStoryIsTakenBackWithItsConsent(t *testing.T) {
	k := kiosksFor(t, "a", "b")
	rider := townRider(3)
	must(k.Publish(ctx, []byte(`{"notices": [{"purpose": "story", "version": 1, "text_zh": "故事", "text_en": "Stories"}]}`)))
	k.sync()
	a := k.posts["a"].s
	must(0, a.GiveConsent(rider.Pseudonym, station.PurposeStory, 1))
	filed := must(a.OfferStory(rider, "我的一天"))
	k.sync()
	offered := must(k.OfferedStories(ctx, "offered"))
	if len(offered) != 1 || offered[0].Ref != filed.Ref {
		t.Fatalf("%+v", offered)
	}
	tell := []byte(`{"stories": [{"id": "s1", "offered": "` + filed.Ref.String() + `", "text_zh": "骑手的一天", "text_en": "A rider's day"}]}`)
	must(k.Publish(ctx, tell))
	k.sync()
	if s := must(k.posts["b"].s.Stories()); len(s) != 1 || s[0].Text.ZH != "骑手的一天" {
		t.Fatalf("%+v", s)
	}
	must(0, a.Withdraw(rider.Pseudonym, station.PurposeStory))
	k.sync()
	k.sync()
	if s := must(k.posts["b"].s.Stories()); len(s) != 0 {
		t.Errorf("still shown: %+v", s)
	}
	if _, err := k.Publish(ctx, tell); err == nil || !strings.Contains(err.Error(), "taken the consent back") {
		t.Errorf("published without consent: %v", err)
	}
}

func TestMembersHearHowTheirRequestsStand(t *testing.T) {
	k := kiosksFor(t, "a")
	rider := townRider(3)
	must(k.Publish(ctx, []byte(`{"notices": [{"purpose": "membership", "version": 1, "text_zh": "党员", "text_en": "Members"}]}`)))
	k.sync()
	a := k.posts["a"].s
	must(0, a.GiveConsent(rider.Pseudonym, station.PurposeMembership, 1))
	filed := must(a.RequestAsMember(rider, station.RequestTransfer, ""))
	k.sync()
	must(k.Publish(ctx, []byte(`{"members": [{"request": "`+filed.Ref.String()+`", "state_zh": "已受理", "state_en": "Received"}]}`)))
	k.sync()
	if m := must(a.Membership(rider.Pseudonym)); len(m.Requests) != 1 || m.Requests[0].State.EN != "Received" {
		t.Errorf("%+v", m)
	}
}

// What is sealed is opened one record at a time, and that is noted first.
func TestOpeningARecordIsNoted(t *testing.T) {
	k := kiosksFor(t, "a")
	a := k.posts["a"].s
	rider := a.ByCard("王测试", "11010119900307793X") // invented
	must(a.CheckIn(rider))
	hazard := must(a.ReportHazard(rider, station.Hazard{Kind: "road", Place: "crossing-3", Text: "井盖坏了"}))
	k.sync()
	person := event.Ref{Station: "a", Epoch: 1, Seq: 2}
	o, err := k.OpenRecord(hub.As(ctx, "li"), person, "police request 17", k.fleet.Opener)
	if err != nil || o.Kind != "person" || o.Lines[0][1] != "王测试" || o.Lines[1][1] != "11010119900307793X" {
		t.Errorf("%+v, %v", o, err)
	}
	if o, err = k.OpenRecord(hub.As(ctx, "li"), hazard.Ref, "to mend it", k.fleet.Opener); err != nil || o.Lines[0][1] != "井盖坏了" {
		t.Errorf("%+v, %v", o, err)
	}
	for name, c := range map[string]struct {
		ref  event.Ref
		why  string
		want error
	}{
		"no reason": {person, " ", hub.ErrWhy},
		"unsealed":  {event.Ref{Station: "a", Epoch: 1, Seq: 3}, "x", hub.ErrNotSealed},
		"not here":  {event.Ref{Station: "a", Epoch: 1, Seq: 99}, "x", hub.ErrNoRecord},
	} {
		if _, err := k.OpenRecord(ctx, c.ref, c.why, k.fleet.Opener); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	acts := k.deeds()
	if len(acts) != 2 || acts[1].Subject != "a/1/2" || acts[1].Detail != "police request 17" || acts[1].Who != "li" {
		t.Errorf("%+v", acts)
	}
}
