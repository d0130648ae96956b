package proceedings

import (
	"slices"
	"strconv"
	"time"
)

// BeginText begins a text. By is an Invitation.ID; "": the administrator.
type BeginText struct {
	By        string
	Title     string
	Titles    map[string]string
	Languages []string // nil: the meeting's
}

// AddParagraph proposes a paragraph, in its own place or as an alternative of one that there is.
type AddParagraph struct {
	By, Text      string
	Words         map[string]string // by language; some may come later
	After         *string           // Paragraph.ID; "": at the beginning; nil: at the end
	AlternativeTo string            // Paragraph.ID
}

// ReviseParagraph changes words. From is the revision that the edit was made from: another one is refused (RevisionStale) with
// what was missed. Words that are there already, and are a machine's, become the person's, who certifies them.
type ReviseParagraph struct {
	By, Text, Paragraph string
	From                int
	Words               map[string]string // those that change
	Engine, Of          string            // of a machine's words: its name, and the language that they are made from
}

// WithdrawParagraph takes a proposal back. Only the delegation that made it does.
type WithdrawParagraph struct {
	By, Text, Paragraph string
	From                int
}

// PlaceParagraph moves a paragraph, with its alternatives, behind another; "": to the beginning.
type PlaceParagraph struct{ By, Text, Paragraph, After string }

// TextBegun begins a text.
type TextBegun struct {
	Text      string   `json:"text"`
	Title     string   `json:"title"`
	Titles    Titles   `json:"titles,omitempty"`
	Languages []string `json:"languages"`
	By        string   `json:"by,omitempty"`
}

// ParagraphAdded proposes a paragraph.
type ParagraphAdded struct {
	Text       string            `json:"text"`
	Paragraph  string            `json:"paragraph"`
	Place      string            `json:"place"`           // its own, or the one that it is an alternative in
	After      string            `json:"after,omitempty"` // Paragraph.ID that it follows; "": at the beginning
	Delegation string            `json:"delegation,omitempty"`
	Words      map[string]string `json:"words"`
	By         string            `json:"by,omitempty"`
}

// ParagraphRevised changes a paragraph's words in some languages.
type ParagraphRevised struct {
	Text      string            `json:"text"`
	Paragraph string            `json:"paragraph"`
	Revision  int               `json:"revision"`
	Words     map[string]string `json:"words"`
	Engine    string            `json:"engine,omitempty"`
	Of        string            `json:"of,omitempty"`
	By        string            `json:"by,omitempty"`
}

// ParagraphWithdrawn takes one out of the text.
type ParagraphWithdrawn struct {
	Text      string `json:"text"`
	Paragraph string `json:"paragraph"`
	By        string `json:"by,omitempty"`
}

// ParagraphPlaced moves a place.
type ParagraphPlaced struct {
	Text      string `json:"text"`
	Paragraph string `json:"paragraph"`
	After     string `json:"after,omitempty"`
	By        string `json:"by,omitempty"`
}

// A text is worked on for weeks around the call.
func (BeginText) lasts()         {}
func (AddParagraph) lasts()      {}
func (ReviseParagraph) lasts()   {}
func (WithdrawParagraph) lasts() {}
func (PlaceParagraph) lasts()    {}

// So is who may work on it: a delegation's mandate may pass to somebody else in the meantime, and links run out.
func (IssueInvitation) lasts()  {}
func (RenewInvitation) lasts()  {}
func (RevokeInvitation) lasts() {}
func (ChangeMember) lasts()     {}

// Negotiator is who works on a text with an invitation: also before the lobby opens, and after the meeting. The zero
// Participant's Role is the administrator's, an organiser who takes no part.
func (s State) Negotiator(by string, now time.Time) (Participant, error) {
	if by == "" {
		return Participant{Role: Organiser}, nil
	}
	inv, status, err := s.Use(by, now)
	switch {
	case err != nil:
		return Participant{}, err
	case status == Refused:
		return Participant{}, refuse(AdmissionRefused, "the chair did not let this participant in; ask the organiser for a new invitation")
	}
	return Participant{ID: inv.ID, Invitation: inv.ID, Name: inv.Name, Role: inv.Role, Delegation: inv.Delegation, Status: status}, nil
}

// Party is for whom somebody proposes and reserves: a delegate for the delegation, who leads for nobody.
func (p Participant) Party() string {
	if p.Role != Delegate {
		return ""
	}
	return p.Delegation
}

// PartyOf is for whom the holder of an invitation proposes.
func (s State) PartyOf(invitation string) string {
	inv := s.Invitations[invitation]
	return Participant{Role: inv.Role, Delegation: inv.Delegation}.Party()
}

// ActsForParty tells whether the holder of an invitation binds a party of the meeting.
func (s State) ActsForParty(invitation string) bool {
	_, err := s.authorised(invitation)
	return err == nil
}

// drafter finds who writes on a text, and the text, which must be open to changes.
func (s State) drafter(by, text string, now time.Time) (Participant, Text, error) {
	p, err := s.Negotiator(by, now)
	if err != nil {
		return p, Text{}, err
	}
	if !p.Role.Speaks() {
		return p, Text{}, refuse(NotAllowed, "delegates, the chair and the organiser work on a text")
	}
	if p.Party() == "" && !p.Role.Leads() && len(s.Meeting.Delegations) > 0 {
		return p, Text{}, refuse(NoDelegation, "you belong to no delegation, for which you could propose; the chair can write it for you")
	}
	t, err := s.openText(text, now)
	return p, t, err
}

// openText finds a text that can be changed.
func (s State) openText(id string, now time.Time) (Text, error) {
	t, ok := s.Text(id)
	switch {
	case !ok:
		return t, refuse(TextUnknown, "the meeting has no such text")
	case s.TextChanges >= MaxTextChanges:
		return t, refuse(LimitReached, "the texts of this meeting have been changed %d times, more is not kept", MaxTextChanges)
	}
	switch t.boundPhase(now) {
	case Adopted, Rectified:
		return t, refuse(TextAdoptedCode, "this text is adopted; an error in it is mended by a rectification")
	case Silent:
		return t, refuse(TextFrozen, "a silence procedure runs until %s; an objection, or the chair, ends it", t.Silence().untilText())
	case Negotiating, Clean:
	}
	return t, nil
}

// current finds a paragraph that stands, at the revision that a change was made from.
func (s State) current(t Text, id string, from int, sent map[string]string) (Paragraph, error) {
	p, ok := t.Paragraph(id)
	switch {
	case !ok || p.Withdrawn:
		return p, refuse(ParagraphUnknown, "the text has no such paragraph, or it was withdrawn")
	case p.Revision() != from:
		return p, s.missed(t, p, sent)
	default:
		return p, nil
	}
}

func (c BeginText) decide(s State, now time.Time) ([]Fact, error) {
	p, err := s.Negotiator(c.By, now)
	switch {
	case err != nil:
		return nil, err
	case !p.Role.Speaks():
		return nil, refuse(NotAllowed, "delegates, the chair and the organiser begin a text")
	case len(s.Texts) >= MaxTexts:
		return nil, refuse(LimitReached, "this meeting has %d texts, more are not kept", MaxTexts)
	}
	in, err := languages("languages", c.Languages)
	if err != nil {
		return nil, err
	}
	if len(in) == 0 {
		in = s.Meeting.Languages
	}
	if len(in) == 0 {
		return nil, refuseField("languages", "a text has at least one language, such as es (BCP 47)")
	}
	title, forms, err := titles("", c.Title, c.Titles, in)
	if err != nil {
		return nil, err
	}
	return []Fact{TextBegun{Text: "t" + strconv.Itoa(len(s.Texts)+1), Title: title, Titles: forms, Languages: in, By: p.ID}}, nil
}

func (c AddParagraph) decide(s State, now time.Time) ([]Fact, error) {
	by, t, err := s.drafter(c.By, c.Text, now)
	if err != nil {
		return nil, err
	}
	if len(t.Paragraphs) >= MaxParagraphs {
		return nil, refuse(LimitReached, "this text has had %d paragraphs, more are not kept", MaxParagraphs)
	}
	words, err := s.worded(t, c.Words)
	if err != nil {
		return nil, err
	}
	out := ParagraphAdded{
		Text: t.ID, Paragraph: "p" + strconv.Itoa(len(t.Paragraphs)+1), Delegation: by.Party(), Words: words, By: by.ID,
	}
	out.Place = out.Paragraph
	switch {
	case c.AlternativeTo != "":
		beside, err := s.beside(t, c.AlternativeTo)
		if err != nil {
			return nil, err
		}
		out.Place, out.After = beside.Place, lastOf(t, beside.Place)
	case c.After == nil:
		if n := len(t.Paragraphs); n > 0 {
			out.After = t.Paragraphs[n-1].ID
		}
	case *c.After != "":
		before, ok := t.Paragraph(*c.After)
		if !ok {
			return nil, refuse(ParagraphUnknown, "the text has no such paragraph to follow")
		}
		out.After = lastOf(t, before.Place)
	}
	return []Fact{out}, nil
}

// beside finds the paragraph that an alternative is proposed to: not one that everybody has agreed.
func (s State) beside(t Text, id string) (Paragraph, error) {
	p, ok := t.Paragraph(id)
	if !ok || p.Withdrawn {
		return p, refuse(ParagraphUnknown, "the text has no such paragraph, or it was withdrawn")
	}
	return p, s.notAgreed(t, p)
}

// notAgreed refuses to touch what every delegation has agreed.
func (s State) notAgreed(t Text, p Paragraph) error {
	if s.StatusOf(t, p) == IsAgreed {
		return refuse(ParagraphAgreedCode, "every delegation has agreed to this paragraph; one that wants it changed takes its agreement back first")
	}
	return nil
}

// lastOf is the last paragraph of a place.
func lastOf(t Text, place string) string {
	last := ""
	for _, p := range t.Paragraphs {
		if p.Place == place {
			last = p.ID
		}
	}
	return last
}

// worded are the words of a new paragraph: in one language at least.
func (s State) worded(t Text, sent map[string]string) (map[string]string, error) {
	words, err := t.said(sent)
	if err != nil {
		return nil, err
	}
	size := 0
	for language, text := range words {
		if size += len(text); text == "" {
			delete(words, language)
		}
	}
	if len(words) == 0 {
		return nil, refuse(TextEmpty, "a paragraph has words in one of the text's languages at least")
	}
	return words, s.roomFor(size)
}

func (s State) roomFor(size int) error {
	if s.TextBytes+size > MaxTextBytes {
		return refuse(LimitReached, "the texts of this meeting have %d MiB of words with their history, more are not kept", MaxTextBytes>>20)
	}
	return nil
}

func (c ReviseParagraph) decide(s State, now time.Time) ([]Fact, error) {
	by, t, err := s.reviser(c.By, c.Text, now)
	if err != nil {
		return nil, err
	}
	words, err := t.said(c.Words)
	if err != nil {
		return nil, err
	}
	p, err := s.current(t, c.Paragraph, c.From, words)
	if err != nil {
		return nil, err
	}
	switch {
	case c.Engine != "" && p.Wording.Words[c.Of].Engine != "":
		return nil, refuse(TextNotClean, "the words in %s are a machine's draft; a person certifies or changes them before a machine translates them", shortened(c.Of))
	case c.Engine == "" && by.Role == Interpreter && !p.says(words):
		return nil, refuse(NotAllowed, "interpreters certify a machine's draft as it is; delegates, the chair and the organiser change words")
	}
	size := 0
	for language, text := range words {
		old := p.Wording.Words[language]
		switch {
		case text == "" && old.Text != "":
			return nil, refuse(TextEmpty, "a paragraph's words are changed, not taken out; its proposer withdraws the whole")
		case text == old.Text && (old.Engine == "" || c.Engine != ""):
			delete(words, language)
		case c.Engine != "" && old.Text != "" && old.Engine == "" && old.Revision >= p.Wording.Words[c.Of].Revision:
			return nil, refuse(NothingNew, "a person has written the words in %s, and they are not older; a machine does not replace them", language)
		default:
			size += len(text)
		}
	}
	if len(words) == 0 {
		return nil, nil
	}
	if err := s.notAgreed(t, p); err != nil {
		return nil, err
	}
	if err := s.roomFor(size); err != nil {
		return nil, err
	}
	return []Fact{ParagraphRevised{
		Text: t.ID, Paragraph: p.ID, Revision: p.Revision() + 1, Words: words, Engine: shortened(c.Engine), Of: shortened(c.Of), By: by.ID,
	}}, nil
}

// reviser finds who changes words: who writes on a text, and interpreters, who only ask for a machine's draft, or certify one.
func (s State) reviser(by, text string, now time.Time) (Participant, Text, error) {
	p, t, err := s.drafter(by, text, now)
	if err == nil || p.Role != Interpreter {
		return p, t, err
	}
	t, err = s.openText(text, now)
	return p, t, err
}

// says tells whether a paragraph has these words already: a person who sends them certifies them, and changes nothing.
func (p Paragraph) says(words map[string]string) bool {
	for language, text := range words {
		if p.Wording.Words[language].Text != text {
			return false
		}
	}
	return true
}

func (c WithdrawParagraph) decide(s State, now time.Time) ([]Fact, error) {
	by, t, err := s.drafter(c.By, c.Text, now)
	if err != nil {
		return nil, err
	}
	p, err := s.current(t, c.Paragraph, c.From, nil)
	if err != nil {
		return nil, err
	}
	if p.Delegation != by.Party() {
		return nil, refuse(NotAllowed, "a proposal is withdrawn by the delegation that made it; ask for a bracket around it, with your reason")
	}
	if len(p.Brackets) > 0 && slices.ContainsFunc(p.Brackets, func(b Bracket) bool { return b.Delegation != by.Party() }) {
		return nil, refuse(BracketForeign, "another delegation's bracket stands in this paragraph; it is released first")
	}
	if err := s.notAgreed(t, p); err != nil {
		return nil, err
	}
	return []Fact{ParagraphWithdrawn{Text: t.ID, Paragraph: p.ID, By: by.ID}}, nil
}

func (c PlaceParagraph) decide(s State, now time.Time) ([]Fact, error) {
	by, t, err := s.drafter(c.By, c.Text, now)
	if err != nil {
		return nil, err
	}
	p, ok := t.Paragraph(c.Paragraph)
	if !ok || p.Withdrawn {
		return nil, refuse(ParagraphUnknown, "the text has no such paragraph, or it was withdrawn")
	}
	after := c.After
	if after != "" {
		before, ok := t.Paragraph(after)
		if !ok {
			return nil, refuse(ParagraphUnknown, "the text has no such paragraph to follow")
		}
		if before.Place == p.Place {
			return nil, nil
		}
		after = lastOf(t, before.Place)
	}
	if sameOrder(t.Paragraphs, placed(t.Paragraphs, p.Place, after)) {
		return nil, nil
	}
	return []Fact{ParagraphPlaced{Text: t.ID, Paragraph: p.ID, After: after, By: by.ID}}, nil
}

func sameOrder(a, b []Paragraph) bool {
	return slices.EqualFunc(a, b, func(x, y Paragraph) bool { return x.ID == y.ID })
}

// placed are paragraphs with a place moved behind a paragraph; "": to the beginning.
func placed(all []Paragraph, place, after string) []Paragraph {
	var moved, rest []Paragraph
	for _, p := range all {
		if p.Place == place {
			moved = append(moved, p)
		} else {
			rest = append(rest, p)
		}
	}
	at := slices.IndexFunc(rest, func(p Paragraph) bool { return p.ID == after }) + 1
	return slices.Insert(rest, at, moved...)
}
