package proceedings

import (
	"maps"
	"slices"
)

// Titles are a title in several languages, by their BCP 47 tags. A Titles that is in a State is never changed.
type Titles map[string]string

// titles reads a title and its forms in several languages; at is before their fields' names. Where only these are given,
// the title is the one in the first of the meeting's languages that there is, or else the first by tag.
func titles(at, title string, in map[string]string, preferred []string) (string, Titles, error) {
	if len(in) > MaxLanguages {
		return "", nil, refuseField(at+"titles", "at most %d languages are accepted", MaxLanguages)
	}
	var out Titles
	for _, written := range slices.Sorted(maps.Keys(in)) { // the first fault is named, always the same one
		field := at + "titles." + shortened(written)
		tag, ok := languageTag(written)
		if !ok {
			return "", nil, refuseField(at+"titles", "a language tag is needed, such as es, pt-BR or zh-Hant (BCP 47)")
		}
		text, err := name(field, in[written])
		if err != nil {
			return "", nil, err
		}
		if _, twice := out[tag]; twice {
			return "", nil, refuseField(field, "%s is there twice", tag)
		}
		if out == nil {
			out = Titles{}
		}
		out[tag] = text
	}
	if title == "" && len(out) > 0 {
		return out.first(preferred), out, nil
	}
	cleaned, err := name(at+"title", title)
	return cleaned, out, err
}

func (t Titles) first(preferred []string) string {
	for _, tag := range preferred {
		if text, ok := t[tag]; ok {
			return text
		}
	}
	return t[slices.Sorted(maps.Keys(t))[0]]
}

// shortened keeps a refusal that quotes a client short.
func shortened(s string) string {
	const longest = 35 // a language tag's, see languageTag
	if len(s) > longest {
		return s[:longest]
	}
	return s
}
