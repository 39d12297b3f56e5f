package phone

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

func TestPointsAreRedeemedOnce(t *testing.T) {
	p, s := furnished(t)
	r := p.scan()
	r.get("/points").has(t, 200, "还没有积分", "一瓶水", "5 分", "每次 &#43;5", "每天最多 1 次")
	r.checkIn()
	page := r.get("/points")
	page.has(t, 200, "<b>5</b> 分", "兑换", "积分不够", "&#43;5")
	form := r.form(page, "/redeem")
	if form.Get("reward") != "water" {
		t.Fatalf("the form is of %v", form)
	}
	got := r.post("/redeem", form)
	got.has(t, 200, "兑换成功", "一瓶水", "领取编号", "给工作人员看", "11:02", "st-1/1/")
	r.post("/redeem", form).has(t, 200, "兑换成功")
	form.Set("once", "another")
	r.post("/redeem", form).has(t, 200, "积分不够，没有扣分")
	if left, err := s.Points(r.who(s)); left != 0 || err != nil {
		t.Errorf("%d points are left, %v", left, err)
	}
	r.get("/points").has(t, 200, "一瓶水<em>-5</em>")
}

func TestRedeemingWantsAFreshScanAndTheShownPrice(t *testing.T) {
	p, s := furnished(t)
	r := p.scan()
	r.checkIn()
	form := r.form(r.get("/points"), "/redeem")
	p.clock.pass(presenceLasts + 1)
	r.post("/redeem", form).has(t, 200, "再扫一次")
	r.get(Path(token))
	stationtest.Reward(t, s, "water", 4)
	r.post("/redeem", form).has(t, 200, "所需积分变了")
	form.Set("price", "much")
	r.post("/redeem", form).has(t, 200, "所需积分变了")
	form.Set("reward", "gold")
	form.Set("price", "4")
	r.post("/redeem", form).has(t, 200, "已经换完或撤下")
	if left, _ := s.Points(r.who(s)); left != 5 {
		t.Errorf("%d points are left", left)
	}
	stranger := p.scan()
	form = url.Values{"csrf": {stranger.form(stranger.get("/"), "/check-in").Get("csrf")}, "once": {"x"}, "reward": {"water"}, "price": {"4"}}
	stranger.post("/redeem", form).has(t, 200, "请先签到一次")
}

func TestLearningAndQuiz(t *testing.T) {
	p, s := furnished(t)
	r := p.scan()
	r.checkIn()
	r.get("/learning").has(t, 200, "雨天刹车", "还没读")
	page := r.get("/lesson?id=brakes")
	page.has(t, 200, "第 1 页 / 2", "先轻后重。\n提前减速。", "下一页")
	form := r.form(page, "/read")
	second := r.post("/read", form)
	second.has(t, 200, "第 2 页 / 2", "胎压要够", "去答题", "上一页")
	r.get("/learning").has(t, 200, "读到 1 / 2")
	quiz := r.post("/read", r.form(second, "/read"))
	quiz.has(t, 200, "雨天怎么刹车", "答对 2 题就通过")
	answers := r.form(quiz, "/quiz")
	answers.Set("q0", "1")
	r.post("/quiz", answers).has(t, http.StatusUnprocessableEntity, "还有题没答", `name="q0" value="1" checked`)
	answers.Set("q1", "1")
	r.post("/quiz", answers).has(t, 200, "还差一点", "1 / 2", "再答一次")
	answers.Set("q1", "0")
	answers.Set("once", "another")
	r.post("/quiz", answers).has(t, 200, "通过了", "2 / 2")
	r.post("/quiz", answers).has(t, 200, "通过了")
	r.get("/learning").has(t, 200, "已通过")
	if n := heldOf(t, s, r.who(s), "learning"); n != 2 {
		t.Errorf("%d entries of learning, want the page and the quiz", n)
	}
}

func TestALessonShowsItsPicture(t *testing.T) {
	p, _ := furnished(t)
	r := p.scan()
	page := r.get("/lesson?id=brakes")
	page.has(t, 200, `src="/lesson.png?id=brakes&amp;page=1"`)
	picture := r.get("/lesson.png?id=brakes&page=1")
	if picture.status != 200 || picture.header.Get("Content-Type") != "image/jpeg" || picture.body != string(rainPicture()) {
		t.Errorf("%d, %s, %d bytes", picture.status, picture.header.Get("Content-Type"), len(picture.body))
	}
	second := r.post("/read", r.form(page, "/read"))
	if second.has(t, 200, "胎压要够"); strings.Contains(second.body, "lesson.png") {
		t.Error("a page without a picture shows one")
	}
	for _, none := range []string{"page=2", "page=9", "page=-1", ""} {
		r.get("/lesson.png?id=brakes&"+none).has(t, 404)
	}
}

func TestLearningWithoutBeingKnown(t *testing.T) {
	p, s := furnished(t)
	r := p.scan()
	before, _ := s.Standing()
	r.post("/read", r.form(r.get("/lesson?id=brakes"), "/read")).has(t, 200, "第 2 页")
	after, _ := s.Standing()
	if after.Last != before.Last {
		t.Error("reading of nobody was recorded")
	}
	answers := r.form(r.get("/quiz?id=brakes"), "/quiz")
	answers.Set("q0", "1")
	answers.Set("q1", "0")
	r.post("/quiz", answers).has(t, 200, "通过了")
	if r.cookie(passCookie) != "" {
		t.Error("learning made a rider")
	}
	p.scan().get("/result").has(t, 200, "雨天刹车") // the list
	r.get("/lesson?id=nothing").has(t, 200, "这项内容已经撤下")
	r.get("/lesson?id=brakes&page=99").has(t, 200, "第 2 页")
	r.get("/lesson?id=brakes&page=-1").has(t, 200, "第 1 页")
}

func TestPackReplacedMeanwhile(t *testing.T) {
	p, s := furnished(t)
	r := p.scan()
	r.checkIn()
	form := r.form(r.get("/lesson?id=brakes"), "/read")
	form.Set("version", "7")
	r.post("/read", form).has(t, 200, "内容更新了")
	form.Set("version", "x")
	r.post("/read", form).has(t, 200, "内容更新了")
	form.Set("version", "1")
	form.Set("page", "0")
	r.post("/read", form).has(t, http.StatusBadRequest)
	if n := heldOf(t, s, r.who(s), "learning"); n != 0 {
		t.Errorf("%d entries of learning", n)
	}
}

func TestWhenATaskIs(t *testing.T) {
	now := time.Date(2026, 8, 3, 11, 2, 0, 0, beijing)
	at := func(day, hour int) time.Time { return time.Date(2026, 8, day, hour, 0, 0, 0, beijing) }
	for want, task := range map[string]station.Task{
		"明天 8月4日 周二 14:00–17:00":            {Starts: at(4, 14), Ends: at(4, 17)},
		"今天 8月3日 周一 00:00 – 8月10日 周一 00:00": {Starts: at(3, 0), Ends: at(10, 0)},
		"8月6日 周四 09:00 起":                   {Starts: at(6, 9)},
	} {
		if got := (frame{T: chinese.words(), L: chinese, now: now}).When(task); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestTasks(t *testing.T) {
	p, s := furnished(t)
	r, other := p.scan(), p.scan()
	page := r.get("/tasks")
	page.has(t, 200, "紧急", "雪天帮老人买菜", "两小时，带手套", "还缺 1", "我参加")
	late := other.form(other.get("/tasks"), "/task")
	r.post("/task", r.form(page, "/task")).has(t, 200, "报上名了", "您已报名")
	other.post("/task", late).has(t, 200, "人已经报满了", "人已报满")
	if n := heldOf(t, s, r.who(s), "task"); n != 1 {
		t.Errorf("%d answers", n)
	}
	r.post("/task", r.form(r.get("/tasks"), "/task")).has(t, 200, "名额已让出", "我参加")
	late.Set("task", "none")
	other.post("/task", late).has(t, 200, "这个活动已经撤下")
	p.scan().get("/tasks").has(t, 200, "我参加")
}

// TestOldPageOfSeveralForms: from a page kept by the phone, each of its forms
// still does its own.
func TestOldPageOfSeveralForms(t *testing.T) {
	p, s := furnished(t)
	stationtest.Send(t, s, &event.Down{Body: &event.Down_TaskOffered{TaskOffered: &event.TaskOffered{
		Id: "ice", TitleZh: "除冰", TitleEn: "Clearing ice", StartsMs: s.Now().Add(time.Hour).UnixMilli(), Places: 1,
	}}})
	r := p.scan()
	form := r.form(r.get("/tasks"), "/task")
	for _, task := range []string{"snow", "ice"} {
		form.Set("task", task)
		r.post("/task", form).has(t, 200, "报上名了")
	}
	if n := heldOf(t, s, r.who(s), "task"); n != 2 {
		t.Errorf("%d answers, want 2", n)
	}
}

func TestOrganisations(t *testing.T) {
	p, _ := furnished(t)
	p.scan().get("/organisations").has(t, 200, "平台企业", "行业协会", "街道社区", "网上组织", "朝阳门街道industry")
	p.scan().get("/organisations?lang=en").has(t, 200, "Industry associations", "Chaoyangmen industry")
}

func TestMyDataIsShownSavedAndErased(t *testing.T) {
	p, s := furnished(t)
	r := p.scan()
	r.get("/my-data").has(t, 200, "本站没有保存您的任何信息")
	r.get("/my-data.json").has(t, 200, "请先签到一次")
	r.checkIn()
	r.bookReal("health-check", "health-check-soon").has(t, 200, "预约成功")
	page := r.get("/my-data")
	page.has(t, 200, "到站", "预约", "健康检查", "积分", "5 分", "存成文件", "通行码")
	file := r.get("/my-data.json")
	var held struct {
		Station string
		Items   []struct{ Subject string }
	}
	if err := json.Unmarshal([]byte(file.body), &held); err != nil || held.Station != "st-1" || len(held.Items) < 3 {
		t.Errorf("the file holds %+v, %v", held, err)
	}
	if got := file.header.Get("Content-Disposition"); got != `attachment; filename="nuanxin-st-1.json"` {
		t.Errorf("it is saved as %q", got)
	}

	who := r.who(s)
	form := r.form(page, "/erase")
	r.post("/erase", form).has(t, 200, "没有删除")
	form.Set("sure", "yes")
	r.post("/erase", form).has(t, 200, "已全部删除", "本站没有保存您的任何信息")
	if r.cookie(passCookie) != "" {
		t.Error("the phone still holds the pass")
	}
	if held, err := s.MyData(who); err != nil || len(held.Items) != 0 {
		t.Errorf("the station still holds %+v, %v", held.Items, err)
	}
	r.get("/bookings").has(t, 200, "还没有预约")
	r.checkIn().has(t, 200, "签到成功")
	if r.who(s) == who {
		t.Error("the rider erased is back")
	}
	if strings.Contains(p.log.String(), who.String()) {
		t.Error("the log names the rider")
	}
}

func TestErasingNeedsARider(t *testing.T) {
	p, _ := furnished(t)
	r := p.scan()
	form := url.Values{"csrf": {r.form(r.get("/"), "/check-in").Get("csrf")}, "once": {"x"}, "sure": {"yes"}}
	r.post("/erase", form).has(t, 200, "请先签到一次")
	form.Set("purpose", "legal")
	r.post("/withdraw", form).has(t, 200, "请先签到一次")
	form.Set("task", "snow")
	r.post("/task", form).has(t, 200, "请先签到一次")
}
