package quote_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cumbre-meet/cumbre/internal/quote"
)

// The report's speech, as an interpreter and a speaker might have given it.
const (
	harris = "Mr. President, our countries face great challenges that no border stops, the pandemic and its economic repercussions, " +
		"the force of a changing climate, as well as an increase in the number of migrants at our common border. We must act together."
	interprete = "Señor Presidente, nuestros países enfrentan grandes desafíos que ninguna frontera detiene, la pandemia y sus repercusiones económicas, " +
		"la fuerza de un clima cambiante, así como un aumento en el número de personas migradas en nuestra frontera común. Debemos actuar juntos."
)

func speech() []quote.Source {
	return []quote.Source{
		{Origin: quote.Interpretation, Pieces: []string{interprete}},
		{Origin: quote.Floor, Pieces: []string{"Thank you.", harris[:40], harris[40:]}},
	}
}

// drawn writes a Match so that a test can be read: {omission: what was left out}, <changed|as it was said>.
func drawn(m quote.Match) string {
	var b strings.Builder
	for _, r := range m.Runs {
		switch r.Kind {
		case quote.Same:
			b.WriteString(r.Quote)
		case quote.Changed:
			fmt.Fprintf(&b, "<%s|%s:%s>", strings.TrimSpace(r.Quote), r.Record, r.Why)
		default:
			fmt.Fprintf(&b, "{%s %s|%s}", r.Kind, strings.TrimSpace(r.Quote), r.Record)
		}
	}
	return b.String()
}

func TestTheReportsQuotation(t *testing.T) {
	for _, c := range []struct {
		name, quotation string
		verdict         quote.Verdict
		source          int
		drawn           string
	}{
		{
			"verbatim with elisions", "“Our countries face great challenges (…), the pandemic and its economic repercussions, (…) as well as an increase in the number of migrants.”",
			quote.Elided, 1,
			"“Our countries face great challenges {omission (…)|that no border stops}, the pandemic and its economic repercussions, " +
				"{omission (…)|the force of a changing climate}as well as an increase in the number of migrants.”",
		},
		{
			"one word changed", "Our countries face great challenges (…), the pandemic and its social repercussions, (…) as well as an increase in the number of migrants",
			quote.NearMiss, 1,
			"Our countries face great challenges {omission (…)|that no border stops}, the pandemic and its <social|economic:word>repercussions, " +
				"{omission (…)|the force of a changing climate}as well as an increase in the number of migrants",
		},
		{
			"in Spanish", "«Nuestros países enfrentan grandes desafíos […] la pandemia y sus repercusiones económicas»",
			quote.Interpreted, 0,
			"«Nuestros países enfrentan grandes desafíos {omission […]|que ninguna frontera detiene}la pandemia y sus repercusiones económicas»",
		},
		{"words that nobody said", "Ask not what your country can do for you", quote.NotFound, 0, ""},
		{
			"without the omission mark", "our countries face great challenges, the pandemic and its economic repercussions",
			quote.NearMiss, 1,
			"our countries face great challenges{missing |that no border stops}, the pandemic and its economic repercussions",
		},
		{"over two segments", "We must act together", quote.Verbatim, 1, "We must act together"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := quote.Verify(c.quotation, speech())
			if got.Verdict != c.verdict {
				t.Fatalf("verdict %s: %+v", got.Verdict, got)
			}
			if c.drawn == "" {
				return
			}
			if got.Matches[0].Source != c.source {
				t.Errorf("source %d", got.Matches[0].Source)
			}
			if diff := cmp.Diff(c.drawn, drawn(got.Matches[0])); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatMayDiffer(t *testing.T) {
	said := []quote.Source{{Origin: quote.Floor, Pieces: []string{
		"The “old” well-being of Côte d’Ivoire isn’t ours – it’s 1,000 people’s. Will we agree? They said… nothing of 2020-2021 in the U.S. Congress.",
		"نَحْنُ نُرِيدُ السَّلامَ، وَالعَدْلَ.",
		"我们面临巨大的挑战，包括疫情。",
		"The admnistration of [inaudible] said so. So so so it is.",
	}}}
	for quotation, want := range map[string]quote.Verdict{
		"the 'old' well‑being":               quote.Verbatim, // case of the first letter, other quotation marks, another hyphen
		"Côte d'Ivoire":                      quote.Verbatim, // decomposed, another apostrophe
		"Cote d'Ivoire":                      quote.NotFound, // two words are too few for a near miss
		"ours — it’s 1,000 people’s":         quote.Verbatim,
		"ours it’s 1,000 people’s":           quote.NearMiss,
		"we agree!":                          quote.Verbatim, // the final punctuation
		"Will We agree":                      quote.NearMiss, // a capital inside
		"being of Côte d’Ivoire":             quote.NearMiss, // half a word
		"of 2020–2021 in the U.S. Congress":  quote.Verbatim,
		"they said (...) of 2020-2021":       quote.Elided,
		"They said ... nothing":              quote.Verbatim, // a hesitation is no word
		"They said nothing of 2020-2021":     quote.NearMiss,
		"نحن نريد السلام":                    quote.Verbatim,
		"نحن نريد الحرب والعدل":              quote.NearMiss,
		"我们面临巨大的挑战":                          quote.Verbatim,
		"我们面临巨大的困难，包括疫情":                     quote.NearMiss,
		"[T]hey said":                        quote.Verbatim,
		"it is [S]o":                         quote.NotFound,
		"[we] agree":                         quote.Verbatim, // nothing is said of what stood before
		"Will [the parties] agree":           quote.Elided,   // in the place of a word
		"Will we agree [to it]? They said":   quote.Verbatim,
		"The “old” [thing] people’s":         quote.NearMiss, // in the place of too many
		"the administration [sic] of":        quote.Verbatim, // a slip, flagged
		"The administration of [X] said so":  quote.NearMiss, // one that is not
		"The admnistration of [X] said so":   quote.Elided,
		"The admnistration of said so":       quote.NearMiss, // what could not be heard was left out silently
		"so so so so so":                     quote.NearMiss,
		"So so so it":                        quote.Verbatim,
		"":                                   quote.NotFound,
		"(…)":                                quote.NotFound,
		"[…] ?":                              quote.NotFound,
		strings.Repeat("a ", quote.MaxBytes): quote.NotFound,
	} {
		if got := quote.Verify(quotation, said); got.Verdict != want {
			t.Errorf("%q: %s, want %s %+v", quotation, got.Verdict, want, got.Matches)
		}
	}
}

func TestFragmentsAreOfOneIntervention(t *testing.T) {
	sources := []quote.Source{
		{Origin: quote.Floor, Pieces: []string{"We have come a long way."}},
		{Origin: quote.Floor, Pieces: []string{"The way is open."}},
	}
	if got := quote.Verify("We have come (…) is open", sources); got.Verdict == quote.Elided || got.Verdict == quote.Verbatim {
		t.Errorf("words of two interventions are one quotation: %+v", got)
	}
	if got := quote.Verify("way (…) come", sources); got.Verdict != quote.NotFound {
		t.Errorf("the order does not matter: %+v", got)
	}
}

func TestTheClosestPlaceIsTaken(t *testing.T) {
	sources := []quote.Source{
		{Origin: quote.Floor, Pieces: []string{"a b x x x x c d a b y c d"}},
		{Origin: quote.Prepared, Pieces: []string{"a b c d"}},
		{Origin: quote.Translation, Pieces: []string{"a b c d"}},
	}
	got := quote.Verify("a b … c d", sources)
	if got.Verdict != quote.Elided || len(got.Matches) != 3 || got.Matches[0].LeftOut != 1 || got.Matches[0].Runs[1].Record != "y" {
		t.Errorf("%+v", got)
	}
	if got := quote.Verify("a b c d", sources[1:]); got.Verdict != quote.Translated || got.Matches[0].Source != 1 {
		t.Errorf("%+v", got)
	}
	if got := quote.Verify("a b c d", sources[1:2]); got.Verdict != quote.AsPrepared {
		t.Errorf("%+v", got)
	}
}

func TestLongRecordsAndEvilQuotations(t *testing.T) {
	// Each of these takes minutes where a search starts anew at each word.
	same := strings.Repeat("a ", 100_000)
	sources := []quote.Source{{Origin: quote.Floor, Pieces: []string{same}}, {Origin: quote.Floor, Pieces: []string{strings.Repeat("[", 100_000), strings.Repeat(". . ", 50_000)}}}
	x := quote.NewIndex(sources)
	long := strings.Repeat("a ", 3000)
	for quotation, want := range map[string]quote.Verdict{
		long:                             quote.Verbatim,
		long + "b":                       quote.NearMiss,
		strings.Repeat("a … ", 40):       quote.Verbatim,
		strings.Repeat("a … ", 41):       quote.NotFound, // too many fragments
		strings.Repeat("a [x] ", 40):     quote.Verbatim,
		strings.Repeat("a [sic] ", 40):   quote.Verbatim,
		strings.Repeat("[", 8000):        quote.NotFound,
		strings.Repeat("[a", 4000):       quote.NotFound,
		strings.Repeat(". ", 4000):       quote.NotFound,
		"a " + strings.Repeat("( ", 300): quote.Verbatim,
	} {
		if got := x.Verify(quotation); got.Verdict != want {
			t.Errorf("%.20q: %s, want %s", quotation, got.Verdict, want)
		}
	}
}
