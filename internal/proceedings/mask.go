package proceedings

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// withheldName stands for a name that may not be told, in any language: nomen nescio, "I do not know the name".
const withheldName = "[N. N.]"

// mask takes names out of texts: those of people whole and each part of them, those of parties whole. It knows how they are
// written in the list of participants, whatever the case and the accents, with what Arabic joins to a name, and among words
// without spaces; and no other way: a nickname, or "the Mexican side", stays.
type mask struct {
	// names by their first word, plain: all their words.
	names map[string][][]string
	known map[string]bool // whole names
}

// shortestPart is how many letters a part of a name has at least that is taken for the name: "de" and "O." are not.
const shortestPart = 3

func newMask(people, parties []string) mask {
	m := mask{names: map[string][][]string{}, known: map[string]bool{}}
	for _, p := range people {
		m.add(wordsOf(p))
		for _, part := range runsOf(p) {
			if first, _ := utf8.DecodeRuneInString(part.text); utf8.RuneCountInString(part.text) >= shortestPart && !unicode.IsLower(first) {
				m.add(wordsOf(part.text))
			}
		}
	}
	for _, p := range parties {
		m.add(wordsOf(p))
	}
	return m
}

// newMask knows everybody who was invited or came, and all parties; with no house, nobody.
func (s State) newMask(house bool) mask {
	if !house {
		return mask{}
	}
	var people, parties []string
	for _, inv := range s.Invitations {
		people = append(people, inv.Name)
	}
	for _, p := range s.Participants {
		people = append(people, p.Name)
	}
	for _, d := range s.Meeting.Delegations {
		parties = append(parties, d.Name)
	}
	return newMask(people, parties)
}

func (m mask) add(name []textWord) {
	if len(name) == 0 {
		return
	}
	all := make([]string, 0, len(name))
	for _, w := range name {
		all = append(all, withoutArticle(w.plain()))
	}
	key := strings.Join(all, " ")
	if m.known[key] {
		return
	}
	m.known[key] = true
	m.names[all[0]] = append(m.names[all[0]], all)
}

// text is a text without the names.
func (m mask) text(s string) string {
	if len(m.names) == 0 {
		return s
	}
	found := wordsOf(s)
	var out strings.Builder
	written := 0
	for i := 0; i < len(found); {
		n := m.longest(found[i:])
		if n == 0 {
			i++
			continue
		}
		out.WriteString(s[written:found[i].start])
		out.WriteString(withheldName)
		written = found[i+n-1].end
		i += n
	}
	return out.String() + s[written:]
}

// titles are titles without the names.
func (m mask) titles(in Titles) Titles {
	if in == nil {
		return nil
	}
	out := make(Titles, len(in))
	for language, title := range in {
		out[language] = m.text(title)
	}
	return out
}

// longest is how many words the longest name has that a text begins with.
func (m mask) longest(text []textWord) int {
	best := 0
	for _, form := range text[0].forms() {
		for _, name := range m.names[form] {
			if len(name) > best && len(name) <= len(text) && goesOn(text, name) {
				best = len(name)
			}
		}
	}
	return best
}

// goesOn tells whether a text goes on with a name's second word and the others.
func goesOn(text []textWord, name []string) bool {
	for i, part := range name[1:] {
		if !slices.Contains(text[i+1].forms(), part) {
			return false
		}
	}
	return true
}

// textWord is a run of letters, digits and their marks; of a script without spaces, one letter.
type textWord struct {
	text       string
	start, end int
}

// plain is the word without case and accents.
func (w textWord) plain() string {
	letters, _ := plainWord(w.text, 0)
	return string(letters)
}

// arabicJoined are the conjunctions and prepositions that Arabic writes with the next word, one or two of them.
const arabicJoined = "وفبلكس"

// arabicArticle, and as it is written after the preposition li.
const arabicArticle, arabicToThe = "ال", "لل"

// forms are what a name may be of which the word is made: itself, and in Arabic what is left without what is joined to it.
func (w textWord) forms() []string {
	word := w.plain()
	first, _ := utf8.DecodeRuneInString(word)
	if !unicode.Is(unicode.Arabic, first) {
		return []string{word}
	}
	out := []string{word, withoutArticle(word)}
	rest := []rune(word)
	for range 2 {
		if len(rest) <= shortestPart || !strings.ContainsRune(arabicJoined, rest[0]) {
			break
		}
		if after, found := strings.CutPrefix(string(rest), arabicToThe); found {
			out = append(out, after)
		}
		rest = rest[1:]
		out = append(out, string(rest), withoutArticle(string(rest)))
	}
	return out
}

// withoutArticle is an Arabic word without its article.
func withoutArticle(word string) string {
	if rest, found := strings.CutPrefix(word, arabicArticle); found && utf8.RuneCountInString(rest) >= shortestPart {
		return rest
	}
	return word
}

// wordsOf are the words of a text.
func wordsOf(s string) []textWord {
	var out []textWord
	for _, run := range runsOf(s) {
		begin := 0
		for i, r := range run.text {
			if kindOf(r) != kindOther {
				continue
			}
			if begin < i {
				out = append(out, textWord{run.text[begin:i], run.start + begin, run.start + i})
			}
			begin = i + utf8.RuneLen(r)
			out = append(out, textWord{run.text[i:begin], run.start + i, run.start + begin})
		}
		if begin < len(run.text) {
			out = append(out, textWord{run.text[begin:], run.start + begin, run.end})
		}
	}
	return out
}

// runsOf are the runs of letters, digits and their marks.
func runsOf(s string) []textWord {
	var out []textWord
	start := -1
	for i, r := range s + " " {
		inside := unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)
		switch {
		case inside && start < 0:
			start = i
		case !inside && start >= 0:
			out = append(out, textWord{s[start:i], start, i})
			start = -1
		}
	}
	return out
}
