package vault

import (
	"bytes"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"github.com/cumbre-meet/cumbre/internal/archive"
	"github.com/cumbre-meet/cumbre/internal/proceedings"
)

//go:embed text.html.tmpl
var textTemplate string

// textView is an adopted text as the template reads it.
type textView struct {
	Meeting, At, SHA256 string
	Parts               []textPart
	Assents             []textAssent
}

type textPart struct {
	Language, Direction, Title string
	Paragraphs                 []textParagraph
}

type (
	textParagraph struct{ Number, Words string }
	textAssent    struct{ Delegation, Name, At, Key string }
)

// text keeps the version of a text that has just been adopted or rectified: what its hash is of, and a page to read.
func (g *gathering) text(s proceedings.State, id string) error {
	t, ok := s.Text(id)
	if !ok || len(t.Versions) == 0 {
		return fmt.Errorf("vault: there is no adopted text %s", id)
	}
	last := t.Versions[len(t.Versions)-1]
	name := archive.TextName(id, last.Number)
	if err := g.canonical(name, s.CanonicalText(t), last.SHA256); err != nil {
		return err
	}
	page, err := textPage(s, t, last)
	if err != nil {
		return err
	}
	name = strings.TrimSuffix(name, ".jsonl") + ".html"
	g.out = append(g.out, archive.Bytes(name, page))
	g.texts = append(g.texts, link{Name: name, Label: t.Title, When: last.At.UTC().Format("2006-01-02")})
	return nil
}

func textPage(s proceedings.State, t proceedings.Text, version proceedings.TextVersion) ([]byte, error) {
	const moment = "2006-01-02T15:04:05Z"
	view := textView{Meeting: s.Meeting.Title, At: version.At.UTC().Format(moment), SHA256: version.SHA256}
	numbers := t.Numbers()
	for _, language := range t.Languages {
		part := textPart{Language: language, Direction: "ltr", Title: t.Title}
		if title := t.Titles[language]; title != "" {
			part.Title = title
		}
		if primary, _, _ := strings.Cut(language, "-"); slices.Contains([]string{"ar", "he", "fa", "ur", "ps", "yi"}, primary) {
			part.Direction = "rtl"
		}
		for _, place := range t.Places() {
			for _, p := range place {
				part.Paragraphs = append(part.Paragraphs, textParagraph{numbers[p.ID], p.Wording.Words[language].Text})
			}
		}
		view.Parts = append(view.Parts, part)
	}
	for _, a := range t.Assents {
		if a.Void || a.SHA256 != version.SHA256 {
			continue
		}
		one := textAssent{Name: s.Invitations[a.By].Name, At: a.At.UTC().Format(moment), Key: base64.StdEncoding.EncodeToString(a.Key)}
		for _, d := range s.Meeting.Delegations {
			if d.ID == a.Delegation {
				one.Delegation = d.Name
			}
		}
		view.Assents = append(view.Assents, one)
	}
	page, err := template.New("text").Parse(textTemplate)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = page.Execute(&b, view)
	return b.Bytes(), err
}
