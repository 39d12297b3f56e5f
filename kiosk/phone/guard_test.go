package phone

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/nuanxin/station-kit/station"
)

func TestCookiesAreNotForScripts(t *testing.T) {
	p := open(t)
	r := p.scan()
	form := r.form(r.get("/"), "/check-in")
	r.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	answer, err := r.PostForm(p.web.URL+"/check-in", form)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if len(answer.Cookies()) != 1 {
		t.Fatalf("%d cookies, want the pass", len(answer.Cookies()))
	}
	c := answer.Cookies()[0]
	if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.MaxAge != longLived {
		t.Errorf("the pass cookie is %v", c)
	}
}

func TestUnknownPathsAndMethods(t *testing.T) {
	r := open(t).scan()
	r.get("/nowhere").has(t, http.StatusNotFound, "没有这个页面")
	r.get("/service?id=massage").has(t, http.StatusNotFound)
	got := r.get("/book")
	got.has(t, http.StatusMethodNotAllowed, "没有这个页面")
	if got.header.Get("Allow") != http.MethodPost {
		t.Errorf("Allow is %q", got.header.Get("Allow"))
	}
	r.post("/pass", nil).has(t, http.StatusMethodNotAllowed)
	r.get("/"+strings.Repeat("x", 3000)).has(t, http.StatusRequestURITooLong)
	r.post("/book", url.Values{"slot": {strings.Repeat("x", bodyMost)}}).has(t, http.StatusRequestEntityTooLarge)
}

func TestSwitchNeverLeadsAway(t *testing.T) {
	p := open(t)
	for _, path := range []string{"//evil.example/x", "/\\evil.example", "/s//evil.example"} {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.URL.Path, r.URL.RawQuery = path, "lang=en"
		p.page.ServeHTTP(w, r)
		if regexp.MustCompile(`href="(//|/\\|[a-z]+:)`).MatchString(w.Body.String()) {
			t.Errorf("%s: a link leads away:\n%s", path, w.Body)
		}
	}
}

func ask(p *place, address string) int {
	r := httptest.NewRequest(http.MethodGet, Path("old"), nil)
	r.RemoteAddr = address
	w := httptest.NewRecorder()
	p.page.ServeHTTP(w, r)
	return w.Code
}

func TestOneAddressIsLimitedAndRecovers(t *testing.T) {
	p := open(t, func(c *Config) { c.Limits.Address = Rate{time.Second, 3} })
	for range 3 {
		if got := ask(p, "192.0.2.1:1"); got != http.StatusGone {
			t.Fatalf("within the limit: %d", got)
		}
	}
	if got := ask(p, "192.0.2.1:2"); got != http.StatusTooManyRequests {
		t.Errorf("beyond the limit: %d", got)
	}
	if got := ask(p, "192.0.2.2:1"); got != http.StatusGone {
		t.Errorf("another address: %d", got)
	}
	p.clock.pass(time.Second)
	if got := ask(p, "192.0.2.1:3"); got != http.StatusGone {
		t.Errorf("a second later: %d", got)
	}
}

// Who was too fast is told where to try again: the page that was asked for, in
// place of a form the first one, and never another server.
func TestTooFastIsAskedToTryAgain(t *testing.T) {
	p := open(t, func(c *Config) { c.Limits.Address = Rate{time.Hour, 1} })
	ask(p, "192.0.2.1:1")
	for _, each := range [][3]string{
		{http.MethodGet, "/service?id=health-check&day=2026-08-04", `href="/service?id=health-check&amp;day=2026-08-04"`},
		{http.MethodPost, "/book", `href="/"`},
		{http.MethodGet, "//evil.example/x", `href="/evil.example/x"`},
	} {
		w, r := httptest.NewRecorder(), httptest.NewRequest(each[0], "http://station/", nil)
		r.URL, r.RemoteAddr = &url.URL{}, "192.0.2.1:1"
		r.URL.Path, r.URL.RawQuery, _ = strings.Cut(each[1], "?")
		p.page.ServeHTTP(w, r)
		if w.Code != http.StatusTooManyRequests || !strings.Contains(w.Body.String(), `id="again" `+each[2]) {
			t.Errorf("%s %s: %d without %s:\n%s", each[0], each[1], w.Code, each[2], w.Body)
		}
	}
}

func TestIPv6NetworkIsOneAddress(t *testing.T) {
	p := open(t, func(c *Config) { c.Limits.Address = Rate{time.Second, 1} })
	ask(p, "[2001:db8::1]:1")
	if got := ask(p, "[2001:db8::2]:1"); got != http.StatusTooManyRequests {
		t.Errorf("the same /64: %d", got)
	}
	if got := ask(p, "[2001:db8:0:1::1]:1"); got != http.StatusGone {
		t.Errorf("another /64: %d", got)
	}
}

func TestAllTogetherAreLimited(t *testing.T) {
	p := open(t, func(c *Config) { c.Limits.Total = Rate{time.Second, 5} })
	var refused int
	for i := range 8 {
		if ask(p, fmt.Sprintf("192.0.2.%d:1", i)) == http.StatusTooManyRequests {
			refused++
		}
	}
	if refused != 3 {
		t.Errorf("%d refused, want 3", refused)
	}
}

func TestThrottleForgetsAddressesInTime(t *testing.T) {
	throttle := newThrottle(Rate{time.Hour, 1})
	now := time.Now()
	for i := range 10 * generation {
		r := &http.Request{RemoteAddr: fmt.Sprintf("10.%d.%d.%d:1", i>>16, i>>8&255, i&255)}
		throttle.allow(address(r), now)
	}
	if n := len(throttle.young) + len(throttle.old); n > 2*generation {
		t.Errorf("%d addresses are remembered", n)
	}
	first := &http.Request{RemoteAddr: fmt.Sprintf("10.%d.%d.%d:1", 0, (10*generation-1)>>8, 255)}
	if throttle.allow(address(first), now) {
		t.Error("the newest address was forgotten")
	}
}

func TestNewRidersOfOneAddressAreLimited(t *testing.T) {
	p := open(t, func(c *Config) { c.Limits.Rider = Rate{time.Minute, 1} })
	p.scan().checkIn().has(t, 200, "签到成功")
	second := p.scan()
	second.checkIn().has(t, http.StatusTooManyRequests, "请到屏幕上办理")
	p.clock.pass(time.Minute)
	second.checkIn().has(t, 200, "签到成功")
}

func TestSessionsOfOneAddressAreLimited(t *testing.T) {
	p := open(t, func(c *Config) { c.Limits.Session = Rate{time.Minute, 1} })
	first := p.scan()
	p.rider().get(Path(token)).has(t, http.StatusTooManyRequests)
	first.get(Path(token)).has(t, 200) // scanning again keeps the session
}

func TestSessionsAreBounded(t *testing.T) {
	var n int
	all := newSessions(func() string { n++; return fmt.Sprint(n) })
	now := time.Now()
	first := all.open(station.Rider{}, "", "", now)
	for range sessionMost {
		now = now.Add(time.Millisecond)
		all.open(station.Rider{}, "", "", now)
	}
	if len(all.byID) != sessionMost {
		t.Errorf("%d sessions", len(all.byID))
	}
	if all.find(first.id, now) != nil {
		t.Error("the session unused for longest was kept")
	}
	all.open(station.Rider{}, "", "", now.Add(time.Hour))
	if len(all.byID) != 1 {
		t.Errorf("%d sessions, want the idle ones gone", len(all.byID))
	}
}

func TestLogsNameNobody(t *testing.T) {
	p := open(t)
	r := p.scan()
	r.book(health)
	p.desk.fail(errors.New("disk on fire"))
	r.checkIn().has(t, http.StatusInternalServerError, "没有办成")
	log := p.log.String()
	if !strings.Contains(log, "disk on fire") {
		t.Errorf("the cause is not in the log: %s", log)
	}
	for _, secret := range []string{r.cookie(passCookie), r.cookie(sessionCookie), token, fmt.Sprint(p.desk.visitors())} {
		if secret != "" && strings.Contains(log, secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
}

func TestBothLanguagesAreComplete(t *testing.T) {
	sameFields(t, reflect.ValueOf(inChinese), reflect.ValueOf(inEnglish))
	for _, w := range []words{inChinese, inEnglish} {
		if len(strings.Fields(w.Months)) != 12 || len(strings.Fields(w.Weekdays)) != 7 {
			t.Errorf("%s: months or days are missing", w.Code)
		}
	}
	for name, each := range sayings {
		inBoth(t, name, each.Title.ZH, each.Title.EN)
		inBoth(t, name, each.Text.ZH, each.Text.EN)
	}
	for name, each := range notes {
		inBoth(t, name, each.ZH, each.EN)
	}
}

func sameFields(t *testing.T, zh, en reflect.Value) {
	t.Helper()
	for i := range zh.NumField() {
		name := zh.Type().Field(i).Name
		switch {
		case zh.Field(i).Kind() == reflect.Struct:
			sameFields(t, zh.Field(i), en.Field(i))
		case zh.Field(i).Kind() == reflect.Array:
			for n := range zh.Field(i).Len() {
				inBoth(t, name, zh.Field(i).Index(n).String(), en.Field(i).Index(n).String())
			}
		case name != "Left" && name != "Other":
			inBoth(t, name, zh.Field(i).String(), en.Field(i).String())
		}
	}
}

func inBoth(t *testing.T, name, zh, en string) {
	t.Helper()
	if zh == "" || en == "" {
		t.Errorf("%s is missing in a language: %q, %q", name, zh, en)
	}
	if strings.ContainsFunc(en, han) {
		t.Errorf("%s in English is %q", name, en)
	}
}

func han(r rune) bool { return unicode.Is(unicode.Han, r) }

func TestConfigSaysWhatIsMissing(t *testing.T) {
	if _, err := New(Config{}); !errors.Is(err, ErrConfig) || !strings.Contains(err.Error(), "Desk") {
		t.Errorf("got %v", err)
	}
	c := open(t).page.Config
	c.Name.EN = ""
	if _, err := New(c); !errors.Is(err, ErrConfig) || !strings.Contains(err.Error(), "Name.EN") {
		t.Errorf("got %v", err)
	}
}

func TestServeEndsWithItsContext(t *testing.T) {
	p := open(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- p.page.Serve(ctx, l) }()
	answer, err := http.Get(p.page.URL(l.Addr().String()))
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, answer.Body)
	answer.Body.Close()
	stop()
	if err := <-ended; err != nil {
		t.Errorf("Serve ended with %v", err)
	}
	if _, err := net.Dial("tcp", l.Addr().String()); err == nil {
		t.Error("the socket is still open")
	}
}

// TestPanicLeavesTheSessionUsable: net/http survives one, and so must the
// rider's next request.
func TestPanicLeavesTheSessionUsable(t *testing.T) {
	p := open(t)
	r := p.scan()
	if answer, err := r.Get(p.web.URL + "/points"); err == nil { // the fake station has none
		answer.Body.Close()
		t.Fatal("the station of this test did not panic")
	}
	r.get("/").has(t, 200, "签到")
}
