package fleetbench

import (
	"crypto/ed25519"
	"path/filepath"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/mosquitto"
	"github.com/nuanxin/station-kit/internal/postgrestest"
	"github.com/nuanxin/station-kit/sync/hub"
)

// rates of the ways of others, in records a second.
type rates struct{ oneByOne, hundred, bridge float64 }

// BenchmarkBacklog drains what a station recorded offline, durable end to end:
// from the journal on its disk over the broker into the hub's database, and
// from there back to the cursor on its disk. It compares that with the ways of
// others through the same broker in the same run.
func BenchmarkBacklog(b *testing.B) {
	records := size(b, recordsVar, 200_000)
	// Else the ways of others would lose what the broker has to keep for a moment.
	broker := mosquitto.Start(b, mosquitto.Config{Lines: unbounded})
	journal := filled(b, records)
	some := visits(1, min(records, sample))
	r := rates{bridge: bridged(b, broker, some)}
	r.oneByOne = oneByOne(b, broker, some)
	r.hundred = published(b, broker, some, inFlight)
	head("backlog", "records/s", "to one by one", "to 100 in flight", "to the bridge", "to one a batch", "station MB, most", "hub MB, most", "load")
	line("one by one, QoS 1, each PUBACK awaited (%d) | %.0f | 1 | | | | | | %s", len(some), r.oneByOne, load(b))
	line("100 in flight (%d) | %.0f | %.1f | 1 | | | | |", len(some), r.hundred, r.hundred/r.oneByOne)
	line("Mosquitto's bridge (%d) | %.0f | %.1f | | 1 | | | |", len(some), r.bridge, r.bridge/r.oneByOne)
	b.Run("sqlite", func(b *testing.B) {
		drain(b, broker, "the kit, SQLite", filepath.Join(b.TempDir(), "hub.db"), journal, r)
	})
	b.Run("postgres", func(b *testing.B) {
		drain(b, broker, "the kit, PostgreSQL", postgrestest.Start(b).New(b), journal, r)
	})
}

func drain(b *testing.B, broker *mosquitto.Broker, what, where, journal string, r rates) {
	s := must(openStore(b.Context(), where))
	defer s.Close()
	one := keyOf(0)
	enrol(b, s, append(known(1), hub.Station{ID: offline, Key: offlineKey.Public().(ed25519.PublicKey)}))
	h := startHub(b, where, "tcp://"+broker.Addr(), "")
	single := oneABatch(b, broker, name(0), one, visits(2, sampleOneOne))
	path := copied(b, journal)
	p := start(b, "TestAsStation", pathVar+"="+path, brokerVar+"=tcp://"+broker.Addr())
	p.await("opened")
	b.ResetTimer()
	began := time.Now()
	p.say("go")
	p.await("done")
	took := time.Since(began)
	b.StopTimer()
	at := load(b)
	_, station := memory(p.cmd.Process.Pid)
	_, hubs := memory(h.cmd.Process.Pid)
	p.end()
	n := delivered(b, path)
	if got := held(b, s) - sampleOneOne; got != n {
		b.Fatalf("%d records at the hub, %d delivered", got, n)
	}
	rate := float64(n) / took.Seconds()
	b.ReportMetric(rate, "records/s")
	b.ReportMetric(rate/r.oneByOne, "/one-by-one")
	b.ReportMetric(rate/r.hundred, "/100-in-flight")
	b.ReportMetric(rate/r.bridge, "/bridge")
	b.ReportMetric(rate/single, "/one-a-batch")
	line("%s, batches of one, each receipt awaited (%d) | %.0f | %.2f | | | 1 | | |", what, sampleOneOne, single, single/r.oneByOne)
	line("**%s** (%d) | %.0f | %.1f | %.1f | %.1f | %.0f | %d | %d | %s", what, n, rate,
		rate/r.oneByOne, rate/r.hundred, rate/r.bridge, rate/single, station, hubs, at)
}

// delivered reads the station's file anew: all its records have a receipt.
func delivered(b *testing.B, path string) int {
	b.Helper()
	s := open(b, path)
	defer s.Close()
	at := must(s.Standing())
	if at.Waiting > 0 && at.Delivered < at.Last-2 { // what opening itself recorded
		b.Fatalf("%d records still wait", at.Waiting)
	}
	return int(at.Delivered)
}
