package server

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cumbre-meet/cumbre/internal/archive"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// kept is a meeting with a document, a recording, a record and a quotation.
type kept struct {
	t         *testing.T
	s         *Server
	l         *library
	organiser string // token
}

func newKept(t *testing.T, s *Server) *kept {
	t.Helper()
	k := &kept{t: t, s: s, l: newLibrary(t, s)}
	id := filepath.Base(k.l.url)
	k.organiser = invite(t, s, id, map[string]any{"role": "organiser", "name": "Olga"}).Token
	k.l.added("admin", "cifras.txt", "cifras", "kind", "document")
	c := &child{url: s.URL()}
	live, err := c.join(t.Context(), k.organiser)
	if err != nil {
		t.Fatal(err)
	}
	defer live.conn.CloseNow() //nolint:errcheck // it has ended
	say := func(command func(id int) protocol.ClientMessage) {
		t.Helper()
		if err := live.ask(t.Context(), command); err != nil {
			t.Fatal(err)
		}
	}
	say(func(id int) protocol.ClientMessage { return protocol.StartRecording{ID: id} })
	pc := newPeer(t)
	audio := sendsOpus(t, pc)
	connect(t, s, pc, "/whip/"+id, k.l.tokens["ana"])
	ctx, enough := context.WithCancel(t.Context())
	(&mouth{}).run(ctx, audio, 50, enough)
	for _, text := range []string{"Nuestros países enfrentan grandes retos.", "Trabajaremos juntos."} {
		k.post("/record/segments", map[string]any{"language": "es", "text": text}, nil)
	}
	k.post("/record/versions", nil, nil)
	k.post("/quotes", map[string]any{"quotation": "enfrentan grandes retos", "segment": "s1"}, nil)
	k.refused("POST", "/archive", k.organiser, "archive-early")
	say(func(id int) protocol.ClientMessage { return protocol.End{ID: id} })
	return k
}

func (k *kept) post(path string, body, out any) *http.Response {
	k.t.Helper()
	res := request(k.t, "POST", k.l.url+path, k.organiser, body, out)
	if res.StatusCode >= 300 {
		k.t.Fatalf("%s: %d", path, res.StatusCode)
	}
	return res
}

func (k *kept) refused(method, path, token, code string) {
	k.t.Helper()
	var p protocol.Problem
	if res := request(k.t, method, k.l.url+path, token, nil, &p); res.StatusCode < 400 || p.Code != code {
		k.t.Errorf("%s %s: %d %+v, want %s", method, path, res.StatusCode, p, code)
	}
}

// seal makes an archive, downloads it by its address, and verifies it.
func (k *kept) seal() (protocol.Archive, []byte, archive.Report) {
	k.t.Helper()
	var made protocol.Archive
	if res := request(k.t, "POST", k.l.url+"/archive", k.organiser, nil, &made); res.StatusCode != http.StatusCreated {
		k.t.Fatalf("%d %+v", res.StatusCode, made)
	}
	b := k.download(made.Ticket)
	report, err := archive.Verify(bytes.NewReader(b), int64(len(b)), archive.Options{Key: made.Key})
	if err != nil {
		k.t.Fatal(err)
	}
	if last := made.Seals[len(made.Seals)-1]; !report.Verified || !report.KeyCompared || last.Bytes != int64(len(b)) || len(last.Missing) > 0 {
		var text strings.Builder
		_ = report.Write(&text)
		k.t.Fatalf("%+v\n%s", last, text.String())
	}
	return made, b, report
}

func (k *kept) download(ticket string) []byte {
	k.t.Helper()
	res, err := http.Get(k.l.url + "/archive?ticket=" + ticket)
	if err != nil {
		k.t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK {
		k.t.Fatalf("%d %s %v", res.StatusCode, b, err)
	}
	return b
}

func detail(r archive.Report, check string) string {
	for _, c := range r.Checks {
		if c.Name == check {
			return c.Detail
		}
	}
	return ""
}

// A meeting from its first record to its archive, corrected and archived again, over a restart: what is downloaded verifies.
func TestAMeetingIsSealedAndVerified(t *testing.T) {
	cfg := testConfig(t)
	s := start(t, cfg)
	k := newKept(t, s)
	eventually(t, "the recordings are closed", func() bool {
		var a protocol.Archive
		request(t, "GET", k.l.url+"/archive/seals", k.organiser, nil, &a)
		return a.MaySeal && a.Ticket == "" && len(a.Seals) == 0
	})
	for _, who := range []string{"chair", "ana", "observer"} { // the whole is the organisation's own
		k.refused("POST", "/archive", k.l.tokens[who], "not-allowed")
		k.refused("GET", "/archive", k.l.tokens[who], "not-allowed")
		k.refused("GET", "/archive/seals", k.l.tokens[who], "not-allowed")
	}
	k.refused("GET", "/archive", k.organiser, "archive-none")

	first, one, report := k.seal()
	if detail(report, archive.CheckDocuments) != "1 documents" || detail(report, archive.CheckSound) != "1 recordings" ||
		detail(report, archive.CheckRecord) != "1 versions" || detail(report, archive.CheckQuotations) != "1 kept" {
		t.Errorf("%+v", report)
	}
	if shown, err := ArchiveKey(cfg.Data); err != nil || shown != first.Key {
		t.Errorf("%q, %v", shown, err)
	}
	k.refused("POST", "/archive", k.organiser, "nothing-new")

	revise := request(t, "PATCH", k.l.url+"/record/segments/s2", k.organiser, map[string]any{"from": 1, "text": "Trabajaremos siempre juntos."}, nil)
	if revise.StatusCode != http.StatusOK {
		t.Fatal(revise.StatusCode)
	}
	k.post("/record/versions", nil, nil)
	second, two, report := k.seal()
	if len(second.Seals) != 2 || second.Seals[0].SHA256 != first.Seals[0].SHA256 || detail(report, archive.CheckSeals) != "1 before this one" || bytes.Equal(one, two) {
		t.Errorf("%+v %+v", second, report)
	}

	stray := filepath.Join(cfg.Data, "archives", filepath.Base(k.l.url), strings.Repeat("0", 64)+".cumbre")
	if err := os.WriteFile(stray, []byte("left by a crash"), 0o600); err != nil {
		t.Fatal(err)
	}
	stop(t, s)
	k.s = start(t, cfg)
	k.l.url = k.s.URL() + "/api/v1/meetings/" + filepath.Base(k.l.url)
	if again := k.download(second.Ticket); !bytes.Equal(again, two) {
		t.Error("another file after the restart")
	}
	if files, err := os.ReadDir(filepath.Dir(stray)); err != nil || len(files) != 1 {
		t.Errorf("%v, %v", files, err)
	}
	if res, err := http.Get(k.l.url + "/documents?ticket=" + second.Ticket); err != nil || res.StatusCode == http.StatusOK {
		t.Errorf("the archive's ticket opens documents: %v", err)
	} else {
		res.Body.Close()
	}
}
