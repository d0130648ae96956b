package proceedings

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// withheldName stands for a name that may not be told, in any language: nomen nescio, "I do not know the name".
const withheldName = "[N. N.]"

// mask takes names out of texts: those of people whole and each part of them, those of parties whole. It knows how they are
// written in the list of participants, and no other way: a nickname, or "the Mexican side", stays.
type mask struct {
	// names by their first word, in small letters: all their words.
	names map[string][][]string
	known map[string]bool // whole names
}

// shortestPart is how many letters a part of a name has at least that is taken for the name: "de" and "O." are not.
const shortestPart = 3

func newMask(people, parties []string) mask {
	m := mask{names: map[string][][]string{}, known: map[string]bool{}}
	for _, p := range people {
		parts := wordsOf(p)
		m.add(parts)
		for _, part := range parts {
			if first, _ := utf8.DecodeRuneInString(part.text); utf8.RuneCountInString(part.text) >= shortestPart && !unicode.IsLower(first) {
				m.add([]textWord{part})
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
		all = append(all, strings.ToLower(w.text))
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
	for _, name := range m.names[strings.ToLower(text[0].text)] {
		if len(name) <= best || len(name) > len(text) {
			continue
		}
		same := true
		for i, part := range name {
			same = same && strings.ToLower(text[i].text) == part
		}
		if same {
			best = len(name)
		}
	}
	return best
}

// textWord is a run of letters, digits and their marks.
type textWord struct {
	text       string
	start, end int
}

func wordsOf(s string) []textWord {
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
