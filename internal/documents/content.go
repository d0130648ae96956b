package documents

import (
	"bytes"
	"image/jpeg"
	"image/png"
	"mime"
	"net/http"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The media types that are kept. They are what browsers show by themselves, and none of them runs in our origin.
const (
	typePDF  = "application/pdf"
	typePNG  = "image/png"
	typeJPEG = "image/jpeg"
	typeText = "text/plain"

	typeUnknown = "application/octet-stream" // of http.DetectContentType
)

// MaxTextRunes bounds a plain text, in Unicode code points: 30 speeches of an hour. The console shows a text whole;
// more makes its window slow.
const MaxTextRunes = 200_000

const (
	// headBytes are kept of the beginning: a JPEG's size comes after its metadata, which browsers and cameras keep within
	// 64 KiB a segment.
	headBytes = 128 << 10
	// tailBytes are kept of the end: PDF's end-of-file mark is within the last 1,024 bytes (ISO 32000-1, Annex H,
	// implementation note 18); cameras write as little behind a picture.
	tailBytes = 1024
)

// promised is the type that a file's name says; ok is false where it is none that is kept.
func promised(file string) (mediaType string, ok bool) {
	mediaType, ok = map[string]string{
		".pdf": typePDF, ".png": typePNG, ".jpg": typeJPEG, ".jpeg": typeJPEG, ".txt": typeText, ".text": typeText,
	}[strings.ToLower(path.Ext(file))]
	return mediaType, ok
}

// content looks at the bytes of a file as they pass. It is an io.Writer that never fails.
type content struct {
	head, tail []byte
	text       text
}

// Write implements io.Writer.
func (c *content) Write(p []byte) (int, error) {
	if missing := headBytes - len(c.head); missing > 0 {
		c.head = append(c.head, p[:min(missing, len(p))]...)
	}
	c.tail = append(c.tail, p[max(0, len(p)-tailBytes):]...)
	c.tail = c.tail[max(0, len(c.tail)-tailBytes):]
	c.text.add(p)
	return len(p), nil
}

// is tells why the content is not of a type; "": it is.
func (c *content) is(mediaType string) (reason string) {
	if mediaType == typeText {
		return c.plainText()
	}
	if looks := c.looks(); looks != mediaType {
		return called(looks)
	}
	whole, err := true, error(nil)
	switch mediaType {
	case typePDF:
		whole = bytes.Contains(c.tail, []byte("%%EOF")) // ISO 32000-1 section 7.5.5
	case typePNG:
		whole = bytes.Contains(c.tail, []byte("IEND\xaeB`\x82")) // PNG section 11.2.5
		_, err = png.DecodeConfig(bytes.NewReader(c.head))
	case typeJPEG:
		whole = bytes.Contains(c.tail, []byte{0xff, 0xd9}) // EOI, ITU-T T.81 table B.1
		_, err = jpeg.DecodeConfig(bytes.NewReader(c.head))
	}
	switch {
	case err != nil:
		return called(mediaType) + " that is damaged"
	case !whole:
		return called(mediaType) + " whose end is missing"
	default:
		return ""
	}
}

// plainText is is for texts. What is none may look like something that a person knows.
func (c *content) plainText() (reason string) {
	reason = c.text.reason()
	if looks := c.looks(); reason != "" && len(c.head) > 0 && looks != typeText && looks != typeUnknown {
		return called(looks)
	}
	return reason
}

// looks is the type that the beginning looks like (WHATWG MIME sniffing); "": the file is empty.
func (c *content) looks() string {
	if len(c.head) == 0 {
		return ""
	}
	looks, _, _ := mime.ParseMediaType(http.DetectContentType(c.head)) // which gives a valid one
	return looks
}

// called is a type in a sentence for people.
func called(mediaType string) string {
	if name, ok := map[string]string{
		"": "empty", typeUnknown: "something of an unknown form", typeText: "a plain text",
		typePDF: "a PDF", typePNG: "a PNG picture", typeJPEG: "a JPEG picture",
	}[mediaType]; ok {
		return name
	}
	return mediaType
}

// text checks that bytes are plain text: UTF-8 without control characters but line ends and tabs. A byte order mark at
// the beginning is as Windows writes it.
type text struct {
	rest  []byte // of a rune whose end has not come
	runes int
	bad   string // what is not text, the first such; "": nothing yet
}

func (t *text) add(p []byte) {
	if t.bad != "" || t.runes > MaxTextRunes {
		return
	}
	if len(t.rest) > 0 {
		p = append(t.rest, p...) // a copy: rest is as long as it is
		t.rest = nil
	}
	for len(p) > 0 && t.runes <= MaxTextRunes {
		if !utf8.FullRune(p) {
			t.rest = slices.Clip(bytes.Clone(p))
			return
		}
		r, size := utf8.DecodeRune(p)
		switch {
		case r == utf8.RuneError && size == 1:
			t.bad = "a text that is not UTF-8; save it as UTF-8"
			return
		case unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t':
			t.bad = "a text with control characters"
			return
		}
		t.runes++
		p = p[size:]
	}
}

// reason is why it is no plain text; "": it is.
func (t *text) reason() string {
	switch {
	case t.bad != "":
		return t.bad
	case t.runes > MaxTextRunes:
		return "a text of more than 200,000 characters; add it in parts"
	case len(t.rest) > 0:
		return "a text whose end is missing"
	case t.runes == 0:
		return called("")
	default:
		return ""
	}
}
