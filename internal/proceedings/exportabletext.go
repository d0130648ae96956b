package proceedings

import (
	"slices"
	"strings"
	"time"
)

// ExportableText is a text as it may leave the meeting. Only State.ExportText makes one (ADR 28).
type ExportableText struct{ content TextContent }

// Content is what it says. Changing it changes nothing for others but for what its lists and maps share.
func (e ExportableText) Content() TextContent { return e.content }

// TextContent is a text as it may be told: a version of it, or as it is.
type TextContent struct {
	Meeting, ID string
	Title       string
	Titles      Titles
	Languages   []string // all of the text's, in the copy's order
	Shown       []string // those that are wanted
	Timezone    string
	Version     int // 0: a draft, which is adopted by nobody
	SHA256      string
	Hashes      map[string]string // by language
	Adopted     time.Time         // zero: not
	At          time.Time         // when it became what it is
	Rectified   []string          // numbers of the paragraphs that rectifications have mended, as they came
	Copy        string            // Delegation.ID whose copy of the alternat it is; "": nobody's
	Parties     []TextParty       // as the meeting lists them; who signs first is a copy's
	Paragraphs  []TextParagraph
	Unnamed     bool // a regime forbids to tell who signed, and who has asked for what
}

// TextParty is a party of a text, and how it is bound: by a member's assent, or by its silence, or not yet.
type TextParty struct {
	Delegation     string // Delegation.ID; "": the meeting has none, and who leads it assents
	Name           string
	Signed, Silent bool
	By, Function   string // the member's
	At             time.Time
}

// TextParagraph is one that stands.
type TextParagraph struct {
	ID, Number  string
	Words       map[string]string
	Machine     []string // languages whose words are a machine's draft
	Alternative bool     // others stand in its place; Proposer says whose it is
	Proposer    string   // the delegation's name; "": the chair's text
	Brackets    []TextBracket
}

// TextBracket is what is reserved in a draft.
type TextBracket struct {
	Kind       BracketKind
	Delegation string // its name; "": the chair's
	Reason     string
	Words      map[string]string // as Bracket.Words
}

// TextRequest says what of a text is wanted.
type TextRequest struct {
	Text     string
	Version  int    // 0: as it is, which is the last version of an adopted text
	Copy     string // Delegation.ID
	Language string // ""; all
}

// ExportText is a text as it may leave the meeting: TextUnknown, VersionUnknown, FieldInvalid (language, copy), RegimeForbids.
// What delegations have bound themselves to is theirs to show; a draft is what was said in a meeting, and off the record it stays there.
func (s State) ExportText(r TextRequest) (ExportableText, error) {
	t, ok := s.Text(r.Text)
	if !ok {
		return ExportableText{}, refuse(TextUnknown, "the meeting has no such text")
	}
	v, err := t.version(r.Version)
	if err != nil {
		return ExportableText{}, err
	}
	regime := s.Attributions.Meeting.Now.known().Regime
	if v.Number == 0 && regime.strictness() >= OffTheRecord.strictness() {
		return ExportableText{}, refuse(RegimeForbids, "the meeting is off the record: a draft stays in it; once it is adopted, its delegations have it as a file")
	}
	c := TextContent{
		Meeting: s.Meeting.ID, ID: t.ID, Title: t.Title, Titles: t.Titles, Timezone: s.Meeting.Timezone, Version: v.Number, At: v.At, Copy: r.Copy,
		Unnamed: !regime.Names() || s.everChathamHouse(), Hashes: map[string]string{},
	}
	t.Paragraphs = v.Paragraphs
	c.SHA256 = s.TextSHA256(t)
	for _, l := range t.Languages {
		c.Hashes[l] = s.TextSHA256(t, l)
	}
	if c.Languages, c.Shown, err = s.languagesOf(t, r); err != nil {
		return ExportableText{}, err
	}
	c.Parties = s.textParties(t, v.Number > 0, c.Unnamed)
	c.Paragraphs = s.textParagraphs(t, c.Unnamed)
	if v.Number > 0 {
		c.Adopted = t.Versions[0].At
		c.Rectified = t.rectified(v.Number)
	}
	return ExportableText{c}, nil
}

// version is a version of a text, or the draft, whose Number is 0.
func (t Text) version(number int) (TextVersion, error) {
	n := len(t.Versions)
	switch {
	case number == 0 && n == 0:
		return TextVersion{Paragraphs: t.Paragraphs, At: t.changedAt()}, nil
	case number == 0:
		return t.Versions[n-1], nil
	case n == 0:
		return TextVersion{}, refuse(VersionUnknown, "the text is not adopted and has no version yet; leave version out for the draft")
	case number < 0 || number > n:
		return TextVersion{}, refuse(VersionUnknown, "the text has no version %d; the last one is %d", number, n)
	default:
		return t.Versions[number-1], nil
	}
}

// changedAt is when what a text says, or what is reserved in it, last became what it is.
func (t Text) changedAt() time.Time {
	at := t.At
	for _, p := range t.Paragraphs {
		at = later(at, p.Wording.At)
		for _, b := range p.Brackets {
			at = later(at, b.At)
		}
	}
	return at
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// rectified are the numbers of the paragraphs that were mended up to a version.
func (t Text) rectified(version int) []string {
	var out []string
	numbers := t.Numbers()
	for _, v := range t.Versions[:version] {
		if r, ok := t.rectification(v.Rectification); ok && !slices.Contains(out, numbers[r.Paragraph]) {
			out = append(out, numbers[r.Paragraph])
		}
	}
	return out
}

// languagesOf are a text's languages in the order of a copy, its delegation's own first, and those that are wanted of them.
func (s State) languagesOf(t Text, r TextRequest) (all, shown []string, err error) {
	if r.Copy != "" {
		i := slices.IndexFunc(s.Meeting.Delegations, func(d Delegation) bool { return d.ID == r.Copy })
		if i < 0 {
			return nil, nil, refuseField("copy", "the meeting has no delegation %s", shortened(r.Copy))
		}
		for _, l := range s.Meeting.Delegations[i].Languages {
			if slices.Contains(t.Languages, l) && !slices.Contains(all, l) {
				all = append(all, l)
			}
		}
	}
	for _, l := range t.Languages {
		if !slices.Contains(all, l) {
			all = append(all, l)
		}
	}
	if r.Language == "" {
		return all, all, nil
	}
	if tag, ok := languageTag(r.Language); ok && slices.Contains(all, tag) {
		return all, []string{tag}, nil
	}
	return nil, nil, refuseField("language", "the text is in %s, not in %s", strings.Join(t.Languages, ", "), shortened(r.Language))
}

// textParties are the parties of a text. unnamed: without the members who bound them.
func (s State) textParties(t Text, adopted, unnamed bool) []TextParty {
	out := []TextParty{}
	for _, party := range s.Meeting.Parties() {
		p := TextParty{Delegation: party, Name: s.delegationName(party)}
		if a, given := t.Live(party); adopted && given {
			p.Signed, p.At = true, a.At
			if inv := s.Invitations[a.By]; !unnamed {
				p.By, p.Function = inv.Name, inv.Function
			}
		} else if adopted {
			p.Silent, p.At = true, t.Versions[0].At
		}
		out = append(out, p)
	}
	return out
}

func (s State) delegationName(id string) string {
	for _, d := range s.Meeting.Delegations {
		if d.ID == id {
			return d.Name
		}
	}
	return ""
}

// textParagraphs are those that stand. unnamed: without who has asked for what, and why.
func (s State) textParagraphs(t Text, unnamed bool) []TextParagraph {
	out := []TextParagraph{}
	numbers := t.Numbers()
	for _, place := range t.Places() {
		for _, p := range place {
			one := TextParagraph{ID: p.ID, Number: numbers[p.ID], Words: map[string]string{}, Alternative: len(place) > 1}
			if !unnamed {
				one.Proposer = s.delegationName(p.Delegation)
			}
			for _, l := range t.Languages {
				if w := p.Wording.Words[l]; w.Text != "" {
					one.Words[l] = w.Text
				}
				if p.Wording.Words[l].Engine != "" {
					one.Machine = append(one.Machine, l)
				}
			}
			for _, b := range p.Brackets {
				shown := TextBracket{Kind: b.Kind, Words: b.Words}
				if !unnamed {
					shown.Delegation, shown.Reason = s.delegationName(b.Delegation), b.Reason
				}
				one.Brackets = append(one.Brackets, shown)
			}
			out = append(out, one)
		}
	}
	return out
}

// Complete tells whether every paragraph has words in every language. Before, nobody can say in which languages the text is done.
func (c TextContent) Complete() bool {
	return len(c.Paragraphs) > 0 && !slices.ContainsFunc(c.Paragraphs, func(p TextParagraph) bool { return len(p.Words) < len(c.Languages) })
}
