package server

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/coder/websocket"

	"github.com/cumbre-meet/cumbre/internal/protocol"
)

const somePDF = "%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"

// form is an upload: fields, and last the file.
func form(t *testing.T, file, content string, fields ...string) (contentType string, body []byte) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := 0; i < len(fields); i += 2 {
		if err := w.WriteField(fields[i], fields[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if file != "" {
		part, err := w.CreateFormFile("file", file)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(part, content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return w.FormDataContentType(), b.Bytes()
}

// library is a meeting with documents, and people of several kinds.
type library struct {
	t      *testing.T
	s      *Server
	url    string // of the meeting
	tokens map[string]string
}

func newLibrary(t *testing.T, s *Server) *library {
	t.Helper()
	var m protocol.Meeting
	request(t, "POST", s.URL()+"/api/v1/meetings", s.AdminToken(), map[string]any{
		"title": "Test", "languages": []string{"es", "en"},
		"delegations": []any{map[string]any{"name": "México"}, map[string]any{"name": "United States"}},
		"agenda":      []any{map[string]any{"title": "Opening"}, map[string]any{"title": "Migration", "minutes": 20}},
	}, &m)
	l := &library{t: t, s: s, url: s.URL() + "/api/v1/meetings/" + m.ID, tokens: map[string]string{"admin": s.AdminToken()}}
	for who, body := range map[string]map[string]any{
		"chair": {"role": "chair"}, "ana": {"role": "delegate", "delegation": "México"},
		"bob": {"role": "delegate", "delegation": "United States"}, "ines": {"role": "interpreter"},
		"observer": {"role": "observer"}, "waiting": {"role": "delegate", "lobby": true},
	} {
		body["name"] = who
		if body["lobby"] == nil {
			body["lobby"] = false
		}
		l.tokens[who] = invite(t, s, m.ID, body).Token
	}
	return l
}

// send makes a request to the meeting's documents.
func (l *library) send(method, path, who, contentType string, body io.Reader, header ...string) (*http.Response, []byte) {
	l.t.Helper()
	r, err := http.NewRequestWithContext(l.t.Context(), method, l.url+"/documents"+path, body)
	if err != nil {
		l.t.Fatal(err)
	}
	if who != "" {
		r.Header.Set("Authorization", "Bearer "+l.tokens[who])
	}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		l.t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		l.t.Fatal(err)
	}
	return res, b
}

func (l *library) add(who, file, content string, fields ...string) (res *http.Response, answer []byte) {
	l.t.Helper()
	contentType, body := form(l.t, file, content, fields...)
	return l.send("POST", "", who, contentType, bytes.NewReader(body))
}

func (l *library) added(who, file, content string, fields ...string) protocol.Document {
	l.t.Helper()
	res, answer := l.add(who, file, content, fields...)
	if res.StatusCode != http.StatusCreated {
		l.t.Fatalf("add %s: %d %s", file, res.StatusCode, answer)
	}
	var d protocol.Document
	decode(l.t, answer, &d)
	return d
}

func (l *library) list(who string) (titles []string) {
	l.t.Helper()
	res, answer := l.send("GET", "", who, "", nil)
	var out struct{ Documents []protocol.Document }
	if decode(l.t, answer, &out); res.StatusCode != http.StatusOK {
		l.t.Fatalf("list: %d %s", res.StatusCode, answer)
	}
	for _, d := range out.Documents {
		titles = append(titles, d.Title)
	}
	return titles
}

// code expects a problem.
func (l *library) code(what string, res *http.Response, answer []byte, status int, code string) {
	l.t.Helper()
	var p protocol.Problem
	if decode(l.t, answer, &p); res.StatusCode != status || p.Code != code || p.Detail == "" {
		l.t.Errorf("%s: %d %s, want %d %s", what, res.StatusCode, answer, status, code)
	}
}

func TestDocumentsAreServedAsTheyWereAdded(t *testing.T) {
	l := newLibrary(t, start(t, testConfig(t)))
	d := l.added("ana", "Cifras 2020 «año».pdf", somePDF, "kind", "document", "item", "a2", "title", "Cifras", "language", "ES")
	if d.Title != "Cifras" || d.Item != "a2" || d.Delegation != "d1" || d.ByName != "ana" || d.Language != "es" || d.Bytes != int64(len(somePDF)) {
		t.Errorf("%+v", d)
	}
	res, content := l.send("GET", "/"+d.ID+"/content", "bob", "", nil)
	if string(content) != somePDF || res.Header.Get("Content-Type") != "application/pdf" {
		t.Errorf("%d %q %v", res.StatusCode, content, res.Header)
	}
	for name, want := range map[string]string{
		"X-Content-Type-Options": "nosniff", "ETag": `"` + d.SHA256 + `"`, "Cache-Control": "private, no-cache",
		"Content-Disposition": `inline; filename="Cifras 2020 _a_o_.pdf"; filename*=UTF-8''Cifras%202020%20%C2%ABa%C3%B1o%C2%BB.pdf`,
	} {
		if got := res.Header.Get(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	policy := res.Header.Get("Content-Security-Policy")
	for _, part := range []string{"default-src 'none'", "sandbox allow-scripts", "frame-ancestors 'none'"} {
		if !strings.Contains(policy, part) {
			t.Errorf("policy %s", policy)
		}
	}
	if res, part := l.send("GET", "/"+d.ID+"/content", "bob", "", nil, "Range", "bytes=0-4"); res.StatusCode != 206 || string(part) != "%PDF-" {
		t.Errorf("range: %d %q", res.StatusCode, part)
	}
	if res, none := l.send("GET", "/"+d.ID+"/content", "bob", "", nil, "If-None-Match", res.Header.Get("ETag")); res.StatusCode != 304 || len(none) > 0 {
		t.Errorf("if-none-match: %d %q", res.StatusCode, none)
	}
	if res, none := l.send("HEAD", "/"+d.ID+"/content", "bob", "", nil); res.StatusCode != 200 || res.ContentLength != d.Bytes || len(none) > 0 {
		t.Errorf("HEAD: %d %v", res.StatusCode, res.Header)
	}
	text := l.added("admin", "a.txt", "Señoras", "kind", "prepared", "language", "es", "delegation", "México", "speaker", "Presidencia")
	if res, content := l.send("GET", "/"+text.ID+"/content", "ines", "", nil); string(content) != "Señoras" || res.Header.Get("Content-Type") != "text/plain; charset=utf-8" ||
		!strings.HasSuffix(res.Header.Get("Content-Security-Policy"), "; sandbox") {
		t.Errorf("%q %v", content, res.Header)
	}
	if got := fmt.Sprint(l.list("observer"), l.list("ana"), l.list("ines"), l.list("bob")); got != "[Cifras] [Cifras a.txt] [Cifras a.txt] [Cifras]" {
		t.Errorf("lists: %s", got)
	}
}

func TestDocumentsAreRefusedWithTheReason(t *testing.T) {
	s := start(t, testConfig(t))
	l, other := newLibrary(t, s), newLibrary(t, s)
	l.tokens["foreign"], l.tokens["wrong"] = other.tokens["ana"], strings.Repeat("x", 32)
	paper := []string{"kind", "document"}
	for _, tc := range []struct {
		who, file, content string
		fields             []string
		status             int
		code               string
	}{
		{"observer", "a.pdf", somePDF, paper, 403, "not-allowed"},
		{"ines", "a.pdf", somePDF, paper, 403, "not-allowed"},
		{"waiting", "a.pdf", somePDF, paper, 403, "awaiting-admission"},
		{"foreign", "a.pdf", somePDF, paper, 403, "token-foreign"},
		{"wrong", "a.pdf", somePDF, paper, 401, "token-unknown"},
		{"", "a.pdf", somePDF, paper, 401, "token-missing"},
		{"ana", "a.pdf", "PK\x03\x04", paper, 415, "document-not-as-named"},
		{"ana", "a.exe", "MZ", paper, 415, "document-type-unknown"},
		{"ana", "a.pdf", "%PDF-" + strings.Repeat("x", 26<<20), paper, 413, "document-too-large"},
		{"ana", "a.pdf", "%PDF-" + strings.Repeat("x", 25<<20), paper, 413, "document-too-large"},
		{"ana", "a.txt", "a\x00b", paper, 415, "document-not-as-named"},
		{"ana", "a.pdf", somePDF, []string{"kind", "document", "item", "a9"}, 404, "agenda-item-unknown"},
		{"ana", "a.pdf", somePDF, []string{"kind", "document", "delegation", "United States"}, 403, "not-allowed"},
		{"ana", "a.pdf", somePDF, []string{"kind", "prepared"}, 422, "field-invalid"},
		{"ana", "a.pdf", somePDF, nil, 422, "field-invalid"},
		{"ana", "a.pdf", somePDF, []string{"kind", "document", "kind", "prepared"}, 400, "field-unknown"},
		{"ana", "a.pdf", somePDF, []string{"kind", "document", "title", strings.Repeat("x", 5000)}, 422, "field-invalid"},
		{"ana", "", "", paper, 400, "field-missing"},
	} {
		res, answer := l.add(tc.who, tc.file, tc.content, tc.fields...)
		l.code(fmt.Sprintf("%s adds %s %.60v", tc.who, tc.file, tc.fields), res, answer, tc.status, tc.code)
	}
	contentType, body := form(t, "a.pdf", somePDF, paper...)
	res, answer := l.send("POST", "", "ana", "application/pdf", strings.NewReader(somePDF))
	l.code("no form", res, answer, 415, "media-type-unsupported")
	res, answer = l.send("POST", "", "ana", contentType, bytes.NewReader(body[:len(body)-30]))
	l.code("half a form", res, answer, 408, "body-too-slow")
	late := strings.Replace(string(body), "--\r\n", "\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nT\r\n"+string(body[:bytes.IndexByte(body, '\r')])+"--\r\n", 1)
	res, answer = l.send("POST", "", "ana", contentType, strings.NewReader(late))
	l.code("a field after the file", res, answer, 400, "body-malformed")
	if got := l.list("chair"); len(got) > 0 {
		t.Errorf("added all the same: %v", got)
	}
	if names := l.files(); len(names) > 0 {
		t.Errorf("left on the disk: %v", names)
	}
}

// files are those on the disk.
func (l *library) files() (names []string) {
	l.t.Helper()
	entries, err := os.ReadDir(filepath.Join(l.s.cfg.Data, "documents", filepath.Base(l.url)))
	if err != nil && !os.IsNotExist(err) {
		l.t.Fatal(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func TestWithdrawnAndPreparedDocumentsAreNotThere(t *testing.T) {
	l := newLibrary(t, start(t, testConfig(t)))
	d := l.added("ana", "a.pdf", somePDF, "kind", "document")
	same := l.added("chair", "b.pdf", somePDF, "kind", "document")
	speech := l.added("ana", "s.txt", "Señoras", "kind", "prepared", "language", "es")
	for _, who := range []string{"observer", "bob"} {
		res, answer := l.send("GET", "/"+speech.ID+"/content", who, "", nil)
		l.code(who+" reads a prepared text", res, answer, 404, "document-unknown")
	}
	res, answer := l.send("GET", "/"+d.ID+"/content", "waiting", "", nil)
	l.code("from the lobby", res, answer, 403, "awaiting-admission")
	res, answer = l.send("DELETE", "/"+d.ID, "bob", "", nil)
	l.code("bob withdraws ana's", res, answer, 403, "not-allowed")
	res, answer = l.send("DELETE", "/"+speech.ID, "bob", "", nil)
	l.code("bob withdraws what he may not read", res, answer, 404, "document-unknown")
	if res, answer = l.send("DELETE", "/"+d.ID, "ana", "", nil); res.StatusCode != http.StatusNoContent {
		t.Errorf("withdraw: %d %s", res.StatusCode, answer)
	}
	res, answer = l.send("GET", "/"+d.ID+"/content", "ana", "", nil)
	l.code("withdrawn", res, answer, 404, "document-unknown")
	if res, _ := l.send("GET", "/"+same.ID+"/content", "bob", "", nil); res.StatusCode != 200 {
		t.Errorf("the same bytes under another title: %d", res.StatusCode)
	}
	l.send("DELETE", "/"+same.ID, "admin", "", nil)
	if names := l.files(); len(names) != 1 || names[0] != speech.SHA256 {
		t.Errorf("on the disk: %v", names)
	}
}

// A tab sends no header: the welcome's ticket opens a document, for who is in the meeting and as long as they are.
func TestTicketsOpenDocuments(t *testing.T) {
	l := newLibrary(t, start(t, testConfig(t)))
	d := l.added("ana", "a.pdf", somePDF, "kind", "document")
	speech := l.added("ana", "s.txt", "Señoras", "kind", "prepared", "language", "es")
	open := func(id, ticket string) (*http.Response, []byte) {
		return l.send("GET", "/"+id+"/content?ticket="+ticket, "", "", nil)
	}
	welcome := func(who string) protocol.Welcome {
		conn, _, err := websocket.Dial(t.Context(), l.s.URL()+"/api/v1/live", nil)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = conn.CloseNow() })
		lv := &live{conn: conn}
		if err := lv.send(t.Context(), protocol.Hello{Version: protocol.Version, Token: l.tokens[who]}); err != nil {
			t.Fatal(err)
		}
		m, err := lv.receive(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return m.(protocol.Welcome)
	}
	seen := welcome("observer")
	if len(seen.Documents) != 1 || seen.Documents[0].ID != d.ID {
		t.Errorf("an observer is told of %+v", seen.Documents)
	}
	if lobby := welcome("waiting"); lobby.DocumentTicket != "" || len(lobby.Documents) > 0 {
		t.Errorf("in the lobby: %q %v", lobby.DocumentTicket, lobby.Documents)
	}
	if res, content := open(d.ID, seen.DocumentTicket); string(content) != somePDF {
		t.Errorf("%d %s", res.StatusCode, content)
	}
	res, answer := open(speech.ID, seen.DocumentTicket)
	l.code("an observer's ticket on a prepared text", res, answer, 404, "document-unknown")
	if res, content := open(speech.ID, welcome("ines").DocumentTicket); string(content) != "Señoras" {
		t.Errorf("an interpreter's: %d %s", res.StatusCode, content)
	}
	parts := strings.Split(seen.DocumentTicket, ".")
	for what, ticket := range map[string]string{
		"longer": parts[0] + ".9999999999." + parts[2], "another's": "x." + parts[1] + "." + parts[2], "nonsense": "x", "signed by nobody": parts[0] + "." + parts[1] + ".",
	} {
		res, answer := open(d.ID, ticket)
		l.code("ticket "+what, res, answer, 403, "ticket-invalid")
	}
	other := newLibrary(t, l.s)
	res, answer = other.send("GET", "/"+d.ID+"/content?ticket="+seen.DocumentTicket, "", "", nil)
	l.code("of another meeting", res, answer, 403, "ticket-invalid")
	request(t, "DELETE", l.url+"/invitations/"+seen.Me, l.s.AdminToken(), nil, nil)
	res, answer = open(d.ID, seen.DocumentTicket)
	l.code("of who was removed", res, answer, 403, "ticket-invalid")
}

// What a crash between the bytes and the event leaves is gone after the next start, and what is wanted stays; what
// somebody has deleted is said.
func TestDocumentsAfterACrash(t *testing.T) {
	cfg := testConfig(t)
	s := start(t, cfg)
	l := newLibrary(t, s)
	kept := l.added("ana", "a.pdf", somePDF, "kind", "document")
	lost := l.added("ana", "b.txt", "lost", "kind", "document")
	stop(t, s)
	folder := filepath.Join(cfg.Data, "documents", filepath.Base(l.url))
	for _, name := range []string{strings.Repeat("0", 64), ".new-123"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("orphan"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Remove(filepath.Join(folder, lost.SHA256)); err != nil {
		t.Fatal(err)
	}
	again := start(t, cfg)
	l.s, l.url = again, again.URL()+strings.TrimPrefix(l.url, s.URL())
	if names := l.files(); len(names) != 1 || names[0] != kept.SHA256 {
		t.Errorf("on the disk: %v", names)
	}
	if res, content := l.send("GET", "/"+kept.ID+"/content", "bob", "", nil); string(content) != somePDF {
		t.Errorf("%d %s", res.StatusCode, content)
	}
	res, answer := l.send("GET", "/"+lost.ID+"/content", "bob", "", nil)
	l.code("lost", res, answer, 500, "document-lost")
	l.added("bob", "a.pdf", somePDF, "kind", "document") // what was left is used again
}

// A 200-page agenda is refused whole, and says what is too much.
func TestAnAgendaOfTwoHundredPagesIsRefused(t *testing.T) {
	s := start(t, testConfig(t))
	agenda := func(items int, title string) map[string]any {
		var list []any
		for range items {
			list = append(list, map[string]any{"title": title})
		}
		return map[string]any{"title": "T", "agenda": list}
	}
	for what, tc := range map[string]struct {
		body   map[string]any
		status int
		code   string
	}{
		"8,000 lines":       {agenda(8000, "A line of the agenda, forty characters"), 413, "body-too-large"},
		"301 items":         {agenda(301, "x"), 422, "field-invalid"},
		"a page in an item": {agenda(1, strings.Repeat("x", 3000)), 422, "field-invalid"},
	} {
		var p protocol.Problem
		if res := request(t, "POST", s.URL()+"/api/v1/meetings", s.AdminToken(), tc.body, &p); res.StatusCode != tc.status || p.Code != tc.code {
			t.Errorf("%s: %d %+v", what, res.StatusCode, p)
		}
	}
	var m protocol.Meeting
	request(t, "POST", s.URL()+"/api/v1/meetings", s.AdminToken(), agenda(300, "Item"), &m)
	if len(m.Agenda) != 300 || m.Agenda[299].ID != "a300" {
		t.Errorf("300 items: %d", len(m.Agenda))
	}
}

func decode(t *testing.T, b []byte, out any) {
	t.Helper()
	if err := json.Unmarshal(b, out); err != nil {
		t.Fatalf("%v: %.200s", err, b)
	}
}
