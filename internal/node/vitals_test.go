package node

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/firmware-bridge/health"
	"github.com/nuanxin/station-kit/internal/stationtest"
	"github.com/nuanxin/station-kit/station"
	"github.com/nuanxin/station-kit/sync/mqtt"
	"github.com/nuanxin/station-kit/sync/wire"
)

// TestVitals: the body is as docs/wire.md shows it, and fits.
func TestVitals(t *testing.T) {
	s := stationtest.Open(t, stationtest.NewFleet(t).Config(t, "st-1"))
	since := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	devices := []health.Health{{
		Device: "card_reader", Path: "/dev/ttyUSB0", State: health.Down, Reason: "unplugged", Since: since,
		Detail: "must not travel", Done: 9, Failed: map[health.Reason]uint64{"unplugged": 2, "noise": 1}, Replugs: 1,
	}}
	n := &Node{Station: s, options: Options{Version: "v1.2.3", Devices: func() []health.Health { return devices }}}
	s.Linked(station.Link{Stuck: station.StuckSilent, LastError: "silent"})
	before := n.pressing()
	if _, err := s.CheckIn(station.Anonymous()); err != nil {
		t.Fatal(err)
	}

	var v map[string]any
	body := n.vitals()
	if err := json.Unmarshal(body, &v); err != nil {
		t.Fatal(err)
	}
	v["storage"].(map[string]any)["free"] = 1
	got, _ := json.Marshal(v)
	const want = `{"clock":{"trust":"system"},` +
		`"devices":[{"device":"card_reader","done":9,"failed":3,"path":"/dev/ttyUSB0","reason":"unplugged","replugs":1,"since":"2026-11-23T08:00:00Z","state":"down"}],` +
		`"journal":{"delivered":0,"epoch":1,"last":2,"last_error":"silent","oldest_waiting_s":0,"stuck":"silent","waiting":2},` +
		`"storage":{"free":1,"level":"ample"},"version":"v1.2.3"}`
	if string(got) != want {
		t.Errorf("telemetry is\n%s\nwant\n%s", got, want)
	}
	if n.pressing() != before {
		t.Error("a visit is told at once")
	}
	devices[0].State = health.Ready
	if n.pressing() == before {
		t.Error("a device that came back is not told at once")
	}

	many := make([]health.Health, 1000)
	devices = many
	body = n.vitals()
	var cut vitals
	if err := json.Unmarshal(body, &cut); err != nil || len(body) > wire.MaxVitals || len(cut.Devices) == 0 || len(cut.Devices)+cut.DevicesOmitted != 1000 {
		t.Errorf("%d bytes, %d devices, %d omitted, %v", len(body), len(cut.Devices), cut.DevicesOmitted, err)
	}
	if strings.Contains(string(body), "must not travel") {
		t.Error("a detail travels")
	}
}

func TestCodesOfConnections(t *testing.T) {
	for cause, want := range map[error]string{
		mqtt.ErrRefused: "refused", mqtt.ErrUnreachable: "unreachable", mqtt.ErrLost: "connection_lost", errors.New("disk"): "station_file",
	} {
		if got := codeOf(cause); got != want {
			t.Errorf("%v is %s, want %s", cause, got, want)
		}
	}
}
