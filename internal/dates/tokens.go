package dates

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word, a number or a sign of the text.
type token struct {
	start, end int
	text       string // of a word: small letters without accents; of a sign: itself, dashes and commas of one kind
	number     int    // -1: none
	digits     int
	joined     bool // nothing between it and the token before
}

// Signs that stand for others like them; paragraph ends what a date can be in.
const (
	dash      = "-"
	comma     = ","
	paragraph = "\n\n"
)

// tokens cuts a text up. What is not seen, as soft hyphens and marks of direction, is not there.
func tokens(text string) []token {
	var out []token
	joined := false
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case unseen(r):
			i += size
		case unicode.IsSpace(r):
			end := i + strings.IndexFunc(text[i:]+"x", func(r rune) bool { return !unicode.IsSpace(r) })
			if strings.Count(text[i:end], "\n") > 1 {
				out = append(out, token{start: i, end: end, text: paragraph, number: -1})
			}
			i, joined = end, false
		default:
			t := next(text, i)
			t.joined = joined
			out = append(out, t)
			i, joined = t.end, true
		}
	}
	return out
}

// next is the token that begins at a byte.
func next(text string, at int) token {
	t := token{start: at, end: at, number: -1}
	first, size := utf8.DecodeRuneInString(text[at:])
	if _, ok := digit(first); !ok && !wordly(first) {
		t.end, t.text = at+size, sign(first)
		return t
	}
	_, figures := digit(first)
	var word strings.Builder
	for i := at; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		value, isDigit := digit(r)
		switch {
		case unseen(r):
			i += size
			continue // at a token's end it is not a part of it
		case isDigit != figures || !isDigit && !wordly(r):
			i = len(text)
			continue
		case isDigit:
			t.number, t.digits = min(max(t.number, 0)*10+value, 1e6), t.digits+1
		default:
			fold(&word, r)
		}
		i += size
		t.end = i
	}
	t.text = word.String()
	return t
}

// digit reads the figures of Europe, also in full width, and those of the Arabic script, western and eastern.
func digit(r rune) (int, bool) {
	for _, zero := range []rune{'0', '٠', '۰', '０'} {
		if r >= zero && r <= zero+9 {
			return int(r - zero), true
		}
	}
	return 0, false
}

func wordly(r rune) bool { return unicode.IsLetter(r) || unicode.Is(unicode.Mn, r) }

func unseen(r rune) bool { return r == 0xAD || r == 'ـ' || unicode.Is(unicode.Cf, r) }

func sign(r rune) string {
	switch {
	case unicode.Is(unicode.Pd, r), r == '−':
		return dash
	case r == '،':
		return comma
	case r == '⁄', r == '∕': // fraction and division slash
		return "/"
	case r == '°': // typed for º
		return "o"
	default:
		return string(r)
	}
}

// fold writes a letter as words are compared: small, without accent or vowel sign, the shapes of alef and yeh alike.
func fold(out *strings.Builder, r rune) {
	if unicode.Is(unicode.Mn, r) {
		return
	}
	r = unicode.ToLower(r)
	const from, to = "áàâäãéèêëíìîïóòôöõúùûüçñªºأإآٱىةᵉʳ", "aaaaaeeeeiiiiooooouuuucnaoاااايهer"
	if i := strings.IndexRune(from, r); i >= 0 {
		r = []rune(to)[utf8.RuneCountInString(from[:i])]
	}
	out.WriteRune(r)
}

// folded is fold of a whole phrase.
func folded(s string) string {
	var out strings.Builder
	for _, r := range s {
		fold(&out, r)
	}
	return out.String()
}
