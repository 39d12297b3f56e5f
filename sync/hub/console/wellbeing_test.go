package console_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/console"
	"github.com/nuanxin/station-kit/sync/hub/vitals"
)

func (f *fixed) Station(_ context.Context, id string) (hub.StationReport, error) {
	for _, s := range f.stations {
		if s.ID == id {
			return s, f.broken
		}
	}
	return hub.StationReport{}, hub.ErrUnknownStation
}

func (f *fixed) Vitals(_ context.Context, id string) (hub.Vitals, bool, error) {
	v, told := f.told[id]
	return v, told, f.broken
}

func (f *fixed) AllVitals(context.Context) (map[string]hub.Vitals, error) {
	all := map[string]hub.Vitals{}
	for id, v := range f.told {
		v.Body = nil
		all[id] = v
	}
	return all, f.broken
}

const ailing = `{"version": "v1.2.3", "secret": "王小明 110101199003078515",
	"devices": [{"device": "card-reader", "path": "/dev/ttyUSB0", "state": "down", "reason": "unplugged", "since": "2026-11-24T08:00:00Z", "done": 9, "failed": 3},
		{"device": "printer", "path": "/dev/usb/lp0", "state": "ready", "done": 4}, {"device": "scanner", "state": "degraded", "reason": "torn-code"}, "rubbish"],
	"storage": {"level": "low", "free": 1500000000}, "clock": {"trust": "floor"},
	"journal": {"epoch": 1, "last": 120, "delivered": 118, "waiting": 2, "stuck": "silent"}}`

// sick is a fleet of which some stations tell of themselves.
func sick() *fixed {
	f := state()
	f.told = map[string]hub.Vitals{}
	tell := func(id, body string, ago time.Duration) {
		b, err := vitals.Read([]byte(body))
		if err != nil {
			panic(err)
		}
		f.told[id] = hub.Vitals{Station: id, At: now.Add(-ago), Heard: now.Add(-ago), Troubles: vitals.Told(b), Body: []byte(body)}
	}
	tell("jianguo-lu", ailing, 90*time.Second)
	tell("renmin-park", `{"clock": {"trust": "system"}}`, time.Minute)
	tell("xihu-east", ailing, 26*time.Hour)
	return f
}

func TestStationInWords(t *testing.T) {
	w := get(t, handler(sick()), "/api/v1/stations/jianguo-lu")
	v := decode(t, w)
	var codes []string
	for _, each := range v["troubles"].([]any) {
		trouble := each.(map[string]any)
		codes = append(codes, trouble["code"].(string))
		if zh, en := trouble["zh"].(string), trouble["en"].(string); zh == en || zh == "" {
			t.Errorf("%v has no words", trouble)
		}
	}
	if want := []string{"reader-out", "device-ailing", "clock-untrusted", "disk-low", "stuck"}; !reflect.DeepEqual(codes, want) {
		t.Errorf("troubles %q, want %q", codes, want)
	}
	told := v["telemetry"].(map[string]any)
	reader := told["devices"].([]any)[0].(map[string]any)
	if told["age_s"] != 90.0 || told["version"] != "v1.2.3" || len(told["devices"].([]any)) != 3 ||
		reader["what"].(map[string]any)["en"] != "out of order" || reader["why"].(map[string]any)["zh"] != "已拔出或断电" ||
		told["journal"].(map[string]any)["waiting"] != 2.0 || v["up_to"] != 1284.0 {
		t.Errorf("%s", w.Body)
	}
	if strings.Contains(w.Body.String(), "王小明") {
		t.Error("what telemetry says beyond its form is passed on")
	}
	if v := decode(t, get(t, handler(sick()), "/api/v1/stations/beiguan")); v["telemetry"] != nil || len(v["troubles"].([]any)) != 0 {
		t.Errorf("a station that has not joined: %v", v)
	}
}

func TestListShowsWhoIsUnwell(t *testing.T) {
	unwell := func(target string) map[string][]any {
		by := map[string][]any{}
		for _, s := range decode(t, get(t, handler(sick()), target))["stations"].([]any) {
			s := s.(map[string]any)
			by[s["id"].(string)] = s["unwell"].([]any)
		}
		return by
	}
	want := map[string][]any{
		"jianguo-lu":  {"reader-out", "device-ailing", "clock-untrusted", "disk-low", "stuck"},
		"renmin-park": {"records-aside"},
		"xihu-east":   {"silent"}, // what it told before is a day old
		"beiguan":     {},
	}
	if got := unwell("/api/v1/stations"); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v", got)
	}
	delete(want, "beiguan")
	if got := unwell("/api/v1/stations?unwell=1"); !reflect.DeepEqual(got, want) {
		t.Errorf("the unwell are %v", got)
	}
}

func TestPagesShowWhoIsUnwell(t *testing.T) {
	page := get(t, handler(sick()), "/?lang=en&unwell=1").Body.String()
	if !strings.Contains(page, "the card reader is out +4") || !strings.Contains(page, "/stations/jianguo-lu") || strings.Contains(page, "beiguan") {
		t.Error("the list does not show them alone")
	}
	for target, says := range map[string][]string{
		"/stations/jianguo-lu?lang=en": {"card reader", "out of order", "unplugged or without power", "call a technician", "118 / 2", "1.5 GB", "reckoned from"},
		"/stations/jianguo-lu?lang=zh": {"读卡器", "不可用", "已拔出或断电", "磁盘空间不足"},
		"/stations/beiguan?lang=en":    {"has not enrolled yet", "Nothing yet"},
	} {
		page := get(t, handler(sick()), target).Body.String()
		for _, each := range says {
			if !strings.Contains(page, each) {
				t.Errorf("%s does not say %q", target, each)
			}
		}
		if strings.Contains(page, "王小明") || strings.Contains(page, "//") || strings.Contains(page, "style=") {
			t.Errorf("%s says too much", target)
		}
	}
}

func TestReadiness(t *testing.T) {
	var trouble error
	m := console.Monitor{Checks: []console.Check{
		{Name: "store", Ready: func(context.Context) error { return nil }},
		{Name: "broker", Ready: func(context.Context) error { return trouble }},
	}, Metrics: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("x 1\n")) })}
	for _, h := range []http.Handler{m.Handler(true), console.Handler(console.Config{Source: state(), Wellbeing: state(), Loopback: true, Monitor: m})} {
		for _, c := range []struct {
			trouble error
			target  string
			status  int
			says    string
		}{
			{nil, "/readyz", 200, `{"checks":{"broker":{"ok":true},"store":{"ok":true}},"ready":true}`},
			{&console.Unready{Reason: "no broker", Cause: errors.New("password 123")}, "/readyz", 503, `{"checks":{"broker":{"ok":false,"reason":"no broker"},"store":{"ok":true}},"ready":false}`},
			{errors.New("password 123"), "/readyz", 503, `{"checks":{"broker":{"ok":false,"reason":"it fails: the hub's log says why"},"store":{"ok":true}},"ready":false}`},
			{errors.New("broken"), "/healthz", 200, `{"ok":true}`},
			{nil, "/metrics", 200, "x 1"},
		} {
			trouble = c.trouble
			if w := get(t, h, c.target); w.Code != c.status || strings.TrimSpace(w.Body.String()) != c.says {
				t.Errorf("%s: %d %s", c.target, w.Code, w.Body)
			}
		}
	}
	r := httptest.NewRequest("GET", "/metrics", nil)
	r.Host = "evil.example"
	w := httptest.NewRecorder()
	if m.Handler(true).ServeHTTP(w, r); w.Code != http.StatusMisdirectedRequest {
		t.Errorf("a strange host is answered %d", w.Code)
	}
	var p struct{ Detail string }
	if w := get(t, m.Handler(true), "/"); w.Code != 404 || json.Unmarshal(w.Body.Bytes(), &p) != nil || !strings.Contains(p.Detail, "/readyz") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}
