package telemetry

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/sfu"
)

func scrape(t *testing.T, r *Registry) string {
	t.Helper()
	w := httptest.NewRecorder()
	r.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	if w.Code != 200 {
		t.Fatalf("%d: %s", w.Code, w.Body)
	}
	return w.Body.String()
}

func TestCountersComeFromOneSnapshotPerScrape(t *testing.T) {
	r := New("v1")
	snapshots := 0
	r.Add("media", sfu.Stats{}, func() any {
		snapshots++
		return sfu.Stats{Endpoints: 3, PacketsIn: uint64(100 * snapshots), NACKsSent: 7, DroppedRTCP: 1}
	})
	first, second := scrape(t, r), scrape(t, r)
	if snapshots != 2 {
		t.Errorf("%d snapshots for 2 scrapes", snapshots)
	}
	for _, line := range []string{
		"cumbre_media_endpoints 3", "# TYPE cumbre_media_endpoints gauge", "cumbre_media_packets_in_total 100",
		"# TYPE cumbre_media_packets_in_total counter", "cumbre_media_nacks_sent_total 7",
		"cumbre_media_dropped_rtcp_total 1", `cumbre_build_info{version="v1"} 1`, "go_goroutines ",
		"process_resident_memory_bytes ",
	} {
		if !strings.Contains(first, "\n"+line) {
			t.Errorf("missing %q", line)
		}
	}
	if !strings.Contains(second, "\ncumbre_media_packets_in_total 200\n") {
		t.Error("the second scrape does not show the second snapshot")
	}
}

func TestNestedAndOtherFields(t *testing.T) {
	type ways struct{ Single, GSO uint64 }
	type inner struct{ Peers int }
	type stats struct {
		inner
		Inner   inner
		Sent    ways
		Load    float64 `doc:"Share of one core."`
		Way     string
		Inside  delays
		Names   []string
		private uint64
	}
	r := New("v")
	r.Add("x", stats{}, func() any { return stats{Inner: inner{2}, Sent: ways{1, 5}, Load: .25, Way: "gso", private: 1} })
	text := scrape(t, r)
	for _, line := range []string{
		"cumbre_x_inner_peers 2", "cumbre_x_sent_gso_total 5", "cumbre_x_load 0.25",
		`cumbre_x_way{value="gso"} 1`, `cumbre_x_inside_seconds_bucket{le="0.001"} 3`, `cumbre_x_inside_seconds_bucket{le="0.002"} 7`,
		`cumbre_x_inside_seconds_bucket{le="+Inf"} 12`, "cumbre_x_inside_seconds_sum 0.25", "cumbre_x_inside_seconds_count 12",
		"# HELP cumbre_x_load Share of one core.", "# HELP cumbre_x_sent_gso_total Gso (field GSO of telemetry.ways).",
	} {
		if !strings.Contains(text, "\n"+line+"\n") {
			t.Errorf("missing %q", line)
		}
	}
	if strings.Contains(text, "private") || strings.Contains(text, "cumbre_x_names") {
		t.Error("a field that is neither number nor text is shown")
	}
}

// delays is three of up to 1 ms, four of up to 2, five longer.
type delays struct{}

func (delays) Histogram() (bounds []float64, counts []uint64, sum float64) {
	return []float64{.001, .002}, []uint64{3, 4, 5}, .25
}

func TestRequestsAndDenials(t *testing.T) {
	r := New("v")
	r.Request("/whip/{meeting}", "POST", 201, 30*time.Millisecond)
	r.Denied("token-unknown")
	text := scrape(t, r)
	for _, part := range []string{
		`cumbre_http_request_seconds_count{method="POST",route="/whip/{meeting}",status="2xx"} 1`,
		`cumbre_http_denied_total{code="token-unknown"} 1`,
	} {
		if !strings.Contains(text, part) {
			t.Errorf("missing %s", part)
		}
	}
}

func TestSnake(t *testing.T) {
	for name, want := range map[string]string{
		"PacketsIn": "packets_in", "DroppedRTCP": "dropped_rtcp", "NACKsSent": "nacks_sent", "STUNIn": "stun_in",
		"DTLSHandshakes": "dtls_handshakes", "Peers": "peers", "PLIsRefused": "plis_refused",
	} {
		if got := snake(name); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
}
