package metrics

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/nuanxin/station-kit/sync/hub"
	"github.com/nuanxin/station-kit/sync/wire"
)

// counters are what happens at this hub.
type counters struct {
	batches, records, bytes *prometheus.CounterVec // by verdict
	greetings               prometheus.Counter
	group, commit           prometheus.Histogram
	sent                    *prometheus.CounterVec // by kind
	dropped                 prometheus.Counter
}

// Verdicts beside those of the wire.
const (
	refused = "refused" // it is no message of a station that is known
	failed  = "failed"  // the store failed; the station sends it again
)

var verdicts = map[wire.Verdict]string{wire.Accepted: "accepted", wire.Resend: "resend", wire.Forked: "forked", wire.StaleEpoch: "stale_epoch"}

func newCounters() *counters {
	counter := func(name, help string) prometheus.Counter {
		return prometheus.NewCounter(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help})
	}
	vector := func(name, help, label string, values ...string) *prometheus.CounterVec {
		v := prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: namespace, Name: name, Help: help}, []string{label})
		for _, value := range values {
			v.WithLabelValues(value)
		}
		return v
	}
	histogram := func(name, help string, buckets []float64) prometheus.Histogram {
		return prometheus.NewHistogram(prometheus.HistogramOpts{Namespace: namespace, Name: name, Help: help, Buckets: buckets})
	}
	all := []string{refused, failed}
	for _, v := range verdicts {
		all = append(all, v)
	}
	return &counters{
		batches:   vector("ingest_batches_total", "Batches, by what became of them; refused counts any message.", "verdict", all...),
		records:   vector("ingest_records_total", "Records of these batches; some may have been here already.", "verdict", all...),
		bytes:     vector("ingest_bytes_total", "Bytes of these batches as they came.", "verdict", all...),
		greetings: counter("greetings_total", "Greetings answered."),
		group:     histogram("commit_messages", "Messages committed in one transaction.", prometheus.ExponentialBuckets(1, 2, 12)),
		commit:    histogram("commit_seconds", "How long these transactions took.", prometheus.ExponentialBuckets(0.001, 2, 15)),
		sent:      vector("sent_total", "Messages handed to the broker for stations.", "kind", "receipt", "page"),
		dropped:   counter("telemetry_dropped_total", "Telemetry dropped for want of time."),
	}
}

func (c *counters) all() []prometheus.Collector {
	return []prometheus.Collector{c.batches, c.records, c.bytes, c.greetings, c.group, c.commit, c.sent, c.dropped}
}

// Settled implements hub.Meter.
func (c *counters) Settled(answers []hub.Answer, committed int, took time.Duration) {
	if committed > 0 {
		c.group.Observe(float64(committed))
		c.commit.Observe(took.Seconds())
	}
	for _, a := range answers {
		c.count(a)
	}
}

func (c *counters) count(a hub.Answer) {
	verdict := ""
	switch {
	case a.Err != nil && a.Read:
		verdict = failed
	case a.Err != nil:
		verdict = refused
	case a.Records > 0:
		verdict = verdicts[a.Down[0].Receipt.Verdict]
	case len(a.Down) > 0:
		c.greetings.Inc()
		return
	default: // telemetry
		return
	}
	c.batches.WithLabelValues(verdict).Inc()
	c.records.WithLabelValues(verdict).Add(float64(a.Records))
	c.bytes.WithLabelValues(verdict).Add(float64(len(a.Payload)))
}

// Sent implements hub.Meter.
func (c *counters) Sent(d wire.Downward) {
	kind := "page"
	if d.Receipt != nil {
		kind = "receipt"
	}
	c.sent.WithLabelValues(kind).Inc()
}

// TelemetryDropped implements hub.Meter.
func (c *counters) TelemetryDropped() { c.dropped.Inc() }
