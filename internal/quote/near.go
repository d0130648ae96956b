package quote

import (
	"cmp"
	"slices"
)

// A near miss is looked for in the few sources that share most pairs of neighbouring words with the quotation, and there by
// the cheapest alignment (Needleman and Wunsch 1970, with free ends), in which the words at an omission mark cost next to nothing.
const (
	// candidates is how many sources are aligned. More find a passage that shares hardly any two words in a row; each costs up
	// to maxCells steps.
	candidates = 3
	// maxCells bounds an alignment, in pairs of a quotation's and a source's tokens, a byte each: ten minutes of speech beside
	// a paragraph. A longer source is cut to its most promising part.
	maxCells = 8 << 20
	// A near miss has at least nearWords words of the source, and nearShare percent of its own: less is another sentence.
	nearWords = 3
	nearShare = 60
)

// Costs of an alignment's steps. left is the least, so that of two equal alignments the closer one is found.
const (
	costLeft  = 1 << 16 // a word left out at an omission mark costs 1
	costPoint = 1 * costLeft
	costCase  = 1 * costLeft
	costWord  = 2 * costLeft
	costKind  = 4 * costLeft // a word beside a point
)

// near finds the passage that is most like the quotation.
func (x *Index) near(q quotation) (Match, bool) {
	small := q.small(x)
	var best alignment
	for _, c := range x.closest(q, small) {
		a := x.align(q, small, c)
		if best.pairs == nil || a.cost < best.cost {
			best = a
		}
	}
	said, all := 0, 0
	for i, t := range q.tokens {
		if t.kind != word {
			continue
		}
		all++
		if j, is := best.beside(i); is && q.difference(i, x.texts[best.source].tokens[j]) != OtherWord {
			said++
		}
	}
	if said < nearWords || said*100 < all*nearShare {
		return Match{}, false
	}
	return x.drawNear(q, best), true
}

// small are the ids of the quotation's tokens with small first letters.
func (q *quotation) small(x *Index) []int32 {
	out := make([]int32, 0, len(q.tokens))
	for _, t := range q.tokens {
		out = append(out, x.find(lowered(t.key())))
	}
	return out
}

// candidate is a part of a source: its tokens from a to b, b excluded.
type candidate struct{ source, a, b, score int }

// closest are the candidates, the most promising first.
func (x *Index) closest(q quotation, small []int32) []candidate {
	singles, pairs := map[int32]bool{}, map[[2]int32]bool{}
	for i, id := range small {
		if q.tokens[i].kind != word || id == unknown {
			continue
		}
		singles[id] = true
		if i > 0 && small[i-1] != unknown {
			pairs[[2]int32{small[i-1], id}] = true
		}
	}
	most := max(maxCells/(len(small)+1), 1)
	var out []candidate
	for i := range x.texts {
		if c := x.promising(i, most, singles, pairs); c.score >= nearWords {
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	return out[:min(len(out), candidates)]
}

// promising is the part of a source, of at most so many tokens, that has most of the words and pairs. Each counts once for
// the source as a whole, and as often as it occurs for the choice of the part.
func (x *Index) promising(source, most int, singles map[int32]bool, pairs map[[2]int32]bool) candidate {
	const pairWorth = 4
	t := &x.texts[source]
	c := candidate{source: source, b: min(len(t.ids), most)}
	one, two := map[int32]bool{}, map[[2]int32]bool{}
	worth := make([]int, len(t.ids)+1) // sums
	for i, id := range t.ids {
		id = x.lower[id]
		worth[i+1] = worth[i]
		if singles[id] {
			one[id] = true
			worth[i+1]++
		}
		if i == 0 {
			continue
		}
		if pair := [2]int32{x.lower[t.ids[i-1]], id}; pairs[pair] {
			two[pair] = true
			worth[i+1] += pairWorth
		}
	}
	for a := 0; a+most <= len(t.ids); a++ {
		if worth[a+most]-worth[a] > worth[c.b]-worth[c.a] {
			c.a, c.b = a, a+most
		}
	}
	c.score = len(one) + pairWorth*len(two)
	return c
}

// alignment lays a quotation beside a source.
type alignment struct {
	source int
	cost   int
	pairs  []int // by token of the quotation: the source's token; -1: none
}

func (a *alignment) beside(i int) (int, bool) {
	if i >= len(a.pairs) || a.pairs[i] < 0 {
		return 0, false
	}
	return a.pairs[i], true
}

// Steps of an alignment.
const (
	both byte = iota
	onlyQuote
	onlySource
)

// align finds the cheapest alignment of a quotation with a part of a source.
func (x *Index) align(q quotation, small []int32, c candidate) alignment {
	rows := q.rows()
	n := c.b - c.a
	steps := make([]byte, (len(rows)+1)*(n+1))
	last, row := make([]int, n+1), make([]int, n+1)
	for i, r := range rows {
		row[0] = last[0] + r.alone
		steps[(i+1)*(n+1)] = onlyQuote
		for j := range n {
			cost, step := last[j]+x.pairCost(q, small, r.token, c.source, c.a+j), both
			if up := last[j+1] + r.alone; up < cost {
				cost, step = up, onlyQuote
			}
			if left := row[j] + x.leftCost(r, c.source, c.a+j); left < cost {
				cost, step = left, onlySource
			}
			row[j+1] = cost
			steps[(i+1)*(n+1)+j+1] = step
		}
		last, row = row, last
	}
	end := 0
	for j := range last {
		if last[j] < last[end] {
			end = j
		}
	}
	out := alignment{source: c.source, cost: last[end], pairs: make([]int, len(q.tokens))}
	for i := range out.pairs {
		out.pairs[i] = -1
	}
	for i, j := len(rows), end; i > 0; {
		switch steps[i*(n+1)+j] {
		case both:
			i, j = i-1, j-1
			out.pairs[rows[i].token] = c.a + j
		case onlyQuote:
			i--
		default:
			j--
		}
	}
	return out
}

// row is a token of the quotation that is aligned.
type row struct {
	token int
	alone int // what it costs without a counterpart
	// after is what may stand between it and the next one: adjacent, a reach, anyReach.
	after int
}

// rows are the words and points of a quotation.
func (q *quotation) rows() []row {
	var out []row
	for i, t := range q.tokens {
		switch {
		case t.kind == word:
			out = append(out, row{token: i, alone: costWord + 1}) // rather another word than none
		case t.kind == point && q.fragmentOf(i).first < 0:
			out = append(out, row{token: i, alone: 0})
		case t.kind == point:
			out = append(out, row{token: i, alone: costPoint})
		case len(out) == 0 || t.kind == sic:
		case t.kind == gap:
			out[len(out)-1].after = anyReach
		default:
			out[len(out)-1].after = max(out[len(out)-1].after, interpolationReach)
		}
	}
	return out
}

// leftCost is what it costs to leave out the source's token j after a row.
func (x *Index) leftCost(r row, source, j int) int {
	switch t := x.texts[source].tokens[j]; {
	case r.after == anyReach:
		return 1
	case r.after > 0:
		return costLeft / interpolationReach
	case !t.counts():
		return costPoint
	default:
		return costWord
	}
}

func (x *Index) pairCost(q quotation, small []int32, i, source, j int) int {
	have := x.texts[source].ids[j]
	switch kind := x.texts[source].tokens[j].kind; {
	case q.ids[i] == have:
		return 0
	case (q.tokens[i].kind == word) != (kind == word):
		return costKind
	case small[i] != unknown && small[i] == x.lower[have]:
		return costCase
	case kind == word:
		return costWord
	default:
		return costPoint
	}
}

// drawNear makes the Match of an alignment.
func (x *Index) drawNear(q quotation, a alignment) Match {
	d := drawing{x: x, q: q, source: a.source, exempt: func(i int) bool {
		return q.tokens[i].kind == point && q.fragmentOf(i).first < 0
	}}
	d.run(a.beside)
	m := Match{Source: a.source, Runs: d.runs, LeftOut: d.leftOut}
	first := true
	for i := range a.pairs {
		if j, is := a.beside(i); is {
			piece := int(x.texts[a.source].pieces[j])
			if first {
				m.First, first = piece, false
			}
			m.Last = piece
		}
	}
	return m
}
