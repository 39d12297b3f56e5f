package console_test

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/console"
)

var now = time.Date(2026, 11, 24, 9, 30, 12, 0, time.UTC)

// fixed is a hub's state that does not move. What it says of riders is
// invented.
type fixed struct {
	stations []hub.StationReport
	slots    []hub.SlotReport
	events   []hub.Received
	asked    hub.EventQuery
	rows     hub.TableQuery
	told     map[string]hub.Vitals
	broken   error
}

func (f *fixed) Stations(context.Context) ([]hub.StationReport, error) { return f.stations, f.broken }
func (f *fixed) Slots(context.Context, time.Time) ([]hub.SlotReport, error) {
	return f.slots, f.broken
}

func (f *fixed) Rows(_ context.Context, q hub.TableQuery) (hub.TablePage, error) {
	if _, err := hub.ShownTable(q.Table); err != nil {
		return hub.TablePage{}, err
	}
	if q.After == "x" {
		return hub.TablePage{}, hub.ErrBadCursor
	}
	f.rows = q
	page := hub.TablePage{Columns: []string{"day", "station", "visits", "stayed_minutes"}, Rows: [][]any{{"2026-11-24", "a,b", int64(3), 2.5}, {"2026-11-24", "b", int64(4), nil}}}
	if q.Limit == 2 {
		page.Next = `["2026-11-24","b"]`
	}
	return page, f.broken
}

func (f *fixed) Events(_ context.Context, q hub.EventQuery) ([]hub.Received, error) {
	f.asked = q
	return f.events, f.broken
}

func station(id, zh, en string, heard, receipt time.Duration, upTo, last uint64) hub.StationReport {
	return hub.StationReport{
		Station: hub.Station{ID: id, NameZH: zh, NameEN: en, Key: make(ed25519.PublicKey, 32), Heard: now.Add(-heard), LastEpoch: 1, Last: last},
		Epoch:   1, UpTo: upTo, ReceiptAt: now.Add(-receipt),
	}
}

func slot(service string, starts time.Time, capacity, lent, booked int) hub.SlotReport {
	return hub.SlotReport{
		Slot: hub.Slot{ID: hub.SlotID(service, starts, "建国路站"), Service: service, Starts: starts, Minutes: 20, PlaceZH: "建国路站", PlaceEN: "Jianguo Road", Capacity: capacity},
		Lent: lent, Booked: booked, Loans: map[string]int{"jianguo-lu": lent},
	}
}

func received(pos int64, ago time.Duration, r *event.Record) hub.Received {
	r.Stamp = &event.Stamp{WallMs: now.Add(-ago).UnixMilli(), Boot: 3, MonoMs: 120, Trust: event.ClockTrust_CLOCK_TRUST_FLOOR}
	b, _ := event.Encode(r)
	return hub.Received{Pos: pos, Record: hub.Record{Ref: event.Ref{Station: "jianguo-lu", Epoch: 1, Seq: uint64(pos)}, Kind: r.Kind(), Bytes: b}, At: now.Add(-ago)}
}

func state() *fixed {
	pseudonym := []byte("0123456789abcdef")
	f := &fixed{
		stations: []hub.StationReport{
			station("jianguo-lu", "建国路站", "Jianguo Road", 4*time.Second, 4*time.Second, 1284, 1284),
			station("renmin-park", "人民公园站", "People's Park", 40*time.Second, 3*time.Minute, 861, 873),
			station("xihu-east", "西湖东站", "West Lake East", 26*time.Hour, 26*time.Hour, 402, 402),
			{Station: hub.Station{ID: "beiguan", NameZH: "北关站", NameEN: "North Gate"}},
		},
		events: []hub.Received{
			received(1287, 4*time.Second, &event.Record{Body: &event.Record_Booking{Booking: &event.Booking{Pseudonym: pseudonym, Slot: "health-check-1", Service: "health-check", Means: event.Means_MEANS_CARD}}}),
			received(1286, 9*time.Second, &event.Record{Body: &event.Record_CheckIn{CheckIn: &event.CheckIn{Pseudonym: pseudonym, Means: event.Means_MEANS_CARD}}}),
			received(1285, 9*time.Second, &event.Record{Body: &event.Record_Person{Person: &event.Person{Pseudonym: pseudonym, Identity: &event.Envelope{KeyId: "aabbccdd"}}}}),
			received(1284, 3*time.Minute, &event.Record{Body: &event.Record_Cancellation{Cancellation: &event.Cancellation{BookingSeq: 7}}}),
			received(1283, 2*time.Hour, &event.Record{}),
			{Pos: 1282, Record: hub.Record{Ref: event.Ref{Station: "xihu-east", Epoch: 1, Seq: 402}, Kind: hub.KindUnreadable, Bytes: []byte{0xff}}, At: now.Add(-26 * time.Hour)},
		},
	}
	f.stations[1].SetAside = 1
	nine := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	for i := range 8 {
		f.slots = append(f.slots, slot("health-check", nine.Add(time.Duration(i)*20*time.Minute), 6, 4, i%5))
	}
	for i := range 4 {
		f.slots = append(f.slots, slot("legal-aid", nine.Add(24*time.Hour+time.Duration(i)*20*time.Minute), 3, 3, 3-i%4))
	}
	return f
}

func handler(f *fixed) http.Handler {
	return console.Handler(console.Config{Source: f, Wellbeing: f, Loopback: true, Now: func() time.Time { return now }})
}

func get(t *testing.T, h http.Handler, target string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest("GET", "http://127.0.0.1:8480"+target, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestPageSpeaksBothLanguages(t *testing.T) {
	for _, c := range []struct {
		target, accept string
		lang, says     string
	}{
		{"/", "", "zh", "人民公园站"},
		{"/", "en-GB,en;q=0.9,zh;q=0.5", "en", "People&#39;s Park"},
		{"/", "fr,zh-CN", "zh", "健康检查"},
		{"/", "fr", "zh", "项需人工处理"},
		{"/?lang=en", "zh-CN", "en", "Health check"},
		{"/?lang=zh", "en", "zh", "3 分钟前"},
	} {
		w := get(t, handler(state()), c.target, "Accept-Language", c.accept)
		if w.Code != 200 || w.Header().Get("Content-Language") != c.lang || !strings.Contains(w.Body.String(), c.says) {
			t.Errorf("%s for %q: %d %s without %q", c.target, c.accept, w.Code, w.Header().Get("Content-Language"), c.says)
		}
	}
}

func TestPageNamesNobodyAndLoadsNothing(t *testing.T) {
	page := get(t, handler(state()), "/").Body.String()
	for _, bad := range []string{"30313233", "MDEyMzQ1", "0123456789abcdef", "//", "<script", "style=", "aabbccdd"} {
		if strings.Contains(page, bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
}

func TestEmptyHubSaysWhatToDo(t *testing.T) {
	page := get(t, handler(&fixed{}), "/?lang=en").Body.String()
	for _, says := range []string{"nuanxin-hub enroll", "nuanxin-hub slots add", "No records yet"} {
		if !strings.Contains(page, says) {
			t.Errorf("the page does not say %q", says)
		}
	}
}

func TestManyStationsShowThoseInNeedFirst(t *testing.T) {
	f := &fixed{}
	for i := range 150 {
		f.stations = append(f.stations, station(fmt.Sprintf("st-%03d", i), "", "", time.Second, time.Second, 5, 5))
	}
	f.stations[140].Last = 9
	f.stations[149].DeadLetters = 1
	page := get(t, handler(f), "/?lang=en").Body.String()
	first, second := strings.Index(page, "st-149"), strings.Index(page, "st-140")
	if first < 0 || second < first || strings.Contains(page, "st-148<") || !strings.Contains(page, "50") || !strings.Contains(page, "/150") {
		t.Errorf("st-149 at %d, st-140 at %d", first, second)
	}
}

func TestNamesAreEscaped(t *testing.T) {
	f := &fixed{stations: []hub.StationReport{station("a", "<b>站</b>", "", 0, 0, 1, 1)}}
	if page := get(t, handler(f), "/").Body.String(); strings.Contains(page, "<b>站") {
		t.Error("a station's name is HTML")
	}
}

func decode(t *testing.T, w *httptest.ResponseRecorder) map[string]any {
	t.Helper()
	var v map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil || w.Code != 200 || w.Header().Get("Content-Type") != "application/json" {
		t.Fatalf("%d %s %v", w.Code, w.Body, err)
	}
	return v
}

func TestEvents(t *testing.T) {
	f := state()
	v := decode(t, get(t, handler(f), "/api/v1/events?station=jianguo-lu&after=7&limit=12"))
	if f.asked != (hub.EventQuery{Station: "jianguo-lu", After: 7, Limit: 12}) {
		t.Errorf("asked %+v", f.asked)
	}
	all := v["events"].([]any)
	if len(all) != 6 || v["next"] != float64(1282) {
		t.Fatalf("%d events, next %v", len(all), v["next"])
	}
	first := all[0].(map[string]any)
	for key, want := range map[string]any{"pos": 1287.0, "ref": "jianguo-lu/1/1287", "station": "jianguo-lu", "epoch": 1.0, "seq": 1287.0, "kind": "booking", "received_at": "2026-11-24T09:30:08.000Z"} {
		if first[key] != want {
			t.Errorf("%s is %v instead of %v", key, first[key], want)
		}
	}
	if stamp := first["stamp"].(map[string]any); stamp["time"] != "2026-11-24T09:30:08.000Z" || stamp["trust"] != "floor" || stamp["boot"] != 3.0 {
		t.Errorf("stamp %v", stamp)
	}
	if body := first["body"].(map[string]any); body["slot"] != "health-check-1" || first["record"] != nil {
		t.Errorf("body %v", body)
	}
	if last := all[5].(map[string]any); last["record"] != "/w==" || last["kind"] != "unreadable" || last["stamp"] != nil {
		t.Errorf("an unreadable record: %v", last)
	}
	if unknown := all[4].(map[string]any); unknown["record"] == nil || unknown["kind"] != "unknown" {
		t.Errorf("an unknown record: %v", unknown)
	}
}

func TestNextStaysWhereNothingIsNew(t *testing.T) {
	if v := decode(t, get(t, handler(&fixed{}), "/api/v1/events?after=44")); v["next"] != 44.0 || len(v["events"].([]any)) != 0 {
		t.Errorf("%v", v)
	}
}

func TestStationsAndSlots(t *testing.T) {
	stations := decode(t, get(t, handler(state()), "/api/v1/stations"))["stations"].([]any)
	second, last := stations[1].(map[string]any), stations[3].(map[string]any)
	if second["behind"] != 12.0 || second["up_to"] != 861.0 || second["set_aside"] != 1.0 || second["receipt_at"] != "2026-11-24T09:27:12.000Z" {
		t.Errorf("%v", second)
	}
	if last["joined"] != false || last["receipt_at"] != nil {
		t.Errorf("%v", last)
	}
	slots := decode(t, get(t, handler(state()), "/api/v1/slots"))["slots"].([]any)
	if s := slots[1].(map[string]any); len(slots) != 12 || s["capacity"] != 6.0 || s["lent"] != 4.0 || s["booked"] != 1.0 || s["loans"].(map[string]any)["jianguo-lu"] != 4.0 {
		t.Errorf("%v", s)
	}
}

func TestProblems(t *testing.T) {
	broken := state()
	broken.broken = errors.New("disk on fire")
	for _, c := range []struct {
		f      *fixed
		target string
		status int
		says   string
	}{
		{state(), "/api/v1/events?after=-1", 400, "next of an earlier answer"},
		{state(), "/api/v1/events?after=x", 400, "after="},
		{state(), "/api/v1/events?limit=1001", 400, "1 to 1000"},
		{state(), "/api/v1/events?limit=0", 400, "1 to 1000"},
		{state(), "/api/v1/events?station=A", 400, "lower-case"},
		{state(), "/api/v1/tables/records", 404, "docs/tables.md"},
		{state(), "/api/v1/tables/visits_by_day?limit=0", 400, "1 to 10000"},
		{state(), "/api/v1/tables/visits_by_day?limit=10001", 400, "1 to 10000"},
		{state(), "/api/v1/tables/visits_by_day?format=xls", 400, "csv"},
		{state(), "/api/v1/tables/visits_by_day?after=x", 400, "next"},
		{broken, "/api/v1/tables/visits_by_day", 503, "log"},
		{state(), "/nowhere", 404, "/api/v1/stations"},
		{broken, "/", 503, "log"},
		{broken, "/api/v1/stations/beiguan", 503, "log"},
		{broken, "/stations/beiguan", 503, "log"},
		{state(), "/api/v1/stations/nobody", 404, "/api/v1/stations"},
		{state(), "/api/v1/stations/NOBODY", 404, "/api/v1/stations"},
		{state(), "/stations/nobody", 404, "lists them"},
		{broken, "/api/v1/events", 503, "log"},
		{broken, "/api/v1/stations", 503, "log"},
		{broken, "/api/v1/slots", 503, "log"},
	} {
		w := get(t, handler(c.f), c.target)
		var p struct {
			Title, Detail string
			Status        int
		}
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Code != c.status || p.Status != c.status || p.Title == "" ||
			!strings.Contains(p.Detail, c.says) || w.Header().Get("Content-Type") != "application/problem+json" || strings.Contains(p.Detail, "fire") {
			t.Errorf("%s: %d %s", c.target, w.Code, w.Body)
		}
	}
}

func TestOnlyThisMachineIsAnswered(t *testing.T) {
	for host, status := range map[string]int{
		"127.0.0.1:8480": 200, "localhost:8480": 200, "localhost": 200, "[::1]:8480": 200, "[::1]": 200, "127.9.9.9": 200,
		"evil.example": 421, "evil.example:8480": 421, "127.0.0.1.evil.example": 421, "192.168.1.2": 421, "": 421,
	} {
		r := httptest.NewRequest("GET", "/healthz", nil)
		r.Host = host
		w := httptest.NewRecorder()
		handler(state()).ServeHTTP(w, r)
		if w.Code != status {
			t.Errorf("Host %q: %d instead of %d", host, w.Code, status)
		}
	}
}

func TestSecurityHeadersAndMethods(t *testing.T) {
	for _, target := range []string{"/", "/style.css", "/api/v1/slots", "/nowhere"} {
		h := get(t, handler(state()), target).Header()
		if !strings.HasPrefix(h.Get("Content-Security-Policy"), "default-src 'none'") || h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %v", target, h)
		}
	}
	r := httptest.NewRequest("POST", "http://127.0.0.1/api/v1/slots", nil)
	w := httptest.NewRecorder()
	handler(state()).ServeHTTP(w, r)
	if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET, HEAD" {
		t.Errorf("POST: %d %v", w.Code, w.Header())
	}
}

func TestTables(t *testing.T) {
	f := state()
	v := decode(t, get(t, handler(f), `/api/v1/tables/visits_by_day?after=["2026-11-23","z"]&limit=2`))
	if f.rows != (hub.TableQuery{Table: "visits_by_day", After: `["2026-11-23","z"]`, Limit: 2}) {
		t.Errorf("asked %+v", f.rows)
	}
	first, second := v["rows"].([]any)[0].(map[string]any), v["rows"].([]any)[1].(map[string]any)
	if v["next"] != `["2026-11-24","b"]` || v["table"] != "visits_by_day" || first["visits"] != 3.0 || first["station"] != "a,b" || second["stayed_minutes"] != nil {
		t.Errorf("%v", v)
	}
	if v := decode(t, get(t, handler(f), "/api/v1/tables/visits_by_day")); v["next"] != nil || f.rows.Limit != 1000 {
		t.Errorf("next %v of %+v", v["next"], f.rows)
	}
	all := decode(t, get(t, handler(f), "/api/v1/tables"))["tables"].([]any)
	if len(all) != len(hub.ShownTables()) {
		t.Errorf("%d tables", len(all))
	}
}

func TestTablesAsCSV(t *testing.T) {
	const want = "day,station,visits,stayed_minutes\n2026-11-24,\"a,b\",3,2.5\n2026-11-24,b,4,\n"
	for _, c := range []struct{ target, accept string }{{"?format=csv&limit=2", ""}, {"?limit=2", "text/csv"}} {
		w := get(t, handler(state()), "/api/v1/tables/visits_by_day"+c.target, "Accept", c.accept)
		if w.Body.String() != want || w.Header().Get("Content-Type") != "text/csv; charset=utf-8" {
			t.Errorf("%s: %s", c.target, w.Body)
		}
		link := w.Header().Get("Link")
		if !strings.HasPrefix(link, "</api/v1/tables/visits_by_day?after=%5B%222026-11-24%22%2C%22b%22%5D&") || !strings.HasSuffix(link, `>; rel="next"`) {
			t.Errorf("link %s", link)
		}
	}
	if w := get(t, handler(state()), "/api/v1/tables/visits_by_day?format=csv"); w.Header().Get("Link") != "" {
		t.Errorf("the last page has a next: %v", w.Header())
	}
}
