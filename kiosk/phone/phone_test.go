package phone

import (
	"bytes"
	stdimage "image"
	"image/png"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/station"
)

// clock is one that tests move.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.now }

func (c *clock) pass(d time.Duration) { c.mu.Lock(); defer c.mu.Unlock(); c.now = c.now.Add(d) }

// screen is a presence whose token tests change.
type screen struct {
	mu    sync.Mutex
	token string
}

func (s *screen) Token() string { s.mu.Lock(); defer s.mu.Unlock(); return s.token }

func (s *screen) Valid(token string) bool { return token == s.Token() }

func (s *screen) turn(token string) { s.mu.Lock(); defer s.mu.Unlock(); s.token = token }

// place is a station with its page on a real socket.
type place struct {
	testing.TB
	clock  *clock
	screen *screen
	desk   *desk
	page   *Server
	web    *httptest.Server
	log    *bytes.Buffer
}

const token = "a-token_of.16chr"

// square stands in for the drawing of codes: a PNG of the size asked for.
func square(_ string, pixels int) ([]byte, error) {
	var out bytes.Buffer
	err := png.Encode(&out, stdimage.NewGray(stdimage.Rect(0, 0, pixels, pixels)))
	return out.Bytes(), err
}

func open(t testing.TB, change ...func(*Config)) *place {
	t.Helper()
	p := &place{TB: t, clock: &clock{now: time.Date(2026, 8, 3, 11, 2, 0, 0, beijing)}, screen: &screen{token: token}, log: &bytes.Buffer{}}
	p.desk = newDesk(p.clock.Now)
	c := Config{
		Desk: p.desk, Presence: p.screen, QR: square, Now: p.clock.Now,
		Name: station.Text{ZH: "朝阳门暖新驿站", EN: "Chaoyangmen Station"},
		Log:  slog.New(slog.NewTextHandler(p.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		// Tests of anything but limits come from one address and at once.
		Limits: Limits{Rate{1, 1e6}, Rate{1, 1e6}, Rate{1, 1e6}, Rate{1, 1e6}, Rate{1, 1e6}},
	}
	for _, f := range change {
		f(&c)
	}
	var err error
	if p.page, err = New(c); err != nil {
		t.Fatal(err)
	}
	p.web = httptest.NewServer(p.page)
	t.Cleanup(p.web.Close)
	return p
}

// rider is a phone with its own cookies.
type rider struct {
	*place
	*http.Client
}

func (p *place) rider() *rider {
	jar, _ := cookiejar.New(nil)
	return &rider{p, &http.Client{Jar: jar}}
}

// scan arrives as one who scanned the code on the screen does.
func (p *place) scan() *rider {
	p.Helper()
	r := p.rider()
	if got := r.get(Path(p.screen.Token())); got.status != http.StatusOK {
		p.Fatalf("scanning the code gave %d", got.status)
	}
	return r
}

// got is what the phone shows in the end.
type got struct {
	status int
	path   string // with its query
	body   string
	header http.Header
}

func (r *rider) take(answer *http.Response, err error) got {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		r.Fatal(err)
	}
	return got{answer.StatusCode, answer.Request.URL.RequestURI(), string(body), answer.Header}
}

func (r *rider) get(path string) got {
	r.Helper()
	return r.take(r.Get(r.web.URL + path))
}

func (r *rider) post(path string, form url.Values) got {
	r.Helper()
	return r.take(r.PostForm(r.web.URL+path, form))
}

var (
	forms  = regexp.MustCompile(`(?s)<form method="post" action="([^"]+)">(.*?)</form>`)
	fields = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)">`)
)

// form finds the form of a page that goes to action.
func (r *rider) form(page got, action string) url.Values {
	r.Helper()
	for _, f := range forms.FindAllStringSubmatch(page.body, -1) {
		if f[1] != action {
			continue
		}
		v := url.Values{}
		for _, field := range fields.FindAllStringSubmatch(f[2], -1) {
			v.Set(field[1], strings.ReplaceAll(field[2], "&#43;", "+"))
		}
		return v
	}
	r.Fatalf("the page at %s has no form to %s:\n%s", page.path, action, page.body)
	return nil
}

func (r *rider) checkIn() got {
	r.Helper()
	return r.post("/check-in", r.form(r.get("/"), "/check-in"))
}

func confirmPath(slot string) string {
	service, _, _ := strings.Cut(slot, "@")
	return "/confirm?" + url.Values{"service": {service}, "slot": {slot}}.Encode()
}

func (r *rider) book(slot string) got {
	r.Helper()
	return r.post("/book", r.form(r.get(confirmPath(slot)), "/book"))
}

func (g got) has(t testing.TB, status int, texts ...string) {
	t.Helper()
	if g.status != status {
		t.Errorf("%s gave %d, want %d", g.path, g.status, status)
	}
	for _, text := range texts {
		if !strings.Contains(g.body, text) {
			t.Errorf("%s does not say %q:\n%s", g.path, text, g.body)
		}
	}
}

func (p *place) home() *url.URL {
	home, _ := url.Parse(p.web.URL)
	return home
}

func (r *rider) cookie(name string) string {
	for _, c := range r.Jar.Cookies(r.home()) {
		if c.Name == name {
			return c.Value
		}
	}
	return ""
}
