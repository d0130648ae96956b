// Package script knows in which direction a language is written. It is a leaf, for all that writes pages and files.
package script

import "strings"

// Direction of a language's script, by the primary subtag of its BCP 47 tag: rtl or ltr, as HTML and OpenDocument name them.
func Direction(language string) string {
	switch primary, _, _ := strings.Cut(language, "-"); primary {
	case "ar", "he", "fa", "ur", "ps", "yi", "ckb", "dv", "ug", "sd":
		return "rtl"
	default:
		return "ltr"
	}
}
