package phone

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// board is the screen that asked for texts.
type board struct {
	mu            sync.Mutex
	opened, typed []string
}

func (b *board) Opened(id string) { b.mu.Lock(); defer b.mu.Unlock(); b.opened = append(b.opened, id) }

func (b *board) Typed(id, text string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.typed = append(b.typed, id+" "+text)
}

func (b *board) has(t testing.TB, opened int, typed ...string) {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.opened) != opened || !slices.Equal(b.typed, typed) {
		t.Errorf("opened %d times, want %d; typed %q, want %q", len(b.opened), opened, b.typed, typed)
	}
}

const askID = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

var complaint = Ask{ID: askID, Title: "请说说情况", Hint: "发生了什么，在哪里", Most: 20}

// asking is a place whose screen has asked for a text.
func asking(t *testing.T, a Ask, change ...func(*Config)) (*place, *board, string) {
	t.Helper()
	b := &board{}
	p := open(t, append(change, func(c *Config) { c.Texts = b })...)
	path := p.page.Offer(a)
	if path == "" {
		t.Fatal("nothing was offered")
	}
	return p, b, path
}

func (r *rider) writes(path, text string) url.Values {
	r.Helper()
	form := r.form(r.get(path), path)
	form.Set("text", text)
	return form
}

func TestTextReachesTheScreenOnce(t *testing.T) {
	p, b, path := asking(t, complaint)
	r := p.rider()
	page := r.get(path)
	page.has(t, 200, "请说说情况", "发生了什么，在哪里", "最多 20 字", "<textarea", `maxlength="20"`)
	b.has(t, 1)
	form := r.form(page, path)
	form.Set("text", "  平台扣了我的钱\r\n没有说为什么 \x00")
	r.post(path, form).has(t, 200, "已送到屏幕")
	r.post(path, form).has(t, 200, "已送到屏幕") // sent again by reloading
	r.get(path).has(t, 200, "已送到屏幕")
	form.Set("once", "another")
	r.post(path, form).has(t, 200, "已送到屏幕")
	b.has(t, 1, askID+" 平台扣了我的钱\n没有说为什么")
	p.page.Withdraw(askID)
	r.get(path).has(t, 200, "已送到屏幕")
}

func TestSecondPhoneComesTooLate(t *testing.T) {
	p, b, path := asking(t, complaint)
	first, second := p.rider(), p.rider()
	late := second.writes(path, "我也要写")
	first.post(path, first.writes(path, "先写好的"))
	second.post(path, late).has(t, http.StatusGone, "已经有人写好了")
	second.get(path).has(t, http.StatusGone, "已经有人写好了")
	third := p.rider()
	third.get(path).has(t, http.StatusGone, "已经有人写好了")
	if third.cookie(sessionCookie) != "" {
		t.Error("a used code opened a session")
	}
	b.has(t, 2, askID+" 先写好的")
}

func TestWithdrawnTextIsRefusedKindly(t *testing.T) {
	p, b, path := asking(t, complaint)
	r := p.rider()
	form := r.writes(path, "来不及了")
	p.page.Withdraw(askID)
	p.page.Withdraw(askID)
	p.page.Withdraw("nobody asked for this one")
	r.post(path, form).has(t, http.StatusGone, "屏幕没有在等文字", "扫新的码")
	r.get(path).has(t, http.StatusGone, "屏幕没有在等文字")
	b.has(t, 1)
}

func TestTextIsNotWaitedForForEver(t *testing.T) {
	p, b, path := asking(t, complaint)
	r := p.rider()
	form := r.writes(path, "晚了")
	p.clock.pass(askLives)
	r.post(path, form).has(t, http.StatusGone, "屏幕没有在等文字")
	b.has(t, 1)
}

func TestTextsAreMeasured(t *testing.T) {
	p, b, path := asking(t, complaint)
	r := p.rider()
	r.post(path, r.writes(path, " \n\t\u200b ")).has(t, http.StatusUnprocessableEntity, "还没有写字")
	long := strings.Repeat("长", 21)
	got := r.post(path, r.writes(path, long))
	got.has(t, http.StatusUnprocessableEntity, "写得太长了", long)
	b.has(t, 2)
	// What was refused may be sent again, shorter, from the page shown.
	form := r.form(got, path)
	form.Set("text", strings.Repeat("长", 20))
	r.post(path, form).has(t, 200, "已送到屏幕")
	b.has(t, 2, askID+" "+strings.Repeat("长", 20))
}

func TestTextIsWrittenInTheScreensLanguage(t *testing.T) {
	a := complaint
	a.English, a.Title, a.Hint = true, "Say what happened", ""
	p, _, path := asking(t, a)
	r := p.rider()
	r.get(path+"?lang=zh").has(t, 200, "Say what happened", "Send to the screen", `lang="en"`)
	got := r.post(path, r.writes(path, ""))
	got.has(t, http.StatusUnprocessableEntity, "Nothing is written yet")
	if strings.ContainsFunc(got.body, han) {
		t.Errorf("Chinese on an English page:\n%s", got.body)
	}
}

func TestNothingToWriteOn(t *testing.T) {
	p, b, _ := asking(t, complaint)
	for _, bad := range []Ask{
		{},
		{ID: askID},
		{ID: "short", Most: 5},
		{ID: strings.Repeat("A", 65), Most: 5},
		{ID: "ABCDEFGHIJKLMNOPQRST/../", Most: 5},
		{ID: "ABCDEFGHIJKLMNOPQRST验", Most: 5},
	} {
		if got := p.page.Offer(bad); got != "" {
			t.Errorf("%+v is offered at %s", bad, got)
		}
	}
	if got := open(t).page.Offer(complaint); got != "" {
		t.Errorf("without a screen, offered at %s", got)
	}
	r := p.rider()
	r.get("/t/"+strings.Repeat("Z", 26)).has(t, http.StatusGone, "屏幕没有在等文字")
	answer, err := r.Head(p.web.URL + "/t/" + askID)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusGone {
		t.Errorf("HEAD gave %d", answer.StatusCode)
	}
	b.has(t, 0)
}

func TestWritingKeepsTheScreenWaiting(t *testing.T) {
	p, b, path := asking(t, complaint)
	r := p.rider()
	csrf := url.Values{"csrf": {r.form(r.get(path), path).Get("csrf")}}
	r.post(path+"/still", csrf).has(t, http.StatusNoContent)
	r.post(path+"/still", nil).has(t, http.StatusForbidden)
	p.rider().post(path+"/still", csrf).has(t, http.StatusForbidden)
	b.has(t, 2)
	p.page.Withdraw(askID)
	r.post(path+"/still", csrf).has(t, http.StatusGone)
	b.has(t, 2)
}

func TestTextIsForThePhoneThatOpenedThePage(t *testing.T) {
	p, b, path := asking(t, complaint)
	form := p.scan().writes(path, "别人的表格")
	p.scan().post(path, form).has(t, http.StatusForbidden)
	form.Del("csrf")
	p.scan().post(path, form).has(t, http.StatusForbidden)
	b.has(t, 1)
}

func TestAskedTextsAreBounded(t *testing.T) {
	p, _, _ := asking(t, complaint)
	other := func(i int) string { return strings.Repeat(string(rune('A'+i)), 20) }
	for i := range asksMost {
		p.page.Offer(Ask{ID: other(i % 26), Most: 5})
	}
	if len(p.page.asks.all) != asksMost || p.page.asks.find(askID) != nil {
		t.Errorf("%d are remembered", len(p.page.asks.all))
	}
}

func TestLogsHoldNoText(t *testing.T) {
	p, _, path := asking(t, complaint)
	r := p.rider()
	r.post(path, r.writes(path, "不能进日志的话"))
	p.clock.pass(time.Minute)
	if log := p.log.String(); strings.Contains(log, "不能进日志") || strings.Contains(log, askID) {
		t.Errorf("the log holds what was written, or where: %s", log)
	}
}
