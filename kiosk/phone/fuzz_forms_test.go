package phone

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/nuanxin/station-kit/station"
)

// sound judges an answer to a phone that may ask anything: none fails, leads
// away, or is no text where it says that it is.
func sound(t *testing.T, what string, w *httptest.ResponseRecorder) {
	t.Helper()
	if w.Code >= 500 {
		t.Errorf("%s gave %d:\n%s", what, w.Code, w.Body)
	}
	if to := w.Header().Get("Location"); to != "" && !local(to) {
		t.Errorf("%s leads to %q", what, to)
	}
	if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") && !utf8.Valid(w.Body.Bytes()) {
		t.Errorf("%s is no text", what)
	}
}

// FuzzForms sends any body to any form of a real station, as a phone that is
// in: at the end the station's file holds together.
func FuzzForms(f *testing.F) {
	p, s := furnished(f)
	paths := posts(p)
	slices.Sort(paths)
	for i, body := range []string{
		"about=labour-rights&phrase=pay-late&phrase=pay-late&text=%E5%B0%91%E4%BA%86&mine=yes",
		"code=ABCDEF-GHJKMN-PQRSTV", "stars=5", "text=%0D%0A%00%ff", "kind=road&place=street&text=x",
		"reward=water&price=5", "id=brakes&version=1&page=1", "id=brakes&version=1&q0=1&q1=0", "task=snow&do=accept",
		"purpose=legal", "sure=yes", "service=legal-aid&slot=legal-aid-soon&consent=1&full=wait", "service=health-check&slot=health-check-soon&move=st-1/1/2",
	} {
		f.Add(uint8(i), true, body)
		f.Add(uint8(i+3), false, body)
	}
	f.Fuzz(func(t *testing.T, which uint8, known bool, body string) {
		p.page.Texts = &board{}
		p.page.Offer(complaint)
		var who station.Rider
		if known {
			who = s.ByPhone()
		}
		one := p.page.sessions.open(who, "", "", p.clock.Now())
		path := paths[int(which)%len(paths)]
		form := "csrf=" + url.QueryEscape(one.csrf) + "&once=1&" + body
		sound(t, path, direct(p, http.MethodPost, &url.URL{Path: path}, form, one.id))
		sound(t, path+" again", direct(p, http.MethodPost, &url.URL{Path: path}, form, one.id))
	})
}

// FuzzPages asks for any page with any query, as a phone that is in.
func FuzzPages(f *testing.F) {
	p, s := furnished(f)
	var paths []string
	for path := range p.page.shown() {
		paths = append(paths, strings.TrimSuffix(path, "{$}"))
	}
	slices.Sort(paths)
	for i, query := range []string{
		"id=brakes&page=-1", "n=-1", "n=99999999999999999999", "about=station&lang=en", "service=legal-aid&slot=legal-aid-soon&move=//evil",
		"id=legal-aid&day=2026-13-99&note=full", "ref=st-1/1/1", "note=nonsense&lang=zz", "%zz=%ff",
	} {
		f.Add(uint8(i), query)
		f.Add(uint8(i*3+1), query)
	}
	f.Fuzz(func(t *testing.T, which uint8, query string) {
		one := p.page.sessions.open(s.ByPhone(), "", "", p.clock.Now())
		path := paths[int(which)%len(paths)]
		sound(t, path, direct(p, http.MethodGet, &url.URL{Path: path, RawQuery: query}, "", one.id))
	})
}

// FuzzPlainText: what comes out can be seen, and coming in again stays as it
// is.
func FuzzPlainText(f *testing.F) {
	for _, text := range []string{"一\r\n二\r三", "\x00\u202e\u200d👨‍👩‍👧", " \t\n", "\xff\xfe", "e\u0301", "\u2028 \u00a0x\u00a0"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, sent string) {
		text := plainText(sent)
		if !utf8.ValidString(text) || strings.TrimSpace(text) != text || plainText(text) != text {
			t.Errorf("%q became %q, then %q", sent, text, plainText(text))
		}
		for _, r := range text {
			if r != '\n' && unicode.IsControl(r) || r == '\u202e' {
				t.Errorf("%q became %q", sent, text)
			}
		}
		if utf8.RuneCountInString(text) > utf8.RuneCountInString(sent) {
			t.Errorf("%q grew to %q", sent, text)
		}
	})
}
