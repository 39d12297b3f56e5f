package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/leak"
	"github.com/nuanxin/station-kit/station/event"
	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/wire"
)

// An invented rider, whom a station's faulty telemetry names.
const (
	riderName   = "欧阳试样"
	riderNumber = "110101199003078515"
)

// TestTheHubIsWatched has a real hub live through something and looks at all
// that watches it: telemetry, readiness, metrics, dashboard, alerts, log.
func TestTheHubIsWatched(t *testing.T) {
	dir := t.TempDir()
	data := filepath.Join(dir, "hub")
	at, log, stop := logged(t, data, "--mqtt", "127.0.0.1:0", "--metrics", "127.0.0.1:0")
	s := live(t, data)
	var one map[string]any
	eventually(t, func() bool {
		one = map[string]any{}
		return json.Unmarshal([]byte(get(t, at.HTTP+"/api/v1/stations/st-1")), &one) == nil && one["telemetry"] != nil
	}, log)
	page := get(t, at.HTTP+"/stations/st-1?lang=en")
	list := get(t, at.HTTP+"/api/v1/stations?unwell=1")
	if !strings.Contains(page, "unplugged") || strings.Count(list, `"id"`) != 1 || !strings.Contains(list, "reader-out") {
		t.Errorf("page and list say\n%s\n%s", page, list)
	}
	for _, base := range []string{at.HTTP, at.Metrics} {
		eventually(t, func() bool { return strings.Contains(get(t, base+"/readyz"), `"ready":true`) }, log)
		if got := get(t, base+"/readyz"); !strings.Contains(got, `"broker":{"ok":true}`) || !strings.Contains(got, `"followers":{"ok":true}`) {
			t.Error(got)
		}
	}
	if r, err := http.Get(at.HTTP + "/metrics"); err != nil || r.StatusCode != 404 {
		t.Errorf("metrics are at the console too: %v %v", r, err)
	}
	var metrics string
	eventually(t, func() bool { // counted anew every ten seconds
		metrics = get(t, at.Metrics+"/metrics")
		return strings.Contains(metrics, `nuanxin_hub_stations_ailing{trouble="reader-out"} 1`)
	}, log)
	for _, line := range []string{
		`nuanxin_hub_ingest_records_total{verdict="accepted"} 5`, `nuanxin_hub_ingest_batches_total{verdict="resend"} 1`,
		`nuanxin_hub_ingest_batches_total{verdict="refused"} 1`, `nuanxin_hub_stations_heard{within="5m"} 1`,
		`nuanxin_hub_last_receipt_age_seconds_count 1`, `nuanxin_hub_broker_connected 1`, `nuanxin_hub_store_up 1`,
		`nuanxin_hub_slot_places{state="lent"} 3`, `nuanxin_hub_dead_letters{follower="visits"} 0`,
	} {
		if !strings.Contains(metrics, line+"\n") {
			t.Errorf("/metrics lacks %s", line)
		}
	}
	dashboard(t, metrics)
	alerts(t, metrics)
	promtool(t, metrics, "check", "metrics")
	s.conn.Close()
	stop()
	written := filepath.Join(dir, "seen")
	if err := os.WriteFile(written, []byte(log.String()+page+list+metrics+fmt.Sprint(one)), 0o600); err != nil {
		t.Fatal(err)
	}
	found, err := leak.Scan([]string{riderName, riderNumber}, written)
	if err != nil || len(found) > 0 {
		t.Errorf("found %v, %v", found, err)
	}
	logLines(t, log.String())
}

// live has a station join, be lent places, deliver five records after
// a false start, and say that its card reader is unplugged.
func live(t *testing.T, data string) *joined {
	s := join(t, data, "st-1")
	s.connect(t)
	s.say(t, wire.Hello, s.hello(0, 0), paged(1))
	if status, out := addSlot(data, "st-1"); status != 0 {
		t.Fatal(out)
	}
	first, prev := s.batch(1, event.Genesis("st-1", s.Epoch), 3)
	second, _ := s.batch(4, prev, 2)
	publish := func(c wire.Channel, message []byte) {
		if err := s.conn.Publish(t.Context(), c.Topic("st-1"), message); err != nil {
			t.Fatal(err)
		}
	}
	publish(wire.Up, second)
	s.hears(func(d wire.Downward) bool { return d.Receipt != nil && d.Receipt.Verdict == wire.Resend }, patience)
	publish(wire.Up, []byte("rubbish "+riderName))
	publish(wire.Up, first)
	s.hears(receipted(3), patience)
	publish(wire.Up, second)
	s.hears(receipted(5), patience)
	for _, body := range []string{
		`"` + riderNumber + `"`,
		`{"version": "v1", "rider": "` + riderName + riderNumber + `", "devices": [{"device": "card-reader", "state": "down", "reason": "unplugged"}]}`,
	} {
		message, err := wire.EncodeVitals(wire.Vitals{Station: "st-1", Wall: time.Now(), Version: wire.VitalsJSON, Body: []byte(body)}, s.key)
		if err != nil {
			t.Fatal(err)
		}
		publish(wire.Telemetry, message)
	}
	return s
}

// logged starts a hub that logs everything in JSON.
func logged(t *testing.T, data string, args ...string) (at addresses, log *safe, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	log = new(safe)
	ended := make(chan int, 1)
	args = append([]string{"run", "--data", data, "--http", "127.0.0.1:0", "--enrol", "127.0.0.1:0", "--log", "json", "--verbose"}, args...)
	go func() { ended <- program{new(safe), log, time.Now}.run(ctx, args) }()
	stop = func() {
		if cancel(); <-ended != 0 {
			t.Errorf("the hub failed:\n%s", log)
		}
	}
	eventually(t, func() bool {
		var err error
		at, err = readAddresses(filepath.Join(data, "addresses.json"))
		return err == nil
	}, log)
	return at, log, stop
}

func logLines(t *testing.T, log string) {
	keys, lines := documentedKeys(t), 0
	for line := range strings.Lines(log) {
		var fields map[string]any
		if err := json.Unmarshal([]byte(line), &fields); err != nil {
			t.Errorf("not JSON: %s", line)
		}
		for key := range fields {
			if !keys[key] {
				t.Errorf("%q is not in docs/hub.md: %s", key, line)
			}
		}
		lines++
	}
	if lines < 5 || !strings.Contains(log, "batch settled") {
		t.Errorf("%d lines", lines)
	}
}

// panel is what of a dashboard's panel Grafana cannot do without.
type panel struct {
	ID         int
	Type       string
	Title      string
	Datasource struct{ Type, UID string }
	GridPos    struct{ H, W, X, Y int }
	Targets    []struct{ Expr, RefID string }
}

func dashboard(t *testing.T, metrics string) {
	text, err := os.ReadFile("../../../packaging/grafana/nuanxin-hub.json")
	if err != nil {
		t.Fatal(err)
	}
	var d struct {
		Title, UID    string
		SchemaVersion int
		Panels        []panel
		Templating    struct {
			List []struct{ Name, Type, Query string }
		}
	}
	if err := json.Unmarshal(text, &d); err != nil {
		t.Fatal(err)
	}
	if d.Title == "" || d.UID == "" || d.SchemaVersion < 36 || len(d.Panels) < 20 || d.Templating.List[0].Name != "datasource" {
		t.Errorf("dashboard %q %q %d with %d panels", d.Title, d.UID, d.SchemaVersion, len(d.Panels))
	}
	ids, taken := map[int]bool{}, map[[2]int]int{}
	var all []string
	for _, p := range d.Panels {
		if p.Title == "" || ids[p.ID] || p.GridPos.X+p.GridPos.W > 24 || p.GridPos.H < 1 {
			t.Errorf("panel %d %q at %+v", p.ID, p.Title, p.GridPos)
		}
		ids[p.ID] = true
		for x := p.GridPos.X; x < p.GridPos.X+p.GridPos.W; x++ {
			for y := p.GridPos.Y; y < p.GridPos.Y+p.GridPos.H; y++ {
				if other, used := taken[[2]int{x, y}]; used {
					t.Errorf("panels %d and %d lie upon each other", p.ID, other)
				}
				taken[[2]int{x, y}] = p.ID
			}
		}
		if p.Type == "row" {
			continue
		}
		if len(p.Targets) == 0 || p.Datasource.UID != "${datasource}" || p.Datasource.Type != "prometheus" {
			t.Errorf("panel %q shows nothing", p.Title)
		}
		for _, each := range p.Targets {
			all = append(all, each.Expr)
		}
	}
	queries(t, metrics, all)
}

func alerts(t *testing.T, metrics string) {
	folder := "../../../packaging/prometheus/"
	promtool(t, "", "check", "rules", folder+"alerts.yml")
	promtool(t, "", "test", "rules", folder+"alerts_test.yml")
	text, err := os.ReadFile(folder + "alerts.yml")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, m := range regexp.MustCompile(`(?s)expr: (.*?)\n +(?:for|labels):`).FindAllStringSubmatch(string(text), -1) {
		all = append(all, strings.TrimPrefix(m[1], ">-"))
	}
	if len(all) != strings.Count(string(text), "- alert:") {
		t.Errorf("%d expressions read", len(all))
	}
	named(t, metrics, all)
}

// queries have to be PromQL, about metrics and labels that there are.
func queries(t *testing.T, metrics string, all []string) {
	var rules strings.Builder
	rules.WriteString("groups:\n- name: panels\n  rules:\n")
	for i, q := range all {
		fmt.Fprintf(&rules, "  - record: panel:%d\n    expr: %q\n", i, q)
	}
	file := filepath.Join(t.TempDir(), "panels.yml")
	if err := os.WriteFile(file, []byte(rules.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	promtool(t, "", "check", "rules", file)
	named(t, metrics, all)
}

var (
	metricName = regexp.MustCompile(`\b(?:nuanxin_hub|go|process)_[a-z_]+`)
	selector   = regexp.MustCompile(`(\w+)\{(\w+="[^"]+")\}`)
)

// named looks for each metric, and each label that is asked for, among those of
// a running hub.
func named(t *testing.T, metrics string, all []string) {
	names := map[string]bool{}
	for _, q := range all {
		for _, name := range metricName.FindAllString(q, -1) {
			names[name] = true
		}
		for _, m := range selector.FindAllStringSubmatch(q, -1) {
			if m[1] != "up" && !regexp.MustCompile(`(?m)^`+m[1]+`\{[^}]*`+regexp.QuoteMeta(m[2])).MatchString(metrics) {
				t.Errorf("no series %s", m[0])
			}
		}
	}
	if len(names) == 0 {
		t.Error("nothing is named")
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if !regexp.MustCompile(`(?m)^` + name + `[ {]`).MatchString(metrics) {
			t.Errorf("no metric %s", name)
		}
	}
}

func promtool(t *testing.T, stdin string, args ...string) {
	t.Helper()
	run := exec.Command("promtool", args...)
	run.Stdin = strings.NewReader(stdin)
	out, err := run.CombinedOutput()
	if _, missing := exec.LookPath("promtool"); missing != nil {
		t.Fatal("promtool is missing: apt-get install --no-install-recommends prometheus")
	}
	if err != nil {
		t.Errorf("promtool %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

func TestFlagsOfWatching(t *testing.T) {
	data := filepath.Join(t.TempDir(), "hub")
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"--log", "xml"}, "text or json"},
		{[]string{"--silent", "30s"}, "at least 2m"},
	} {
		if status, out := command(append([]string{"run", "--data", data}, c.args...)...); status != 2 || !strings.Contains(out, c.says) {
			t.Errorf("%q: %d %s", c.args, status, out)
		}
	}
}

func TestFollowersThatStandStillAreNotReady(t *testing.T) {
	noon := time.Unix(1_795_000_000, 0)
	var s stalls
	for i, c := range []struct {
		after            time.Duration
		position, behind int64
		came             time.Duration // the oldest it has not read
		stuck            bool
	}{
		{0, 5, 10, 0, false},
		{4 * time.Minute, 5, 20, 0, false},
		{5 * time.Minute, 5, 20, 0, true},
		{6 * time.Minute, 6, 20, 0, false},
		{10 * time.Minute, 6, 20, 0, false},
		{12 * time.Minute, 6, 20, 0, true},
		{13 * time.Minute, 6, 0, 0, false},
		{30 * time.Minute, 6, 1, 29 * time.Minute, false}, // there was nothing to read
		{34 * time.Minute, 6, 1, 29 * time.Minute, true},
	} {
		err := s.check(noon.Add(c.after), []hub.Progress{{Follower: "idle"}, {Follower: "visits", Position: c.position, Behind: c.behind, Since: noon.Add(c.came)}})
		if (err != nil) != c.stuck || (c.stuck && !strings.Contains(err.Error(), "follower visits has stood still for")) {
			t.Errorf("%d: %v", i, err)
		}
	}
}
