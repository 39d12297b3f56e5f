package phone

import (
	"net/http"
	"strings"
	"testing"
)

func TestStories(t *testing.T) {
	p, s := furnished(t)
	r := p.scan()
	r.get("/stories").has(t, 200, "雪夜里有人给我开了门", "先在首页签到一次")
	r.checkIn()
	page := r.get("/stories")
	page.has(t, 200, "选中的故事会在驿站屏幕上展示", "同意并交上去")
	form := r.form(page, "/story")
	r.post("/story", form).has(t, http.StatusUnprocessableEntity, "还没有写字")
	if given, _ := s.Consented(r.who(s), "story"); given {
		t.Error("consented to nothing handed in")
	}
	form.Set("text", strings.Repeat("长", storyMost+1))
	r.post("/story", form).has(t, http.StatusUnprocessableEntity, "写得太长了")
	form.Set("text", "我送餐时救过一只猫")
	r.post("/story", form).has(t, 200, "故事收到了", "/receipt.png?n=0")
	r.post("/story", form).has(t, 200, "故事收到了")
	if n := heldOf(t, s, r.who(s), "story"); n != 1 {
		t.Errorf("%d stories were handed in, want 1", n)
	}
	if again := r.get("/stories"); strings.Contains(again.body, "同意并交上去") {
		t.Error("asked to consent once more")
	}
}

func TestStoryNeedsConsentAsItStands(t *testing.T) {
	p, s := furnished(t)
	r := p.scan()
	r.checkIn()
	form := r.form(r.get("/stories"), "/story")
	form.Set("text", "我送餐时救过一只猫")
	for _, version := range []string{"", "2", "x"} {
		form.Set("consent", version)
		r.post("/story", form).has(t, http.StatusUnprocessableEntity, "请先看一下告知书", "我送餐时救过一只猫")
	}
	if n := heldOf(t, s, r.who(s), "story"); n != 0 {
		t.Errorf("%d stories were handed in", n)
	}
}

func TestAnonymousCheckIn(t *testing.T) {
	p := open(t)
	r := p.scan()
	form := r.form(r.get("/"), "/check-in")
	form.Set("as", "nobody")
	r.post("/check-in", form).has(t, 200, "签到成功")
	form.Set("once", "another")
	r.post("/check-in", form).has(t, 200, "签到成功")
	form.Del("as")
	r.post("/check-in", form).has(t, 200, "签到成功")
	if got := p.desk.visitors(); len(got) != 1 || got[0].Known() {
		t.Errorf("visitors %v, want nobody, once", got)
	}
	r.get("/pass").has(t, 200, "还没有通行码")
	if r.cookie(passCookie) != "" || p.desk.issued() != 0 {
		t.Error("nobody was given a pass")
	}
	known := p.scan()
	known.book(health)
	if page := known.get("/"); strings.Contains(page.body, "只计人次") {
		t.Error("a rider who is known is offered to be nobody")
	}
}

func TestNewPassEndsTheOld(t *testing.T) {
	p, s := furnished(t)
	r := p.scan()
	r.checkIn()
	old, who := r.cookie(passCookie), r.who(s)
	form := r.form(r.get("/pass"), "/new-pass")
	r.post("/new-pass", form).has(t, 200, "换好了")
	fresh := r.cookie(passCookie)
	r.post("/new-pass", form).has(t, 200, "换好了")
	if fresh == old || r.cookie(passCookie) != fresh || r.who(s) != who {
		t.Errorf("%q became %q, then %q", old, fresh, r.cookie(passCookie))
	}
	if _, err := s.ByPass(old); err == nil {
		t.Error("the old pass still works")
	}
	stranger := p.scan()
	form = stranger.form(stranger.get("/"), "/check-in")
	stranger.post("/new-pass", form).has(t, 200, "请先签到一次")
}
