// Package quote holds a quotation against what was said: found word for word, with which omissions, as interpreted only, or
// what differs, word by word. It is pure and a leaf.
//
// A quotation is its fragments, in their order, on word boundaries, inside one Source. Omission marks, (…) (...) […] [...] … and
// ..., part them; what they left out is reported. Other text in [ ] is an interpolation and reported as one: it stands beside
// the words, or in the place of a few. [T]he is the word with another first letter, and a word before [sic] may be misspelt. Besides
// these only the case of a fragment's first letter and the punctuation at a fragment's ends may differ.
//
// Not compared at all are Unicode's forms of composition (NFC), the shapes of quotation marks, apostrophes, dashes and spaces, soft
// hyphens and marks of direction, and the vowel signs of Arabic and Hebrew. Scripts that are written without spaces have a
// boundary at each character: where their words end is in no text.
package quote

// Origin says where a Source's words come from.
type Origin string

// The origins. Only the floor's words are the speaker's own.
const (
	Floor          Origin = "floor"
	Interpretation Origin = "interpretation"
	Translation    Origin = "translation"
	Prepared       Origin = "prepared" // a text deposited beforehand, not what was delivered
)

// Source is all words of one intervention, in one language and of one origin: a quotation is inside one.
type Source struct {
	Origin Origin
	Pieces []string // in the order of the words
}

// Verdict is what a quotation is.
type Verdict string

// The verdicts, from the best to the worst.
const (
	Verbatim    Verdict = "verbatim"    // the speaker's words
	Elided      Verdict = "elided"      // the speaker's words, some left out or replaced where the quotation says so
	Interpreted Verdict = "interpreted" // an interpreter's words: never the speaker's own
	Translated  Verdict = "translated"  // a translation's words
	AsPrepared  Verdict = "prepared"    // of a text deposited beforehand; not found in what was said
	NearMiss    Verdict = "near-miss"   // like something that was said, and different
	NotFound    Verdict = "not-found"
)

// Result is the verdict with what it rests on.
type Result struct {
	Verdict Verdict
	// Matches is where the words were found, the best first, at most MaxMatches; of NearMiss the closest passage only.
	Matches []Match
}

// Match is one place in the sources.
type Match struct {
	Source      int // index
	First, Last int // indices of the pieces with the passage's first and last word
	Runs        []Run
	// LeftOut counts the words between the passage's first and last that the quotation does not have.
	LeftOut int
}

// Run is a stretch of the quotation. The Quotes of all Runs, one after the other, are the quotation as it was given.
type Run struct {
	Kind   RunKind
	Quote  string // of the quotation; "" for Missing
	Record string // what the source has in its place, at most MaxRecordBytes of it
	Words  int    // how many words Record has, or would have
	Why    Difference
}

// RunKind says what becomes of a stretch of the quotation.
type RunKind string

// The kinds.
const (
	Same          RunKind = "same"
	Omission      RunKind = "omission"      // a mark; Record is what was left out
	Interpolation RunKind = "interpolation" // of who quotes; Record is what it replaces, if anything
	Changed       RunKind = "changed"       // Quote stands in the place of Record
	Added         RunKind = "added"         // nothing was said in its place
	Missing       RunKind = "missing"       // Record was said, and left out without a mark
)

// Difference says what is Changed.
type Difference string

// The differences.
const (
	OtherWord   Difference = "word"
	OtherCase   Difference = "case"
	Spelling    Difference = "spelling" // a letter or two: perhaps a slip, perhaps another word
	Punctuation Difference = "punctuation"
)

// Bounds. A verification costs time in proportion to the sources, and at most maxCells steps for each passage that is looked
// at for a near miss.
const (
	// MaxBytes bounds a quotation: a page and a half. A longer one is a document of its own.
	MaxBytes = 8000
	// MaxFragments bounds the parts of one.
	MaxFragments = 40
	// MaxMatches bounds the places that a Result lists.
	MaxMatches = 5
	// MaxRecordBytes bounds what a Run shows of the source.
	MaxRecordBytes = 2000
	// interpolationReach is how many words an interpolation may replace: "[the president]" for "he". With more, whole
	// sentences could go without an omission mark.
	interpolationReach = 5
)

// Verify holds a quotation against sources once. Whoever has many quotations makes an Index.
func Verify(quotation string, sources []Source) Result { return NewIndex(sources).Verify(quotation) }

// Verify holds a quotation against the sources. One without words, or beyond MaxBytes or MaxFragments, is not found.
func (x *Index) Verify(quotation string) Result {
	q, ok := x.read(quotation)
	if !ok {
		return Result{Verdict: NotFound}
	}
	if exact := x.exactly(q); exact.Verdict != NotFound {
		return exact
	}
	if near, ok := x.near(q); ok {
		return Result{Verdict: NearMiss, Matches: []Match{near}}
	}
	return Result{Verdict: NotFound}
}

// Exact is Verify that looks for nothing like the quotation where it is not found: it costs a hundredth then.
func (x *Index) Exact(quotation string) Result {
	q, ok := x.read(quotation)
	if !ok {
		return Result{Verdict: NotFound}
	}
	return x.exactly(q)
}

func (x *Index) read(text string) (quotation, bool) {
	if len(text) > MaxBytes {
		return quotation{}, false
	}
	q := x.parse(text)
	return q, len(q.fragments) > 0 && len(q.fragments) <= MaxFragments
}

func (x *Index) exactly(q quotation) Result {
	if exact := x.exact(q); len(exact) > 0 {
		return Result{Verdict: x.verdict(exact[0]), Matches: exact}
	}
	return Result{Verdict: NotFound}
}

// verdict of an exact match.
func (x *Index) verdict(m Match) Verdict {
	switch x.sources[m.Source].Origin {
	case Interpretation:
		return Interpreted
	case Translation:
		return Translated
	case Prepared:
		return AsPrepared
	default:
		if m.LeftOut > 0 {
			return Elided
		}
		return Verbatim
	}
}

// rank orders origins: the speaker's own words before all others.
func (o Origin) rank() int {
	switch o {
	case Interpretation:
		return 1
	case Translation:
		return 2
	case Prepared:
		return 3
	default:
		return 0
	}
}
