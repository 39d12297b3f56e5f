package phone

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// loads fetches what a page loads, as a phone with an empty cache does.
func (r *rider) loads(page got) {
	r.Helper()
	for _, path := range []string{stylePath, iconPath, "/favicon.ico"} {
		r.get(path).has(r, http.StatusOK)
	}
	page.has(r, http.StatusOK)
}

// TestQueueBehindOneAddress: a shift's riders whose phones share one address,
// as behind a router that translates it, all check in and book with the presets.
func TestQueueBehindOneAddress(t *testing.T) {
	p := open(t, func(c *Config) { c.Limits = Limits{} })
	atOnce := make([]*rider, 15)
	for i := range atOnce {
		atOnce[i] = p.rider()
		atOnce[i].loads(atOnce[i].get(Path(token)))
	}
	for _, r := range atOnce {
		r.checkIn().has(t, http.StatusOK, "签到成功")
		p.clock.pass(time.Second)
	}
	for range 60 { // an hour of one a minute
		p.clock.pass(time.Minute)
		r := p.rider()
		r.loads(r.get(Path(token)))
		r.checkIn().has(t, http.StatusOK, "签到成功")
		r.get("/service?id=legal-aid").has(t, http.StatusOK)
		r.get("/pass").has(t, http.StatusOK, "/pass.png")
		r.get("/pass.png").has(t, http.StatusOK)
	}
	if n := len(p.desk.visitors()); n != 75 {
		t.Errorf("%d visitors, want all 75", n)
	}
}

// A phone that asked too much still gets the style of the page that says so.
func TestStyleComesBesideTheLimit(t *testing.T) {
	p := open(t, func(c *Config) { c.Limits.Address = Rate{time.Hour, 2} })
	r := p.scan() // two requests
	r.get("/").has(t, http.StatusTooManyRequests)
	r.get(stylePath).has(t, http.StatusOK)
	r.get(stylePath).has(t, http.StatusOK)
	r.get(stylePath).has(t, http.StatusTooManyRequests)
}

func TestFixedFilesComePacked(t *testing.T) {
	p := open(t)
	for path, content := range map[string][]byte{stylePath: style, scriptPath: script, iconPath: icon} {
		for accepted, want := range map[string]string{"gzip, deflate": "gzip", "identity": ""} {
			ask, err := http.NewRequest(http.MethodGet, p.web.URL+path, nil)
			if err != nil {
				t.Fatal(err)
			}
			ask.Header.Set("Accept-Encoding", accepted)
			answer, err := http.DefaultClient.Do(ask)
			if err != nil {
				t.Fatal(err)
			}
			if got := answer.Header.Get("Content-Encoding"); got != want {
				t.Errorf("%s, accepting %s: packed as %q", path, accepted, got)
			}
			if text := unpacked(t, answer); text != string(content) {
				t.Errorf("%s, accepting %s: %d bytes, want %d", path, accepted, len(text), len(content))
			}
		}
	}
	if n := len(pack(style)); n > len(style)/3 {
		t.Errorf("the style is %d bytes packed, of %d", n, len(style))
	}
}

func unpacked(t *testing.T, answer *http.Response) string {
	t.Helper()
	defer answer.Body.Close()
	body := io.Reader(answer.Body)
	if strings.Contains(answer.Header.Get("Content-Encoding"), "gzip") {
		var err error
		if body, err = gzip.NewReader(body); err != nil {
			t.Fatal(err)
		}
	}
	text, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
