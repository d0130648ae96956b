package export_test

import (
	"archive/zip"
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"github.com/cumbre-meet/cumbre/internal/export"
	"github.com/cumbre-meet/cumbre/internal/proceedings"
)

// negotiated is a text of México, the United States and مصر in three languages, with what a draft may have in it.
func negotiated(t testing.TB, regime string, languages ...string) *meeting {
	t.Helper()
	m := &meeting{TB: t, now: time.Date(2021, 5, 7, 15, 0, 0, 0, time.UTC)}
	label := map[string]string{"background": "un alto funcionario"}[regime]
	m.do(proceedings.CreateMeeting{
		ID: "m1", Title: "Reunión", Languages: languages, Timezone: "America/Mexico_City", Regime: regime, Label: label,
		Delegations: []proceedings.Delegation{{Name: "México", Languages: []string{"es"}}, {Name: "United States", Languages: []string{"en"}}, {Name: "Égypte", Languages: []string{"ar", "fr"}}},
	})
	no := false
	for i, who := range []proceedings.IssueInvitation{
		{ID: "chair", Role: "chair", Name: "Xóchitl"},
		{ID: "ana", Role: "delegate", Name: "Andrés Obrador", Function: "Presidente", Delegation: "d1", Authority: true},
		{ID: "bob", Role: "delegate", Name: "Kamala Harris", Function: "Vice President", Delegation: "d2", Authority: true},
		{ID: "sam", Role: "delegate", Name: "سامح شكري", Function: "وزير الخارجية", Delegation: "d3", Authority: true},
	} {
		who.TokenHash, who.Lobby = fmt.Sprint("h", i), &no
		m.do(who)
	}
	m.do(proceedings.BeginText{By: "chair", Languages: languages, Titles: map[string]string{
		"es": "Declaración conjunta", "en": "Joint statement", "ar": "بيان مشترك", "fr": "Déclaration conjointe",
	}})
	return m
}

var wordsOfText = []map[string]string{
	{"es": "Los dos países cooperarán en materia de migración y atenderán sus causas.", "en": "The two countries will cooperate on migration and address its causes.", "ar": "سيتعاون البلدان في مجال الهجرة ومعالجة أسبابها.", "fr": "Les deux pays coopéreront en matière de migration et traiteront ses causes."},
	{"es": "Volverán a reunirse el 8 de junio de 2021.\nLa reunión se celebrará en la Ciudad de México.", "en": "They will meet again on 8 June 2021.\nThe meeting will be held in Mexico City.", "ar": "وسيجتمعان مجددًا في 8 حزيران/يونيه 2021.\nويُعقد الاجتماع في مكسيكو سيتي.", "fr": "Ils se réuniront de nouveau le 8 juin 2021.\nLa réunion se tiendra à Mexico."},
}

func (m *meeting) text() proceedings.Text {
	v, _ := m.s.Text("t1")
	return v
}

func (m *meeting) adds(words map[string]string) {
	in := map[string]string{}
	for _, l := range m.text().Languages {
		in[l] = words[l]
	}
	m.do(proceedings.AddParagraph{By: "chair", Text: "t1", Words: in})
}

// adopted is the text agreed and assented to.
func (m *meeting) adopt() {
	m.Helper()
	who := map[string]string{"ana": "d1", "bob": "d2", "sam": "d3"}
	for _, p := range m.text().Paragraphs {
		for _, by := range []string{"ana", "bob", "sam"} {
			m.do(proceedings.TakePosition{By: by, Text: "t1", Paragraph: p.ID, From: p.Revision(), Stance: "agreed"})
		}
	}
	for _, by := range []string{"ana", "bob", "sam"} {
		hash, key := m.s.TextSHA256(m.text()), ed25519.NewKeyFromSeed(bytes.Repeat([]byte{by[0]}, ed25519.SeedSize))
		m.do(proceedings.GiveAssent{
			By: by, Text: "t1", SHA256: hash, Key: key.Public().(ed25519.PublicKey),
			Signature: ed25519.Sign(key, proceedings.AssentStatement("m1", "t1", hash, who[by])),
		})
	}
	if len(m.text().Versions) != 1 {
		m.Fatal("the text is not adopted")
	}
}

func textFile(t testing.TB, m *meeting, f export.Format, r proceedings.TextRequest) string {
	t.Helper()
	r.Text = "t1"
	e, err := m.s.ExportText(r)
	if err != nil {
		t.Fatal(err)
	}
	file, err := export.PrepareText(f, e)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := file.To(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// drafted is a text with everything that a draft may have open.
func drafted(t testing.TB, regime string, languages ...string) *meeting {
	t.Helper()
	m := negotiated(t, regime, languages...)
	for _, w := range wordsOfText {
		m.adds(w)
	}
	m.do(proceedings.AskBracket{By: "bob", Text: "t1", Paragraph: "p1", From: 1, Reason: "Our capital has to agree.", Words: map[string]string{"es": "en materia de migración"}})
	m.do(proceedings.AskBracket{By: "ana", Text: "t1", Paragraph: "p1", From: 1, Kind: "reservation", Reason: "Falta consultar."})
	m.do(proceedings.AddParagraph{By: "ana", Text: "t1", AlternativeTo: "p2", Words: map[string]string{languages[0]: "Otra."}})
	m.do(proceedings.ReviseParagraph{By: "ana", Text: "t1", Paragraph: "p3", From: 1, Words: map[string]string{languages[1]: "Other."}, Engine: "machine", Of: languages[0]})
	return m
}

func agreed(t testing.TB, regime string, languages ...string) *meeting {
	t.Helper()
	m := negotiated(t, regime, languages...)
	for _, w := range wordsOfText {
		m.adds(w)
	}
	m.adopt()
	return m
}

// texts are Akoma Ntoso documents of type statement as they are written.
func texts(t testing.TB) []string {
	t.Helper()
	var out []string
	for _, m := range []*meeting{
		agreed(t, "", "es", "en", "ar"), drafted(t, "", "es", "en", "ar"), drafted(t, "chatham-house", "es", "ar"), negotiated(t, "", "es", "en"), agreed(t, "off-the-record", "es"),
	} {
		for _, l := range m.text().Languages {
			out = append(out, textFile(t, m, export.AKN, proceedings.TextRequest{Language: l}), textFile(t, m, export.AKN, proceedings.TextRequest{Language: l, Copy: "d2"}))
		}
	}
	return out
}

// said are the lines of a file that people read, without its head.
func said(t testing.TB, f export.Format, file string) []string {
	t.Helper()
	var text string
	switch f {
	case export.HTML:
		_, text, _ = strings.Cut(file, "<body>")
		text = regexp.MustCompile(`</(p|h1)>`).ReplaceAllString(text, "\n")
		text = html.UnescapeString(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(text, ""))
	case export.ODT:
		z, err := zip.NewReader(strings.NewReader(file), int64(len(file)))
		if err != nil {
			t.Fatal(err)
		}
		content, err := z.Open("content.xml")
		if err != nil {
			t.Fatal(err)
		}
		text = characters(t, content)
	case export.AKN:
		text = characters(t, strings.NewReader(file))
	default:
		text = readPDF(t, file)
	}
	var out []string
	for line := range strings.Lines(text) {
		if line = strings.Join(strings.Fields(strings.NewReplacer("\u2066", "", "\u2068", "", "\u2069", "").Replace(line)), " "); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// characters are those of an XML document, paragraphs in lines, without notes.
func characters(t testing.TB, in io.Reader) string {
	t.Helper()
	var out strings.Builder
	note := 0
	for d := xml.NewDecoder(in); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out.String()
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			if e.Name.Local == "authorialNote" {
				note++
			}
		case xml.EndElement:
			switch e.Name.Local {
			case "authorialNote":
				note--
			case "p", "h", "num":
				out.WriteString("\n")
			}
		case xml.CharData:
			if note == 0 {
				out.WriteString(strings.ReplaceAll(string(e), "\n", " "))
			}
		}
	}
}

// random is a text with random words in three languages and random brackets around pieces of them.
func random(t testing.TB, r *rand.Rand) (m *meeting, all []map[string]string) {
	t.Helper()
	alphabets := map[string][]rune{"es": []rune("aábcdeéfgiílmnñoóprstuú"), "en": []rune("abcdefghijklmnoprstuvw"), "ar": []rune("ابتثجحخدذرزسشصضطظعغفقكلمنهوي")}
	m = negotiated(t, "", "es", "en", "ar")
	for i := range 1 + r.IntN(3) {
		p, piece := map[string]string{}, map[string]string{}
		for _, l := range m.text().Languages {
			words := make([]string, 1+r.IntN(25))
			for j := range words {
				letters := make([]rune, 3+r.IntN(7))
				for k := range letters {
					letters[k] = alphabets[l][r.IntN(len(alphabets[l]))]
				}
				words[j] = string(letters)
			}
			p[l] = strings.Join(words, " ")
			if r.IntN(2) == 0 {
				p[l] += "\n" + words[0] + " & <" + words[0] + ">"
			}
			if r.IntN(2) == 0 {
				from := r.IntN(len(words))
				piece[l] = strings.Join(words[from:from+1+r.IntN(len(words)-from)], " ")
			}
		}
		all = append(all, p)
		m.do(proceedings.AddParagraph{By: "ana", Text: "t1", Words: p})
		for range r.IntN(4) {
			m.do(proceedings.AskBracket{By: "bob", Text: "t1", Paragraph: fmt.Sprint("p", i+1), From: 1, Reason: "R", Words: piece})
		}
	}
	return m, all
}

// bare is text without brackets, numbers and the marks of notes, in one line.
func bare(s string) string {
	s = regexp.MustCompile(`[\[\]0-9().<>&]`).ReplaceAllString(norm.NFKC.String(s), " ")
	return strings.Join(strings.Fields(s), " ")
}

// Whatever the paragraphs say, and whatever is bracketed in them: every format has all their words in every language.
func TestEveryWordIsInEveryFormat(t *testing.T) {
	formats := readable(t)
	for seed := range uint64(15) {
		m, all := random(t, rand.New(rand.NewPCG(seed, 1)))
		for _, f := range export.TextFormats() {
			if !slices.Contains(formats, f) {
				continue
			}
			for _, language := range []string{"", "es", "ar"} {
				shown := []string{language}
				if language == "" && f == export.AKN {
					shown = []string{"es"}
				} else if language == "" {
					shown = m.text().Languages
				}
				file := textFile(t, m, f, proceedings.TextRequest{Language: language})
				for _, l := range shown {
					if missing := missingFrom(t, f, file, l, all); missing != "" {
						t.Fatalf("seed %d, %s, %q: these words in %s are not there: %s", seed, f, language, l, missing)
					}
				}
			}
		}
	}
}

// missingFrom are words of the paragraphs in a language that a file does not have.
func missingFrom(t *testing.T, f export.Format, file, language string, all []map[string]string) string {
	t.Helper()
	if f == export.JSON {
		var of struct {
			Paragraphs []struct{ Words map[string]string }
		}
		if err := json.Unmarshal([]byte(file), &of); err != nil || len(of.Paragraphs) != len(all) {
			t.Fatalf("%v %d", err, len(of.Paragraphs))
		}
		for i, p := range all {
			if of.Paragraphs[i].Words[language] != p[language] {
				return p[language]
			}
		}
		return ""
	}
	text := bare(strings.Join(said(t, f, file), " "))
	for _, p := range all {
		words := []string{bare(p[language])}
		if f == export.PDF { // a reader takes lines of both columns in turn
			words = strings.Fields(words[0])
		}
		for _, w := range words {
			if !strings.Contains(text, w) {
				return w
			}
		}
	}
	return ""
}

// Each delegation's copy names and signs it first, in its language first; but for the order all copies are one.
func TestCopiesDifferInTheirOrderOnly(t *testing.T) {
	m := agreed(t, "", "es", "en", "ar")
	closing := regexp.MustCompile(`^(Hecho|Done|حُرّر) `)
	copied := regexp.MustCompile(`^(Ejemplar de|Copy of|نسخة) `)
	first := map[string][2]string{"d1": {"Declaración conjunta", "Por México:"}, "d2": {"Joint statement", "For United States:"}, "d3": {"بيان مشترك", "عن Égypte:"}}
	normal := map[export.Format]string{}
	for _, id := range []string{"d1", "d2", "d3"} {
		for _, f := range []export.Format{export.HTML, export.ODT} {
			lines := said(t, f, textFile(t, m, f, proceedings.TextRequest{Copy: id}))
			if lines[0] != first[id][0] {
				t.Errorf("%s %s begins with %q", f, id, lines[0])
			}
			signed := slices.IndexFunc(lines, func(l string) bool { return strings.HasSuffix(l, ":") })
			if lines[signed] != first[id][1] {
				t.Errorf("%s %s: %q signs first", f, id, lines[signed])
			}
			n := len(lines)
			lines = slices.DeleteFunc(lines, copied.MatchString)
			if n != len(lines)+3 {
				t.Errorf("%s %s: %d of 3 columns say whose copy it is", f, id, n-len(lines))
			}
			for i, line := range lines {
				if closing.MatchString(line) || strings.Count(line, " – ") == 2 { // the languages, and the parties, in a line
					lines[i] = inOrder(line)
				}
			}
			slices.Sort(lines)
			if text := strings.Join(lines, "\n"); normal[f] == "" {
				normal[f] = text
			} else if text != normal[f] {
				t.Errorf("%s: the copy of %s says something else:\n%s\n%s", f, id, text, normal[f])
			}
		}
	}
}

// inOrder are a line's words in an order that says nothing, without what joins them.
func inOrder(line string) string {
	var words []string
	for w := range strings.FieldsSeq(line) {
		if w = strings.TrimPrefix(strings.Trim(w, ",،"), "و"); w != "y" && w != "e" && w != "and" {
			words = append(words, w)
		}
	}
	slices.Sort(words)
	return strings.Join(words, " ")
}

func TestManyPartiesStandByTheAlphabet(t *testing.T) {
	m := agreed(t, "", "es", "en")
	for copyOf, want := range map[string]string{"": "Égypte México United States", "d1": "México Égypte United States", "d2": "United States Égypte México"} {
		var of struct{ Parties []struct{ Name string } }
		if err := json.Unmarshal([]byte(textFile(t, m, export.JSON, proceedings.TextRequest{Copy: copyOf, Language: "es"})), &of); err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, p := range of.Parties {
			names = append(names, p.Name)
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("copy %q: %s, want %s", copyOf, got, want)
		}
	}
}

func TestTheClauseNamesTheLanguagesStored(t *testing.T) {
	for _, v := range []struct {
		languages []string
		want      map[string]string
	}{
		{[]string{"es"}, map[string]string{"es": "Hecho en español."}},
		{[]string{"es", "en"}, map[string]string{
			"es": "Hecho en español e inglés, siendo ambos textos igualmente auténticos.",
			"en": "Done in Spanish and English, both texts being equally authentic.",
		}},
		{[]string{"es", "en", "fr", "ar"}, map[string]string{
			"es": "Hecho en español, inglés, francés y árabe, siendo los cuatro textos igualmente auténticos.",
			"en": "Done in Spanish, English, French and Arabic, the four texts being equally authentic.",
			"fr": "Fait en espagnol, en anglais, en français et en arabe, les quatre textes faisant également foi.",
			"ar": "حُرّر باللغات الإسبانية والإنكليزية والفرنسية والعربية، والنصوص الأربعة متساوية في الحجية.",
		}},
	} {
		var of struct{ Clause map[string]string }
		if err := json.Unmarshal([]byte(textFile(t, agreed(t, "", v.languages...), export.JSON, proceedings.TextRequest{})), &of); err != nil {
			t.Fatal(err)
		}
		for l, want := range v.want {
			if of.Clause[l] != want {
				t.Errorf("%s\n%s", of.Clause[l], want)
			}
		}
		if len(of.Clause) != len(v.languages) {
			t.Errorf("%v", of.Clause)
		}
	}
	if text := textFile(t, drafted(t, "", "es", "en", "ar"), export.HTML, proceedings.TextRequest{}); strings.Contains(text, "Hecho en") {
		t.Error("a text that has not all its words is done in its languages")
	}
}

// What the pictures cannot hold: which standing, whose bracket, how somebody is bound.
func TestAFileSaysWhatItIs(t *testing.T) {
	draft, adopted := drafted(t, "", "es", "en"), agreed(t, "", "es", "en")
	for _, f := range readable(t) {
		if f == export.VTT || f == export.JSON {
			continue
		}
		for language, want := range map[string][2][]string{
			"es": {{"Proyecto en negociación", "en materia de migración", "Variante propuesta por México", "Reserva de México: Falta consultar."}, {"Aprobado el 7 de mayo de 2021.", "Andrés Obrador", "Presidente", "Asentimiento dado el 7 de mayo de 2021"}},
			"en": {{"Draft under negotiation, adopted by nobody. As it was on 7 May 2021, 10:0", "Bracket asked for by United States: Our capital has to agree.", "certified by nobody"}, {"Adopted on 7 May 2021.", "Kamala Harris", "Assent given on 7 May 2021"}},
		} {
			for i, m := range []*meeting{draft, adopted} {
				file := textFile(t, m, f, proceedings.TextRequest{Language: language})
				text := strings.Join(said(t, f, file), " ")
				if f == export.AKN {
					text = strings.Join(strings.Fields(file), " ") // notes are in the words
				}
				for _, w := range append(want[i], m.s.TextSHA256(m.text()), m.s.TextSHA256(m.text(), language)) {
					if !strings.Contains(text, w) {
						t.Errorf("%s %s: %q is not in\n%s", f, language, w, text)
					}
				}
			}
		}
	}
}

func TestAFileSaysHowItsTextCameAbout(t *testing.T) {
	m := negotiated(t, "chatham-house", "es", "en")
	m.adds(wordsOfText[0])
	m.do(proceedings.OpenSilence{By: "chair", Text: "t1", Hours: 1})
	m.now = m.now.Add(time.Hour)
	m.do(proceedings.KeepSilence{Text: "t1"})
	m.do(proceedings.ProposeRectification{By: "ana", Text: "t1", Paragraph: "p1", Words: map[string]string{"en": "Mended."}, Reason: "R", Hours: 48})
	m.now = m.now.Add(48 * time.Hour)
	m.do(proceedings.SettleRectification{Text: "t1", Rectification: "r1"})
	for version, want := range map[int][]string{
		1: {"The two countries will cooperate", "Adopted on 7 May 2021.", "By silence: no objection until 7 May 2021", "are not named"},
		2: {"Mended.", "Version 2, rectified on 9 May 2021 (paragraphs: 1).", "Versión 2, rectificada el 9 de mayo de 2021 (párrafos: 1)."},
	} {
		text := strings.Join(said(t, export.HTML, textFile(t, m, export.HTML, proceedings.TextRequest{Version: version})), "\n")
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Errorf("version %d: %q is not in\n%s", version, w, text)
			}
		}
		if strings.Contains(text, "rectified") != (version == 2) {
			t.Errorf("version %d:\n%s", version, text)
		}
	}
}

// LibreOffice opens the text document and prints it: every paragraph is on its pages.
func TestLibreOfficeOpensTheTextDocument(t *testing.T) {
	if !slices.Contains(readable(t), export.PDF) {
		t.Skip("no pdftotext")
	}
	program, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice (libreoffice-writer) is not installed")
	}
	if testing.Short() {
		t.Skip("LibreOffice takes seconds")
	}
	folder := t.TempDir()
	m := agreed(t, "", "es", "en", "ar")
	path := filepath.Join(folder, "text.odt")
	if err := os.WriteFile(path, []byte(textFile(t, m, export.ODT, proceedings.TextRequest{})), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(program, "-env:UserInstallation=file://"+folder+"/profile", "--headless", "--convert-to", "pdf", "--outdir", folder, path).CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	file, err := os.ReadFile(filepath.Join(folder, "text.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	letters := func(s string) string { // LibreOffice's marks stand beside their letters
		return regexp.MustCompile(`\pM`).ReplaceAllString(norm.NFD.String(bare(s)), "")
	}
	text := letters(readPDF(t, string(file)))
	for _, p := range wordsOfText {
		for _, l := range m.text().Languages {
			for w := range strings.FieldsSeq(strings.ReplaceAll(letters(p[l]), "/", " ")) {
				if !strings.Contains(text, w) {
					t.Errorf("%s: %q is not in\n%s", l, w, text)
				}
			}
		}
	}
}
