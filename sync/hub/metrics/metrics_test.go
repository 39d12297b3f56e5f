package metrics_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/hub/metrics"
	"github.com/nuanxin/station-kit/sync/wire"
)

var noon = time.UnixMilli(1_795_000_000_000)

// fleet answers with a census and counts how often it was asked.
type fleet struct {
	census hub.Census
	query  hub.CensusQuery
	asked  int
	takes  func() // nil: no time
	err    error
}

func (f *fleet) Census(_ context.Context, q hub.CensusQuery) (hub.Census, error) {
	f.asked, f.query = f.asked+1, q
	if f.takes != nil {
		f.takes()
	}
	return f.census, f.err
}

// world is metrics with a clock set by hand.
type world struct {
	*testing.T
	*metrics.Metrics
	fleet *fleet
	now   time.Time
}

func newWorld(t *testing.T) *world {
	w := &world{T: t, now: noon, fleet: &fleet{census: hub.Census{
		Known: 9, Enrolled: 8, HeardSince: []int{1, 2, 3}, Told: []int{4, 5, 6}, ReceiptSince: []int{0, 1, 1, 2, 2, 3, 3, 3, 3, 3},
		Receipts: 4, ReceiptAges: 100 * time.Hour, Oldest: []hub.LastReceipt{{Station: "far-away", At: noon.Add(-90 * time.Hour)}},
		Ailing: map[string]int{"disk-low": 2}, Quarantine: 7, DeadLetters: map[string]int{"visits": 11},
		Followers: []hub.Progress{{Follower: "visits", Position: 5, Behind: 3, Since: noon.Add(-time.Minute)}},
		Capacity:  30, Lent: 20, Booked: 10,
	}}}
	w.Metrics = metrics.New(metrics.Config{
		Fleet: w.fleet, Oldest: 1, Followers: func() []string { return []string{"visits"} }, Version: "v9",
		Certificates: map[string]time.Time{"server": noon}, Now: func() time.Time { return w.now }, Log: slog.New(slog.DiscardHandler),
	})
	return w
}

func (w *world) scrape() string {
	w.Helper()
	r := httptest.NewRecorder()
	w.Handler().ServeHTTP(r, httptest.NewRequest("GET", "/metrics", nil))
	if r.Code != 200 {
		w.Fatalf("%d %s", r.Code, r.Body)
	}
	return r.Body.String()
}

func (w *world) expect(lines ...string) {
	w.Helper()
	text := "\n" + w.scrape()
	for _, line := range lines {
		if !strings.Contains(text, "\nnuanxin_hub_"+line+"\n") {
			w.Errorf("no line %s", line)
		}
	}
}

func TestCensus(t *testing.T) {
	w := newWorld(t)
	w.expect(`stations 9`, `stations_enrolled 8`, `stations_heard{within="1h"} 2`, `stations_telemetry{within="1d"} 6`,
		`stations_ailing{trouble="disk-low"} 2`, `stations_ailing{trouble="stuck"} 0`,
		`last_receipt_age_seconds_bucket{le="300"} 1`, `last_receipt_age_seconds_bucket{le="86400"} 3`, `last_receipt_age_seconds_bucket{le="+Inf"} 4`,
		`last_receipt_age_seconds_count 4`, `last_receipt_age_seconds_sum 360000`, `station_last_receipt_age_seconds{station="far-away"} 324000`,
		`quarantined_batches 7`, `dead_letters{follower="visits"} 11`, `follower_lag_records{follower="visits"} 3`, `follower_lag_seconds{follower="visits"} 60`,
		`slot_places{state="capacity"} 30`, `slot_places{state="lent"} 20`, `slot_places{state="booked"} 10`,
		`certificate_expiry_timestamp_seconds{certificate="server"} 1.795e+09`, `store_up 1`)
	if q := w.fleet.query; q.Oldest != 1 || q.Followers[0] != "visits" || !q.Now.Equal(noon) || len(q.Receipts) != 10 {
		t.Errorf("asked %+v", q)
	}
}

func TestStoreIsAskedSeldom(t *testing.T) {
	w := newWorld(t)
	for range 5 {
		w.now = w.now.Add(2 * time.Second)
		w.scrape()
	}
	if w.fleet.asked != 1 {
		t.Errorf("asked %d times in ten seconds", w.fleet.asked)
	}
	w.now = w.now.Add(10 * time.Second)
	w.fleet.err = errors.New("gone")
	if text := w.scrape(); !strings.Contains(text, "nuanxin_hub_store_up 0") || strings.Contains(text, "nuanxin_hub_stations ") || !strings.Contains(text, "go_goroutines") {
		t.Error("a store that is gone is not told")
	}
	w.now = w.now.Add(-time.Hour) // a clock put right
	w.fleet.err = nil
	w.fleet.takes = func() { w.now = w.now.Add(2 * time.Second) } // a large fleet
	w.expect("store_up 1")
	before := w.fleet.asked
	for range 38 {
		w.scrape()
		w.now = w.now.Add(time.Second)
	}
	if w.fleet.asked != before {
		t.Errorf("asked %d times more after a count that took two seconds", w.fleet.asked-before)
	}
	w.now = w.now.Add(2 * time.Second)
	if w.scrape(); w.fleet.asked != before+1 {
		t.Error("a count is kept for ever")
	}
}

func TestWhatHappensIsCounted(t *testing.T) {
	w := newWorld(t)
	receipt := func(v wire.Verdict) []wire.Downward { return []wire.Downward{{Receipt: &wire.Receipt{Verdict: v}}} }
	message := hub.Message{Payload: make([]byte, 100)}
	w.Settled([]hub.Answer{
		{Message: message, Records: 12, Read: true, Down: receipt(wire.Accepted)},
		{Message: message, Records: 3, Read: true, Down: receipt(wire.Accepted)},
		{Message: message, Records: 5, Read: true, Down: receipt(wire.Forked)},
		{Message: message, Records: 2, Read: true, Err: errors.New("disk")},
		{Message: message, Err: wire.ErrSignature},
		{Message: message, Read: true, Down: receipt(wire.Accepted)}, // a greeting
		{Message: message, Read: true},                               // telemetry
	}, 5, 30*time.Millisecond)
	w.Settled(nil, 0, 0)
	w.Sent(receipt(wire.Accepted)[0])
	w.Sent(wire.Downward{Page: &wire.Page{}})
	w.TelemetryDropped()
	connected := true
	w.Watch(func() hub.Load {
		return hub.Load{Waiting: 4, WaitingBytes: 5, Unsent: 6, Share: 0.5, Pause: time.Second}
	}, func() bool { return connected })
	w.expect(`ingest_batches_total{verdict="accepted"} 2`, `ingest_records_total{verdict="accepted"} 15`, `ingest_bytes_total{verdict="accepted"} 200`,
		`ingest_batches_total{verdict="forked"} 1`, `ingest_batches_total{verdict="failed"} 1`, `ingest_batches_total{verdict="refused"} 1`,
		`ingest_batches_total{verdict="stale_epoch"} 0`, `greetings_total 1`, `commit_messages_count 1`, `commit_messages_sum 5`, `commit_seconds_sum 0.03`,
		`sent_total{kind="receipt"} 1`, `sent_total{kind="page"} 1`, `telemetry_dropped_total 1`,
		`queue_messages 4`, `queue_bytes 5`, `unsent_answers 6`, `admission_share 0.5`, `admission_pause_seconds 1`, `broker_connected 1`)
	connected = false
	w.expect(`broker_connected 0`)
}
