package pdf

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/go-text/typesetting/harfbuzz"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/segmenter"
	"golang.org/x/text/unicode/norm"
)

// Span is a stretch of text in one look.
type Span struct {
	Text       string
	Bold, Soft bool // Soft: grey, of what is said about the words
	Isolate    bool // its direction is its own and moves nothing around it: names, times
}

// glyph is one as it is drawn. Lengths are in ems, thousandths of the size.
type glyph struct {
	cid            uint16
	cluster        int     // index of the first of its characters
	width, advance float64 // what the font says, and what it is here
	dx             float64
}

// run is text of one font, look, script and direction.
type run struct {
	extent
	face   *face
	soft   bool
	level  int8
	glyphs []glyph // from left to right
}

// composed is a paragraph's text with its glyphs, before it is broken into lines.
type composed struct {
	text   []rune
	level  []int8
	runs   []run     // as read
	widths []float64 // of each character at size 1, in its first one's place where several make one glyph
}

// setter makes glyphs of text. Of one document.
type setter struct {
	faces  []*face // of the library, in its order
	buffer *harfbuzz.Buffer
	breaks segmenter.Segmenter
}

func newSetter() (*setter, error) {
	faces, err := library()
	if err != nil {
		return nil, err
	}
	s := &setter{buffer: harfbuzz.NewBuffer()}
	for i := range faces {
		s.faces = append(s.faces, newFace(&faces[i]))
	}
	return s, nil
}

// Missing is the first character of a text that no font here has; ok is false where there is none. It would be drawn as its code,
// "[U+4E2D]".
func Missing(text string) (r rune, ok bool) {
	faces, err := library()
	if err != nil {
		return 0, false
	}
	for _, r := range norm.NFC.String(text) {
		if drawn(r) && !inLibrary(faces, r) {
			return r, true
		}
	}
	return 0, false
}

func inLibrary(faces []typeface, r rune) bool {
	for _, f := range faces {
		if _, is := f.parsed.NominalGlyph(r); is {
			return true
		}
	}
	return false
}

// drawn tells whether a character has a shape at all.
func drawn(r rune) bool {
	return !unicode.IsControl(r) && !harfbuzz.IsDefaultIgnorable(r) && !unicode.Is(unicode.Zs, r)
}

// plain is a span's text as it is set: composed, in one line, without what steers the display, and with the code of what has no glyph.
func (s *setter) plain(text string) string {
	var b strings.Builder
	for _, r := range norm.NFC.String(text) {
		const zwnj, zwj = 0x200C, 0x200D // they shape letters
		switch {
		case unicode.IsSpace(r) && r != 0xA0 && r != 0x202F:
			b.WriteByte(' ')
		case unicode.IsControl(r) || harfbuzz.IsDefaultIgnorable(r) && r != zwnj && r != zwj:
		case drawn(r) && s.faceOf(r, language.Common, false) == nil:
			b.WriteString("[U+" + fmt.Sprintf("%04X", r) + "]")
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// faceOf is the first font of a script's that has a character; nil: none has.
func (s *setter) faceOf(r rune, script language.Script, bold bool) *face {
	for _, i := range families(script) {
		if bold {
			i++
		}
		if s.faces[i].has(r) {
			return s.faces[i]
		}
	}
	return nil
}

// compose makes a paragraph's glyphs.
func (s *setter) compose(spans []Span, rtl bool, tag string) composed {
	var c composed
	var isolates []extent
	var looks []Span // by character
	for _, v := range spans {
		start := len(c.text)
		c.text = append(c.text, []rune(s.plain(v.Text))...)
		for range len(c.text) - start {
			looks = append(looks, Span{Bold: v.Bold, Soft: v.Soft})
		}
		if v.Isolate && len(c.text) > start {
			isolates = append(isolates, extent{start, len(c.text)})
		}
	}
	c.level = levels(c.text, isolates, rtl)
	c.widths = make([]float64, len(c.text))
	scripts := scriptsOf(c.text)
	for start := 0; start < len(c.text); {
		f := s.faceFor(c.text, start, scripts, looks[start].Bold, nil)
		end := start + 1
		for end < len(c.text) && c.level[end] == c.level[start] && looks[end] == looks[start] && scripts[end] == scripts[start] &&
			s.faceFor(c.text, end, scripts, looks[end].Bold, f) == f {
			end++
		}
		r := run{extent: extent{start, end}, face: f, soft: looks[start].Soft, level: c.level[start]}
		s.shape(&r, c, scripts[start], tag)
		c.runs = append(c.runs, r)
		start = end
	}
	return c
}

// faceFor is the font of a character in its text: a mark's is the one of its letter, where that has it.
func (s *setter) faceFor(text []rune, i int, scripts []language.Script, bold bool, before *face) *face {
	if r := text[i]; before != nil && (unicode.Is(unicode.M, r) || !drawn(r)) && (before.has(r) || !drawn(r)) {
		return before
	}
	if f := s.faceOf(text[i], scripts[i], bold); f != nil {
		return f
	}
	return s.faceOf(' ', scripts[i], bold)
}

// scriptsOf gives each character a script: what belongs to all (punctuation, digits, marks) has that of the text before it, or
// behind it at the beginning (UAX #24, section 5.1).
func scriptsOf(text []rune) []language.Script {
	out := make([]language.Script, len(text))
	last := language.Latin
	for _, r := range text {
		if script := language.LookupScript(r); script.Strong() {
			last = script
			break
		}
	}
	for i, r := range text {
		if script := language.LookupScript(r); script.Strong() {
			last = script
		}
		out[i] = last
	}
	return out
}

// shape fills in a run's glyphs: forms, ligatures, places of marks.
func (s *setter) shape(r *run, c composed, script language.Script, tag string) {
	b := s.buffer
	b.Clear()
	b.ClusterLevel = harfbuzz.MonotoneCharacters
	b.Props = harfbuzz.SegmentProperties{Language: language.NewLanguage(tag), Script: script, Direction: harfbuzz.LeftToRight}
	if r.level%2 == 1 {
		b.Props.Direction = harfbuzz.RightToLeft
	}
	b.AddRunes(c.text, r.start, r.end-r.start)
	b.Shape(r.face.shaper, nil)
	ends, owners := clusters(b, r.extent)
	em := 1000 / r.face.upem
	r.glyphs = make([]glyph, 0, len(b.Info))
	for i, info := range b.Info {
		pos, at := b.Pos[i], info.Cluster-r.start
		of := c.text[info.Cluster:ends[at]]
		if len(of) == 1 && pos.XAdvance == 0 && !drawn(of[0]) {
			continue // a joiner has done its work
		}
		text := ""
		if owners[at] == i {
			text = r.standIns(of, info.Cluster)
		}
		g := glyph{
			cid: r.face.cid(sign{glyph: info.Glyph, text: text, raise: int16(pos.YOffset)}), cluster: info.Cluster,
			width: r.face.width(info.Glyph), advance: float64(pos.XAdvance) * em, dx: float64(pos.XOffset) * em,
		}
		c.widths[info.Cluster] += g.advance * r.face.scale / 1000
		r.glyphs = append(r.glyphs, g)
	}
}

// clusters are the ends of the characters that begin at each place of a run and are drawn together, and which of their glyphs stands
// for them: the first that has a width.
func clusters(b *harfbuzz.Buffer, of extent) (ends, owners []int) {
	ends, owners = make([]int, of.end-of.start), make([]int, of.end-of.start)
	for i := range owners {
		owners[i] = -1
	}
	for i, info := range b.Info {
		at := info.Cluster - of.start
		if owners[at] < 0 || b.Pos[owners[at]].XAdvance == 0 {
			owners[at] = i
		}
	}
	end := of.end
	for at := len(ends) - 1; at >= 0; at-- {
		if ends[at] = end; owners[at] >= 0 {
			end = of.start + at
		}
	}
	return ends, owners
}

// standIns adds what stands for characters that a glyph does not itself, and gives the text that it does. Readers put the characters of
// one glyph from left to right: of those from right to left it stands for the first, and the others come before it.
func (r *run) standIns(of []rune, cluster int) string {
	if r.level%2 == 0 {
		return string(of)
	}
	for i := len(of) - 1; i > 0; i-- {
		r.glyphs = append(r.glyphs, glyph{cid: r.face.cid(sign{text: string(of[i]), stands: true}), cluster: cluster})
	}
	return string(of[0])
}
