package serve

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/time/rate"

	"github.com/nuanxin/station-kit/firmware-bridge/health"
	"github.com/nuanxin/station-kit/firmware-bridge/samv"
)

const page1 = "https://desk.example.org"

// handler has a card on the reader and no limit of rate.
func handler(f *testing.F) http.Handler {
	board := NewBoard()
	board.Tell(samv.Placed{Card: samv.Card{Kind: samv.Citizen, Name: "张小满", Number: "110101199003071014"}})
	h, err := New(Config{Board: board, Health: func() []health.Health { return nil }, Origins: []string{page1}, Dialects: []string{ReadMsg, ReadCard}, JSONP: true})
	if err != nil {
		f.Fatal(err)
	}
	h.(*guard).rate = rate.NewLimiter(rate.Inf, 0)
	return h
}

var functionCall = regexp.MustCompile(`\A/\*\*/([A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*)\((\{.*\})\);\n\z`)

// FuzzReadMsg: whatever the query, the answer is one JSON object, or a call of one function with it, and never
// a card to a page that is not allowed.
func FuzzReadMsg(f *testing.F) {
	h := handler(f)
	f.Fuzz(func(t *testing.T, query string) {
		if v, _ := url.ParseQuery(query); v.Get("waitTime") != "" && v.Get("readOnce") == "1" {
			return // would wait for the next card
		}
		for _, origin := range []string{page1, "https://evil.example"} {
			r := httptest.NewRequest(http.MethodGet, "/api/ReadMsg", nil)
			r.URL.RawQuery, r.Host, r.RemoteAddr = query, "127.0.0.1:8989", "127.0.0.1:5"
			r.Header.Set("Referer", origin+"/page")
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			body := w.Body.String()
			if origin != page1 && (w.Code != http.StatusForbidden || strings.Contains(body, "110101199003071014")) {
				t.Fatalf("a stranger is answered %d %s", w.Code, body)
			}
			if w.Header().Get("Content-Type") == "application/javascript; charset=utf-8" {
				m := functionCall.FindStringSubmatch(body)
				if m == nil {
					t.Fatalf("no call of a function: %q", body)
				}
				body = m[2]
			}
			if !json.Valid([]byte(body)) {
				t.Fatalf("no JSON: %q", body)
			}
		}
	})
}

// FuzzPath: whatever the path and query, the answer is JSON, and a card is told only where there is a route.
func FuzzPath(f *testing.F) {
	h := handler(f)
	told := regexp.MustCompile(`\A/(readcard(&.*)?|v1/card)\z`)
	f.Fuzz(func(t *testing.T, target string) {
		u, err := url.ParseRequestURI(target)
		if err != nil || u.Path == "/v1/events" || u.Path == "/api/ReadMsg" || u.Query().Get("wait") != "" {
			return // those go on or wait
		}
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.URL, r.Host, r.RemoteAddr = u, "localhost", "[::1]:5"
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		body := w.Body.String()
		if w.Code/100 != 3 && !json.Valid([]byte(body)) {
			t.Fatalf("%q: no JSON: %q", target, body)
		}
		if strings.Contains(body, "110101199003071014") && !told.MatchString(strings.ReplaceAll(u.Path, "\n", "")) {
			t.Fatalf("%q tells the card", target)
		}
	})
}

// FuzzAsk: what is accepted stays within its limits.
func FuzzAsk(f *testing.F) {
	f.Fuzz(func(t *testing.T, query string) {
		if a, err := parseAsk(query); err == nil && (a.wait < 0 || a.wait > maxWait) {
			t.Errorf("%q waits %v", query, a.wait)
		}
	})
}

// FuzzOrigin: what an operator may allow is exactly what a browser can send.
func FuzzOrigin(f *testing.F) {
	f.Fuzz(func(t *testing.T, origin string) {
		if checkOrigin(origin) != nil {
			return
		}
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Referer", origin+"/path")
		if got, web := page(r); got != origin || !web {
			t.Errorf("%q is allowed, and a page of it is of %q", origin, got)
		}
	})
}
