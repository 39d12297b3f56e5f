package phone

import (
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/nuanxin/station-kit/station"
)

// lived is a rider of a furnished place who has something on every page, and
// where to see it: each path of Server.shown with a query that finds it.
func lived(t *testing.T) (*place, *station.Station, *rider, map[string]string) {
	t.Helper()
	p, s := furnished(t, realCodes)
	p.page.Texts = &board{}
	r := p.scan()
	r.checkIn()
	ticket := r.bookReal("health-check", "health-check-soon")
	filed := r.post("/appeal", r.appealing("station", "水凉了", "no-water"))
	r.follow(r.claimOf(filed))
	answers := r.form(r.get("/quiz?id=brakes"), "/quiz")
	answers.Set("q0", "1")
	answers.Set("q1", "0")
	r.post("/quiz", answers)
	ref := strings.TrimPrefix(ticket.path, "/booking")
	return p, s, r, map[string]string{
		"/{$}": "/", "/booking": "/booking" + ref, "/booking.png": "/booking.png" + ref,
		"/service": "/service?id=legal-aid", "/confirm": "/confirm?service=legal-aid&slot=legal-aid-soon",
		"/appeal": "/appeal?about=station", "/receipt": "/receipt?n=0", "/receipt.png": "/receipt.png?n=0",
		"/lesson": "/lesson?id=brakes", "/quiz": "/quiz?id=brakes", "/lesson.png": "/lesson.png?id=brakes&page=1",
	}
}

// everywhere lists what a rider who has something on every page can see.
func everywhere(p *place, known map[string]string) []string {
	var all []string
	for path := range p.page.shown() {
		if at, ok := known[path]; ok {
			path = at
		}
		all = append(all, path)
	}
	slices.Sort(all)
	return all
}

func posts(p *place) []string {
	all := []string{"/t/" + askID + "/still"}
	for path := range p.page.forms() {
		all = append(all, strings.ReplaceAll(path, "{id}", askID))
	}
	return all
}

func TestEveryPageIsThere(t *testing.T) {
	p, _, r, known := lived(t)
	for _, path := range everywhere(p, known) {
		got := r.get(path)
		got.has(t, http.StatusOK)
		if want, _, _ := strings.Cut(path, "?"); !strings.HasPrefix(got.path, want) {
			t.Errorf("%s led to %s", path, got.path)
		}
	}
}

func TestEveryPageNeedsASession(t *testing.T) {
	p, _, _, known := lived(t)
	stranger := p.rider()
	for _, path := range everywhere(p, known) {
		stranger.get(path).has(t, http.StatusForbidden, "请重新扫码")
	}
	if len(stranger.Jar.Cookies(p.home())) != 0 {
		t.Error("a stranger was given a cookie")
	}
}

// TestEveryFormNeedsItsToken: a form acts only from the session's own page,
// whatever else it holds.
func TestEveryFormNeedsItsToken(t *testing.T) {
	p, s, r, _ := lived(t)
	p.page.Offer(complaint)
	before, err := s.Standing()
	if err != nil {
		t.Fatal(err)
	}
	full := url.Values{
		"once": {"a-new-one"}, "service": {"legal-aid"}, "slot": {"legal-aid-soon"}, "about": {"other"}, "phrase": {"housing"},
		"kind": {"road"}, "place": {"street"}, "text": {"话"}, "reward": {"water"}, "price": {"5"}, "id": {"brakes"}, "version": {"1"},
		"page": {"1"}, "q0": {"1"}, "q1": {"0"}, "task": {"snow"}, "do": {"accept"}, "purpose": {"legal"}, "sure": {"yes"}, "stars": {"5"},
	}
	other := p.scan()
	foreign := other.form(other.get("/"), "/check-in").Get("csrf")
	for _, path := range posts(p) {
		for _, csrf := range []string{"", "guess", foreign} {
			full.Set("csrf", csrf)
			if got := r.post(path, full); got.status != http.StatusForbidden {
				t.Errorf("%s with token %q gave %d", path, csrf, got.status)
			}
			p.rider().post(path, full).has(t, http.StatusForbidden)
		}
		if got := r.post(path+"?csrf="+foreign, nil); got.status != http.StatusForbidden {
			t.Errorf("%s gave %d", path, got.status)
		}
		r.get(path) // a form's address is no page that acts
	}
	if after, err := s.Standing(); err != nil || after.Last != before.Last {
		t.Errorf("%d records by forms without their token, %v", after.Last-before.Last, err)
	}
}

func TestEveryFormActsOnce(t *testing.T) {
	p, _, r, _ := lived(t)
	csrf := r.form(r.get("/appeals"), "/follow").Get("csrf")
	for path := range p.page.forms() {
		path = strings.ReplaceAll(path, "{id}", askID)
		r.post(path, url.Values{"csrf": {csrf}}).has(t, http.StatusBadRequest)
		r.post(path, url.Values{"csrf": {csrf}, "once": {strings.Repeat("x", 65)}}).has(t, http.StatusBadRequest)
	}
}

var guards = map[string]string{
	"Cache-Control":                "no-store",
	"Referrer-Policy":              "no-referrer",
	"X-Content-Type-Options":       "nosniff",
	"X-Frame-Options":              "DENY",
	"Cross-Origin-Resource-Policy": "same-origin",
}

// TestEveryAnswerIsGuarded: the policy allows no script but the page's own
// file, where there is one.
func TestEveryAnswerIsGuarded(t *testing.T) {
	p, _, r, known := lived(t)
	p.page.Offer(complaint)
	paths := append(everywhere(p, known), "/nowhere", Path("old"), textPath(askID), textPath("UNKNOWN"), "/my-data?note=erased")
	var answers []got
	for _, path := range paths {
		answers = append(answers, r.get(path))
	}
	for _, path := range posts(p) {
		answers = append(answers, r.post(path, nil))
	}
	for _, a := range answers {
		for key, want := range guards {
			if got := a.header.Get(key); got != want {
				t.Errorf("%s: %s is %q", a.path, key, got)
			}
		}
		want := policy
		if strings.Contains(a.body, "<script") {
			want += "; script-src 'self'; connect-src 'self'"
		}
		if got := a.header.Get("Content-Security-Policy"); got != want {
			t.Errorf("%s: the policy is %q", a.path, got)
		}
	}
}

// Scripts, handlers and styles in the page itself would be blocked; anything
// from elsewhere would not load at a station.
func TestPagesHoldNothingThePolicyBlocks(t *testing.T) {
	p, _, r, known := lived(t)
	p.page.Offer(complaint)
	blocked := regexp.MustCompile(`(?i)<script[^>]*>[^<]|<style|\sstyle=|\son[a-z]+=|https?://|src="//|javascript:`)
	own := regexp.MustCompile(`<script src="` + regexp.QuoteMeta(scriptPath) + `"></script>`)
	for _, path := range append(everywhere(p, known), "/nowhere", textPath(askID)) {
		page := r.get(path)
		if !strings.HasPrefix(page.header.Get("Content-Type"), "text/html") {
			continue
		}
		text := own.ReplaceAllString(page.body, "")
		if bad := blocked.FindString(text); bad != "" || strings.Contains(text, "<script") {
			t.Errorf("%s holds %q", path, bad)
		}
	}
}

// TestFilesSuitOldWebViews, of Chromium 37 as in Android 5, older than any that
// phones in use should still have: what came later is written so that its lack
// harms nothing, or not at all.
func TestFilesSuitOldWebViews(t *testing.T) {
	if bad := regexp.MustCompile(`url\(|@import|var\(|\bgap:|display: grid|:has\(|:is\(|:where\(|clamp\(|min\(|max\(|inset:|aspect-ratio|position: sticky`).FindString(string(style)); bad != "" {
		t.Errorf("the style holds %q, which loads something or needs a newer WebView", bad)
	}
	if bad := regexp.MustCompile("=>|\\b(let|const|class|async|await)\\b|`|fetch\\(|\\?\\.|\\.\\.\\.|https?:|eval|innerHTML").FindString(string(script)); bad != "" {
		t.Errorf("the script holds %q", bad)
	}
}

// TestFirstLoadIsSmall: a page with all it loads, into an empty cache.
func TestFirstLoadIsSmall(t *testing.T) {
	p, _, r, known := lived(t)
	p.page.Offer(complaint)
	const budget = 100 << 10
	loads := regexp.MustCompile(`(?:src|href)="(/[^"]*\.(?:css|svg|js|png)(?:\?[^"]*)?)"`)
	for _, path := range append(everywhere(p, known), textPath(askID)) {
		page := r.get(path)
		total, parts := len(page.body), map[string]bool{}
		for _, m := range loads.FindAllStringSubmatch(page.body, -1) {
			if !parts[m[1]] {
				parts[m[1]] = true
				part := r.get(strings.ReplaceAll(m[1], "&amp;", "&"))
				part.has(t, http.StatusOK)
				total += len(part.body)
			}
		}
		t.Logf("%-50s %5d bytes, of them %5d the page", path, total, len(page.body))
		if total > budget {
			t.Errorf("%s: %d bytes at first load, want %d at most", path, total, budget)
		}
	}
}

// TestDocumentListsEveryAddress: doc.go says what there is.
func TestDocumentListsEveryAddress(t *testing.T) {
	text, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, line := range strings.Split(string(text), "\n") {
		if strings.HasPrefix(line, "//\t") {
			for _, word := range strings.Fields(line) {
				listed[word] = true
			}
		}
	}
	p := open(t)
	want := []string{"/", "/t/{id}/still"}
	for path := range p.page.shown() {
		want = append(want, strings.TrimSuffix(path, "{$}"))
	}
	for path := range p.page.forms() {
		want = append(want, path)
	}
	for path := range p.page.doors() {
		want = append(want, path)
	}
	for _, path := range want {
		if !listed[path] {
			t.Errorf("doc.go does not list %s", path)
		}
	}
}
