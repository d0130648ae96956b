package proceedings

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"
)

// textHead is the first line of a text's canonical form.
type textHead struct {
	Text      string   `json:"text"` // "cumbre/1"
	Meeting   string   `json:"meeting"`
	ID        string   `json:"id"`
	Title     string   `json:"title"`
	Titles    Titles   `json:"titles,omitempty"`
	Languages []string `json:"languages"`
}

// textLine is every other line: a paragraph in all its languages.
type textLine struct {
	Number string            `json:"number"`
	Words  map[string]string `json:"words"`
}

// CanonicalText is a text as its hash is of: lines of JSON, UTF-8, without escapes of HTML's characters, each ended by one
// line feed; the head, then the paragraphs that stand in their order (docs/texts.md). With languages it is of these only: a
// conformity certificate binds them one by one.
func (s State) CanonicalText(t Text, languages ...string) []byte {
	if len(languages) == 0 {
		languages = t.Languages
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	// What is encoded are texts and lists of them, which JSON always takes.
	_ = e.Encode(textHead{Text: "cumbre/1", Meeting: s.Meeting.ID, ID: t.ID, Title: t.Title, Titles: t.Titles, Languages: languages})
	numbers := t.Numbers()
	for _, place := range t.Places() {
		for _, p := range place {
			line := textLine{Number: numbers[p.ID], Words: map[string]string{}}
			for _, language := range languages {
				line.Words[language] = p.Wording.Words[language].Text
			}
			_ = e.Encode(line)
		}
	}
	return out.Bytes()
}

// TextSHA256 is the hash of CanonicalText, hexadecimal.
func (s State) TextSHA256(t Text, languages ...string) string {
	sum := sha256.Sum256(s.CanonicalText(t, languages...))
	return hex.EncodeToString(sum[:])
}

// MissedParagraph is what an edit of a paragraph has missed.
type MissedParagraph struct {
	State       State // as it is now
	Text        Text
	Paragraph   Paragraph
	Differences map[string][]Piece // from what is there to what was sent, by language
}

// missed refuses an edit that was made from another revision than the present one.
func (s State) missed(t Text, now Paragraph, sent map[string]string) error {
	m := &MissedParagraph{State: s, Text: t, Paragraph: now, Differences: map[string][]Piece{}}
	for language, text := range sent {
		m.Differences[language] = Difference(now.Wording.Words[language].Text, text)
	}
	return &Refusal{
		Code:   RevisionStale,
		Detail: "somebody else has changed this paragraph meanwhile; look at the difference and send what is to stand, from the present revision",
		Missed: m,
	}
}

// TextVersion is a text as it was adopted, or mended by a rectification. It is never changed.
type TextVersion struct {
	Number        int // 1 for the adopted one
	SHA256        string
	At            time.Time
	Paragraphs    []Paragraph
	Rectification string // Rectification.ID that made it of the version before; "": the adoption
}
