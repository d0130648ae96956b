package quote

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// kind of a token.
type kind uint8

const (
	word    kind = iota // also a symbol that is read aloud: %, $
	point               // punctuation
	gap                 // an omission mark; in a source, a hesitation
	bracket             // other text in [ ]: an interpolation; in a source, a note of who wrote the record
	sic                 // [sic]
)

// token is a piece of a text as it is compared.
type token struct {
	kind       kind
	anyCase    bool // of the first letter: [T]he
	text       string
	start, end int // bytes of the text as it was given
}

// longestBracket bounds what is read as a bracket's inside, in bytes; a longer one is a lone parenthesis.
const longestBracket = 1000

// scan cuts a text into tokens.
func scan(s string) []token {
	var out []token
	for i := 0; i < len(s); {
		t, n := next(s[i:])
		if t.text != "" || t.kind == gap || t.kind == bracket || t.kind == sic {
			t.start, t.end = i, i+n
			out = append(out, t)
		}
		i += n
	}
	return out
}

// next is the token at the beginning of s, and its length. Spaces and signs that are not compared give one without text.
func next(s string) (token, int) {
	if n := omission(s); n > 0 {
		return token{kind: gap}, n
	}
	if inside, n := bracketed(s); n > 0 {
		return bracketToken(s, inside, n)
	}
	if n := wordLength(s); n > 0 {
		return token{kind: word, text: canonical(s[:n])}, n
	}
	r, n := utf8.DecodeRuneInString(s)
	switch {
	case unicode.IsSpace(r) || unicode.Is(unicode.Z, r) || ignored(r):
		return token{}, n
	case unicode.IsPunct(r) && !strings.ContainsRune("%‰#&@§", r):
		return token{kind: point, text: punctuation(r)}, n
	default:
		return token{kind: word, text: s[:n]}, n
	}
}

// bracketToken tells apart what stands in brackets: [sic], [T]he, an interpolation.
func bracketToken(s, inside string, n int) (token, int) {
	if strings.EqualFold(strings.Trim(inside, " !"), "sic") {
		return token{kind: sic}, n
	}
	after, _ := utf8.DecodeRuneInString(s[n:])
	if first, size := utf8.DecodeRuneInString(inside); size == len(inside) && unicode.IsLetter(first) && unicode.IsLetter(after) && !alone(first) && !alone(after) {
		rest := wordLength(s[n:])
		return token{kind: word, anyCase: true, text: canonical(inside + s[n:n+rest])}, n + rest
	}
	return token{kind: bracket, text: inside}, n
}

// omission is the length of the omission mark that s begins with; 0: none.
func omission(s string) int {
	if s == "" {
		return 0
	}
	closing := map[byte]string{'(': ")", '[': "]"}[s[0]]
	if closing == "" {
		return dots(s)
	}
	inside := strings.TrimLeft(s[1:], " ")
	n := dots(inside)
	rest := strings.TrimLeft(inside[n:], " ")
	if n == 0 || !strings.HasPrefix(rest, closing) {
		return 0
	}
	return len(s) - len(rest) + 1
}

// dots is the length of the "…" or "..." that s begins with, also of more dots and of ". . ."; 0: none.
func dots(s string) int {
	count, end := 0, 0
	for i := 0; i < len(s); {
		switch {
		case strings.HasPrefix(s[i:], "…"):
			count += 3
			i += len("…")
			end = i
		case s[i] == '.':
			count++
			i++
			end = i
		case s[i] == ' ' && count > 0 && count < 3 && strings.HasPrefix(s[i+1:], "."):
			i++
		default:
			i = len(s)
		}
	}
	if count < 3 {
		return 0
	}
	return end
}

// bracketed is the inside of the [ ] that s begins with, and the length of the whole.
func bracketed(s string) (inside string, n int) {
	if s == "" || s[0] != '[' {
		return "", 0
	}
	end := strings.IndexAny(s[1:min(len(s), longestBracket)], "[]")
	if end < 0 || s[1+end] == '[' {
		return "", 0
	}
	return strings.TrimSpace(s[1 : 1+end]), end + 2
}

// wordLength is the length of the word that s begins with, in bytes; 0: none.
func wordLength(s string) int {
	var last rune        // letter, digit or joining sign
	end, letters := 0, 0 // letters since the last joining sign
	for i, r := range s {
		switch {
		case end > 0 && (ignored(r) || unicode.IsMark(r)):
		case end > 0 && (alone(last) || alone(r)):
			return end
		case inWord(r):
			if letters++; joins(last) {
				letters = 1
			}
			last = r
		case inWord(last) && joined(r, last, letters, s[i:]):
			last = r
		default:
			return end
		}
		end = i + utf8.RuneLen(r)
	}
	return end
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) }

func joins(r rune) bool { return r != 0 && !inWord(r) }

// joined tells whether a sign between two letters or digits is part of the word: don't, well-being, 1,000, 3.5, U.S.
func joined(r, before rune, letters int, rest string) bool {
	if r == utf8.RuneError { // perhaps one byte that is no character
		return false
	}
	after, _ := utf8.DecodeRuneInString(rest[utf8.RuneLen(r):])
	if !inWord(after) || alone(after) {
		return false
	}
	digits := unicode.IsDigit(before) && unicode.IsDigit(after)
	switch {
	case apostrophe(r), r == '-', r == '‐', r == '‑', r == '·':
		return true
	case r == '.':
		return digits || letters == 1 && unicode.IsLetter(before) && unicode.IsLetter(after)
	default:
		return digits && (r == ',' || r == '–')
	}
}

// alone tells whether a character of a script without spaces between words is a word of its own here.
func alone(r rune) bool {
	return r >= 0x0E00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) &&
		!unicode.IsMark(r)
}

// ignored are signs that are not compared and end no word: soft hyphen, marks of direction, joiners, byte order mark.
func ignored(r rune) bool { return unicode.Is(unicode.Cf, r) }

// vowelSign tells whether a mark is one of those that Arabic and Hebrew are usually written without; the tatweel only
// stretches a word.
func vowelSign(r rune) bool {
	return r >= 0x064B && r <= 0x0652 || r == 0x0670 || r == 0x0640 || r >= 0x0591 && r <= 0x05BD || r >= 0x05BF && r <= 0x05C7
}

func apostrophe(r rune) bool {
	return strings.ContainsRune("'’‘ʼ‛′＇", r)
}

func dash(r rune) bool { return unicode.Is(unicode.Pd, r) || r == '−' }

// canonical is a word as it is compared.
func canonical(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case ignored(r), vowelSign(r):
			return -1
		case apostrophe(r):
			return '\''
		case dash(r):
			return '-'
		default:
			return r
		}
	}, norm.NFC.String(s))
}

// punctuation is a sign as it is compared. All quotation marks are one: a quotation inside another changes them.
func punctuation(r rune) string {
	switch {
	case apostrophe(r), r == '"', unicode.In(r, unicode.Pi, unicode.Pf), strings.ContainsRune("„‚‟「」『』〝〞＂", r):
		return `"`
	case dash(r):
		return "-"
	default:
		return string(r)
	}
}

// lowered is a word with a small first letter.
func lowered(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	small := unicode.ToLower(r)
	if small == r {
		return s
	}
	return string(small) + s[n:]
}
