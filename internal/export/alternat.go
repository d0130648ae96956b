package export

import (
	"slices"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"github.com/cumbre-meet/cumbre/internal/proceedings"
)

// partiesIn are a text's parties in the order in which a copy names and signs them in a language: its own delegation first, the others by
// the alphabet of that language (the alternat; with nobody's copy the alphabet alone).
func partiesIn(c proceedings.TextContent, tag string) []proceedings.TextParty {
	alphabet := collate.New(language.Make(tag))
	out := slices.Clone(c.Parties)
	slices.SortStableFunc(out, func(a, b proceedings.TextParty) int {
		switch own := c.Copy != ""; {
		case own && a.Delegation == c.Copy && b.Delegation != c.Copy:
			return -1
		case own && b.Delegation == c.Copy && a.Delegation != c.Copy:
			return 1
		default:
			return alphabet.CompareString(a.Name, b.Name)
		}
	})
	return out
}
