package quote_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/cumbre-meet/cumbre/internal/quote"
)

// words of several scripts, some of which come again.
func words(t *rapid.T) []string {
	some := []string{"we", "We", "the", "migrants", "challenges,", "don’t", "well-being", "1,000", "$5", "é", "e\u0301", "السلامَ", "وَ", "挑战", "。", "«ya»", "—", "¿qué?", "U.S.", "end.", "o"}
	return rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(some), rapid.StringMatching(`[a-zñüα-ω]{1,8}[,.;]?`)), 1, 60).Draw(t, "words")
}

// pieces cuts words into segments.
func pieces(t *rapid.T, words []string) []string {
	var out []string
	for len(words) > 0 {
		n := rapid.IntRange(1, len(words)).Draw(t, "piece")
		out = append(out, strings.Join(words[:n], " "))
		words = words[n:]
	}
	return out
}

func among(t *rapid.T, s quote.Source) []quote.Source {
	others := []quote.Source{{Origin: quote.Floor, Pieces: pieces(t, words(t))}, {Origin: quote.Floor}}
	return slices.Insert(others, rapid.IntRange(0, 2).Draw(t, "at"), s)
}

// checkWhole: the runs are the quotation, and what is told of the source is in it.
func checkWhole(t interface{ Fatalf(string, ...any) }, quotation string, sources []quote.Source, r quote.Result) {
	if len(r.Matches) > quote.MaxMatches || (r.Verdict == quote.NotFound) != (len(r.Matches) == 0) {
		t.Fatalf("%s with %d matches", r.Verdict, len(r.Matches))
	}
	for _, m := range r.Matches {
		var whole strings.Builder
		pieces := sources[m.Source].Pieces
		if m.First < 0 || m.First > m.Last || m.Last >= len(pieces) {
			t.Fatalf("pieces %d to %d of %d", m.First, m.Last, len(pieces))
		}
		said := strings.Join(pieces[m.First:m.Last+1], " ")
		for _, run := range m.Runs {
			whole.WriteString(run.Quote)
			if record := strings.TrimSuffix(run.Record, "…"); !strings.Contains(said, record) || len(run.Record) > quote.MaxRecordBytes {
				t.Fatalf("%q is not in %q", run.Record, said)
			}
			differs := run.Kind == quote.Changed || run.Kind == quote.Added || run.Kind == quote.Missing
			if differs && r.Verdict != quote.NearMiss {
				t.Fatalf("%s with %+v", r.Verdict, run)
			}
		}
		if whole.String() != quotation {
			t.Fatalf("%q was drawn as %q", quotation, whole.String())
		}
	}
}

func TestAnyElisionOfAnyTextVerifies(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		said := words(t)
		source := quote.Source{Origin: quote.Floor, Pieces: pieces(t, said)}
		var kept []string
		left, hasWord := false, false
		for i, w := range said {
			if rapid.IntRange(0, 3).Draw(t, "leave out") == 0 {
				if !left {
					kept = append(kept, rapid.SampledFrom([]string{"(…)", "(...)", "[…]", "[...]", "…", "[ … ]", "..."}).Draw(t, "mark"))
				}
				left = true
				continue
			}
			left = false
			hasWord = hasWord || strings.ContainsFunc(w, func(r rune) bool {
				return r == '$' || r >= '0' && r <= '9' || r >= 'A' && !strings.ContainsRune("«»—¿。’", r)
			})
			kept = append(kept, said[i])
		}
		quotation := strings.Join(kept, rapid.SampledFrom([]string{" ", "\u00a0", "\n"}).Draw(t, "space"))
		if strings.Count(quotation, "…")+strings.Count(quotation, "...") >= quote.MaxFragments {
			t.Skip("too many fragments")
		}
		sources := among(t, source)
		got := quote.Verify(quotation, sources)
		checkWhole(t, quotation, sources, got)
		if hasWord && got.Verdict != quote.Verbatim && got.Verdict != quote.Elided {
			t.Fatalf("%q of %q: %s %+v", quotation, source.Pieces, got.Verdict, got.Matches)
		}
	})
}

func TestOneChangedWordIsFlaggedAtThatWord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		said := rapid.SliceOfN(rapid.StringMatching(`[a-zñü]{1,8}`), 8, 60).Draw(t, "words")
		first := rapid.IntRange(0, len(said)-8).Draw(t, "first")
		quoted := slices.Clone(said[first : first+rapid.IntRange(8, len(said)-first).Draw(t, "length")])
		at := rapid.IntRange(0, len(quoted)-1).Draw(t, "changed")
		was := quoted[at]
		quoted[at] = "ЖЖЖЖЖЖЖЖЖЖЖЖ" // nobody says this
		quotation := strings.Join(quoted, " ")
		sources := []quote.Source{{Origin: quote.Floor, Pieces: pieces(t, said)}}
		got := quote.Verify(quotation, sources)
		checkWhole(t, quotation, sources, got)
		if got.Verdict != quote.NearMiss {
			t.Fatalf("%q of %q: %s", quotation, said, got.Verdict)
		}
		before, differences := 0, 0
		for _, r := range got.Matches[0].Runs {
			if r.Kind != quote.Same {
				differences++
				if r.Kind != quote.Changed || before != at || strings.TrimSpace(r.Quote) != quoted[at] {
					t.Fatalf("%+v after %d words, the %d. was %q", r, before, at, was)
				}
				quoted[at] = r.Record // what was said there instead: the word that was, or that of a passage like it
			}
			before += len(strings.Fields(r.Quote))
		}
		if differences != 1 {
			t.Fatalf("%d differences: %+v", differences, got.Matches[0].Runs)
		}
		if again := quote.Verify(strings.Join(quoted, " "), sources); again.Verdict != quote.Verbatim {
			t.Fatalf("mended, it is %s", again.Verdict)
		}
	})
}

func FuzzVerify(f *testing.F) {
	f.Add("Our countries face great challenges (…), the pandemic", "our countries face great challenges that no border stops, the pandemic", "")
	f.Add("[T]he [sic] repercusions[sic] [we] […] …... .", "The repercussions … [inaudible] of it", "a")
	f.Add("e\u0301\u200d \xff\u202e ' don't U.S.A. 1,0", "é’ don’t U.S.A. 1,0", "挑战。挑")
	f.Add("السَّلام ـــ [", "السلام", "]")
	f.Fuzz(func(t *testing.T, quotation, one, two string) {
		sources := []quote.Source{{Origin: quote.Floor, Pieces: []string{one, two}}, {Origin: quote.Interpretation, Pieces: []string{two}}}
		got := quote.Verify(quotation, sources)
		if utf8.ValidString(quotation) {
			checkWhole(t, quotation, sources, got)
		}
	})
}
