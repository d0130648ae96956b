package server

import (
	"archive/zip"
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cumbre-meet/cumbre/internal/archive"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// entries are the files of an archive by their names. ARCHIVE_SAMPLES names a folder to look at them.
func entries(t *testing.T, file []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		content, err := fs.ReadFile(z, f.Name)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(content)
		if folder := os.Getenv("ARCHIVE_SAMPLES"); folder != "" {
			path := filepath.Join(folder, f.Name)
			if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, content, 0o600)); err != nil {
				t.Fatal(err)
			}
		}
	}
	return out
}

// What a meeting led to can be read in its archive, in each of its languages: the statement and the readouts, what became of what was
// promised, and the next meeting as the calendars of the delegations have it; but nothing that is under embargo, and no person's name.
func TestTheArchiveShowsWhatTheMeetingLedTo(t *testing.T) {
	b, chair, ana, bob := agreed(t, map[string]string{"es": "Cooperaremos.", "en": "We shall cooperate."})
	admin := b.s.AdminToken()
	post := func(path, token string, body any) {
		t.Helper()
		if res := request(t, "POST", b.meetingURL(path), token, body, nil); res.StatusCode >= 300 {
			t.Fatalf("%s: %d", path, res.StatusCode)
		}
	}
	post("/statements", chair.Token, map[string]any{"text": "t1"})
	post("/readouts", ana.Token, map[string]any{"titles": map[string]string{"es": "Nota"}, "bodies": map[string]string{"es": "Fue cordial."}})
	post("/readouts", bob.Token, map[string]any{"titles": map[string]string{"en": "Note"}, "bodies": map[string]string{"en": "A secret."}, "embargo": "2026-12-31T10:00", "timezone": "UTC"})
	post("/commitments", chair.Token, map[string]any{"text": "t1", "paragraph": "p1", "actors": []string{"d2"}, "action": map[string]string{"en": "Cooperate", "es": "Cooperar"}, "due": "next-meeting"})
	post("/commitments/c1/assessments", ana.Token, map[string]any{"status": -1, "note": "Not yet."})
	var next protocol.NextMeeting
	request(t, "PUT", b.meetingURL("/next/plan"), admin, map[string]any{"slot": b.agreedOn("2027-06-08T10:00", ana.Token, bob.Token), "mode": "virtual"}, &next)
	_, told := do(t, "GET", b.meetingURL("/next/calendar.ics?language=es"), chair.Token, "")

	live, err := (&child{url: b.s.URL()}).join(t.Context(), chair.Token)
	if err != nil {
		t.Fatal(err)
	}
	defer live.conn.CloseNow() //nolint:errcheck // it has ended
	if err := live.ask(t.Context(), func(id int) protocol.ClientMessage { return protocol.End{ID: id} }); err != nil {
		t.Fatal(err)
	}
	post("/archive", admin, nil)
	_, file := do(t, "GET", b.meetingURL("/archive"), admin, "")
	report, err := archive.Verify(strings.NewReader(file), int64(len(file)), archive.Options{})
	if err != nil || !report.Verified {
		t.Fatalf("%v %+v", err, report)
	}
	all := entries(t, []byte(file))
	for _, language := range []string{"es", "en"} {
		page := all["outcome/published-"+language+".html"]
		for _, want := range []string{`<html lang="` + language, "We shall cooperate.", "Fue cordial.", "Not yet.", `<svg class="chart"`, "Cooper", "2027"} {
			if !strings.Contains(page, want) {
				t.Errorf("%s: the page lacks %s: %s", language, want, page)
			}
		}
		for _, never := range []string{"secret", "Ana", "Bob", "<script", "feed.atom", "http://localhost", "?language="} {
			if strings.Contains(page, never) {
				t.Errorf("%s: the page has %s", language, never)
			}
		}
		for _, name := range []string{"outcome/published-" + language + ".html", "outcome/next-meeting-" + language + ".ics"} {
			if !strings.Contains(all["index.html"], `href="`+name+`"`) {
				t.Errorf("the index does not lead to %s", name)
			}
		}
	}
	if !strings.Contains(all["outcome/published-es.html"], `href="published-en.html"`) {
		t.Error("one page does not lead to the other")
	}
	same := func(calendar string) string { // but for when it was made
		before, after, _ := strings.Cut(calendar, "DTSTAMP:")
		_, after, _ = strings.Cut(after, "\r\n")
		return before + after
	}
	if got := all["outcome/next-meeting-es.ics"]; same(got) != same(told) || !strings.Contains(got, "UID:"+b.meeting+"-l1@") {
		t.Errorf("the calendar is not the one that was told:\n%s\n%s", got, told)
	}
}
