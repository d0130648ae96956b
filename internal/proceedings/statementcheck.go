package proceedings

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/cumbre-meet/cumbre/internal/dates"
	"github.com/cumbre-meet/cumbre/internal/quote"
)

// Finding is something in a text that is to be published which the calendar or the record does not bear out.
type Finding struct {
	Paragraph  string // "": a readout's, or a title's
	Part       string // PartTitle: of the title; "": of the words
	Language   string
	Start, End int    // code points of the paragraph's words, or of the title, in this language
	Words      string // those between
	Code       string // a dates.Code, or QuotationFails
	Date       dates.Finding
}

// QuotationFails is the code of a quotation that the record does not say.
const QuotationFails = "quotation-differs"

// PartTitle is the Part of a title: it is read first, and holds what the words hold.
const PartTitle = "title"

// quotedWords is from how many words on what stands between quotation marks is held to be a quotation of the meeting: fewer are
// a term ("root causes"), and would be found in any record or none.
const quotedWords = 4

// Voice is what of a turn was said in one language and of one origin: a quotation lies in one.
type Voice struct {
	Turn     Turn
	Passages []Segment
}

// Voices are the words that may be quoted.
func (e Exportable) Voices() []Voice {
	type key struct {
		turn     int
		language string
		origin   Origin
	}
	at := map[key]int{}
	var out []Voice
	for i, t := range e.content.Turns {
		for _, p := range t.Passages {
			k := key{i, p.Language, p.Origin}
			n, known := at[k]
			if !known {
				n = len(out)
				at[k] = n
				out = append(out, Voice{Turn: t})
			}
			out[n].Passages = append(out[n].Passages, p)
		}
	}
	return out
}

// QuotationIndex prepares voices for the check of quotations.
func QuotationIndex(voices []Voice) *quote.Index {
	sources := make([]quote.Source, 0, len(voices))
	for _, v := range voices {
		one := quote.Source{Origin: quote.Origin(v.Passages[0].Origin)}
		for _, p := range v.Passages {
			one.Pieces = append(one.Pieces, p.Text)
		}
		sources = append(sources, one)
	}
	return quote.NewIndex(sources)
}

// inspector holds texts against the calendar and the record.
type inspector struct {
	state    State
	calendar dates.Calendar
	index    *quote.Index // nil: not made yet
}

func (s State) inspector(now time.Time) *inspector {
	return &inspector{state: s, calendar: s.withDue(s.Calendar(now))}
}

// CheckStatement finds the dates, weekdays and quotations of a text and its titles, in each of its languages, that do not agree with this
// meeting, the next one, what is due, and the record (its last version, or the draft where none is published).
func (s State) CheckStatement(t Text, now time.Time) []Finding {
	in := s.inspector(now)
	out := in.checkTitles(t.Title, t.Titles, t.Languages)
	for _, place := range t.Places() {
		for _, p := range place {
			for _, language := range t.Languages {
				out = append(out, in.check(Finding{Paragraph: p.ID, Language: language}, p.Wording.Words[language].Text)...)
			}
		}
	}
	return out
}

func (s State) checkReadout(p Publication, now time.Time) []Finding {
	in := s.inspector(now)
	out := in.checkTitles(p.Title, p.Titles, p.Languages)
	for _, language := range p.Languages {
		out = append(out, in.check(Finding{Language: language}, p.Bodies[language])...)
	}
	return out
}

// checkTitles checks a title in all its forms. One without any is in the first of languages.
func (in *inspector) checkTitles(title string, forms Titles, languages []string) []Finding {
	if !slices.Contains(slices.Collect(maps.Values(forms)), title) && len(languages) > 0 {
		return append(in.check(Finding{Part: PartTitle, Language: languages[0]}, title), in.checkTitles("", forms, nil)...)
	}
	var out []Finding
	for _, language := range slices.Sorted(maps.Keys(forms)) {
		out = append(out, in.check(Finding{Part: PartTitle, Language: language}, forms[language])...)
	}
	return out
}

// check finds what is wrong with words; place says where they stand.
func (in *inspector) check(place Finding, words string) []Finding {
	var out []Finding
	found := func(start, end int, code string) Finding {
		one := place
		one.Words, one.Code = words[start:end], code
		one.Start, one.End = utf8.RuneCountInString(words[:start]), utf8.RuneCountInString(words[:end])
		return one
	}
	for _, f := range dates.Check(dates.Scan(place.Language, words), in.calendar) {
		one := found(f.Start, f.End, string(f.Code))
		one.Date = f
		out = append(out, one)
	}
	for _, span := range quotations(words) {
		if !in.said(words[span.Start:span.End]) {
			out = append(out, found(span.Start, span.End, QuotationFails))
		}
	}
	return out
}

// said tells whether the record says a quotation.
func (in *inspector) said(quotation string) bool {
	if in.index == nil {
		e, err := in.state.Export(Verbatim, in.state.quotedVersion())
		if err != nil {
			e = Exportable{} // nothing may be quoted
		}
		in.index = QuotationIndex(e.Voices())
	}
	return len(quotation) <= quote.MaxBytes && in.index.Exact(quotation).Verdict != quote.NotFound
}

// quotations are the spans of a text between quotation marks that have quotedWords at least, without the marks. A quotation within
// one is of its words; only where ‘…’ is around another is each one of its own.
func quotations(text string) []Hit {
	out := marked(text, map[rune]string{'«': "»", '“': "”", '„': "“”", '"': `"`, '‹': "›", '「': "」"})
	for _, single := range marked(text, map[rune]string{'‘': "’"}) {
		if !slices.ContainsFunc(out, func(q Hit) bool { return q.Start <= single.Start && single.End <= q.End }) {
			out = append(out, single)
		}
	}
	slices.SortFunc(out, func(a, b Hit) int { return cmp.Compare(a.Start, b.Start) })
	return out
}

func marked(text string, closing map[rune]string) []Hit {
	var out []Hit
	open, start := "", 0
	for i, r := range text {
		behind := i + utf8.RuneLen(r)
		switch {
		case open != "" && strings.ContainsRune(open, r) && (r != '’' || !apostrophe(text, i, behind)):
			if enough(text[start:i]) {
				out = append(out, Hit{Start: start, End: i})
			}
			open = ""
		case closing[r] != "" && (open == "" || r == '‘'): // ‘ before another was an apostrophe, as in ‘tis
			open, start = closing[r], behind
		}
	}
	return out
}

// apostrophe tells whether ’ stands between letters: it closes nothing.
func apostrophe(text string, at, behind int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[behind:])
	return unicode.IsLetter(before) && unicode.IsLetter(after)
}

// enough tells whether words are a quotation's, and not a term's. Scripts without spaces have four characters for a word.
func enough(words string) bool {
	n, dense := len(strings.Fields(words)), 0
	for _, r := range words {
		if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) {
			dense++
		}
	}
	return n+dense/4 >= quotedWords
}
