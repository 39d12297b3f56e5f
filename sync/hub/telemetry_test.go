package hub_test

import (
	"context"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/sync/wire"
)

// Telemetry reaches whoever wants it only as its station signed it, and is
// not answered.
func TestTelemetryIsVerified(t *testing.T) {
	r := rigFor(t)
	one, two := r.enrol("one"), r.enrol("two")
	told := make(chan string, 10)
	r.Telemetry = func(station string, at time.Time, body []byte) {
		told <- station + at.UTC().Format(" 15:04:05 ") + string(body)
	}
	live, stop := context.WithCancel(ctx)
	defer stop()
	l, p := r.NewLink(live), newPipe()
	serve(t, l, p)
	vitals := func(as enrolled, station, body string) []byte {
		return must(wire.EncodeVitals(wire.Vitals{Station: station, Wall: noon, Version: 1, Body: []byte(body)}, as.key))
	}
	l.Take(wire.Telemetry.Topic("one"), vitals(two, "one", "forged"))
	l.Take(wire.Telemetry.Topic("one"), vitals(one, "stranger", "who?"))
	l.Take(wire.Telemetry.Topic("one"), one.hello(1, 0, 0))
	l.Take(wire.Telemetry.Topic("one"), vitals(one, "one", "warm"))
	l.Take(wire.Hello.Topic("one"), one.hello(1, 0, 0))
	if d := p.next(t, r, "one"); d.Receipt == nil {
		t.Fatalf("telemetry was answered: %+v", d)
	}
	if want := noon.UTC().Format("one 15:04:05 warm"); len(told) != 1 || <-told != want {
		t.Errorf("%d told, want %q alone", len(told)+1, want)
	}
}
