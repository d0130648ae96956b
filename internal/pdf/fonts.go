package pdf

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode/utf16"

	"codeberg.org/go-fonts/liberation/liberationserifbold"
	"codeberg.org/go-fonts/liberation/liberationserifregular"
	arabicbold "eliasnaur.com/font/noto/sans/arabic/bold"
	arabicregular "eliasnaur.com/font/noto/sans/arabic/regular"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/harfbuzz"
	"github.com/go-text/typesetting/language"
)

// typeface is a font of those built in.
type typeface struct {
	name   string
	data   []byte
	scale  float64 // of the size asked for, so that scripts beside each other look equally large
	parsed *font.Font
	upem   float64
}

// library are the fonts, regular and bold of each in turn: the one for most scripts, the one for Arabic. Parsed once.
var library = sync.OnceValues(func() ([]typeface, error) { //nolint:gochecknoglobals // what is built in, read only
	out := []typeface{
		{name: "LiberationSerif", data: liberationserifregular.TTF, scale: 1},
		{name: "LiberationSerif-Bold", data: liberationserifbold.TTF, scale: 1},
		{name: "NotoSansArabic", data: arabicregular.TTF, scale: 1},
		{name: "NotoSansArabic-Bold", data: arabicbold.TTF, scale: 1},
	}
	for i := range out {
		face, err := font.ParseTTF(bytes.NewReader(out[i].data))
		if err != nil {
			return nil, fmt.Errorf("pdf: %s: %w", out[i].name, err)
		}
		out[i].parsed, out[i].upem = face.Font, float64(face.Upem())
	}
	return out, nil
})

// face is a font in one document: which of its glyphs are there, and what they stand for.
type face struct {
	*typeface
	shaper *harfbuzz.Font
	cids   map[sign]uint16
	signs  []sign // by cid
	ref    ref
}

// sign is a glyph that stands for some text. Each has a number (CID) of its own: one glyph may stand for different texts, as the
// first half of Arabic yeh and Persian yeh, and what is copied out must be what was said.
// Some stand for a character without shape or width (run.standIns).
type sign struct {
	glyph  font.GID
	text   string
	raise  int16 // in the font's units: marks have heights of their own
	stands bool
}

func newFace(t *typeface) *face {
	f := &face{typeface: t, shaper: harfbuzz.NewFont(font.NewFace(t.parsed)), cids: map[sign]uint16{}}
	f.cid(sign{}) // 0 is .notdef
	return f
}

func (f *face) cid(s sign) uint16 {
	if id, is := f.cids[s]; is {
		return id
	}
	if len(f.signs) > 0xFFFF {
		return 0 // more than 65,535 different signs: none of the fonts has so many glyphs
	}
	id := uint16(len(f.signs))
	f.cids[s], f.signs = id, append(f.signs, s)
	return id
}

func (f *face) has(r rune) bool {
	_, is := f.parsed.NominalGlyph(r)
	return is
}

// width is a glyph's own, in thousandths of the font's size.
func (f *face) width(g font.GID) float64 {
	return float64(f.shaper.Face().HorizontalAdvance(g)) * 1000 / f.upem
}

// embed writes the font with the glyphs in use: a composite font whose characters are two bytes, the CID (ISO 32000-1, 9.7).
func (f *face) embed(out *file) error {
	data, numbers, err := subset(f.data, f.signs)
	if err != nil {
		return fmt.Errorf("pdf: %s: %w", f.name, err)
	}
	name := tag(data) + "+" + f.name
	program := out.stream(fmt.Sprintf("/Length1 %d", len(data)), data)
	toGlyph := make([]byte, 0, 2*len(f.signs))
	var widths strings.Builder
	blank, _ := f.parsed.NominalGlyph(' ')
	for i, s := range f.signs {
		if s.stands {
			toGlyph = binary.BigEndian.AppendUint16(toGlyph, uint16(blank))
			widths.WriteString("0 ")
			continue
		}
		toGlyph = binary.BigEndian.AppendUint16(toGlyph, uint16(numbers[i]))
		widths.WriteString(number(f.width(s.glyph)) + " ")
	}
	glyphs := out.stream("", toGlyph)
	extents, _ := f.shaper.Face().FontHExtents()
	em := func(v float32) string { return number(float64(v) * 1000 / f.upem) }
	const symbolic = 4 // 9.8.2: it has glyphs outside of Latin
	descriptor := out.add(fmt.Sprintf("<</Type/FontDescriptor/FontName/%s/Flags %d/FontBBox[-1000 -500 2000 1200]/ItalicAngle 0/Ascent %s/Descent %s/CapHeight 700/StemV 80/FontFile2 %s>>",
		name, symbolic, em(extents.Ascender), em(extents.Descender), program))
	descendant := out.add(fmt.Sprintf("<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %s/CIDToGIDMap %s/W[0[%s]]>>",
		name, descriptor, glyphs, widths.String()))
	out.object(f.ref, fmt.Sprintf("<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%s]/ToUnicode %s>>",
		name, descendant, out.stream("", f.toUnicode())))
	return out.err
}

// toUnicode says what each CID stands for (9.10.3), a hundred at a time as the format wants.
func (f *face) toUnicode() []byte {
	var b bytes.Buffer
	b.WriteString("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Cumbre def /CMapType 2 def\n" +
		"1 begincodespacerange <0000> <FFFF> endcodespacerange\n")
	for first := 1; first < len(f.signs); first += 100 {
		part := f.signs[first:min(first+100, len(f.signs))]
		fmt.Fprintf(&b, "%d beginbfchar\n", len(part))
		for i, s := range part {
			fmt.Fprintf(&b, "<%04X> <", first+i)
			for _, u := range utf16.Encode([]rune(s.text)) {
				fmt.Fprintf(&b, "%04X", u)
			}
			b.WriteString(">\n")
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap CMapName currentdict /CMap defineresource pop end end\n")
	return b.Bytes()
}

// tag is the prefix of a subset's name, six letters (9.6.4): of its content, not by chance.
func tag(data []byte) string {
	sum := sha256.Sum256(data)
	out := make([]byte, 6)
	for i := range out {
		out[i] = 'A' + sum[i]%26
	}
	return string(out)
}

// subset is a TrueType font with the outlines of some signs, and their glyphs' numbers in it. Those of the font stay, those not in use are empty; a glyph that
// is raised is another, behind them: readers take text that is raised by PDF's own means (9.3.7) for another line.
func subset(data []byte, signs []sign) (program []byte, numbers []font.GID, err error) {
	tables, err := tablesOf(data)
	if err != nil {
		return nil, nil, err
	}
	outlines := glyphTable{data: tables["glyf"], index: tables["loca"], long: tables["head"][51] != 0}
	keep := map[font.GID]bool{}
	for _, s := range signs {
		outlines.want(s.glyph, keep)
	}
	glyf, loca := outlines.only(keep)
	next := font.GID(binary.BigEndian.Uint16(tables["maxp"][4:]))
	for _, s := range signs {
		o := outlines.outline(s.glyph)
		if s.raise == 0 || len(o) == 0 {
			numbers = append(numbers, s.glyph)
			continue
		}
		numbers = append(numbers, next)
		next++
		glyf = append(glyf, raised(s, o)...)
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		tables["hmtx"] = append(tables["hmtx"], o[2], o[3]) // the left side is where the outline begins
	}
	tables["glyf"], tables["loca"] = glyf, loca
	tables["head"][50], tables["head"][51] = 0, 1 // indexToLocFormat: long
	binary.BigEndian.PutUint16(tables["maxp"][4:], uint16(next))
	tables["maxp"][31]++ // maxComponentDepth
	list := make([]opentype.Table, 0, len(tables))
	for _, name := range slices.Sorted(maps.Keys(tables)) {
		list = append(list, opentype.Table{Tag: opentype.MustNewTag(name), Content: tables[name]})
	}
	return opentype.WriteTTF(list), numbers, nil
}

// tablesOf are copies of those that drawing needs (ISO 32000-1, 9.9).
func tablesOf(data []byte) (map[string][]byte, error) {
	loader, err := opentype.NewLoader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	tables := map[string][]byte{}
	for _, name := range []string{"cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep"} {
		table, err := loader.RawTable(opentype.MustNewTag(name))
		if err != nil && name != "cvt " && name != "fpgm" && name != "prep" {
			return nil, err
		}
		if err == nil {
			tables[name] = slices.Clone(table)
		}
	}
	return tables, nil
}

// raised is an outline of one component, the sign's glyph, moved up (OpenType 1.9, glyf, composite glyph description).
func raised(s sign, outline []byte) []byte {
	const wordsXY = 0x0003 // arguments are words, and offsets
	move := func(at int) uint16 { return binary.BigEndian.Uint16(outline[at:]) + uint16(s.raise) }
	none := int16(-1)
	o := binary.BigEndian.AppendUint16(nil, uint16(none)) // contours: composite
	o = append(o, outline[2:4]...)
	o = binary.BigEndian.AppendUint16(o, move(4))
	o = append(o, outline[6:8]...)
	for _, v := range []uint16{move(8), wordsXY, uint16(s.glyph), 0, uint16(s.raise), 0} { // the last one: on a border of four bytes
		o = binary.BigEndian.AppendUint16(o, v)
	}
	return o
}

// glyphTable is the outlines of a TrueType font (OpenType 1.9, glyf and loca).
type glyphTable struct {
	data, index []byte
	long        bool
}

func (t glyphTable) outline(g font.GID) []byte {
	at := func(i int) int {
		if t.long {
			return int(binary.BigEndian.Uint32(t.index[4*i:]))
		}
		return 2 * int(binary.BigEndian.Uint16(t.index[2*i:]))
	}
	return t.data[at(int(g)):at(int(g)+1)]
}

// want adds a glyph and those that it is composed of.
func (t glyphTable) want(g font.GID, keep map[font.GID]bool) {
	if keep[g] {
		return
	}
	keep[g] = true
	const header, composite = 10, 0x8000
	o := t.outline(g)
	if len(o) < header || binary.BigEndian.Uint16(o)&composite == 0 {
		return
	}
	const ( // flags of a component
		words, scale, more, xyScale, twoByTwo = 0x1, 0x8, 0x20, 0x40, 0x80
	)
	for o = o[header:]; len(o) >= 4; {
		flags := binary.BigEndian.Uint16(o)
		t.want(font.GID(binary.BigEndian.Uint16(o[2:])), keep)
		size := 6
		for flag, bytes := range map[uint16]int{words: 2, scale: 2, xyScale: 4, twoByTwo: 8} {
			if flags&flag != 0 {
				size += bytes
			}
		}
		if flags&more == 0 {
			return
		}
		o = o[size:]
	}
}

// only are the tables with some glyphs.
func (t glyphTable) only(keep map[font.GID]bool) (data, index []byte) {
	size := 2
	if t.long {
		size = 4
	}
	for g := range len(t.index)/size - 1 {
		index = binary.BigEndian.AppendUint32(index, uint32(len(data)))
		if keep[font.GID(g)] {
			data = append(data, t.outline(font.GID(g))...)
			for len(data)%4 != 0 {
				data = append(data, 0)
			}
		}
	}
	return data, binary.BigEndian.AppendUint32(index, uint32(len(data)))
}

// families says in which order fonts are tried for a script; the numbers are of the library.
func families(s language.Script) []int {
	if s == language.Arabic {
		return []int{2, 0}
	}
	return []int{0, 2}
}
