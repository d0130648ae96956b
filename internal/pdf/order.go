package pdf

import (
	"slices"

	"github.com/go-text/typesetting/bidi"
	classes "golang.org/x/text/unicode/bidi"
)

// The order of what runs both ways (Unicode Standard Annex #9). The levels come from go-text's bidi, which joins neighbours of one
// direction and says the first one's level only: apart tells them again. Texts have none of the explicit marks (X1 to X8): an
// isolated span is a paragraph of its own that stands for one object in the text around it.

// extent is a part of a text, text[start:end].
type extent struct{ start, end int }

// levels are the embedding levels of a text's characters. The isolates lie in it, in order, and do not overlap.
func levels(text []rune, isolates []extent, rtl bool) []int8 {
	const object = 0xFFFC
	outer := make([]rune, 0, len(text))
	at := 0
	for _, v := range isolates {
		outer = append(append(outer, text[at:v.start]...), object)
		at = v.end
	}
	outer = append(outer, text[at:]...)
	around := plainLevels(outer, rtl)
	out := make([]int8, 0, len(text))
	at = 0
	for _, v := range isolates {
		n := v.start - at
		out = append(out, around[:n]...)
		inner := text[v.start:v.end]
		own := int8(0)
		if firstStrong(inner) == classes.R {
			own = 1
		}
		base := around[n] + 1 // X5a, X5b: the next level up of the isolate's direction
		if base%2 != own {
			base++
		}
		for _, l := range plainLevels(inner, own == 1) {
			out = append(out, l-own+base)
		}
		around, at = around[n+1:], v.end
	}
	return append(out, around...)
}

// firstStrong is R, or L where nothing says otherwise (P2, P3).
func firstStrong(text []rune) classes.Class {
	for _, r := range text {
		switch p, _ := classes.LookupRune(r); p.Class() {
		case classes.R, classes.AL:
			return classes.R
		case classes.L:
			return classes.L
		default:
		}
	}
	return classes.L
}

// plainLevels are those of a text without isolates.
func plainLevels(text []rune, rtl bool) []int8 {
	direction := bidi.LeftToRight
	if rtl {
		direction = bidi.RightToLeft
	}
	var p bidi.Paragraph
	runs := p.Segment(text, direction)
	out := make([]int8, 0, len(text))
	for i := range runs.NumRuns() {
		run := runs.Run(i)
		level := int8(1)
		if run.IsLeftToRight() {
			level = 2
		}
		for range run.End - run.Start {
			out = append(out, level)
		}
		if level == 2 && !rtl {
			apart(text[run.Start:run.End], out[run.Start:run.End], i > 0)
		}
	}
	return out
}

// apart gives level 0 to all of a left-to-right run in a left-to-right paragraph but its numbers that belong to right-to-left
// text: Arabic digits, and what stands right behind such text before any letter of the other direction (W2, W7, I1).
func apart(run []rune, level []int8, behindRTL bool) {
	class := func(i int) classes.Class {
		if i >= len(run) {
			return classes.ON
		}
		p, _ := classes.LookupRune(run[i])
		return p.Class()
	}
	for i := range run {
		c := class(i)
		behindRTL = behindRTL && c != classes.L
		joined := i > 0 && level[i-1] == 2
		next := class(i + 1)
		switch {
		case c == classes.AN, c == classes.EN && behindRTL:
		case joined && (c == classes.ET && behindRTL || c == classes.NSM): // W5, W1
		case joined && (c == classes.ES || c == classes.CS) && (next == classes.AN || next == classes.EN && behindRTL): // W4
		default:
			level[i] = 0
		}
	}
}

// visual puts parts of a line, which come as they are read, as they stand from left to right (L2).
func visual[T any](parts []T, level func(T) int8) {
	highest := int8(0)
	for _, p := range parts {
		highest = max(highest, level(p))
	}
	for l := highest; l > 0; l-- {
		for i := 0; i < len(parts); i++ {
			j := i
			for j < len(parts) && level(parts[j]) >= l {
				j++
			}
			slices.Reverse(parts[i:j])
			i = max(i, j)
		}
	}
}
