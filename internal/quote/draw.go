package quote

import "strings"

// drawExact makes the Match of a chain of places.
func (x *Index) drawExact(q quotation, source int, chain []place) Match {
	t := &x.texts[source]
	at := map[int]int{} // by token of the quotation: the source's token that it is
	for k, p := range chain {
		for i := range int(p.end - p.start) {
			at[q.fragments[k].first+i] = int(p.start) + i
		}
	}
	d := drawing{x: x, q: q, source: source}
	d.run(func(i int) (int, bool) {
		j, is := at[i]
		return j, is
	})
	first, last := chain[0].start, chain[len(chain)-1].end-1
	return Match{
		Source: source, First: int(t.pieces[first]), Last: int(t.pieces[last]), Runs: d.runs, LeftOut: d.leftOut,
	}
}

// drawing makes the Runs of a quotation that was laid beside a source.
type drawing struct {
	x       *Index
	q       quotation
	source  int
	runs    []Run
	leftOut int
	next    int   // the source's token after the last that was drawn; 0: none was yet
	pending []int // Runs of marks since then, which may have stood for words
	// exempt tells of a token without a counterpart whether that is no difference: punctuation at a fragment's end.
	exempt func(i int) bool
}

// run draws all tokens. beside gives the source's token of a token of the quotation, if it has one.
func (d *drawing) run(beside func(i int) (int, bool)) {
	written := 0 // of the quotation, in bytes
	for i, t := range d.q.tokens {
		// What stands between two tokens, spaces, belongs to the run before.
		d.glue(d.q.raw[written:t.start])
		piece := d.q.raw[t.start:t.end]
		written = t.end
		switch t.kind {
		case gap:
			d.mark(Run{Kind: Omission, Quote: piece})
		case bracket:
			d.mark(Run{Kind: Interpolation, Quote: piece})
		case sic:
			d.put(Run{Kind: Interpolation, Quote: piece})
		default:
			j, is := beside(i)
			d.token(i, piece, j, is)
		}
	}
	d.glue(d.q.raw[written:])
}

// token draws a word or a point.
func (d *drawing) token(i int, piece string, j int, is bool) {
	if !is {
		if d.exempt == nil || d.exempt(i) {
			d.put(Run{Kind: Same, Quote: piece})
		} else {
			d.put(Run{Kind: Added, Quote: piece})
		}
		return
	}
	if d.next > 0 {
		d.between(d.next, j)
	}
	d.next, d.pending = j+1, nil
	have := d.x.texts[d.source].tokens[j]
	if why := d.q.difference(i, have); why != "" {
		d.put(Run{Kind: Changed, Quote: piece, Record: d.x.raw(d.source, j, j+1), Words: 1, Why: why})
		return
	}
	d.put(Run{Kind: Same, Quote: piece})
}

// between accounts for the source's tokens from a to b, which the quotation does not have.
func (d *drawing) between(a, b int) {
	t := &d.x.texts[d.source]
	words := int(t.words[b] - t.words[a])
	d.leftOut += words
	stands := -1 // the mark that they are left out for
	for _, r := range d.pending {
		if d.runs[r].Kind == Omission || stands < 0 && words <= interpolationReach {
			stands = r
			if d.runs[r].Kind == Omission {
				break
			}
		}
	}
	switch {
	case stands >= 0 && words > 0:
		for t.tokens[a].kind == point {
			a++
		}
		for t.tokens[b-1].kind == point {
			b--
		}
		d.runs[stands].Record, d.runs[stands].Words = d.x.raw(d.source, a, b), words
	case stands < 0 && a < b && (words > 0 || len(d.pending) == 0):
		d.runs = append(d.runs, Run{Kind: Missing, Record: d.x.raw(d.source, a, b), Words: words})
	}
}

func (d *drawing) mark(r Run) {
	d.pending = append(d.pending, len(d.runs))
	d.runs = append(d.runs, r)
}

// put adds a Run, or lengthens the last one where it is of the same kind.
func (d *drawing) put(r Run) {
	if last := len(d.runs) - 1; last >= 0 && d.runs[last].Kind == r.Kind && (r.Kind == Same || r.Kind == Added) {
		d.runs[last].Quote += r.Quote
		return
	}
	d.runs = append(d.runs, r)
}

// glue adds spaces to the last Run that has words of the quotation.
func (d *drawing) glue(s string) {
	if s == "" {
		return
	}
	if last := len(d.runs) - 1; last >= 0 {
		d.runs[last].Quote += s
		return
	}
	d.runs = append(d.runs, Run{Kind: Same, Quote: s})
}

// difference tells how the quotation's token i differs from the source's that it stands for; "": not at all, as far as a
// quotation is held to it.
func (q *quotation) difference(i int, have token) Difference {
	t := q.tokens[i]
	if t.kind == have.kind && t.text == have.text {
		return ""
	}
	if t.kind != word || have.kind != word {
		return Punctuation
	}
	f := q.fragmentOf(i)
	switch {
	case f.anyCase && f.first == i && lowered(t.text) == lowered(have.text):
		return ""
	case f.slip && slip(t.text, have.text):
		return ""
	case strings.EqualFold(t.text, have.text):
		return OtherCase
	case slip(t.text, have.text):
		return Spelling
	default:
		return OtherWord
	}
}

// fragmentOf is the fragment that a token is in; the zero one where it is in none.
func (q *quotation) fragmentOf(i int) fragment {
	for _, f := range q.fragments {
		if f.first <= i && i <= f.last {
			return f
		}
	}
	return fragment{first: -1}
}

// slip tells whether two words are so alike that one may be a slip for the other: one letter more, less or other, or two
// neighbours exchanged; in words of eight letters and more twice.
func slip(a, b string) bool {
	x, y := []rune(a), []rune(b)
	const longWord, longest = 8, 60
	allowed := 1
	if min(len(x), len(y)) >= longWord {
		allowed = 2
	}
	if max(len(x), len(y)) > longest || max(len(x)-len(y), len(y)-len(x)) > allowed || min(len(x), len(y)) < 2 {
		return a == b
	}
	return distance(x, y) <= allowed
}

// distance is that of Damerau and Levenshtein, each letter exchanged at most once.
func distance(x, y []rune) int {
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := range x {
		row[0] = i + 1
		for j := range y {
			other := 0
			if x[i] != y[j] {
				other = 1
			}
			row[j+1] = min(last[j]+other, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(y)]
}
