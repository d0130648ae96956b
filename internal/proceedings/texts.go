package proceedings

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// A text is what delegations negotiate: paragraphs in an order, each in every language of the text. The server orders the
// changes; a change names the revision that it was made from, and one that was made from another is refused with what it has
// missed. Nothing is merged by an algorithm: words that nobody proposed are nobody's (ADR 24).

// Text is a text under negotiation. A Text in a State is never changed: its lists and maps are replaced.
type Text struct {
	ID        string // "t1", "t2"…
	Title     string
	Titles    Titles
	Languages []string // BCP 47; the first is the one that it was begun in
	// Paragraphs are those that there ever were: places in their order, the alternatives of a place behind one another,
	// withdrawn ones where they stood.
	Paragraphs   []Paragraph
	Brackets     int // that there ever were
	Changes      int // of anything in it, from 1
	Assents      []Assent
	Certificates []Certificate
	Silences     []Silence // the last may be open
	Versions     []TextVersion
	// Rectifications are those that were ever proposed.
	Rectifications []Rectification
	By             string // Participant.ID of who began it; "": the administrator
	At             time.Time
}

// Paragraph is one paragraph, or one alternative of a place.
type Paragraph struct {
	ID    string // "p1", "p2"…
	Place string // Paragraph.ID of the first that stood here: alternatives share it
	// Delegation is whose proposal it is; "": the chair's text.
	Delegation string
	Wording    *Wording
	Brackets   []Bracket
	Positions  map[string]Standpoint // by party, as Meeting.Parties
	Withdrawn  bool
	Change     int // Text.Changes with what last happened to it
}

// Revision is how often its words were changed, from 1.
func (p Paragraph) Revision() int { return p.Wording.Revision }

// Wording is one revision of a paragraph, and leads to the one before. It is never changed, so that States share it.
type Wording struct {
	Revision int
	Words    map[string]Words // by language
	By       string           // Participant.ID; "": the administrator
	At       time.Time
	Before   *Wording
}

// next is the revision after w, with some words replaced. by has who, when, and of a machine what.
func (w *Wording) next(sent map[string]string, by Words) *Wording {
	out := &Wording{Revision: w.Revision + 1, Words: make(map[string]Words, len(w.Words)+1), By: by.By, At: by.At, Before: w}
	maps.Copy(out.Words, w.Words)
	by.Revision = out.Revision
	for language, text := range sent {
		by.Text = text
		out.Words[language] = by
	}
	return out
}

// Words are a paragraph's in one language.
type Words struct {
	Text string
	// Engine is the machine that translated them; "": a person wrote or certified them.
	Engine   string
	Of       string // the language that the machine translated from
	By       string // Participant.ID; of a machine's who asked for it
	At       time.Time
	Revision int // of the paragraph in which they became what they are
}

// Stance is what a delegation says of a paragraph.
type Stance string

// The stances. The zero Stance is none.
const (
	NoStance     Stance = ""
	AdReferendum Stance = "ad-referendum" // agreed, subject to confirmation
	StanceAgreed Stance = "agreed"
)

// Standpoint is a delegation's stance on a paragraph as it is.
type Standpoint struct {
	Stance Stance
	By     string
	At     time.Time
}

// BracketKind is what is reserved.
type BracketKind string

// The kinds.
const (
	PlainBracket BracketKind = "bracket"     // words that are not agreed
	Reservation  BracketKind = "reservation" // the delegation reserves its position on the paragraph
)

// Bracket stands around words, or the whole paragraph, until the delegation that asked for it releases it.
type Bracket struct {
	ID         string // "b1", "b2"…
	Kind       BracketKind
	Delegation string // "": the chair's
	Reason     string
	Words      map[string]string // by language: a piece of the words when it was asked for; nil: the whole paragraph
	By         string
	At         time.Time
}

// TextPhase is how far a text is.
type TextPhase string

// The phases.
const (
	Negotiating TextPhase = "negotiating"
	Clean       TextPhase = "clean"     // nothing is open: it can be assented to
	Silent      TextPhase = "silence"   // a silence procedure runs
	Adopted     TextPhase = "adopted"   // by every delegation
	Rectified   TextPhase = "rectified" // adopted, and mended since
)

// Bounds of a meeting's texts. Each is far above a real negotiation's.
const (
	// MaxTexts bounds the texts of a meeting.
	MaxTexts = 20
	// MaxParagraphs bounds the paragraphs of a text, alternatives and withdrawn ones included: the Paris Agreement has some 200,
	// its longest draft had 500. A change copies their heads, some 200 bytes each.
	MaxParagraphs = 1000
	// MaxParagraphRunes bounds a paragraph in one language, in Unicode code points: a page.
	MaxParagraphRunes = 4000
	// MaxParagraphBytes bounds a paragraph's words in all languages: one record of the journal (256 KiB) has to take them.
	MaxParagraphBytes = 128 << 10
	// MaxBrackets bounds the open brackets of one paragraph.
	MaxBrackets = 100
	// MaxTextChanges bounds the changes of a meeting's texts over its whole life: what replay has to read. Twenty people who
	// each change a paragraph every three seconds for four hours.
	MaxTextChanges = 100_000
	// MaxTextBytes bounds the words of all revisions of all texts, which are kept in memory for their history.
	MaxTextBytes = 64 << 20
)

// Text finds a text of the meeting.
func (s State) Text(id string) (Text, bool) {
	i := s.text(id)
	if i < 0 {
		return Text{}, false
	}
	return s.Texts[i], true
}

func (s State) text(id string) int {
	return slices.IndexFunc(s.Texts, func(t Text) bool { return t.ID == id })
}

// Paragraph finds a paragraph.
func (t Text) Paragraph(id string) (Paragraph, bool) {
	i := t.paragraph(id)
	if i < 0 {
		return Paragraph{}, false
	}
	return t.Paragraphs[i], true
}

func (t Text) paragraph(id string) int {
	return slices.IndexFunc(t.Paragraphs, func(p Paragraph) bool { return p.ID == id })
}

// Places are the paragraphs that stand, each place with its alternatives.
func (t Text) Places() [][]Paragraph {
	var out [][]Paragraph
	for _, p := range t.Paragraphs {
		if p.Withdrawn {
			continue
		}
		if last := len(out) - 1; last >= 0 && out[last][0].Place == p.Place {
			out[last] = append(out[last], p)
		} else {
			out = append(out, []Paragraph{p})
		}
	}
	return out
}

// Numbers are the numbers of the paragraphs that stand, the same in every language: "2", and alternatives "2 bis", "2 ter"…
func (t Text) Numbers() map[string]string {
	out := map[string]string{}
	for i, place := range t.Places() {
		for j, p := range place {
			out[p.ID] = strconv.Itoa(i+1) + again(j)
		}
	}
	return out
}

// again is what follows the number of the alternative of an index, from 0.
func again(index int) string {
	latin := [...]string{"", " bis", " ter", " quater", " quinquies", " sexies", " septies", " octies", " nonies", " decies"}
	if index < len(latin) {
		return latin[index]
	}
	return " (" + strconv.Itoa(index+1) + ")"
}

// alternatives counts what stands in a paragraph's place.
func (t Text) alternatives(place string) int {
	n := 0
	for _, p := range t.Paragraphs {
		if p.Place == place && !p.Withdrawn {
			n++
		}
	}
	return n
}

// ParagraphStatus is how far a paragraph is: proceedings 25.
type ParagraphStatus string

// The statuses.
const (
	IsProposed     ParagraphStatus = "proposed"
	IsBracketed    ParagraphStatus = "bracketed"
	IsAdReferendum ParagraphStatus = "ad-referendum"
	IsAgreed       ParagraphStatus = "agreed"
	IsWithdrawn    ParagraphStatus = "withdrawn"
)

// StatusOf is how far a paragraph of a text is.
func (s State) StatusOf(t Text, p Paragraph) ParagraphStatus {
	least := StanceAgreed
	for _, party := range s.Meeting.Parties() {
		switch p.Positions[party].Stance {
		case NoStance:
			least = NoStance
		case AdReferendum:
			if least == StanceAgreed {
				least = AdReferendum
			}
		case StanceAgreed:
		}
	}
	switch {
	case p.Withdrawn:
		return IsWithdrawn
	case len(p.Brackets) > 0 || t.alternatives(p.Place) > 1:
		return IsBracketed
	case least == StanceAgreed:
		return IsAgreed
	case least == AdReferendum:
		return IsAdReferendum
	default:
		return IsProposed
	}
}

// ObstacleCode says what stands between a text and its adoption.
type ObstacleCode string

// The obstacles.
const (
	TextIsEmpty      ObstacleCode = "empty"
	BracketOpen      ObstacleCode = "bracket-open"
	AlternativesOpen ObstacleCode = "alternatives-open"
	NotAgreed        ObstacleCode = "not-agreed"
	WordsMissing     ObstacleCode = "words-missing"
	MachineDraft     ObstacleCode = "machine-draft"
)

// Obstacle is one of them.
type Obstacle struct {
	Code                                     ObstacleCode
	Paragraph, Bracket, Delegation, Language string // where they say something
}

// Obstacles are what stands between a text and its adoption, in the order of its paragraphs.
func (s State) Obstacles(t Text) []Obstacle {
	var out []Obstacle
	places := t.Places()
	if len(places) == 0 {
		out = append(out, Obstacle{Code: TextIsEmpty})
	}
	for _, place := range places {
		if len(place) > 1 {
			out = append(out, Obstacle{Code: AlternativesOpen, Paragraph: place[0].ID})
		}
		for _, p := range place {
			out = append(out, s.obstaclesIn(t, p)...)
		}
	}
	return out
}

func (s State) obstaclesIn(t Text, p Paragraph) []Obstacle {
	var out []Obstacle
	for _, b := range p.Brackets {
		out = append(out, Obstacle{Code: BracketOpen, Paragraph: p.ID, Bracket: b.ID, Delegation: b.Delegation})
	}
	for _, language := range t.Languages {
		switch w := p.Wording.Words[language]; {
		case w.Text == "":
			out = append(out, Obstacle{Code: WordsMissing, Paragraph: p.ID, Language: language})
		case w.Engine != "":
			out = append(out, Obstacle{Code: MachineDraft, Paragraph: p.ID, Language: language})
		}
	}
	for _, party := range s.Meeting.Parties() {
		if p.Positions[party].Stance != StanceAgreed {
			out = append(out, Obstacle{Code: NotAgreed, Paragraph: p.ID, Delegation: party})
		}
	}
	return out
}

// PhaseGiven is how far a text is at now that has so many obstacles.
func (t Text) PhaseGiven(obstacles int, now time.Time) TextPhase {
	phase := t.boundPhase(now)
	if phase == Negotiating && obstacles == 0 {
		return Clean
	}
	return phase
}

// PhaseOf is the same for who has not counted them.
func (s State) PhaseOf(t Text, now time.Time) TextPhase {
	return t.PhaseGiven(len(s.Obstacles(t)), now)
}

// boundPhase is PhaseGiven but for whether a text that is negotiated is clean, which takes longer to find out.
func (t Text) boundPhase(now time.Time) TextPhase {
	switch n := len(t.Versions); {
	case n > 1:
		return Rectified
	case n == 1:
		return Adopted
	case !t.Silence().Open():
		return Negotiating
	case now.Before(t.Silence().Until):
		return Silent
	default:
		return Adopted // the event is on its way
	}
}

// changed is a text with one paragraph replaced. Whatever changes what the text says, or what is open in it, voids the
// assents that were given.
func (t Text) changed(p Paragraph) Text {
	t.Changes++
	p.Change = t.Changes
	t.Paragraphs = slices.Clone(t.Paragraphs)
	t.Paragraphs[t.paragraph(p.ID)] = p
	return t.voided()
}

// voided is a text whose assents hold no longer. They stay, as what was given.
func (t Text) voided() Text {
	if slices.ContainsFunc(t.Assents, func(a Assent) bool { return !a.Void }) {
		t.Assents = slices.Clone(t.Assents)
		for i := range t.Assents {
			t.Assents[i].Void = true
		}
	}
	return t
}

// reworded is a text whose words in some languages are others now: the certificates of these hold no longer.
func (t Text) reworded(languages ...string) Text {
	holds := func(c Certificate) bool {
		return !slices.ContainsFunc(languages, func(l string) bool { return l == c.Languages[0] || l == c.Languages[1] })
	}
	t.Certificates = slices.Clone(t.Certificates)
	for i, c := range t.Certificates {
		t.Certificates[i].Void = c.Void || !holds(c)
	}
	return t
}

// setText replaces a text.
func (s *State) setText(t Text) {
	s.Texts = slices.Clone(s.Texts)
	s.Texts[s.text(t.ID)] = t
	s.TextChanges++
}

// wordsBytes counts the words of a revision that are its own.
func (w *Wording) wordsBytes() int {
	n := 0
	for _, words := range w.Words {
		if words.Revision == w.Revision {
			n += len(words.Text)
		}
	}
	return n
}

// said makes words as they are kept of what was sent, in a text's languages. It refuses what cannot be kept.
func (t Text) said(sent map[string]string) (map[string]string, error) {
	out := make(map[string]string, len(sent))
	size := 0
	for _, language := range slices.Sorted(maps.Keys(sent)) { // the first fault is named, always the same one
		tag, ok := languageTag(language)
		if !ok || !slices.Contains(t.Languages, tag) {
			return nil, refuseField("words."+shortened(language), "the text is in %s; write it in one of these", strings.Join(t.Languages, ", "))
		}
		text := sent[language]
		if len(text) > MaxParagraphBytes || utf8.RuneCountInString(text) > MaxParagraphRunes {
			return nil, refuse(TextTooLong, "a paragraph has at most %d characters; put the rest into another", MaxParagraphRunes)
		}
		if _, twice := out[tag]; twice {
			return nil, refuseField("words."+tag, "it is there twice")
		}
		out[tag] = cleanChat(text)
		size += len(out[tag])
	}
	if size > MaxParagraphBytes {
		return nil, refuse(TextTooLong, "a paragraph has at most %d KiB in all its languages; put the rest into another", MaxParagraphBytes>>10)
	}
	return out, nil
}
