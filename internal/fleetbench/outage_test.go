package fleetbench

import (
	"context"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/mosquitto"
	"github.com/nuanxin/station-kit/internal/postgrestest"
	"github.com/nuanxin/station-kit/internal/testpki"
	"github.com/nuanxin/station-kit/sync/edge"
	"github.com/nuanxin/station-kit/sync/mqtt"
	"github.com/nuanxin/station-kit/sync/wire"
)

const (
	// joinRate is how many clients join a second before the outage.
	joinRate = 200
	// outageVisits is what each station records while the broker is away.
	outageVisits = 12
	// patience bounds how long all may take to come back.
	patience = 10 * time.Minute
)

// BenchmarkOutage has the broker die under so many clients and start again
// after a while. Each is a connection of its own with mutual TLS, an agent and
// the backoff of a real station, and has records to deliver when it is back. The
// clock starts when the broker accepts connections again.
func BenchmarkOutage(b *testing.B) {
	n, away := size(b, clientsVar, 1000), outageLength(b)
	ca := testpki.New(b)
	certificates := writeTLS(b, ca)
	broker := mosquitto.Start(b, mosquitto.Config{
		CA: certificates + "/ca.pem", Cert: certificates + "/server.pem", Key: certificates + "/server.key", ACL: mosquitto.ACL,
	})
	url := postgrestest.Start(b).New(b)
	s := must(openStore(b.Context(), url))
	defer s.Close()
	enrol(b, s, known(n))
	h := startHub(b, url, "tls://"+broker.Addr(), certificates)
	f := &crowd{stations: make([]*paper, n)}
	before, _ := memory(os.Getpid())
	f.join(b, ca, "tls://"+broker.Addr())
	f.await(b, time.Time{})
	own, _ := memory(os.Getpid())
	hubs, _ := memory(h.cmd.Process.Pid)
	brokers, _ := memory(broker.PID())
	broker.Kill()
	for i, p := range f.stations {
		p.record(visits(uint64(i), outageVisits))
	}
	time.Sleep(away)
	b.ResetTimer()
	broker.Restart()
	start := time.Now()
	f.await(b, start)
	b.StopTimer()
	at := load(b)
	_, most := memory(h.cmd.Process.Pid)
	if got := held(b, s); got != n*outageVisits {
		b.Fatalf("%d records at the hub, %d recorded", got, n*outageVisits)
	}
	connected, greeted, receipted := f.spread(start)
	b.ReportMetric(quantile(connected, 0.99).Seconds(), "s/99%connected")
	b.ReportMetric(quantile(receipted, 0.99).Seconds(), "s/99%receipted")
	b.ReportMetric(float64(quantile(receipted, 1))/float64(quantile(receipted, 0.5)), "max/p50")
	head("clients back after an outage", "p50 s", "p95 s", "p99 s", "max s")
	shares := []float64{0.5, 0.95, 0.99, 1}
	row := func(what string, all []time.Duration) {
		line("%s | %s", what, strings.ReplaceAll(quantiles(all, time.Second, shares...), ", ", " | "))
	}
	row("connected", connected)
	row("greeted", greeted)
	row("all delivered", receipted)
	head("clients", "broker away", "records lost", "hub MB, connected", "hub MB, most", "broker MB", "KB a client and agent", "load")
	line("%d | %s | 0 | %d | %d | %d | %d | %s", n, away, hubs, most, brokers, (own-before)<<10/n, at)
}

// crowd is stations on paper with real connections.
type crowd struct{ stations []*paper }

// join has them connect, over some time, and stay until the test ends.
func (f *crowd) join(b *testing.B, ca *testpki.CA, url string) {
	ctx, stop := context.WithCancel(context.Background())
	var all sync.WaitGroup
	for i := range f.stations {
		p := newPaper(name(i))
		f.stations[i] = p
		agent := edge.New(edge.Config{Station: p.id, Key: keyOf(i), Hub: hubPublic, Outbox: p, Inbox: p})
		cfg := mqtt.Config{
			URL: url, ClientID: p.id, TLS: ca.ClientTLS("station", p.id), Subscribe: []string{wire.Down.Topic(p.id)},
			Will:   mqtt.Will{Topic: wire.Presence.Topic(p.id), Payload: []byte("offline"), Retain: true},
			Handle: func(_ string, payload []byte) { agent.Receive(payload) },
		}
		backoff := mqtt.Backoff{First: time.Duration(len(f.stations)) * time.Second / joinRate}
		all.Go(func() {
			_ = mqtt.Keep(ctx, cfg, backoff, func(ctx context.Context, c *mqtt.Conn) error {
				if err := c.Retain(ctx, wire.Presence.Topic(p.id), []byte("online")); err != nil {
					return err
				}
				p.meet()
				return agent.Serve(ctx, c)
			})
		})
	}
	b.Cleanup(func() {
		stop()
		all.Wait()
	})
}

// await waits until all were connected, greeted and receipted after a moment.
func (f *crowd) await(b *testing.B, t time.Time) {
	b.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(100 * time.Millisecond) {
		missing := 0
		for _, p := range f.stations {
			if _, _, _, all := p.since(t); !all {
				missing++
			}
		}
		if missing == 0 {
			return
		}
		if time.Now().After(end) {
			b.Fatalf("%d of %d are not back after %v", missing, len(f.stations), patience)
		}
	}
}

// spread is how long after a moment each was connected, greeted, receipted.
func (f *crowd) spread(t time.Time) (connected, greeted, receipted []time.Duration) {
	for _, p := range f.stations {
		c, g, r, _ := p.since(t)
		connected, greeted, receipted = append(connected, c), append(greeted, g), append(receipted, r)
	}
	return connected, greeted, receipted
}
