package proceedings

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Text from outside is kept as plain text: markup in it is shown, never interpreted. What could make a line lie
// about its order or hide part of it is not kept: control characters, and the explicit directional embeddings,
// overrides and isolates (Unicode Standard Annex #9), as in "Trojan Source" (CVE-2021-42574). The marks LRM, RLM
// and ALM stay: honest Arabic and Hebrew texts need them.

// hidden tells whether a rune steers the display instead of being shown.
func hidden(r rune) bool {
	switch {
	case unicode.IsControl(r):
		return true
	case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069: // LRE RLE PDF LRO RLO, LRI RLI FSI PDI
		return true
	case r == 0x2028, r == 0x2029: // line and paragraph separator
		return true
	case r == 0x200B, r == 0x2060, r == 0xFEFF: // zero-width space, word joiner, byte order mark
		return true
	case r >= 0xFFF9 && r <= 0xFFFB: // interlinear annotation
		return true
	default:
		return r == utf8.RuneError
	}
}

// cleanName makes a name, function or title of s: one line, spaces collapsed. It refuses what it cannot keep, with
// the reason, because a name that differs from what was typed must not come about silently.
func cleanName(s string) (name, reason string) {
	// The bound on bytes comes first: the rest costs time in proportion.
	if len(s) > MaxNameRunes*utf8.UTFMax || utf8.RuneCountInString(s) > MaxNameRunes {
		return "", "at most 200 characters are accepted"
	}
	for _, r := range s {
		if hidden(r) && r != '\t' && r != '\n' && r != '\r' {
			return "", "it has a control or text-direction character; write it without"
		}
	}
	return strings.Join(strings.Fields(s), " "), ""
}

// cleanChat makes a chat text of s: hidden characters are dropped (people paste them unknowingly), line ends
// become "\n", tabs become spaces, at most one empty line stays between two others.
func cleanChat(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\r', r == 0x2028, r == 0x2029:
			return '\n'
		case r == '\t':
			return ' '
		case hidden(r):
			return -1
		default:
			return r
		}
	}, s)
	for strings.Contains(s, "\n\n\n") {
		s = strings.ReplaceAll(s, "\n\n\n", "\n\n")
	}
	return strings.TrimSpace(s)
}

// CleanText is a text of several lines without what steers the display.
func CleanText(s string) string { return cleanChat(s) }

// CleanLine is a text in one line, without what steers the display.
func CleanLine(s string) string { return strings.Join(strings.Fields(cleanChat(s)), " ") }

// languageTag brings a BCP 47 tag (RFC 5646) into its usual writing, "es-mx" → "es-MX". Only the form is checked:
// the registry grows. But a language has two or three letters: four are reserved and none of five to eight was
// ever registered (section 2.2.1), while "english" and "spanish" are what people write.
func languageTag(s string) (tag string, ok bool) {
	const longest = 35 // RFC 5646 section 4.4.1: what an implementation must at least take
	if len(s) > longest {
		return "", false
	}
	parts := strings.Split(s, "-")
	for i, part := range parts {
		if !subtag(part) || i == 0 && !language(part) {
			return "", false
		}
		switch part = strings.ToLower(part); {
		case i > 0 && len(part) == 2:
			parts[i] = strings.ToUpper(part)
		case i > 0 && len(part) == 4 && part[0] > '9':
			parts[i] = strings.ToUpper(part[:1]) + part[1:]
		default:
			parts[i] = part
		}
	}
	return strings.Join(parts, "-"), true
}

func language(s string) bool {
	return (len(s) == 2 || len(s) == 3) && !strings.ContainsAny(s, "0123456789")
}

func subtag(s string) bool {
	if len(s) < 1 || len(s) > 8 {
		return false
	}
	for i := range len(s) {
		letter := s[i]|0x20 >= 'a' && s[i]|0x20 <= 'z'
		digit := s[i] >= '0' && s[i] <= '9'
		if !letter && !digit {
			return false
		}
	}
	return true
}

// LanguageTag brings a BCP 47 tag (RFC 5646) into its usual writing; ok is false where it has not the form of one.
func LanguageTag(s string) (tag string, ok bool) { return languageTag(s) }
