package fleetbench

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nuanxin/station-kit/internal/mosquitto"
	"github.com/nuanxin/station-kit/internal/postgrestest"
	"github.com/nuanxin/station-kit/sync/mqtt"
	"github.com/nuanxin/station-kit/sync/wire"
)

const (
	// connections carry the batches of all stations; one more takes the receipts.
	connections = 4
	// underWay is how many batches may be without a receipt. A broker drops what
	// exceeds its queue, max_queued_messages.
	underWay = 4000
	// quiet is after how long without any receipt what has none is sent again.
	quiet = 15 * time.Second
)

// day is a run of the country's day.
type day struct {
	sites    []site
	publish  [connections]*mqtt.Conn
	window   chan struct{}
	receipts []atomic.Pointer[[]byte] // the first of each station
	sent     []time.Time
	took     []time.Duration
	left     atomic.Int64
	last     atomic.Int64 // when a receipt came, Unix nanoseconds
	resent   int
	done     chan struct{}
}

// BenchmarkCountryDay has the batches of a day sent as fast as the hub takes
// them, each signed by its station's key beforehand: the stations' CPUs are not
// the hub's. The clock stops when the last has its receipt; the receipts'
// signatures, which are for the stations to check, are checked after it.
func BenchmarkCountryDay(b *testing.B) {
	stations := size(b, stationsVar, 20_000)
	broker, server := mosquitto.Start(b, mosquitto.Config{}), postgrestest.Start(b)
	url := server.New(b)
	s := must(openStore(b.Context(), url))
	defer s.Close()
	began := time.Now()
	sites := country(b, stations)
	enrol(b, s, known(stations))
	b.Logf("%d stations made and enrolled in %s", stations, time.Since(began).Round(time.Second))
	h := startHub(b, url, "tcp://"+broker.Addr(), "")
	idle, _ := memory(h.cmd.Process.Pid)
	d := newDay(b, sites, "tcp://"+broker.Addr())
	used := func() [3]time.Duration {
		return [3]time.Duration{cpu(h.cmd.Process.Pid, false), cpu(broker.PID(), false), cpu(server.PID(), true)}
	}
	before := used()
	b.ResetTimer()
	took := d.run(b)
	b.StopTimer()
	after, at := used(), load(b)
	now, most := memory(h.cmd.Process.Pid)
	ended, lag := time.Now(), behind(b, s)
	for behind(b, s) > 0 {
		time.Sleep(100 * time.Millisecond)
	}
	followed, all := time.Since(ended), used()
	total := d.verify(b)
	if n := held(b, s); n != total {
		b.Fatalf("%d records at the hub, %d sent", n, total)
	}
	b.ReportMetric(float64(total)/took.Seconds(), "visits/s")
	b.ReportMetric(float64(countryStations)/float64(stations)*took.Seconds(), "s/country")
	head("stations", "visits", "s to the last receipt", "visits/s", "receipt p50, p99, max ms", "sent again", "CPU s: hub, broker, database",
		"followers behind then, records", "s until they had read all", "CPU s by then: hub, database", "hub MB before, then, most", "load")
	line("%d | %d | %.1f | %.0f | %s | %d | %.1f, %.1f, %.1f | %d | %.1f | %.1f, %.1f | %d, %d, %d | %s", stations, total, took.Seconds(), float64(total)/took.Seconds(),
		quantiles(d.took, time.Millisecond), d.resent, (after[0] - before[0]).Seconds(), (after[1] - before[1]).Seconds(), (after[2] - before[2]).Seconds(),
		lag, followed.Seconds(), (all[0] - before[0]).Seconds(), (all[2] - before[2]).Seconds(), idle, now, most, at)
}

func newDay(b *testing.B, sites []site, url string) *day {
	d := &day{
		sites: sites, window: make(chan struct{}, underWay), receipts: make([]atomic.Pointer[[]byte], len(sites)),
		sent: make([]time.Time, len(sites)), took: make([]time.Duration, len(sites)), done: make(chan struct{}),
	}
	d.left.Store(int64(len(sites)))
	for i := range d.publish {
		d.publish[i] = dial(b, mqtt.Config{URL: url, ClientID: fmt.Sprint("many-", i)})
	}
	dial(b, mqtt.Config{URL: url, ClientID: "receipts", Subscribe: []string{wire.Down.Filter()}, Handle: d.receipt, Queue: 2 * underWay})
	return d
}

func dial(b *testing.B, cfg mqtt.Config) *mqtt.Conn {
	b.Helper()
	c, err := mqtt.Dial(b.Context(), cfg)
	check(b, err)
	b.Cleanup(c.Close)
	return c
}

func (d *day) receipt(topic string, payload []byte) {
	id, _, _ := wire.ParseTopic(topic)
	i, err := index(id)
	if err != nil || !d.receipts[i].CompareAndSwap(nil, &payload) {
		return
	}
	now := time.Now()
	d.took[i] = now.Sub(d.sent[i])
	d.last.Store(now.UnixNano())
	<-d.window
	if d.left.Add(-1) == 0 {
		close(d.done)
	}
}

func (d *day) run(b *testing.B) time.Duration {
	start := time.Now()
	d.last.Store(start.UnixNano())
	var all sync.WaitGroup
	for w := range connections {
		all.Go(func() {
			for i := w; i < len(d.sites); i += connections {
				d.window <- struct{}{}
				d.sent[i] = time.Now()
				d.send(b, i)
			}
		})
	}
	d.wait(b)
	took := time.Since(start)
	all.Wait()
	return took
}

func (d *day) send(b *testing.B, i int) {
	s := &d.sites[i]
	if err := d.publish[i%connections].Send(context.Background(), wire.Up.Topic(s.id), s.message, nil); err != nil {
		b.Error(err)
	}
}

// wait waits for the last receipt, and sends again what was lost.
func (d *day) wait(b *testing.B) {
	look := time.NewTicker(time.Second)
	defer look.Stop()
	for {
		select {
		case <-d.done:
			return
		case now := <-look.C:
			if now.Sub(time.Unix(0, d.last.Load())) < quiet {
				continue
			}
			for i := range d.sites {
				if d.receipts[i].Load() == nil && !d.sent[i].IsZero() {
					d.resent++
					d.send(b, i)
				}
			}
			d.last.Store(now.UnixNano())
		}
	}
}

// verify checks every receipt and returns how many visits they cover.
func (d *day) verify(b *testing.B) (total int) {
	for i := range d.sites {
		s := &d.sites[i]
		down, err := wire.OpenDownward(*d.receipts[i].Load(), s.id, hubPublic)
		r := down.Receipt
		if err != nil || r == nil || r.UpTo != uint64(s.visits) || r.Hash != s.link || r.Verdict != wire.Accepted {
			b.Fatalf("%s: receipt %+v, %v", s.id, r, err)
		}
		total += s.visits
	}
	return total
}

// quantiles are the median, the 99th percentile and the greatest.
func quantiles(all []time.Duration, unit time.Duration, shares ...float64) string {
	if shares == nil {
		shares = []float64{0.5, 0.99, 1}
	}
	var texts []string
	for _, share := range shares {
		texts = append(texts, fmt.Sprintf("%.1f", float64(quantile(all, share))/float64(unit)))
	}
	return strings.Join(texts, ", ")
}
