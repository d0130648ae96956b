// Package telemetry shows the counters that other packages keep to Prometheus. Nothing is counted here on the packet
// path: the packages keep plain counters, and a scrape takes one snapshot of each.
package telemetry

import (
	"fmt"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

const namespace = "cumbre"

// scrapesAtOnce bounds the scrapes that are answered at the same time: each takes a snapshot on the media loop.
// A Prometheus pair needs 2.
const scrapesAtOnce = 3

// scrapeTimeout ends a scrape whose snapshots hang; Prometheus's own default is 10 s.
const scrapeTimeout = 10 * time.Second

// Registry holds what /metrics shows.
type Registry struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
	denied   *prometheus.CounterVec
}

// New returns a Registry with the process's and Go's own metrics. version is the program's.
func New(version string) *Registry {
	r := &Registry{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Namespace: namespace, Subsystem: "http", Name: "request_seconds",
			Help:    "Time from a request's header to the end of its response.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
		}, []string{"route", "method", "status"}),
		denied: prometheus.NewCounterVec(prometheus.CounterOpts{
			Namespace: namespace, Subsystem: "http", Name: "denied_total",
			Help: "Requests and sessions that were turned away for their token, by the problem's code.",
		}, []string{"code"}),
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Namespace: namespace, Name: "build_info", Help: "1, with the version as a label.",
		ConstLabels: prometheus.Labels{"version": version},
	})
	build.Set(1)
	r.registry.MustRegister(
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		r.requests, r.denied, build,
	)
	return r
}

// Handler serves the text form.
func (r *Registry) Handler() http.Handler {
	return promhttp.HandlerFor(r.registry, promhttp.HandlerOpts{
		MaxRequestsInFlight: scrapesAtOnce, Timeout: scrapeTimeout,
	})
}

// Request counts one HTTP request. route is a pattern, never a path: the number of routes is the program's.
func (r *Registry) Request(route, method string, status int, took time.Duration) {
	r.requests.WithLabelValues(route, method, strconv.Itoa(status/100)+"xx").Observe(took.Seconds())
}

// Denied counts one request or session that was turned away for its token. code is a problem's: a small set.
func (r *Registry) Denied(code string) { r.denied.WithLabelValues(code).Inc() }

// Add shows a struct of counters under a subsystem's name: snapshot is called at every scrape, from any goroutine, and
// returns a value of sample's type. Its uint64 fields are counters (PacketsIn becomes cumbre_media_packets_in_total),
// its int and float64 fields gauges (cumbre_media_peers), a Histogram's fields histograms (cumbre_rtc_udp_inside_seconds), its string
// fields gauges of 1 with the text as the label value; the fields of embedded and nested structs likewise with the
// field's name before theirs. Other fields are not shown. Panics where a name is taken: the program's bug.
func (r *Registry) Add(subsystem string, sample any, snapshot func() any) {
	fields := fieldsOf(reflect.TypeOf(sample), nil, "")
	c := &structCollector{snapshot: snapshot}
	for _, f := range fields {
		name, labels := f.name, []string(nil)
		switch f.shape {
		case counter:
			name += "_total"
		case histogram:
			name += "_seconds"
		case text:
			labels = []string{"value"}
		case gauge:
		}
		c.metrics = append(c.metrics, structMetric{
			index: f.index, shape: f.shape,
			desc: prometheus.NewDesc(prometheus.BuildFQName(namespace, subsystem, name), f.help, labels, nil),
		})
	}
	r.registry.MustRegister(c)
}

// structCollector makes metrics of one snapshot per scrape.
type structCollector struct {
	snapshot func() any
	metrics  []structMetric
}

type structMetric struct {
	index []int
	shape shape
	desc  *prometheus.Desc
}

// shape is what a field becomes.
type shape uint8

const (
	gauge shape = iota
	counter
	histogram
	text
)

// Histogram is durations that a package has counted by class: the upper ends of the classes in seconds, rising; how many are in each
// and, last, beyond all; the sum of all in seconds.
type Histogram interface {
	Histogram() (bounds []float64, counts []uint64, sum float64)
}

// Describe implements prometheus.Collector.
func (c *structCollector) Describe(out chan<- *prometheus.Desc) {
	for _, m := range c.metrics {
		out <- m.desc
	}
}

// Collect implements prometheus.Collector.
func (c *structCollector) Collect(out chan<- prometheus.Metric) {
	v := reflect.ValueOf(c.snapshot())
	for _, m := range c.metrics {
		out <- m.of(v.FieldByIndex(m.index))
	}
}

func (m structMetric) of(v reflect.Value) prometheus.Metric {
	switch m.shape {
	case counter:
		return prometheus.MustNewConstMetric(m.desc, prometheus.CounterValue, number(v))
	case histogram:
		h, _ := reflect.TypeAssert[Histogram](v) // fieldsOf saw that it is one
		return constHistogram(m.desc, h)
	case text:
		return prometheus.MustNewConstMetric(m.desc, prometheus.GaugeValue, 1, v.String())
	default:
		return prometheus.MustNewConstMetric(m.desc, prometheus.GaugeValue, number(v))
	}
}

func constHistogram(desc *prometheus.Desc, h Histogram) prometheus.Metric {
	bounds, counts, sum := h.Histogram()
	below, buckets := uint64(0), make(map[float64]uint64, len(bounds))
	for i, b := range bounds {
		below += counts[i]
		buckets[b] = below
	}
	return prometheus.MustNewConstHistogram(desc, below+counts[len(bounds)], sum, buckets)
}

func number(v reflect.Value) float64 {
	switch {
	case v.CanUint():
		return float64(v.Uint())
	case v.CanInt():
		return float64(v.Int())
	default:
		return v.Float()
	}
}

type statField struct {
	index []int
	name  string
	help  string
	shape shape
}

func fieldsOf(t reflect.Type, index []int, prefix string) []statField {
	var fields []statField
	for i := range t.NumField() {
		f := t.Field(i)
		if !f.IsExported() {
			continue
		}
		at := append(append([]int(nil), index...), i)
		if f.Type.Implements(reflect.TypeFor[Histogram]()) {
			fields = append(fields, statField{at, prefix + snake(f.Name), helpFor(t, f), histogram})
			continue
		}
		switch f.Type.Kind() {
		case reflect.Struct:
			inner := prefix
			if !f.Anonymous {
				inner += snake(f.Name) + "_"
			}
			fields = append(fields, fieldsOf(f.Type, at, inner)...)
		case reflect.Uint64, reflect.Uint32, reflect.Uint:
			fields = append(fields, statField{at, prefix + snake(f.Name), helpFor(t, f), counter})
		case reflect.Int, reflect.Int64, reflect.Int32, reflect.Float64:
			fields = append(fields, statField{at, prefix + snake(f.Name), helpFor(t, f), gauge})
		case reflect.String:
			fields = append(fields, statField{at, prefix + snake(f.Name), helpFor(t, f), text})
		default: // not a number
		}
	}
	return fields
}

// helpFor says where the field is explained, unless its tag does.
func helpFor(t reflect.Type, f reflect.StructField) string {
	if doc := f.Tag.Get("doc"); doc != "" {
		return doc
	}
	words := strings.ReplaceAll(snake(f.Name), "_", " ")
	return fmt.Sprintf("%s (field %s of %s).", strings.ToUpper(words[:1])+words[1:], f.Name, t.String())
}

// snake turns PacketsIn into packets_in and DroppedRTCP into dropped_rtcp.
func snake(name string) string {
	var b strings.Builder
	// Words of capitals only with an s would otherwise be cut in the middle.
	plurals := strings.NewReplacer("NACKs", "Nacks", "PLIs", "Plis", "FIRs", "Firs", "IDs", "Ids", "SSRCs", "Ssrcs", "REMBs", "Rembs")
	runes := []rune(plurals.Replace(name))
	for i, c := range runes {
		startsWord := unicode.IsUpper(c) && i > 0 &&
			(!unicode.IsUpper(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1]))
		if startsWord {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(c))
	}
	return b.String()
}
