package pdf

import (
	"strings"
	"testing"
	"unicode"
)

func newTestSetter(t testing.TB) *setter {
	t.Helper()
	s, err := newSetter()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// glyphsOf are the characters that the glyphs of a text's runs stand for, from left to right.
func glyphsOf(runs []run) string {
	var b strings.Builder
	for _, r := range runs {
		for _, g := range r.glyphs {
			b.WriteString(r.face.signs[g.cid].text)
		}
	}
	return b.String()
}

func TestLettersAreJoined(t *testing.T) {
	s := newTestSetter(t)
	glyphs := func(text string) (out []glyph) {
		for _, r := range s.compose([]Span{{Text: text}}, true, "ar").runs {
			out = append(out, r.glyphs...)
		}
		return out
	}
	shape := func(g glyph) int { return int(s.faces[2].signs[g.cid].glyph) }
	beh := map[int]bool{}
	for _, g := range append(glyphs("ببب"), glyphs("ب")...) {
		beh[shape(g)] = true
	}
	if len(beh) != 4 {
		t.Errorf("beh has %d forms instead of 4", len(beh))
	}
	drawn := 0
	for _, g := range glyphs("لا") {
		if g.advance > 0 {
			drawn++
		}
	}
	if drawn != 1 {
		t.Errorf("lam with alef is drawn in %d pieces", drawn)
	}
	raised := map[int16]bool{}
	for _, g := range glyphs("كُ لِ لُ") {
		raised[s.faces[2].signs[g.cid].raise] = true
	}
	if len(raised) < 3 {
		t.Errorf("marks stand at the heights %v", raised)
	}
	for _, text := range []string{"لا", "على", "شكرًا لكِ", "ﺓ می\u200cخواهم"} {
		got := glyphsOf(s.compose([]Span{{Text: text}}, true, "ar").runs)
		if want := reversed(strings.ReplaceAll(text, "\u200c", "")); got != want {
			t.Errorf("%q stands in the file as %q", want, got)
		}
	}
	if got := glyphsOf(s.compose([]Span{{Text: "Vice\u200bpre\u00adsident ﬁ e\u0301 ★👍"}}, false, "en").runs); got != "Vicepresident ﬁ é [U+2605][U+1F44D]" {
		t.Errorf("%q", got)
	}
}

func reversed(s string) string {
	r := []rune(s)
	for i, j := 0, len(r)-1; i < j; i, j = i+1, j-1 {
		r[i], r[j] = r[j], r[i]
	}
	return string(r)
}

// FuzzLines: whatever the text, each character is in one line, in its order, and lines are as wide as they may be.
func FuzzLines(f *testing.F) {
	for _, s := range []string{
		"", " ", "Gracias, señora Vicepresidenta.", "شكرًا لكِ، السيدة نائبة الرئيس (12 000 شخص) Resolution 73/195.", "לא 12% abc", strings.Repeat("w", 300),
		"بسم الله الرحمن الرحيم لا إله", "a\u0301\u0302\u0303 \u200d\u200c\u00ad", "1\u00a0000 – «oui»\u202f!", "👍🏽 ★ 中文", "e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301", "ཀྵ ก็ क्ष",
	} {
		f.Add(s, s, uint8(9), true)
		f.Add(s, "— Ω", uint8(1), false)
	}
	s := newTestSetter(f)
	f.Fuzz(func(t *testing.T, text, more string, measure uint8, rtl bool) {
		if len(text)+len(more) > 2000 {
			return
		}
		most := 1 + float64(measure)/4
		c := s.compose([]Span{{Text: text, Bold: true, Isolate: true}, {Text: more}}, rtl, "ar")
		at := 0
		for i, l := range s.lines(c, most) {
			start, end := len(c.text), 0
			covered, glyphs := 0, 0
			for _, r := range l.runs {
				start, end, covered = min(start, r.start), max(end, r.end), covered+r.end-r.start
				for _, g := range r.glyphs {
					if g.cluster < r.start || g.cluster >= r.end {
						t.Fatalf("line %d has a glyph of %d in %v", i, g.cluster, r.extent)
					}
					glyphs++
				}
			}
			if covered == 0 {
				continue
			}
			for ; at < start; at++ {
				if !unicode.IsSpace(c.text[at]) {
					t.Fatalf("%q is in no line", c.text[at])
				}
			}
			if at != start || covered != end-start {
				t.Fatalf("line %d is %d to %d, behind %d, and has %d characters", i, start, end, at, covered)
			}
			if at = end; l.width > most+1e-6 && c.fits(extent{start, end}, most) < end {
				t.Fatalf("line %d is %v wide of %v", i, l.width, most)
			}
		}
		if left := c.trimmed(extent{at, len(c.text)}); left.end > left.start {
			t.Fatalf("%q is in no line", string(c.text[left.start:left.end]))
		}
	})
}
