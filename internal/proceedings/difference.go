package proceedings

import (
	"slices"
	"strings"
	"unicode"
)

// Op says what became of some words.
type Op string

// The ops.
const (
	Same   Op = "same"
	Struck Op = "struck" // of the old text only
	New    Op = "new"    // of the new text only
)

// Piece is some words of two texts that are compared, with the space after them.
type Piece struct {
	Op   Op
	Text string
}

// Stale is what an edit has missed: the segment as it is now, and how its words differ from those that were sent.
type Stale struct {
	Segment    Segment
	Speaker    string // SpeakerOf it
	Sound      bool   // there is a SoundOf it
	Difference []Piece
}

// stale refuses an edit that was made from another revision than the present one. text is what was sent; nil: no words.
func (s State) stale(now Segment, text *string) error {
	_, _, _, sound := s.SoundOf(now)
	r := &Refusal{
		Code:   RevisionStale,
		Detail: "somebody else has changed this segment meanwhile; look at the difference and send what is to stand, from the present revision",
		Stale:  &Stale{Segment: now, Speaker: s.SpeakerOf(now), Sound: sound},
	}
	if text != nil {
		r.Stale.Difference = Difference(now.Text, cleanChat(bounded(*text, MaxSegmentRunes)))
	}
	return r
}

func bounded(s string, runes int) string {
	n := 0
	for i := range s {
		if n == runes {
			return s[:i]
		}
		n++
	}
	return s
}

// maxCells bounds the table that one comparison fills: 2 bytes each. Two texts of 2000 words fit, which is more than two
// segments have; longer ones are first cut at words that both have once.
const maxCells = 4 << 20

// Difference tells by words how two texts differ. The pieces that are Same or Struck are the old text, those that are
// Same or New the new one but for spaces: where only the space between two words differs, the new one's is taken.
func Difference(from, to string) []Piece {
	var out []Piece
	add := func(op Op, words []string) {
		text := strings.Join(words, "")
		switch last := len(out) - 1; {
		case text == "":
		case last >= 0 && out[last].Op == op:
			out[last].Text += text
		default:
			out = append(out, Piece{op, text})
		}
	}
	compare(words(from), words(to), add)
	return out
}

// words cuts a text into words and marks, each with the space after it. Scripts without spaces between words are cut by
// characters.
func words(s string) []string {
	var out []string
	begin, was := 0, kindOther
	for i, r := range s {
		is := kindOf(r)
		if i > begin && is != kindSpace && (is != kindWord || was != kindWord) {
			out = append(out, s[begin:i])
			begin = i
		}
		was = is
	}
	if begin < len(s) {
		out = append(out, s[begin:])
	}
	return out
}

type runeKind int

const (
	kindOther runeKind = iota // a mark, or a character that stands for itself
	kindWord
	kindSpace
)

func kindOf(r rune) runeKind {
	switch {
	case unicode.IsSpace(r):
		return kindSpace
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar):
		return kindOther
	case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r), r == '\'', r == '’':
		return kindWord
	default:
		return kindOther
	}
}

func sameWord(a, b string) bool {
	return strings.TrimRightFunc(a, unicode.IsSpace) == strings.TrimRightFunc(b, unicode.IsSpace)
}

// compare tells add of each run of words, in order.
func compare(from, to []string, add func(Op, []string)) {
	head := 0
	for head < min(len(from), len(to)) && sameWord(from[head], to[head]) {
		head++
	}
	add(Same, to[:head])
	from, to = from[head:], to[head:]
	tail := 0
	for tail < min(len(from), len(to)) && sameWord(from[len(from)-1-tail], to[len(to)-1-tail]) {
		tail++
	}
	same := to[len(to)-tail:]
	from, to = from[:len(from)-tail], to[:len(to)-tail]
	switch cut := [2]int{}; {
	case len(from)*len(to) == 0:
		add(Struck, from)
		add(New, to)
	case len(from)*len(to) <= maxCells:
		align(from, to, add)
	case anchor(from, to, &cut):
		compare(from[:cut[0]], to[:cut[1]], add)
		compare(from[cut[0]:], to[cut[1]:], add)
	default: // nothing in common to hold on to
		add(Struck, from)
		add(New, to)
	}
	add(Same, same)
}

// anchor finds a word that both have exactly once, the nearest to the middle of from.
func anchor(from, to []string, cut *[2]int) bool {
	once := func(list []string) map[string]int {
		at := map[string]int{}
		for i, w := range list {
			w = strings.TrimSpace(w)
			if _, again := at[w]; again {
				i = -1
			}
			at[w] = i
		}
		return at
	}
	there := once(to)
	best := len(from)
	for w, i := range once(from) {
		j, ok := there[w]
		if distance := max(i-len(from)/2, len(from)/2-i); ok && i > 0 && j > 0 && distance < best {
			best, *cut = distance, [2]int{i, j}
		}
	}
	return best < len(from)
}

// align finds a longest common subsequence of words: the table of its lengths (Hunt and McIlroy 1976, section 2), then the
// way through it.
func align(from, to []string, add func(Op, []string)) {
	n, width := len(from), len(to)+1
	lengths := make([]uint16, (n+1)*width)
	for i, a := range slices.Backward(from) {
		for j, b := range slices.Backward(to) {
			if sameWord(a, b) {
				lengths[i*width+j] = lengths[(i+1)*width+j+1] + 1
			} else {
				lengths[i*width+j] = max(lengths[(i+1)*width+j], lengths[i*width+j+1])
			}
		}
	}
	i, j := 0, 0
	for i < n && j < len(to) {
		switch {
		case sameWord(from[i], to[j]):
			add(Same, to[j:j+1])
			i, j = i+1, j+1
		case lengths[(i+1)*width+j] >= lengths[i*width+j+1]:
			add(Struck, from[i:i+1])
			i++
		default:
			add(New, to[j:j+1])
			j++
		}
	}
	add(Struck, from[i:])
	add(New, to[j:])
}
