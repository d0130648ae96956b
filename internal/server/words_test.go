package server

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// fetched is an answer with its body.
func fetched(t *testing.T, url, token string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), "GET", url, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(body)
}

func TestExportsAndQuotationsKeepTheRegime(t *testing.T) {
	s := start(t, testConfig(t))
	defer stop(t, s)
	l := newLibrary(t, s)
	formats := map[string]string{
		"html": "text/html", "pdf": "application/pdf", "odt": "application/vnd.oasis", "akn.xml": "application/akn+xml", "vtt": "text/vtt", "json": "application/json",
	}
	for end, media := range formats {
		res, body := fetched(t, l.url+"/record."+end+"?language=es", l.tokens["ana"])
		h := res.Header
		if res.StatusCode != http.StatusOK || !strings.HasPrefix(h.Get("Content-Type"), media) || body == "" ||
			!strings.Contains(h.Get("Content-Disposition"), "-es."+end) || !strings.Contains(h.Get("Content-Security-Policy"), "sandbox") {
			t.Errorf("%s: %d %v", end, res.StatusCode, h)
		}
	}
	for _, c := range []struct {
		path, who string
		status    int
	}{
		{"/record.html", "waiting", 403},
		{"/record.html", "nobody", 401},
		{"/record.doc", "ana", 404},
		{"/record.html?language=espa%C3%B1ol", "ana", 422},
		{"/record.html?form=poem", "ana", 422},
	} {
		if res, body := fetched(t, l.url+c.path, l.tokens[c.who]); res.StatusCode != c.status {
			t.Errorf("%s for %s: %d, want %d: %s", c.path, c.who, res.StatusCode, c.status, body)
		}
	}
	var q protocol.Quotation
	request(t, "POST", l.url+"/quotes/verify", l.tokens["bob"], map[string]any{"quotation": "Nobody said a word of this"}, &q)
	if q.Verdict != "not-found" || q.Matches == nil {
		t.Errorf("%+v", q)
	}
	if res := request(t, "POST", l.url+"/quotes/verify", l.tokens["bob"], map[string]any{"quotation": strings.Repeat("x", 8001)}, nil); res.StatusCode != 422 {
		t.Errorf("a long quotation: %d", res.StatusCode)
	}
	request(t, "POST", l.url+"/record/segments", l.tokens["chair"], map[string]any{"language": "zh", "text": "我们的国家"}, nil)
	if res, body := fetched(t, l.url+"/record.pdf", l.tokens["ana"]); res.StatusCode != 422 || !strings.Contains(body, "script-undrawn") || !strings.Contains(body, "U+6211") {
		t.Errorf("words that the PDF's fonts do not have: %d %s", res.StatusCode, body)
	}
	off := map[string]any{"regime": "off-the-record"}
	if res := request(t, "PUT", l.url+"/regime", l.tokens["ana"], off, nil); res.StatusCode != 403 {
		t.Errorf("a delegate sets the regime: %d", res.StatusCode)
	}
	var m protocol.Meeting
	request(t, "PUT", l.url+"/regime", l.tokens["chair"], off, &m)
	if m.Regime == nil || m.Regime.Meeting.Regime != "off-the-record" {
		t.Errorf("%+v", m.Regime)
	}
	for end := range formats {
		if res, body := fetched(t, l.url+"/record."+end, l.tokens["chair"]); res.StatusCode != 403 || !strings.Contains(body, "regime-forbids") {
			t.Errorf("%s of a meeting off the record: %d", end, res.StatusCode)
		}
	}
	if res := request(t, "POST", l.url+"/quotes/verify", l.tokens["bob"], map[string]any{"quotation": "x y z"}, nil); res.StatusCode != 403 {
		t.Errorf("a quotation of a meeting off the record: %d", res.StatusCode)
	}
}
