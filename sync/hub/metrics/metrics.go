// Package metrics tells Prometheus what a hub does and how its fleet stands. It is
// the one package that imports the Prometheus client.
//
// What happens at this hub is counted as it happens. What the store knows is read
// when Prometheus asks, at most every ten seconds, and is the same at every hub of
// one store. With 186,100 stations a series for each would be a load for
// Prometheus, and a page nobody reads: ages are a histogram of all, and only the
// few stations whose last receipt is the oldest have a series of their own.
package metrics

import (
	"database/sql"
	"log/slog"
	"net/http"
	"runtime"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/nuanxin/station-kit/sync/hub"
)

const namespace = "nuanxin_hub"

// Config of Metrics.
type Config struct {
	Fleet Fleet
	// Followers names those to watch; it is asked each time.
	Followers func() []string
	// Oldest is how many stations have a series of their own: those whose last
	// receipt is the oldest; less than 0 for all.
	Oldest int
	// Pools of connections to the database, by name.
	Pools map[string]*sql.DB
	// Certificates and when they expire, by name.
	Certificates map[string]time.Time
	Version      string
	Now          func() time.Time
	Log          *slog.Logger
}

// Metrics implements hub.Meter.
type Metrics struct {
	*counters
	registry *prometheus.Registry
	log      *slog.Logger
}

// New makes metrics.
func New(c Config) *Metrics {
	m := &Metrics{newCounters(), prometheus.NewRegistry(), c.Log}
	m.registry.MustRegister(m.all()...)
	m.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	for name, pool := range c.Pools {
		m.registry.MustRegister(collectors.NewDBStatsCollector(pool, name))
	}
	m.registry.MustRegister(newCensus(c), built(c.Version), expiries(c.Certificates))
	return m
}

func built(version string) prometheus.Collector {
	g := gauges("build_info", "1, with the version that runs.", "version", "go")
	g.WithLabelValues(version, runtime.Version()).Set(1)
	return g
}

func expiries(certificates map[string]time.Time) prometheus.Collector {
	g := gauges("certificate_expiry_timestamp_seconds", "When a certificate of the hub expires.", "certificate")
	for name, at := range certificates {
		g.WithLabelValues(name).Set(float64(at.Unix()))
	}
	return g
}

// Watch has the load of a link and its connection to the broker shown; once.
func (m *Metrics) Watch(load func() hub.Load, connected func() bool) {
	gauge := func(name, help string, value func(hub.Load) float64) {
		m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Namespace: namespace, Name: name, Help: help},
			func() float64 { return value(load()) }))
	}
	gauge("queue_messages", "Messages that wait for their commit.", func(l hub.Load) float64 { return float64(l.Waiting) })
	gauge("queue_bytes", "Bytes of the messages that wait for their commit.", func(l hub.Load) float64 { return float64(l.WaitingBytes) })
	gauge("unsent_answers", "Answers committed and not yet handed to the broker.", func(l hub.Load) float64 { return float64(l.Unsent) })
	gauge("admission_share", "Batches a station that is behind may have under way; below 1 it pauses between them.", func(l hub.Load) float64 { return l.Share })
	gauge("admission_pause_seconds", "Pause between the batches of a station that is behind.", func(l hub.Load) float64 { return l.Pause.Seconds() })
	gauge("broker_connected", "1 while the hub is connected to its broker.", func(hub.Load) float64 {
		if connected() {
			return 1
		}
		return 0
	})
}

// Handler serves them. What the store could not tell is left out and logged.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{
		ErrorLog: slog.NewLogLogger(m.log.Handler(), slog.LevelWarn), ErrorHandling: promhttp.ContinueOnError,
		MaxRequestsInFlight: 4,
	})
}

func gauges(name, help string, labels ...string) *prometheus.GaugeVec {
	return prometheus.NewGaugeVec(prometheus.GaugeOpts{Namespace: namespace, Name: name, Help: help}, labels)
}
