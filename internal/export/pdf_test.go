package export_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"golang.org/x/text/unicode/norm"

	"github.com/cumbre-meet/cumbre/internal/export"
	"github.com/cumbre-meet/cumbre/internal/proceedings"
)

// readable are the formats that can be read here: PDF by poppler's pdftotext.
func readable(t testing.TB) []export.Format {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err == nil {
		return export.Formats()
	}
	t.Log("pdftotext (poppler-utils) is not installed: PDF is left out")
	return slices.DeleteFunc(export.Formats(), func(f export.Format) bool { return f == export.PDF })
}

// readPDF is what is on a file's pages, in one line, and all that it says of itself and in its bookmarks.
func readPDF(t testing.TB, file string) string {
	t.Helper()
	c := exec.Command("pdftotext", "-", "-")
	c.Stdin = strings.NewReader(file)
	var complaints bytes.Buffer
	c.Stderr = &complaints
	out, err := c.Output()
	if err != nil || complaints.Len() > 0 {
		t.Fatalf("pdftotext: %v %s", err, complaints.String())
	}
	text := norm.NFKC.String(string(out))
	for _, m := range regexp.MustCompile(`<FEFF([0-9A-F]*)>`).FindAllStringSubmatch(file, -1) {
		b, err := hex.DecodeString(m[1])
		if err != nil {
			t.Fatal(err)
		}
		units := make([]uint16, len(b)/2)
		for i := range units {
			units[i] = uint16(b[2*i])<<8 | uint16(b[2*i+1])
		}
		text += " " + string(utf16.Decode(units))
	}
	return strings.Join(strings.Fields(strings.NewReplacer("\u202a", "", "\u202b", "", "\u202c", "").Replace(text)), " ")
}

func TestPDFHasTheRecordInEveryLanguage(t *testing.T) {
	if !slices.Contains(readable(t), export.PDF) {
		t.Skip("no pdftotext")
	}
	m := held(t, "")
	for language, want := range map[string][]string{
		"":   {"México – United States, <7 May>", "Verbatim record", "2021-05-07 (America/Mexico_City)", "1. Migración & causas", "Gracias, Kamala.", "Segunda línea <b>&amp;</b> --> aquí.", "Page 1 of 1", "Delegate, guest"},
		"es": {"Acta literal", "Gracias, Kamala.", "(Tal como se pronunció.)", "Página 1 de 1", "Orden del día"},
		"fr": {"Compte rendu in extenso", "(Tel que prononcé.) Gracias", "Page 1 sur 1", "reconnaissance vocale"},
		"ar": {"محضر حرفي", "شكرًا", "ترجمة", "جدول الأعمال", "المشاركون", "الصفحة"},
		"en": {"(As interpreted.) Thank you, Kamala.", "(Written by speech recognition, not checked.) Our countries"},
	} {
		file := written(t, m, export.PDF, language)
		if again := written(t, m, export.PDF, language); again != file {
			t.Errorf("%q: the same record is another file", language)
		}
		text := readPDF(t, file)
		for _, words := range want {
			if !strings.Contains(text, words) {
				t.Errorf("%q: %q is not in\n%s", language, words, text)
			}
		}
		if language == "en" && (strings.Contains(text, "Gracias") || strings.Count(text, "(As interpreted.)") != 1 || strings.Count(text, "(As spoken.)") != 1) {
			t.Errorf("in English\n%s", text)
		}
	}
}

// spoken is a meeting in which one speaker said some words.
func spoken(t *testing.T, words ...string) *meeting {
	t.Helper()
	m := &meeting{TB: t, now: time.Date(2021, 5, 7, 15, 0, 0, 0, time.UTC)}
	m.do(proceedings.CreateMeeting{ID: "m1", Title: "T", Languages: []string{"es"}, Delegations: []proceedings.Delegation{{Name: "México"}}})
	no := false
	m.do(proceedings.IssueInvitation{ID: "chair", Role: "chair", Name: "X", TokenHash: "h", Lobby: &no})
	m.do(proceedings.Arrive{Invitation: "chair", Participant: "chair"})
	var segments []proceedings.AddSegment
	for _, w := range words {
		segments = append(segments, proceedings.AddSegment{Language: "es", Text: w})
	}
	m.says("chair", segments...)
	return m
}

func TestWhatHasNoGlyphIsSaid(t *testing.T) {
	e, err := spoken(t, "Bienvenidos. 我们的国家").s.Export(proceedings.Verbatim, 0)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	undrawn, is := errors.AsType[export.UndrawnError](export.Write(&out, export.PDF, e, export.Options{}))
	if !is || undrawn.Character != '我' || out.Len() > 0 {
		t.Errorf("%v, and %d bytes", undrawn, out.Len())
	}
	if !slices.Contains(readable(t), export.PDF) {
		t.Skip("no pdftotext")
	}
	if text := readPDF(t, written(t, spoken(t, "Bien ★ 👍."), export.PDF, "es")); !strings.Contains(text, "Bien [U+2605] [U+1F44D].") || !strings.Contains(text, "como en [U+2605]") {
		t.Error(text)
	}
	if text := readPDF(t, written(t, spoken(t, "Bien."), export.PDF, "es")); strings.Contains(text, "U+2605") {
		t.Error(text)
	}
}

// Twice the words are twice the pages and no more than some bytes for each: nothing grows faster than the record.
func TestPagesGrowAsTheRecordDoes(t *testing.T) {
	size := func(segments int) (pages, bytes int) {
		words := make([]string, segments)
		for i := range words {
			words[i] = fmt.Sprintf("%d. Nuestros países enfrentan grandes desafíos: la pandemia y sus repercusiones económicas, así como la deuda.", i)
		}
		file := written(t, spoken(t, words...), export.PDF, "es")
		return strings.Count(file, "/Type/Page/"), len(file)
	}
	pages, small := size(500)
	more, large := size(2000)
	if pages < 10 || more < 4*pages-4 || more > 4*pages+4 || large > 4*small {
		t.Errorf("500 segments are %d pages of %d bytes, 2000 are %d of %d", pages, small, more, large)
	}
}

func TestAFormatThatThereIsNotIsRefused(t *testing.T) {
	if err := export.Write(io.Discard, "doc", proceedings.Exportable{}, export.Options{}); !errors.Is(err, export.ErrFormat) {
		t.Errorf("%v", err)
	}
}
