package quote

import (
	"cmp"
	"slices"
)

// place is where a fragment was found: tokens of a text, end excluded.
type place struct {
	start, end int32
	begin      int32 // where the best chain of fragments up to this one begins
	from       int32 // index of the place of the fragment before, in that chain
}

// exact finds the quotation word for word, the best places first: the floor's before others, the one that leaves out
// least before those that leave out more.
func (x *Index) exact(q quotation) []Match {
	if slices.ContainsFunc(q.fragments, func(f fragment) bool { return x.hopeless(q, f) }) {
		return nil
	}
	var out []Match
	for i := range x.texts {
		if chain := x.chain(q, &x.texts[i]); chain != nil {
			out = append(out, x.drawExact(q, i, chain))
		}
	}
	slices.SortStableFunc(out, func(a, b Match) int {
		return cmp.Or(cmp.Compare(x.sources[a.Source].Origin.rank(), x.sources[b.Source].Origin.rank()), cmp.Compare(a.LeftOut, b.LeftOut))
	})
	return out[:min(len(out), MaxMatches)]
}

// hopeless tells whether a fragment has a word that no source has.
func (x *Index) hopeless(q quotation, f fragment) bool {
	first := f.first
	if f.slip || f.anyCase {
		first++
	}
	return slices.Contains(q.ids[first:f.last+1], unknown)
}

// chain finds the fragments in a text in their order, as close together as they stand anywhere in it: of each fragment's
// places the one is kept that is reached from the latest beginning.
func (x *Index) chain(q quotation, t *text) []place {
	all := make([][]place, len(q.fragments))
	for k, f := range q.fragments {
		found := x.places(q, f, t)
		if k > 0 {
			found = follow(all[k-1], found, f.reach, t)
		}
		if len(found) == 0 {
			return nil
		}
		all[k] = found
	}
	last := all[len(all)-1]
	var best int32
	for i, p := range last {
		if t.words[p.end]-t.words[p.begin] < t.words[last[best].end]-t.words[last[best].begin] {
			best = int32(i)
		}
	}
	out := make([]place, len(all))
	for k, i := len(all)-1, best; k >= 0; k-- {
		out[k] = all[k][i]
		i = all[k][i].from
	}
	return out
}

// follow keeps of a fragment's places those that come after a place of the one before within reach. Both lists are in
// the text's order.
func follow(before, found []place, reach int, t *text) []place {
	var out []place
	var open []int32 // places before, whose beginnings grow from the last to the first; all end before the place at hand
	n := int32(0)
	for _, p := range found {
		for ; int(n) < len(before) && before[n].end <= p.start; n++ {
			for len(open) > 0 && before[open[len(open)-1]].begin <= before[n].begin {
				open = open[:len(open)-1]
			}
			open = append(open, n)
		}
		// The first in open begins latest; but it may end too far away, and will be too far for all later ones then.
		for len(open) > 0 && !within(before[open[0]], p, reach, t) {
			open = open[1:]
		}
		if len(open) > 0 {
			p.from, p.begin = open[0], before[open[0]].begin
			out = append(out, p)
		}
	}
	return out
}

// within tells whether p follows the place before it closely enough. Punctuation does not count where words may be
// replaced, and does where nothing may stand between.
func within(before, p place, reach int, t *text) bool {
	if reach == adjacent {
		return p.start == before.end
	}
	return int(t.words[p.start]-t.words[before.end]) <= reach
}

// places are where a text has a fragment, in its order.
func (x *Index) places(q quotation, f fragment, t *text) []place {
	if f.slip {
		return x.slips(q, f, t)
	}
	pattern := q.ids[f.first : f.last+1]
	ahead := 0
	if f.anyCase {
		pattern, ahead = pattern[1:], 1
	}
	small := x.find(lowered(q.tokens[f.first].text))
	var out []place
	occurrences(t.ids, pattern, func(at int) {
		start := at - ahead
		if start < 0 || f.anyCase && (small == unknown || x.lower[t.ids[start]] != small) {
			return
		}
		out = append(out, place{start: int32(start), end: int32(at + len(pattern)), begin: int32(start)})
	})
	return out
}

// slips are the words of a text that a flagged word may stand for.
func (x *Index) slips(q quotation, f fragment, t *text) []place {
	written := q.tokens[f.first].text
	alike := map[int32]bool{}
	var out []place
	for i, id := range t.ids {
		if t.tokens[i].kind != word {
			continue
		}
		is, known := alike[id]
		if !known {
			is = slip(written, t.tokens[i].text)
			alike[id] = is
		}
		if is {
			out = append(out, place{start: int32(i), end: int32(i + 1), begin: int32(i)})
		}
	}
	return out
}

// occurrences calls found with every place of pattern in ids, in time proportional to both (Knuth, Morris, Pratt 1977). An
// empty pattern is everywhere.
func occurrences(ids, pattern []int32, found func(at int)) {
	if len(pattern) == 0 {
		for i := range len(ids) + 1 {
			found(i)
		}
		return
	}
	back := make([]int, len(pattern)+1) // by length matched: the longest proper prefix that is also a suffix
	for i, k := 1, 0; i < len(pattern); i++ {
		for k > 0 && pattern[i] != pattern[k] {
			k = back[k]
		}
		if pattern[i] == pattern[k] {
			k++
		}
		back[i+1] = k
	}
	k := 0
	for i, id := range ids {
		for k > 0 && (k == len(pattern) || id != pattern[k]) {
			k = back[k]
		}
		if id == pattern[k] {
			k++
		}
		if k == len(pattern) {
			found(i + 1 - k)
		}
	}
}
