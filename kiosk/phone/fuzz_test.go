package phone

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// direct asks the page without a socket, as the session of that cookie.
func direct(p *place, method string, target *url.URL, body, session string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "/", strings.NewReader(body))
	r.URL, r.RequestURI = target, target.RequestURI()
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.AddCookie(&http.Cookie{Name: sessionCookie, Value: session})
	w := httptest.NewRecorder()
	p.page.ServeHTTP(w, r)
	return w
}

// Whatever a stranger asks, no session opens and nothing is recorded.
func FuzzStranger(f *testing.F) {
	f.Add("GET", "/s/"+token+"x?lang=en", "")
	f.Add("POST", "/book", "slot="+url.QueryEscape(health)+"&csrf=&once=1")
	f.Add("HEAD", "/s/"+token, "")
	f.Add("GET", "//evil.example?lang=en&note=booked", "%zz")
	f.Fuzz(func(t *testing.T, method, uri, body string) {
		p := open(t)
		target, err := url.ParseRequestURI(uri) // as the server reads a request's line
		if err != nil || target.Path == Path(token) && method == http.MethodGet {
			t.Skip("no request, or the one that opens a session")
		}
		if _, err := http.NewRequest(method, "/", nil); err != nil {
			t.Skip("no method")
		}
		w := direct(p, method, target, body, "guess")
		if len(p.page.sessions.byID) != 0 || len(p.desk.visitors()) != 0 || p.desk.bookings() != 0 {
			t.Errorf("%s %q did something", method, uri)
		}
		if w.Code >= 500 {
			t.Errorf("%s %q gave %d", method, uri, w.Code)
		}
		if to := w.Header().Get("Location"); to != "" && !local(to) {
			t.Errorf("%s %q leads to %q", method, uri, to)
		}
	})
}

// Whatever a rider's forms hold, the page answers, leads nowhere else, and
// books at most the slot the form names.
func FuzzForm(f *testing.F) {
	f.Add("/book", "health-check", health, "", "k")
	f.Add("/cancel", "", "", "test-1/1/1", "k")
	f.Add("/check-in", "", "", "", "")
	f.Add("/book", "legal-aid", health, "//evil", "\x00")
	f.Fuzz(func(t *testing.T, path, service, slot, ref, once string) {
		p := open(t)
		s := p.page.sessions.open(p.desk.ByPhone(), "", "", p.clock.Now())
		form := url.Values{"csrf": {s.csrf}, "service": {service}, "slot": {slot}, "ref": {ref}, "once": {once}}
		w := direct(p, http.MethodPost, &url.URL{Path: path}, form.Encode(), s.id)
		if w.Code >= 500 {
			t.Errorf("%s gave %d", path, w.Code)
		}
		if to := w.Header().Get("Location"); to != "" && !local(to) {
			t.Errorf("%s leads to %q", path, to)
		}
		held, _ := p.desk.Bookings(s.rider.Pseudonym)
		if len(held) > 1 || len(held) == 1 && held[0].Slot.ID != slot {
			t.Errorf("%s booked %v, asked for %q", path, held, slot)
		}
	})
}

func local(location string) bool {
	u, err := url.Parse(location)
	return err == nil && u.Host == "" && u.Scheme == "" && strings.HasPrefix(location, "/")
}
