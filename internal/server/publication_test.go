package server

import (
	"encoding/json"
	"encoding/xml"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// agreed is a text of one paragraph that both delegations have adopted, with its people. The meeting was on 7 May 2021.
func agreed(t *testing.T, words map[string]string) (b *table, chair, ana, bob invited) {
	t.Helper()
	b = newTable(t, start(t, testConfig(t)))
	chair = invite(t, b.s, b.meeting, map[string]any{"role": "chair", "name": "Chair"})
	ana, bob = b.delegate("Ana", "México"), b.delegate("Bob", "United States")
	b.must("POST", "/t1/paragraphs", ana.Token, map[string]any{"words": words})
	for _, who := range []invited{ana, bob} {
		b.must("PUT", "/t1/paragraphs/p1/position", who.Token, map[string]any{"from": 1, "position": "agreed"})
	}
	head := b.must("GET", "/t1", ana.Token, nil).Text
	for _, who := range []invited{ana, bob} {
		b.must("POST", "/t1/assents", who.Token, map[string]any{"sha256": head.SHA256})
	}
	b.must("POST", "/t1/certificates", bob.Token, map[string]any{"languages": []string{"es", "en"}, "hashes": head.Hashes})
	return b, chair, ana, bob
}

func (b *table) must(method, path, token string, body any) protocol.TextChange {
	b.t.Helper()
	var out struct {
		protocol.TextChange
		Code   string `json:"code"`
		Detail string `json:"detail"`
	}
	if code := b.call(method, path, token, body, &out); code >= 300 {
		b.t.Fatalf("%s %s: %d %s %s", method, path, code, out.Code, out.Detail)
	}
	return out.TextChange
}

func (b *table) meetingURL(path string) string {
	return b.s.URL() + "/api/v1/meetings/" + b.meeting + path
}

// A statement whose Spanish has the wrong day is stopped at those words; with a reason it is published, in both languages at
// once, for everybody; and its readers see what became of what it promises.
func TestAStatementForEverybody(t *testing.T) {
	b, chair, ana, bob := agreed(t, map[string]string{"es": "Nos reuniremos el martes 7 de junio de 2050.", "en": "We shall meet & talk <soon>."})
	public := b.s.URL() + "/public/" + b.meeting
	if res, body := do(t, "GET", public, "", ""); res.StatusCode != 404 || strings.Contains(body, "Test") || res.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("before it is issued: %d %s", res.StatusCode, body)
	}
	var stopped protocol.Problem
	res := request(t, "POST", b.meetingURL("/statements"), chair.Token, map[string]any{"text": "t1"}, &stopped)
	if res.StatusCode != 409 || stopped.Code != "statement-fails" || len(stopped.Findings) == 0 {
		t.Fatalf("%d %+v", res.StatusCode, stopped)
	}
	var check protocol.StatementCheck
	request(t, "GET", b.url("/t1/check"), ana.Token, nil, &check)
	if len(check.Findings) != len(stopped.Findings) || check.Findings[0].Words != "martes 7 de junio de 2050" && check.Findings[0].Words != "7 de junio de 2050" {
		t.Errorf("%+v", check)
	}
	var overrides []protocol.StatementOverride
	for _, f := range stopped.Findings {
		overrides = append(overrides, protocol.StatementOverride{Paragraph: f.Paragraph, Language: f.Language, Words: f.Words, Code: f.Code, Reason: "The calendar is not set yet."})
	}
	var issued protocol.Publications
	res = request(t, "POST", b.meetingURL("/statements"), chair.Token, map[string]any{"text": "t1", "overrides": overrides}, &issued)
	if res.StatusCode != 200 || len(issued.Publications) != 1 || len(issued.Publications[0].Overrides) != len(overrides) || !issued.Publications[0].Public {
		t.Fatalf("%d %+v", res.StatusCode, issued)
	}
	var made protocol.Commitments
	request(t, "POST", b.meetingURL("/commitments"), chair.Token, map[string]any{
		"text": "t1", "paragraph": "p1", "actors": []string{"d2"}, "action": map[string]string{"en": "Meet", "es": "Reunirse"}, "due": "2050-06-08",
	}, &made)
	request(t, "POST", b.meetingURL("/commitments/c1/assessments"), ana.Token, map[string]any{"status": -1, "note": "<b>No</b>"}, nil)
	request(t, "POST", b.meetingURL("/commitments/c1/assessments"), bob.Token, map[string]any{"status": 1}, &made)
	if len(made.Commitments) != 1 || !made.Commitments[0].Disagree {
		t.Errorf("%+v", made)
	}
	b.checkPublic(public)
	// Under embargo nobody outside learns of it.
	request(t, "POST", b.meetingURL("/readouts"), ana.Token, map[string]any{
		"titles": map[string]string{"es": "Nota"}, "bodies": map[string]string{"es": "Secreto."}, "embargo": "2026-12-31T10:00", "timezone": "America/Mexico_City",
	}, &issued)
	if _, body := do(t, "GET", public, "", ""); len(issued.Publications) != 2 || issued.Publications[1].Public || strings.Contains(body, "Secreto") {
		t.Errorf("embargo: %+v %s", issued.Publications, body)
	}
	// As long as is promised, in each language, from a client that escapes all but ASCII.
	long := `"` + strings.Repeat(`\u00f1`, 15_000) + `"`
	res, body := do(t, "POST", b.meetingURL("/readouts"), ana.Token, `{"titles":{"es":"Larga","en":"Long"},"bodies":{"es":`+long+`,"en":`+long+`}}`)
	if res.StatusCode != 200 {
		t.Errorf("%d %.300s", res.StatusCode, body)
	}
}

func (b *table) checkPublic(public string) {
	t := b.t
	t.Helper()
	res, page := do(t, "GET", public+"?language=es", "", "")
	for _, want := range []string{
		`<html lang="es"`, "Declaración conjunta", "Nos reuniremos el martes 7 de junio de 2050.", "We shall meet &amp; talk &lt;soon&gt;.", "Las delegaciones no coinciden", "no cumplido", "&lt;b&gt;No&lt;/b&gt;",
		`<svg class="chart"`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if res.StatusCode != 200 || strings.Contains(page, "Ana") || strings.Contains(page, "not set yet") {
		t.Errorf("%d: the page names people, or why something was overridden: %s", res.StatusCode, page)
	}
	data := regexp.MustCompile(`(?s)<script type="application/ld\+json">(.*?)</script>`).FindStringSubmatch(page)
	var linked map[string]any
	if len(data) != 2 || json.Unmarshal([]byte(data[1]), &linked) != nil || linked["inLanguage"] != "es" || len(linked["workTranslation"].([]any)) != 1 {
		t.Errorf("JSON-LD %v", data)
	}
	if _, arabic := do(t, "GET", public, "", "", "Accept-Language", "ar-EG,en;q=0.5"); !strings.Contains(arabic, `<html lang="ar" dir="rtl"`) {
		t.Error("not in the browser's language")
	}
	res, feed := do(t, "GET", public+"/feed.atom", "", "")
	var atom struct {
		Entries []struct {
			Lang      string `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
			Published string `xml:"published"`
		} `xml:"http://www.w3.org/2005/Atom entry"`
	}
	if err := xml.Unmarshal([]byte(feed), &atom); err != nil || len(atom.Entries) != 2 || atom.Entries[0].Published != atom.Entries[1].Published ||
		!slices.Contains([]string{"es", "en"}, atom.Entries[0].Lang) || res.Header.Get("Content-Type") != "application/atom+xml; charset=utf-8" {
		t.Errorf("%v %s", err, feed)
	}
	var all protocol.PublicMeeting
	if _, body := do(t, "GET", public+"/data.json", "", ""); json.Unmarshal([]byte(body), &all) != nil || len(all.Commitments) != 1 || all.Commitments[0].Assessments[0].ByName != "" {
		t.Errorf("%+v", all)
	}
}
