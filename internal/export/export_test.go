package export_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/export"
	"github.com/cumbre-meet/cumbre/internal/proceedings"
)

// meeting is one of México and the United States that goes on by commands.
type meeting struct {
	testing.TB
	s   proceedings.State
	now time.Time
}

func (m *meeting) do(c proceedings.Command) {
	m.Helper()
	m.now = m.now.Add(20 * time.Second)
	events, err := proceedings.Decide(m.s, c, m.now)
	if err != nil {
		m.Fatalf("%+v: %v", c, err)
	}
	m.s = proceedings.Fold(m.s, events...)
}

func (m *meeting) says(speaker string, words ...proceedings.AddSegment) {
	m.Helper()
	m.do(proceedings.GiveFloor{By: "chair", Participant: speaker, ChairPresent: true})
	for _, w := range words {
		w.By, w.Intervention = "chair", m.s.Floor.Intervention
		m.do(w)
	}
}

func held(t testing.TB, regime string) *meeting {
	t.Helper()
	m := &meeting{TB: t, now: time.Date(2021, 5, 7, 15, 0, 0, 0, time.UTC)}
	label := ""
	if regime == "background" {
		label = "un alto funcionario"
	}
	m.do(proceedings.CreateMeeting{
		ID: "m1", Title: "México – United States, <7 May>", Languages: []string{"es", "en", "ar"}, Timezone: "America/Mexico_City",
		Delegations: []proceedings.Delegation{{Name: "México"}, {Name: "United States"}},
		Agenda:      []proceedings.AgendaItem{{Title: "Migración & causas", Minutes: 30}, {Title: "Climate"}},
		Regime:      regime, Label: label,
	})
	no := false
	for i, who := range []proceedings.IssueInvitation{
		{ID: "chair", Role: "chair", Name: "Xóchitl Chairwoman"},
		{ID: "ana", Role: "delegate", Name: "Andrés Obrador", Function: "Presidente", Delegation: "d1"},
		{ID: "bob", Role: "delegate", Name: "Kamala Harris", Function: "Vice President", Delegation: "d2"},
	} {
		who.TokenHash, who.Lobby = fmt.Sprint("h", i), &no
		m.do(who)
		m.do(proceedings.Arrive{Invitation: who.ID, Participant: who.ID})
	}
	m.do(proceedings.MoveAgenda{By: "chair", Item: "a1", ChairPresent: true})
	m.says("ana",
		proceedings.AddSegment{Language: "es", Text: "Gracias, Kamala.\nSegunda línea <b>&amp;</b> --> aquí."},
		proceedings.AddSegment{Language: "en", Origin: "interpretation", Text: "Thank you, Kamala."},
		proceedings.AddSegment{Language: "ar", Origin: "translation", Text: "شكرًا لكِ."})
	m.says("bob", proceedings.AddSegment{Language: "en", Source: "asr", Text: "Our countries face great challenges, says Andrés Obrador of México."})
	m.do(proceedings.MoveAgenda{By: "chair", Item: "a2", ChairPresent: true})
	m.says("ana", proceedings.AddSegment{Language: "es", Text: "El clima."})
	m.do(proceedings.End{By: "chair"})
	return m
}

func written(t testing.TB, m *meeting, f export.Format, language string) string {
	t.Helper()
	return writtenOf(t, m, f, language, 0)
}

func writtenOf(t testing.TB, m *meeting, f export.Format, language string, version int) string {
	t.Helper()
	e, err := m.s.Export("", version)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := export.Write(&out, f, e, export.Options{Language: language}); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// plain is a file with what is packed in it.
func plain(t testing.TB, f export.Format, file string) string {
	t.Helper()
	if f == export.PDF {
		return readPDF(t, file)
	}
	if f != export.ODT {
		return file
	}
	z, err := zip.NewReader(strings.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for i, part := range z.File {
		if i == 0 && (part.Name != "mimetype" || part.Method != zip.Store || len(part.Extra) > 0) {
			t.Errorf("the first file is %+v", part.FileHeader)
		}
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&all, r); err != nil {
			t.Fatal(err)
		}
	}
	return all.String()
}

// What tells who somebody is, or for whom they spoke.
var identities = []string{"Obrador", "Andrés", "Kamala", "Harris", "Presidente", "Vice President", "México", "United States", "Xóchitl"}

func TestEveryFormatKeepsEveryRegime(t *testing.T) {
	const said = "great challenges"
	for _, regime := range proceedings.Regimes() {
		m := held(t, string(regime))
		if regime == proceedings.OffTheRecord {
			if _, err := m.s.Export(proceedings.Verbatim, 0); err == nil {
				t.Error("a meeting off the record is exported")
			}
			continue
		}
		for _, f := range readable(t) {
			for _, language := range []string{"", "es", "en", "ar", "fr"} {
				file := plain(t, f, written(t, m, f, language))
				names := 0
				for _, who := range identities {
					names += strings.Count(file, who)
				}
				name := fmt.Sprint(regime, f, language)
				if (names == 0) != (regime == proceedings.ChathamHouse) && (f != export.VTT || regime == proceedings.OnTheRecord) {
					t.Errorf("%s: %d names", name, names)
				}
				if strings.Contains(file, said) != regime.Quotable() {
					t.Errorf("%s: words that may be quoted: %v", name, regime.Quotable())
				}
				if regime == proceedings.Background && (strings.Contains(file, "by Kamala") || f == export.VTT && strings.Contains(file, "Harris")) {
					t.Errorf("%s names who spoke", name)
				}
				if regime == proceedings.Background && !strings.Contains(file, "un alto funcionario") {
					t.Errorf("%s has no label", name)
				}
			}
		}
	}
}

func TestEveryFormatSaysWhichVersionItIs(t *testing.T) {
	m := held(t, "")
	m.do(proceedings.PublishRecord{By: "chair", Salt: "SALT"})
	hash := m.s.Record.Versions[0].SHA256
	old, _ := m.s.Segment("s4")
	m.do(proceedings.ReviseSegment{By: "chair", Segment: old.ID, From: old.Revision, Text: new("Changed since.")})
	drafts := map[string]string{"es": "Borrador", "en": "Draft", "fr": "Projet", "ar": "مسودة"}
	versions := map[string]string{"es": "Versión 1", "en": "Version 1", "fr": "Version 1", "ar": "النسخة 1"}
	for _, f := range export.Formats() {
		for language := range drafts {
			draft, version := plain(t, f, writtenOf(t, m, f, language, 0)), plain(t, f, writtenOf(t, m, f, language, 1))
			if strings.Contains(draft, hash) || !strings.Contains(version, hash) {
				t.Errorf("%s %s: the version's hash is told in the draft, or not in the version", f, language)
			}
			if strings.Contains(version, "Changed since.") || f != export.VTT && language == "en" && !strings.Contains(draft, "Changed since.") {
				t.Errorf("%s %s: the words are another version's", f, language)
			}
			if f == export.JSON {
				drafts[language], versions[language] = `"draft":true`, `"draft":false,"version":1`
			}
			if f == export.PDF && language == "ar" {
				continue // its letters are joined, and stand as they are drawn
			}
			if !strings.Contains(draft, drafts[language]) || !strings.Contains(version, versions[language]) {
				t.Errorf("%s %s: which version it is, is not said", f, language)
			}
		}
	}
}

func TestADateAfterArabicLettersStaysWhole(t *testing.T) {
	m := held(t, "")
	m.do(proceedings.PublishRecord{By: "chair"})
	for _, f := range []export.Format{export.HTML, export.ODT, export.AKN, export.VTT} {
		if file := plain(t, f, writtenOf(t, m, f, "ar", 1)); !strings.Contains(file, "نُشرت في \u20662021-05-07") {
			t.Errorf("%s: the date is not isolated", f)
		}
	}
}

func TestAHashWithoutSaltIsNotToldBesideWhatIsWithheld(t *testing.T) {
	for _, salt := range []string{"", "SALT"} {
		m := held(t, string(proceedings.ChathamHouse))
		m.do(proceedings.PublishRecord{By: "chair", Salt: salt})
		if got := strings.Contains(writtenOf(t, m, export.HTML, "", 1), m.s.Record.Versions[0].SHA256); got != (salt != "") {
			t.Errorf("salt %q: the hash is told: %v", salt, got)
		}
	}
}

func TestTheSpeakersWordsAreToldFromAnInterpreters(t *testing.T) {
	m := held(t, "")
	for _, f := range []export.Format{export.HTML, export.ODT, export.AKN, export.VTT} {
		own, en := plain(t, f, written(t, m, f, "")), plain(t, f, written(t, m, f, "en"))
		if strings.Contains(own, "Thank you") || !strings.Contains(own, "Gracias") || strings.Contains(own, "(As interpreted.)") {
			t.Errorf("%s: as spoken, an interpreter's words are there", f)
		}
		if strings.Contains(en, "Gracias") || strings.Count(en, "(As interpreted.)") != 1 || strings.Count(en, "not checked") != 1 {
			t.Errorf("%s: in English\n%s", f, en)
		}
		if !strings.Contains(en, "El clima.") || !strings.Contains(en, "(As spoken.)") {
			t.Errorf("%s: what nobody interpreted is missing, or not marked", f)
		}
		if ar := plain(t, f, written(t, m, f, "ar")); !strings.Contains(ar, "(ترجمة.)") || f != export.VTT && !strings.Contains(ar, map[export.Format]string{
			export.HTML: `<p id="s3" lang="ar" dir="rtl">`, export.ODT: `text:style-name="Words_rtl"`, export.AKN: `xml:lang="ar"`,
		}[f]) {
			t.Errorf("%s: in Arabic", f)
		}
	}
}

func TestMarkupInWordsIsText(t *testing.T) {
	m := held(t, "")
	for _, f := range export.Formats() {
		if f == export.PDF {
			continue // it has no markup
		}
		file := plain(t, f, written(t, m, f, "es"))
		if strings.Contains(file, "<b>") || strings.Contains(file, "<7 May>") {
			t.Errorf("%s has markup of the words", f)
		}
	}
	if vtt := written(t, m, export.VTT, "es"); strings.Count(vtt, "-->") != 3 || !strings.HasPrefix(vtt, "WEBVTT\n\nNOTE") {
		t.Errorf("cues:\n%s", vtt)
	}
	var record map[string]any
	if err := json.Unmarshal([]byte(written(t, m, export.JSON, "")), &record); err != nil || len(record["interventions"].([]any)) != 3 {
		t.Errorf("%v %v", err, record)
	}
}

func TestCuesFollowEachOther(t *testing.T) {
	times := regexp.MustCompile(`(?m)^([\d:.]+) --> ([\d:.]+)$`).FindAllStringSubmatch(written(t, held(t, ""), export.VTT, ""), -1)
	last := ""
	for _, v := range times {
		if v[1] >= v[2] || v[1] < last || len(v[1]) != len("00:00:00.000") {
			t.Errorf("%q", v)
		}
		last = v[1]
	}
	if len(times) != 3 || times[0][1] != "00:00:00.000" {
		t.Errorf("%q", times)
	}
}

func TestAnEmptyMeetingHasARecord(t *testing.T) {
	m := &meeting{TB: t, now: time.Date(2021, 5, 7, 15, 0, 0, 0, time.UTC)}
	m.do(proceedings.CreateMeeting{ID: "m1", Title: "T"})
	for _, f := range export.Formats() {
		if file := written(t, m, f, ""); file == "" {
			t.Errorf("%s is empty", f)
		}
	}
}
