package pdf_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"github.com/cumbre-meet/cumbre/internal/pdf"
)

const body = 10.5

func info() pdf.Info {
	return pdf.Info{
		Title: "Record – محضر", Subject: "Verbatim", Language: "es", Running: "Record", Footer: "Version 1",
		Created: time.Date(2021, 5, 7, 15, 0, 0, 0, time.UTC), PageOf: func(n, of int) string { return fmt.Sprintf("page %d of %d", n, of) },
	}
}

// made is a document.
func made(t testing.TB, of pdf.Info, write func(*pdf.Document)) []byte {
	t.Helper()
	var out bytes.Buffer
	d, err := pdf.New(&out, of)
	if err != nil {
		t.Fatal(err)
	}
	write(d)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func words(text string) pdf.Paragraph {
	return pdf.Paragraph{Spans: []pdf.Span{{Text: text}}, Style: pdf.Style{Size: body, Below: 4}}
}

// read is what poppler's pdftotext reads of a file, page by page.
func read(t testing.TB, file []byte) []string {
	t.Helper()
	program, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext (poppler-utils) is not installed")
	}
	c := exec.Command(program, "-", "-")
	c.Stdin = bytes.NewReader(file)
	var complaints bytes.Buffer
	c.Stderr = &complaints
	out, err := c.Output()
	if err != nil || complaints.Len() > 0 {
		t.Fatalf("pdftotext: %v %s", err, complaints.String())
	}
	text := strings.NewReplacer("\u202a", "", "\u202b", "", "\u202c", "").Replace(norm.NFKC.String(string(out)))
	return strings.Split(strings.TrimSuffix(text, "\f"), "\f")
}

func TestTextIsReadAsItWasWritten(t *testing.T) {
	for _, v := range []struct{ language, text string }{
		{"es", "Señora Vicepresidenta, ¿qué pingüino averigüó la acción?"},
		{"fr", "L’œuvre à laquelle nous procédons est délicate : ça dépend des États, où qu’ils soient. fi ffl"},
		{"ar", "تواجه بلداننا تحديات كبيرة على الأرض، فضلًا عن تزايد عدد المهاجرين إلى الآخرين وألا يُراجع"},
		{"fa", "گفت\u200cوگوی ایران درباره یک مهاجرت"},
		{"he", "מדינות רבות מתמודדות עם אתגרים"},
		{"ru", "Наши страны сталкиваются с большими вызовами"},
		{"el", "Οι χώρες μας αντιμετωπίζουν μεγάλες προκλήσεις"},
		{"vi", "Các nước chúng ta đối mặt với những thách thức lớn"},
	} {
		text := strings.Join(read(t, made(t, info(), func(d *pdf.Document) {
			p := words(v.text)
			p.RTL, p.Language = v.language == "ar" || v.language == "fa" || v.language == "he", v.language
			d.Add(p)
		})), " ")
		for word := range strings.FieldsSeq(norm.NFKC.String(strings.ReplaceAll(v.text, "\u200c", ""))) {
			if word = strings.Trim(word, "،,.?¿:"); !strings.Contains(text, word) {
				t.Errorf("%s: %q is not in\n%s", v.language, word, text)
			}
		}
		for _, r := range v.text {
			if _, missing := pdf.Missing(string(r)); missing {
				t.Errorf("%s: no font has %q", v.language, r)
			}
		}
	}
	if r, missing := pdf.Missing("Señor 中文"); !missing || r != '中' {
		t.Errorf("%q %v", r, missing)
	}
}

func TestPagesBreakWhereReadersExpectIt(t *testing.T) {
	const parts = 120
	pages := read(t, made(t, info(), func(d *pdf.Document) {
		for i := range parts { // the page's end comes everywhere
			heading := words(fmt.Sprintf("HEADING %d.", i))
			heading.Style.KeepNext, heading.Style.Above, heading.Bookmark = true, float64(i%7)*3, "HEADING"
			d.Add(heading)
			d.Add(words(strings.Repeat(fmt.Sprintf("Part%d ", i), 40+i%3*14)))
		}
	}))
	for i, page := range pages {
		if !strings.Contains(page, fmt.Sprintf("page %d of %d", i+1, len(pages))) || !strings.Contains(page, "Version 1") || strings.Contains(page, "Record") != (i > 0) {
			t.Fatalf("page %d:\n%s", i+1, page)
		}
	}
	text := strings.Join(pages, "\f")
	split := 0
	for i := range parts {
		heading, word := fmt.Sprintf("HEADING %d.", i), fmt.Sprintf("Part%d ", i)
		if strings.Count(text, heading) != 1 || strings.Count(strings.ReplaceAll(text, "\n", " "), word) != 40+i%3*14 {
			t.Errorf("words of part %d are lost or twice there", i)
		}
		on := 0
		for n, page := range pages {
			lines := 0
			for line := range strings.Lines(page) {
				if strings.HasPrefix(line, word) {
					lines++
				}
			}
			if strings.Contains(page, heading) && lines < 2 || lines == 1 {
				t.Errorf("page %d has %d lines of part %d", n+1, lines, i)
			}
			on += min(lines, 1)
		}
		split += on - 1
	}
	if split < 5 {
		t.Errorf("%d parts go over two pages: the test shows nothing", split)
	}
}

func TestARowGoesOnOnTheNextPage(t *testing.T) {
	long := strings.Repeat("abc ", 3000)
	pages := read(t, made(t, info(), func(d *pdf.Document) {
		d.Row([]pdf.Paragraph{words(long), words("short"), words(long)}, []float64{2, 1, 2})
		d.Add(words("END"))
	}))
	if text := strings.Join(pages, " "); len(pages) < 3 || strings.Count(text, "abc") != 6000 || strings.Count(text, "short") != 1 || !strings.Contains(pages[len(pages)-1], "END") {
		t.Errorf("%d pages, %d words", len(pages), strings.Count(text, "abc"))
	}
}

// The file is what its table of objects says (ISO 32000-1, 7.5.4), and the same twice.
func TestObjectsAreWhereTheTableSays(t *testing.T) {
	write := func(d *pdf.Document) {
		for i := range 100 {
			p := words(fmt.Sprintf("Paragraph %d, فقرة. %s", i, strings.Repeat("words ", 60)))
			p.Bookmark, p.Depth = p.Spans[0].Text[:12], i%3
			d.Add(p)
		}
	}
	file := made(t, info(), write)
	if !bytes.Equal(file, made(t, info(), write)) {
		t.Error("the same document is another file")
	}
	start := bytes.LastIndex(file, []byte("startxref\n"))
	at, err := strconv.Atoi(strings.Fields(string(file[start:]))[1])
	if err != nil || !bytes.HasPrefix(file[at:], []byte("xref\n0 ")) {
		t.Fatalf("%v: %q", err, file[at:at+20])
	}
	entries := strings.Split(string(file[at:start]), "\n")[2:]
	objects := 0
	for i, entry := range entries {
		if !strings.HasSuffix(entry, " n ") {
			continue
		}
		offset, err := strconv.Atoi(strings.TrimLeft(entry[:10], "0"))
		if want := fmt.Sprintf("%d 0 obj\n", i); err != nil || !bytes.HasPrefix(file[offset:], []byte(want)) {
			t.Errorf("%v: at %d there is no %q", err, offset, want)
		}
		objects++
	}
	for _, m := range regexp.MustCompile(`(\d+) 0 R`).FindAllSubmatch(file, -1) {
		if n, _ := strconv.Atoi(string(m[1])); n < 1 || n > objects {
			t.Errorf("nothing is object %d", n)
		}
	}
	if objects < 100 {
		t.Errorf("%d objects", objects)
	}
}

// full is a disk without space.
type full struct{ left int }

var errFull = errors.New("no space")

func (f *full) Write(b []byte) (int, error) {
	if f.left -= len(b); f.left < 0 {
		return 0, errFull
	}
	return len(b), nil
}

func TestTheFirstErrorStays(t *testing.T) {
	for _, left := range []int{0, 2000, 30_000} {
		d, err := pdf.New(&full{left}, info())
		if err != nil {
			t.Fatal(err)
		}
		for range 200 {
			d.Add(words(strings.Repeat("words ", 100)))
		}
		if d.Err() == nil && left < 30_000 {
			t.Errorf("%d: nothing is said of a full disk before the end", left)
		}
		if err := d.Close(); !errors.Is(err, errFull) {
			t.Errorf("%d: %v", left, err)
		}
	}
}

func BenchmarkWords(b *testing.B) {
	const text = "Nuestros países enfrentan grandes desafíos: la pandemia y sus repercusiones económicas, así como la deuda."
	d, err := pdf.New(io.Discard, info())
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		d.Add(words(text))
	}
}
