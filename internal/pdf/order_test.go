package pdf

import "testing"

// shown is a text as it stands from left to right; what lies between ⟨ and ⟩ is isolated.
func shown(marked string, rtl bool) string {
	type placed struct {
		r     rune
		level int8
	}
	var text []rune
	var isolates []extent
	for _, r := range marked {
		switch r {
		case '⟨':
			isolates = append(isolates, extent{start: len(text)})
		case '⟩':
			isolates[len(isolates)-1].end = len(text)
		default:
			text = append(text, r)
		}
	}
	parts := make([]placed, len(text))
	for i, l := range levels(text, isolates, rtl) {
		parts[i] = placed{text[i], l}
	}
	visual(parts, func(p placed) int8 { return p.level })
	out := ""
	for _, p := range parts {
		out += string(p.r)
	}
	return out
}

func TestNumbersAndWordsStandInTheOrderOfUAX9(t *testing.T) {
	for _, v := range []struct {
		text string
		rtl  bool
		want string
	}{
		{"abc 12", false, "abc 12"},
		{"abc אבג 12 דהו def", false, "abc והד 12 גבא def"},
		{"אבג 12 abc", false, "12 גבא abc"},
		{"אבג 12% abc 34", false, "12% גבא abc 34"},
		{"אבג 1.5, abc", false, "1.5 גבא, abc"},
		{"abc ١٢ אבג", false, "abc גבא ١٢"},
		{"abc ١٢ def", false, "abc ١٢ def"},
		{"אבג abc 12 דהו", true, "והד abc 12 גבא"},
		{"אבג 12 דהו", true, "והד 12 גבא"},
		{"1. abc", true, "abc .1"},
		{"אב ⟨Name (X)⟩ גד", true, "דג Name (X) בא"},
		{"⟨Name (X)⟩ · ⟨10:00–11:00⟩", true, "10:00–11:00 · Name (X)"},
		{"⟨אבג 12⟩ 34 abc", false, "12 גבא 34 abc"},
		{"a ⟨אבג⟩ 5 b", false, "a גבא 5 b"},
		{"⟨אבג⟩, ⟨דהו⟩.", false, "גבא, והד."},
	} {
		if got := shown(v.text, v.rtl); got != v.want {
			t.Errorf("%q (from the right: %v) is shown as %q instead of %q", v.text, v.rtl, got, v.want)
		}
	}
}
