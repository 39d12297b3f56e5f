package metrics

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/nuanxin/station-kit/sync/hub"
)

// Fleet is where the figures of the fleet are read.
type Fleet interface {
	Census(context.Context, hub.CensusQuery) (hub.Census, error)
}

const (
	// keptFor is how long a count of the store answers for; or longer, so that
	// counting a large fleet takes no more than a twentieth of the time.
	keptFor   = 10 * time.Second
	twentieth = 20
	// patience is how long the store may take: Prometheus gives up after ten.
	patience = 8 * time.Second
)

// Ages that are counted by.
var (
	windows = []struct {
		name string
		age  time.Duration
	}{{"5m", 5 * time.Minute}, {"1h", time.Hour}, {"1d", 24 * time.Hour}}
	receiptAges = []time.Duration{
		time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 6 * time.Hour, 24 * time.Hour,
		3 * 24 * time.Hour, 7 * 24 * time.Hour, 14 * 24 * time.Hour, 30 * 24 * time.Hour,
	}
	troubleCodes = []string{
		"reader-out", "scanner-out", "printer-out", "device-ailing", "clock-untrusted", "disk-low", "disk-full", "stuck", "delivery-late",
	}
)

// census reads the store when it is asked.
type census struct {
	fleet Fleet
	query hub.CensusQuery

	followers func() []string
	now       func() time.Time
	log       *slog.Logger

	mu   sync.Mutex
	at   time.Time
	good time.Duration // for how long
	last hub.Census
	err  error
}

func newCensus(c Config) *census {
	q := hub.CensusQuery{Receipts: receiptAges, Oldest: c.Oldest}
	for _, w := range windows {
		q.Heard, q.Told = append(q.Heard, w.age), append(q.Told, w.age)
	}
	return &census{fleet: c.Fleet, query: q, followers: c.Followers, now: c.Now, log: c.Log}
}

// Describe implements prometheus.Collector: what it collects is not fixed.
func (c *census) Describe(chan<- *prometheus.Desc) {}

// Collect implements prometheus.Collector.
func (c *census) Collect(to chan<- prometheus.Metric) {
	counted, err := c.count()
	up := 1.0
	if err != nil {
		up = 0
	}
	gauge(to, "store_up", "1 where the store answered the last question.", up)
	if err == nil {
		report(to, counted, c.now())
	}
}

func (c *census) count() (hub.Census, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now()
	if age := now.Sub(c.at); !c.at.IsZero() && age >= 0 && age < c.good {
		return c.last, c.err
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	c.query.Now, c.query.Followers = now, c.followers()
	c.last, c.err = c.fleet.Census(ctx, c.query)
	c.at = now
	c.good = max(keptFor, twentieth*c.now().Sub(now))
	if c.err != nil {
		c.log.Warn("fleet not counted for the metrics", "cause", c.err)
	}
	return c.last, c.err
}

func report(to chan<- prometheus.Metric, c hub.Census, now time.Time) {
	gauge(to, "stations", "Stations known.", float64(c.Known))
	gauge(to, "stations_enrolled", "Stations that have joined.", float64(c.Enrolled))
	for i, w := range windows {
		gauge(to, "stations_heard", "Stations heard of within a time.", float64(c.HeardSince[i]), "within", w.name)
		gauge(to, "stations_telemetry", "Stations that gave telemetry within a time.", float64(c.Told[i]), "within", w.name)
	}
	for _, code := range troubleCodes {
		gauge(to, "stations_ailing", "Stations whose telemetry of the last half hour tells of a trouble.", float64(c.Ailing[code]), "trouble", code)
	}
	reportReceipts(to, c, now)
	reportFollowers(to, c, now)
	gauge(to, "quarantined_batches", "Batches set aside for a person.", float64(c.Quarantine))
	gauge(to, "slot_places", "Places of the slots to come.", float64(c.Capacity), "state", "capacity")
	gauge(to, "slot_places", "Places of the slots to come.", float64(c.Lent), "state", "lent")
	gauge(to, "slot_places", "Places of the slots to come.", float64(c.Booked), "state", "booked")
}

func reportReceipts(to chan<- prometheus.Metric, c hub.Census, now time.Time) {
	buckets := map[float64]uint64{}
	for i, age := range receiptAges {
		buckets[age.Seconds()] = uint64(c.ReceiptSince[i])
	}
	to <- prometheus.MustNewConstHistogram(
		desc("last_receipt_age_seconds", "How long ago each station had its newest record receipted, now."),
		uint64(c.Receipts), c.ReceiptAges.Seconds(), buckets)
	for _, o := range c.Oldest {
		gauge(to, "station_last_receipt_age_seconds", "The same of the stations where it is longest.", now.Sub(o.At).Seconds(), "station", o.Station)
	}
}

func reportFollowers(to chan<- prometheus.Metric, c hub.Census, now time.Time) {
	for _, p := range c.Followers {
		age := 0.0
		if !p.Since.IsZero() {
			age = max(0, now.Sub(p.Since).Seconds())
		}
		gauge(to, "follower_lag_records", "Records a follower has not read.", float64(p.Behind), "follower", p.Follower)
		gauge(to, "follower_lag_seconds", "How long the oldest of these has been here.", age, "follower", p.Follower)
		gauge(to, "dead_letters", "Records a follower could not digest.", float64(c.DeadLetters[p.Follower]), "follower", p.Follower)
	}
}

// gauge sends one value; labels are names and values in turn.
func gauge(to chan<- prometheus.Metric, name, help string, value float64, labels ...string) {
	var names, values []string
	for i := 0; i < len(labels); i += 2 {
		names, values = append(names, labels[i]), append(values, labels[i+1])
	}
	to <- prometheus.MustNewConstMetric(desc(name, help, names...), prometheus.GaugeValue, value, values...)
}

func desc(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc(prometheus.BuildFQName(namespace, "", name), help, labels, nil)
}
