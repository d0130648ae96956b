package quote

// quotation is a quotation as it was read.
type quotation struct {
	raw       string
	tokens    []token
	ids       []int32
	fragments []fragment
}

// fragment is a run of the quotation that must be found as it is.
type fragment struct {
	first, last int // tokens, last included
	reach       int // how many of the source's words may stand before it, after the fragment before
	anyCase     bool
	slip        bool // one word, flagged with [sic]
}

// The reaches besides a number.
const (
	adjacent = 0
	anyReach = int(^uint(0) >> 1)
)

// parse reads a quotation. Its ids are of the Index.
func (x *Index) parse(raw string) quotation {
	q := quotation{raw: raw, tokens: scan(raw)}
	for _, t := range q.tokens {
		q.ids = append(q.ids, x.find(t.key()))
	}
	reach := anyReach // before the first: anything
	for i := 0; i < len(q.tokens); {
		switch q.tokens[i].kind {
		case gap:
			reach = anyReach
			i++
		case bracket:
			reach = max(reach, interpolationReach)
			i++
		case sic:
			i++
		default:
			end := q.stretch(i)
			if f, ok := q.trimmed(i, end); ok {
				q.add(f, reach)
				reach = adjacent
			}
			i = end
		}
	}
	return q
}

// stretch is the end of the words and points from i on.
func (q *quotation) stretch(i int) int {
	for i < len(q.tokens) && (q.tokens[i].kind == word || q.tokens[i].kind == point || q.tokens[i].kind == sic) {
		i++
	}
	return i
}

// trimmed is a stretch without the punctuation at its ends.
func (q *quotation) trimmed(first, end int) (fragment, bool) {
	for first < end && q.tokens[first].kind != word {
		first++
	}
	for end > first && q.tokens[end-1].kind == point {
		end--
	}
	return fragment{first: first, last: end - 1}, first < end
}

// add adds a stretch as one fragment, or as several where single words in it may differ.
func (q *quotation) add(f fragment, reach int) {
	f.reach, f.anyCase = reach, reach == anyReach
	flush := func(last int) {
		if last >= f.first {
			q.fragments = append(q.fragments, fragment{f.first, last, f.reach, f.anyCase, false})
			f = fragment{first: last + 1, last: f.last}
		}
	}
	for i := f.first; i <= f.last; i++ {
		flagged := q.tokens[i].kind == word && i < len(q.tokens)-1 && q.tokens[i+1].kind == sic
		switch {
		case q.tokens[i].kind == sic:
			flush(i - 1)
			f.first = i + 1
		case flagged, q.tokens[i].anyCase:
			flush(i - 1)
			q.fragments = append(q.fragments, fragment{i, i, f.reach, f.anyCase || q.tokens[i].anyCase, flagged})
			f = fragment{first: i + 1, last: f.last}
		}
	}
	flush(f.last)
}
