package public

import (
	"bytes"
	"encoding/xml"
	"os"
	"strings"
	"testing"

	"github.com/cumbre-meet/cumbre/internal/protocol"
)

func sample() protocol.PublicMeeting {
	parties := []protocol.PublicationParty{{ID: "d1", Name: "México"}, {ID: "d2", Name: "United States"}}
	return protocol.PublicMeeting{
		ID: "m", Title: "Reunión", Titles: protocol.Titles{"es": "Reunión de alto nivel sobre migración", "en": "High-level meeting on migration", "ar": "اجتماع رفيع المستوى بشأن الهجرة"},
		Languages: []string{"es", "en", "ar"}, Start: "2021-05-07T15:00:00Z", Timezone: "America/Mexico_City", Delegations: parties,
		Publications: []protocol.Publication{{
			ID: "u2", Kind: "joint", Title: "Declaración conjunta", Titles: protocol.Titles{"es": "Declaración conjunta", "en": "Joint statement", "ar": "بيان مشترك"}, Languages: []string{"es", "en", "ar"},
			Issued: "2021-05-08T00:00:00.000Z", SHA256: strings.Repeat("0123456789abcdef", 4), Parties: parties, Paragraphs: []protocol.PublishedParagraph{
				{Number: "1", Words: map[string]string{"es": "Ambos países cooperarán en materia de migración, con apego a los derechos humanos.", "en": "Both countries shall cooperate on migration, with respect for human rights.", "ar": "يتعاون البلدان في مسألة الهجرة مع احترام حقوق الإنسان."}},
				{Number: "2", Words: map[string]string{"es": "Se reunirán el martes 8 de junio de 2021.", "en": "They shall meet on Tuesday, 8 June 2021.", "ar": "يجتمعان يوم الثلاثاء 8 يونيو 2021."}},
			},
		}, {
			ID: "u1", Kind: "readout", Title: "Nota", Titles: protocol.Titles{"es": "Nota sobre la videollamada"}, Languages: []string{"es"}, Issued: "2021-05-07T20:00:00.000Z", SHA256: strings.Repeat("f", 64),
			Parties: parties[:1], Paragraphs: []protocol.PublishedParagraph{{Words: map[string]string{"es": "Fue una reunión cordial, con </script> y <b>acuerdos</b>."}}},
		}},
		Commitments: []protocol.Commitment{{
			ID: "c1", Text: "t1", Paragraph: "p1", Number: "1", Actors: parties[1:], Partners: []string{"Banco Mundial"}, Action: map[string]string{"es": "Invertir en los países de origen", "en": "Invest in the countries of origin"},
			Due: "2021-09-01", DueDay: "2021-09-01", Made: "2021-05-08T00:00:00.000Z", Settled: []string{}, Disagree: true, Assessments: []protocol.CommitmentAssessment{
				{Delegation: "d1", Status: 0, At: "2021-05-20T00:00:00.000Z"},
				{Delegation: "d2", Status: 1, At: "2021-06-30T00:00:00.000Z", Note: "First tranche paid."},
				{Delegation: "d1", Status: -1, At: "2021-09-05T00:00:00.000Z", Note: "Llegó la mitad."},
				{Delegation: "d2", Status: 1, At: "2021-09-20T00:00:00.000Z"},
			},
		}, {ID: "c2", Text: "t1", Paragraph: "p2", Number: "2", Actors: parties, Partners: []string{}, Action: map[string]string{"es": "Colaborar"}, Made: "2021-05-08T00:00:00.000Z", Vague: true, Settled: []string{}}},
		Next: &protocol.PublicNext{Start: "2021-06-08T15:00:00.000Z", Timezone: "America/Mexico_City", Place: "Ciudad de México"},
	}
}

// Every language has every word, and the page is well formed. PUBLIC_SAMPLES names a folder to look at them.
func TestThePageInItsLanguages(t *testing.T) {
	for _, language := range Languages() {
		var page bytes.Buffer
		if err := Page(&page, sample(), "https://example.org/public/m", language); err != nil {
			t.Fatal(err)
		}
		text := page.String()
		if strings.Contains(text, "{day}") || strings.Contains(text, "{delegation}") || strings.Contains(text, "title=\"\"") || strings.Contains(text, "<b>acuerdos") || strings.Count(text, "</script>") != 2 {
			t.Errorf("%s: %s", language, text)
		}
		for _, word := range []string{`lang="ar" dir="rtl"`, "8 de junio de 2021", "Banco Mundial", `class="unilateral"`} {
			if !strings.Contains(text, word) {
				t.Errorf("%s: the page lacks %s", language, word)
			}
		}
		if parted := strings.Contains(text, "langues\u00a0: <span"); parted != (language == "fr") {
			t.Errorf("%s: the colon", language)
		}
		if folder := os.Getenv("PUBLIC_SAMPLES"); folder != "" {
			if err := os.WriteFile(folder+"/"+language+".html", page.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestTheFeed(t *testing.T) {
	var out bytes.Buffer
	if err := Atom(&out, sample(), "https://example.org/public/m"); err != nil {
		t.Fatal(err)
	}
	var f struct {
		ID      string `xml:"id"`
		Entries []struct {
			ID      string   `xml:"id"`
			Content string   `xml:"content"`
			Authors []string `xml:"author>name"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal(out.Bytes(), &f); err != nil || f.ID == "" || len(f.Entries) != 4 {
		t.Fatalf("%v %s", err, out.String())
	}
	seen := map[string]bool{}
	for _, e := range f.Entries {
		if seen[e.ID] || len(e.Authors) == 0 {
			t.Errorf("%+v", e)
		}
		seen[e.ID] = true
	}
	if last := f.Entries[3]; !strings.HasPrefix(last.Content, "Versión unilateral de México") {
		t.Errorf("%+v", last)
	}
}

// A page of an archive: it leads to the others beside it and nowhere else, and has no heading without something below it.
func TestThePageAsAFile(t *testing.T) {
	m := sample()
	m.Publications = nil
	var page bytes.Buffer
	if err := File(&page, m, "ar", map[string]string{"ar": "a.html", "es": "e.html"}); err != nil {
		t.Fatal(err)
	}
	text := page.String()
	for _, want := range []string{`dir="rtl"`, `href="e.html" lang="es"`, `<svg class="chart"`, "default-src 'none'"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	for _, never := range []string{"<script", "feed.atom", "?language=", "البيانات والإحاطات", `href="a.html"`} {
		if strings.Contains(text, never) {
			t.Errorf("the page has %s", never)
		}
	}
}
