package proceedings

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Bounds of a search.
const (
	MaxQueryRunes = 200
	maxQueryWords = 10
)

// Found is a segment that has all the words searched for, and where: hits of its text, in bytes, in their order.
type Found struct {
	Segment Segment
	Hits    []Hit
}

// Hit is a part of a text, in bytes, its end excluded.
type Hit struct{ Start, End int }

// Query is what to search for, made ready once.
type Query struct{ words [][]rune }

// ParseQuery cuts a query into words. Case and accents do not count; each word is found where another begins with it.
func ParseQuery(query string) (Query, error) {
	if utf8.RuneCountInString(query) > MaxQueryRunes {
		return Query{}, refuseField("q", "at most %d characters are searched for", MaxQueryRunes)
	}
	var q Query
	for _, w := range strings.FieldsFunc(query, func(r rune) bool { return !inWord(r) }) {
		if plain, _ := plainWord(w, 0); len(plain) > 0 {
			q.words = append(q.words, plain)
		}
	}
	switch {
	case len(q.words) == 0:
		return Query{}, refuseField("q", "say what to search for: a word at least")
	case len(q.words) > maxQueryWords:
		return Query{}, refuseField("q", "at most %d words are searched for at once", maxQueryWords)
	}
	return q, nil
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// plainWord is a word without case and accents (canonical decomposition, Unicode Standard Annex 15, without its marks), and
// the byte at which each rune of it stands in the text, one more for the end.
func plainWord(word string, at int) (plain []rune, places []int) {
	for i, r := range word {
		for _, d := range decomposed(r) {
			if unicode.IsMark(d) || d == 'ـ' { // the tatweel only stretches
				continue
			}
			plain = append(plain, unicode.ToLower(d))
			places = append(places, at+i)
		}
	}
	return plain, append(places, at+len(word))
}

func decomposed(r rune) []rune {
	if r < utf8.RuneSelf {
		return []rune{r}
	}
	return []rune(norm.NFKD.String(string(r)))
}

// Match finds the query in a text; nil: not all of its words are there.
func (q Query) Match(text string) []Hit {
	var hits []Hit
	found := make([]bool, len(q.words))
	begin := -1
	for i, r := range text {
		switch in := inWord(r); {
		case in && begin < 0:
			begin = i
		case !in && begin >= 0:
			hits = append(hits, q.inWord(text[begin:i], begin, found)...)
			begin = -1
		}
	}
	if begin >= 0 {
		hits = append(hits, q.inWord(text[begin:], begin, found)...)
	}
	if slices.Contains(found, false) {
		return nil
	}
	return hits
}

// inWord finds the query's words at the beginning of one word of a text, of which the longest counts; in a script without
// spaces anywhere in it. It notes which were found.
func (q Query) inWord(word string, at int, found []bool) []Hit {
	var hits []Hit
	plain, places := plainWord(word, at)
	for from := 0; from < len(plain); from++ {
		if from > 0 && kindOf(plain[from]) != kindOther {
			continue
		}
		longest := 0
		for i, w := range q.words {
			if rest := plain[from:]; len(rest) >= len(w) && slices.Equal(rest[:len(w)], w) {
				found[i] = true
				longest = max(longest, len(w))
			}
		}
		if longest > 0 {
			hits = append(hits, Hit{places[from], places[from+longest]})
			from += longest - 1
		}
	}
	return hits
}

// Search finds a query in segments, in the order in which they were spoken, at most so many, and counts all that have it.
// A language of "" is any.
func (q Query) Search(segments []Segment, language string, most int) (found []Found, all int) {
	for _, v := range segments {
		if language != "" && v.Language != language {
			continue
		}
		hits := q.Match(v.Text)
		if hits == nil {
			continue
		}
		if all++; len(found) < most {
			found = append(found, Found{v, hits})
		}
	}
	return found, all
}
