package phone

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/station/event"
)

var claimCode = regexp.MustCompile(`<b>([0-9A-Z]{6}-[0-9A-Z]{6}-[0-9A-Z]{6})</b>`)

// appealing fills in the form of an appeal.
func (r *rider) appealing(about, text string, phrases ...string) url.Values {
	r.Helper()
	form := r.form(r.get("/appeal?about="+about), "/appeal")
	form.Set("text", text)
	form["phrase"] = phrases
	return form
}

func (r *rider) claimOf(page got) string {
	r.Helper()
	m := claimCode.FindStringSubmatch(page.body)
	if m == nil {
		r.Fatalf("no claim code on:\n%s", page.body)
	}
	return m[1]
}

func (r *rider) follow(code string) got {
	r.Helper()
	form := r.form(r.get("/appeals"), "/follow")
	form.Set("code", code)
	return r.post("/follow", form)
}

// shown counts what "my data" shows of a subject.
func heldOf(t *testing.T, s *station.Station, who event.Pseudonym, subject string) (n int) {
	t.Helper()
	held, err := s.MyData(who)
	if err != nil {
		t.Fatal(err)
	}
	for _, each := range held.Items {
		if each.Subject == subject {
			n++
		}
	}
	return n
}

func (r *rider) who(s *station.Station) event.Pseudonym {
	r.Helper()
	known, err := s.ByPass(r.cookie(passCookie))
	if err != nil {
		r.Fatal(err)
	}
	return known.Pseudonym
}

func TestAppealFromPhraseToRating(t *testing.T) {
	p, s := furnished(t)
	r := p.scan()
	r.get("/appeals").has(t, 200, "收入和劳动权益", "查答复")
	form := r.appealing("labour-rights", "上个月少了三百\r\n找站长也没用", "pay-short", "pay-short", "nonsense")
	filed := r.post("/appeal", form)
	filed.has(t, 200, "已提交", "您的查询码", "st-1/1/", "现在截图")
	code := r.claimOf(filed)
	if again := r.post("/appeal", form); r.claimOf(again) != code {
		t.Error("sent twice, filed twice")
	}
	if !strings.HasPrefix(r.get("/receipt.png?n=0").body, "\x89PNG") {
		t.Error("the claim code has no QR code")
	}
	r.follow(code).has(t, 200, "已收到", "11:02")
	reply(t, s, code, event.AppealState_APPEAL_STATE_ASSIGNED, 0, "")
	r.get("/progress").has(t, 200, "已转部门", "最晚答复", "11月5日")
	reply(t, s, code, answered, 0, "差额已补发。")

	other := p.scan() // anywhere, by the code alone
	page := other.follow(strings.ToLower(strings.ReplaceAll(code, "-", " ")))
	page.has(t, 200, "已答复", "差额已补发。", "很满意")
	rate := other.form(page, "/rate")
	rate.Set("stars", "4")
	other.post("/rate", rate).has(t, 200, "谢谢您的评价", "您已评价")
	rate.Set("once", "another")
	other.post("/rate", rate).has(t, 200, "已经评价过了")
	open := other.form(other.get("/progress"), "/reopen")
	open.Set("text", "还差五十")
	other.post("/reopen", open).has(t, 200, "已请负责的部门重新办理", "已请重新办理")
}

func TestAppealIsAnonymousUnlessAskedOtherwise(t *testing.T) {
	p, s := furnished(t)
	r := p.scan()
	if strings.Contains(r.get("/appeal?about=station").body, `name="mine"`) {
		t.Error("a rider without a pass is offered their name")
	}
	r.checkIn()
	who := r.who(s)
	r.post("/appeal", r.appealing("station", "", "no-water")).has(t, 200, "已提交")
	if n := heldOf(t, s, who, "appeal"); n != 0 {
		t.Errorf("%d anonymous appeals are kept under the pass", n)
	}
	form := r.appealing("station", "", "no-water")
	form.Set("mine", "yes")
	r.post("/appeal", form).has(t, 200, "已提交")
	if n := heldOf(t, s, who, "appeal"); n != 1 {
		t.Errorf("%d appeals are kept under the pass, want 1", n)
	}
}

func TestAppealRefusedKeepsWhatWasWritten(t *testing.T) {
	p, _ := furnished(t)
	r := p.scan()
	r.post("/appeal", r.appealing("other", " \n ")).has(t, http.StatusUnprocessableEntity, "还没说是什么事")
	long := strings.Repeat("说", textMost+1)
	got := r.post("/appeal", r.appealing("other", long, "housing"))
	got.has(t, http.StatusUnprocessableEntity, "写得太长了", long, `value="housing" checked`)
	r.get("/appeal?about=astrology").has(t, http.StatusNotFound)
	r.post("/appeal", url.Values{"csrf": {r.form(got, "/appeal").Get("csrf")}, "once": {"x"}, "about": {"astrology"}}).has(t, http.StatusBadRequest)
}

func TestHandingInIsLimited(t *testing.T) {
	p, _ := furnished(t, func(c *Config) { c.Limits.Filing = Rate{time.Minute, 1} })
	r := p.scan()
	form := r.appealing("other", "第一件")
	r.post("/appeal", form).has(t, 200, "已提交")
	r.post("/appeal", form).has(t, 200, "已提交") // the same again takes nothing
	second := r.appealing("other", "第二件")
	r.post("/appeal", second).has(t, http.StatusUnprocessableEntity, "交得太快了", "第二件")
	hazard := r.form(r.get("/hazard"), "/hazard")
	hazard.Set("kind", "road")
	hazard.Set("place", "street")
	r.post("/hazard", hazard).has(t, http.StatusUnprocessableEntity, "交得太快了", `value="road" checked`, `value="street" checked`)
	p.clock.pass(time.Minute)
	r.post("/appeal", second).has(t, 200, "已提交")
}

func TestWrongClaimCodes(t *testing.T) {
	p, _ := furnished(t)
	r := p.scan()
	wrong := r.follow("1234")
	wrong.has(t, http.StatusUnprocessableEntity, "查询码不对", `value="1234"`)
	if strings.Index(wrong.body, `value="1234"`) > strings.Index(wrong.body, `class="row"`) {
		t.Error("the code to be mended is at the foot of the page, far from what is said of it")
	}
	r.get("/progress").has(t, 200, "查答复")
	elsewhere, _ := furnished(t)
	there := elsewhere.scan()
	code := there.claimOf(there.post("/appeal", there.appealing("other", "在别处", "thanks")))
	r.follow(code).has(t, http.StatusUnprocessableEntity, "本站还没有这件事的消息")
	early := url.Values{"csrf": {there.form(there.get("/appeals"), "/follow").Get("csrf")}, "once": {"x"}, "stars": {"5"}}
	there.follow(code)
	there.post("/rate", early).has(t, 200, "还没有答复")
	there.post("/reopen", early).has(t, http.StatusUnprocessableEntity, "还没有答复")
	early.Set("stars", "6")
	there.post("/rate", early).has(t, 200, "没有这个选项")
}

func TestReceiptsAreTheSessionsOwn(t *testing.T) {
	p, _ := furnished(t)
	r := p.scan()
	page := r.post("/appeal", r.appealing("other", "一件事"))
	other := p.scan()
	other.get(page.path).has(t, http.StatusNotFound, "这张凭证不在了")
	other.get("/receipt.png?n=0").has(t, http.StatusNotFound)
	for range receiptsMost {
		r.post("/appeal", r.appealing("other", "又一件"))
	}
	r.get(page.path).has(t, http.StatusNotFound, "这张凭证不在了")
	r.get("/receipt?n=16").has(t, 200, "已提交")
	r.get("/receipt?n=17").has(t, http.StatusNotFound)
	r.get("/receipt?n=x").has(t, http.StatusNotFound)
}

func TestHazard(t *testing.T) {
	p, s := furnished(t)
	r := p.scan()
	r.checkIn()
	form := r.form(r.get("/hazard"), "/hazard")
	r.post("/hazard", form).has(t, http.StatusUnprocessableEntity, "请选一下是什么危险")
	form.Set("kind", "road")
	r.post("/hazard", form).has(t, http.StatusUnprocessableEntity, "还不知道在哪里", `value="road" checked`)
	form.Set("place", "the-moon")
	r.post("/hazard", form).has(t, http.StatusUnprocessableEntity, "没有这个选项")
	form.Set("place", "street")
	form.Set("text", "井盖没了")
	form.Set("mine", "yes")
	page := r.post("/hazard", form)
	page.has(t, 200, "已上报", "路面破损", "st-1/1/", "/receipt.png?n=0")
	if n := heldOf(t, s, r.who(s), "hazard"); n != 1 {
		t.Errorf("%d hazards are kept under the pass, want 1", n)
	}
}
