// Package metrics counts what the relay does, for Prometheus.
package metrics

import (
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/feedsource/feedsource/web/relay/internal/store"
)

// Metrics observes collectors and readers.
type Metrics struct {
	registry *prometheus.Registry
	byFeed   []interface{ DeletePartialMatch(prometheus.Labels) int }

	leads                              *prometheus.GaugeVec
	stored, storedBytes, repeated      *prometheus.CounterVec
	gaps, failures                     *prometheus.CounterVec
	readers                            *prometheus.GaugeVec
	closed, refused                    *prometheus.CounterVec
	delivered, deliveredBytes          *prometheus.CounterVec
	age                                *prometheus.HistogramVec
	kept, keptBytes, first, last, lags *prometheus.GaugeVec
	led                                *prometheus.GaugeVec
}

// New makes metrics in a registry of their own.
func New() *Metrics {
	m := &Metrics{registry: prometheus.NewRegistry()}
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		v := prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "relay", Name: name, Help: help}, labels)
		m.registry.MustRegister(v)
		m.byFeed = append(m.byFeed, v)
		return v
	}
	gauge := func(name, help string, labels ...string) *prometheus.GaugeVec {
		v := prometheus.NewGaugeVec(prometheus.GaugeOpts{Namespace: "relay", Name: name, Help: help}, labels)
		m.registry.MustRegister(v)
		m.byFeed = append(m.byFeed, v)
		return v
	}
	m.leads = gauge("lease", "1 if this node reads the feed upstream.", "feed")
	m.stored = counter("stored_records_total", "Records stored by this node.", "feed")
	m.storedBytes = counter("stored_bytes_total", "Bytes of records that came from upstream.", "feed")
	m.repeated = counter("repeated_records_total", "Records that upstream sent again, and that were dropped.", "feed")
	m.gaps = counter("gaps_total", "Gaps that were stored.", "feed")
	m.failures = counter("upstream_failures_total", "Ends of the feed upstream, behind all that was tried again.", "feed")
	m.lags = gauge("upstream_lag_seconds", "How far behind upstream is by its own time (option lag).", "feed")
	m.readers = gauge("readers", "Readers who are connected.", "feed", "face")
	m.closed = counter("readers_closed_total", "Readers who have left, or were sent away.", "feed", "face", "why")
	m.refused = counter("refused_total", "Requests that were refused.", "feed", "why")
	m.delivered = counter("delivered_records_total", "Records given to readers.", "feed")
	m.deliveredBytes = counter("delivered_bytes_total", "Bytes given to readers, ahead of compression.", "feed")
	m.kept = gauge("stream_messages", "Messages that the stream has.", "feed")
	m.keptBytes = gauge("stream_bytes", "Bytes that the stream has.", "feed")
	m.first = gauge("stream_first_sequence", "The sequence of the oldest message.", "feed")
	m.last = gauge("stream_last_sequence", "The sequence of the newest message.", "feed")
	m.led = gauge("stream_leader", "1 if JetStream in this process leads the replicas of the stream.", "feed")
	m.age = prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Namespace: "relay", Name: "delivery_age_seconds",
		Help:    "The age of the newest record of each write to a reader: from its being stored to its being on the way.",
		Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10, 60, 600, 3600},
	}, []string{"feed"})
	m.byFeed = append(m.byFeed, m.age)
	m.registry.MustRegister(m.age, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Handler answers with all metrics.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// Leads notes whether this node reads a feed.
func (m *Metrics) Leads(feed string, leads bool) { m.leads.WithLabelValues(feed).Set(oneIf(leads)) }

func oneIf(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

// Forget removes all there is of a feed.
func (m *Metrics) Forget(feed string) {
	of := prometheus.Labels{"feed": feed}
	for _, v := range m.byFeed {
		v.DeletePartialMatch(of)
	}
}

// Stored notes what was stored.
func (m *Metrics) Stored(feed string, records, bytes int) {
	m.stored.WithLabelValues(feed).Add(float64(records))
	m.storedBytes.WithLabelValues(feed).Add(float64(bytes))
}

// Repeated notes what was dropped.
func (m *Metrics) Repeated(feed string, records int) {
	m.repeated.WithLabelValues(feed).Add(float64(records))
}

// Gap notes one.
func (m *Metrics) Gap(feed string) { m.gaps.WithLabelValues(feed).Inc() }

// Failed notes that upstream has ended.
func (m *Metrics) Failed(feed string) { m.failures.WithLabelValues(feed).Inc() }

// Lags notes how far behind upstream is.
func (m *Metrics) Lags(feed string, lag time.Duration) {
	m.lags.WithLabelValues(feed).Set(lag.Seconds())
}

// Opened notes a reader.
func (m *Metrics) Opened(feed, face string) { m.readers.WithLabelValues(feed, face).Inc() }

// Closed notes that a reader is gone.
func (m *Metrics) Closed(feed, face, why string) {
	m.readers.WithLabelValues(feed, face).Dec()
	m.closed.WithLabelValues(feed, face, why).Inc()
}

// Delivered notes what each of some readers was given.
func (m *Metrics) Delivered(feed string, readers, records, bytes int, age time.Duration) {
	m.delivered.WithLabelValues(feed).Add(float64(readers * records))
	m.deliveredBytes.WithLabelValues(feed).Add(float64(readers * bytes))
	ages := m.age.WithLabelValues(feed)
	for range readers {
		ages.Observe(age.Seconds())
	}
}

// Refused notes a request. A feed that does not exist has no label of its own, or strangers would make labels.
func (m *Metrics) Refused(feed, why string) { m.refused.WithLabelValues(feed, why).Inc() }

// State notes what a stream has.
func (m *Metrics) State(feed string, s store.State) {
	m.kept.WithLabelValues(feed).Set(float64(s.Messages))
	m.keptBytes.WithLabelValues(feed).Set(float64(s.Bytes))
	m.first.WithLabelValues(feed).Set(float64(s.First))
	m.last.WithLabelValues(feed).Set(float64(s.Last))
	m.led.WithLabelValues(feed).Set(oneIf(s.IsLed))
}
