package proceedings

import (
	"maps"
	"slices"
	"strconv"
	"time"
)

// Rectification mends an error in an adopted text: what is wrong, what is to stand, and why. It takes effect when nobody has
// objected until its deadline (Vienna Convention on the Law of Treaties, 1969, article 79). The old text stays visible.
type Rectification struct {
	ID        string // "r1", "r2"…
	Paragraph string
	Words     map[string]string // by language: what is to stand
	Reason    string
	By        string
	At        time.Time
	Until     time.Time
	Ended     time.Time // zero: not yet
	Objection Objection // of the one that refused it
}

// Open tells whether objections may still come.
func (r Rectification) Open() bool { return r.Ended.IsZero() }

const (
	// RectificationTime is how long objections come in time: article 79 asks for "an appropriate time-limit"; the
	// Secretary-General of the United Nations, as depositary, gives 90 days (Summary of Practice, ST/LEG/7/Rev.1).
	RectificationTime = 90 * 24 * time.Hour
	// MaxRectifications bounds those of a text: each that takes effect keeps a version.
	MaxRectifications = 50
)

// ProposeRectification says what is wrong in an adopted text.
type ProposeRectification struct {
	By, Text, Paragraph string
	Words               map[string]string
	Reason              string
	Hours               int // until the deadline; 0: RectificationTime
}

// RefuseRectification objects to one, with authority.
type RefuseRectification struct{ By, Text, Rectification, Reason string }

// SettleRectification lets one take effect whose deadline has passed. It is the server's.
type SettleRectification struct{ Text, Rectification string }

// RectificationProposed says what is to be mended.
type RectificationProposed struct {
	Text          string            `json:"text"`
	Rectification string            `json:"rectification"`
	Paragraph     string            `json:"paragraph"`
	Words         map[string]string `json:"words"`
	Reason        string            `json:"reason"`
	Until         time.Time         `json:"until"`
	By            string            `json:"by,omitempty"`
}

// RectificationRefused ends one by an objection.
type RectificationRefused struct {
	Text          string `json:"text"`
	Rectification string `json:"rectification"`
	Delegation    string `json:"delegation,omitempty"`
	Reason        string `json:"reason"`
	By            string `json:"by,omitempty"`
}

// TextRectified makes the next version of an adopted text.
type TextRectified struct {
	Text          string `json:"text"`
	Rectification string `json:"rectification"`
	SHA256        string `json:"sha256"`
}

func (ProposeRectification) lasts() {}
func (RefuseRectification) lasts()  {}
func (SettleRectification) lasts()  {}

// adopted finds a text that every delegation is bound by.
func (s State) adopted(id string) (Text, error) {
	t, ok := s.Text(id)
	switch {
	case !ok:
		return t, refuse(TextUnknown, "the meeting has no such text")
	case len(t.Versions) == 0:
		return t, refuse(TextNotAdopted, "this text is not adopted; change it as it is")
	default:
		return t, nil
	}
}

func (c ProposeRectification) decide(s State, now time.Time) ([]Fact, error) {
	by, err := s.Negotiator(c.By, now)
	if err != nil {
		return nil, err
	}
	if _, err := s.authorised(c.By); err != nil && !by.Role.Leads() {
		return nil, err
	}
	t, err := s.adopted(c.Text)
	if err != nil {
		return nil, err
	}
	p, ok := t.Paragraph(c.Paragraph)
	switch {
	case !ok || p.Withdrawn:
		return nil, refuse(ParagraphUnknown, "the text has no such paragraph")
	case len(t.Rectifications) >= MaxRectifications:
		return nil, refuse(LimitReached, "there were %d rectifications of this text, more are not kept", MaxRectifications)
	case slices.ContainsFunc(t.Rectifications, func(r Rectification) bool { return r.Open() && r.Paragraph == p.ID }):
		return nil, refuse(RectificationOpen, "a rectification of this paragraph is under way; it is settled first")
	case c.Hours < 0 || c.Hours > int(maxSilence/time.Hour):
		return nil, refuseField("hours", "the time for objections is from an hour to a year")
	}
	words, err := t.said(c.Words)
	if err != nil {
		return nil, err
	}
	for language, text := range words {
		if text == "" || text == p.Wording.Words[language].Text {
			delete(words, language)
		}
	}
	if len(words) == 0 {
		return nil, refuse(NothingNew, "these are the paragraph's words already")
	}
	reason, err := reasoned(c.Reason)
	if err == nil {
		err = s.roomFor(len(words) * MaxParagraphRunes)
	}
	if err != nil {
		return nil, err
	}
	wait := RectificationTime
	if c.Hours > 0 {
		wait = time.Duration(c.Hours) * time.Hour
	}
	return []Fact{RectificationProposed{
		Text: t.ID, Rectification: rectificationID(len(t.Rectifications)), Paragraph: p.ID, Words: words, Reason: reason,
		Until: now.Add(wait), By: by.ID,
	}}, nil
}

func (c RefuseRectification) decide(s State, now time.Time) ([]Fact, error) {
	delegation, err := s.binding(c.By, now)
	if err != nil {
		return nil, err
	}
	t, err := s.adopted(c.Text)
	if err != nil {
		return nil, err
	}
	r, ok := t.rectification(c.Rectification)
	switch {
	case !ok:
		return nil, refuse(RectificationUnknown, "the text has no such rectification")
	case !r.Open() || !now.Before(r.Until):
		return nil, refuse(SilenceOver, "objections came in time until %s", r.Until.Format(time.RFC3339))
	}
	reason, err := reasoned(c.Reason)
	if err != nil {
		return nil, err
	}
	return []Fact{RectificationRefused{Text: t.ID, Rectification: r.ID, Delegation: delegation, Reason: reason, By: c.By}}, nil
}

func (c SettleRectification) decide(s State, now time.Time) ([]Fact, error) {
	t, ok := s.Text(c.Text)
	r, there := t.rectification(c.Rectification)
	if !ok || !there || !r.Open() || now.Before(r.Until) {
		return nil, nil
	}
	return []Fact{TextRectified{Text: t.ID, Rectification: r.ID, SHA256: s.TextSHA256(t.mended(r, now))}}, nil
}

// NextRectification is the next one to take effect; at zero: there is none.
func (s State) NextRectification() (text, rectification string, at time.Time) {
	for _, t := range s.Texts {
		for _, r := range t.Rectifications {
			if r.Open() && (at.IsZero() || r.Until.Before(at)) {
				text, rectification, at = t.ID, r.ID, r.Until
			}
		}
	}
	return text, rectification, at
}

func (t Text) rectification(id string) (Rectification, bool) {
	i := slices.IndexFunc(t.Rectifications, func(r Rectification) bool { return r.ID == id })
	if i < 0 {
		return Rectification{}, false
	}
	return t.Rectifications[i], true
}

// mended is a text with a rectification's words in the place of those that were wrong. Positions and who proposed stay.
func (t Text) mended(r Rectification, at time.Time) Text {
	p, ok := t.Paragraph(r.Paragraph)
	if !ok {
		return t
	}
	p.Wording = p.Wording.next(r.Words, Words{By: r.By, At: at})
	t.Changes++
	p.Change = t.Changes
	t.Paragraphs = slices.Clone(t.Paragraphs)
	t.Paragraphs[t.paragraph(p.ID)] = p
	return t
}

func (f RectificationProposed) apply(s *State, at time.Time) {
	s.withText(f.Text, func(t Text) Text {
		t.Changes++
		t.Rectifications = append(slices.Clip(t.Rectifications), Rectification{
			ID: rectificationID(len(t.Rectifications)), Paragraph: f.Paragraph, Words: f.Words, Reason: f.Reason, By: f.By, At: at, Until: f.Until.UTC(),
		})
		return t
	})
}

func (f RectificationRefused) apply(s *State, at time.Time) {
	s.withText(f.Text, func(t Text) Text {
		t.Changes++
		return t.rectificationEnded(f.Rectification, at, Objection{Delegation: f.Delegation, By: f.By, Reason: f.Reason, At: at})
	})
}

func (t Text) rectificationEnded(id string, at time.Time, objection Objection) Text {
	t.Rectifications = slices.Clone(t.Rectifications)
	for i, r := range t.Rectifications {
		if r.ID == id && r.Open() {
			t.Rectifications[i].Ended, t.Rectifications[i].Objection = at, objection
		}
	}
	return t
}

func (f TextRectified) apply(s *State, at time.Time) {
	s.withText(f.Text, func(t Text) Text {
		r, ok := t.rectification(f.Rectification)
		if !ok || len(t.Versions) == 0 {
			return t
		}
		t = t.mended(r, at).rectificationEnded(r.ID, at, Objection{})
		if p, ok := t.Paragraph(r.Paragraph); ok {
			s.TextBytes += p.Wording.wordsBytes()
		}
		t.Versions = append(slices.Clip(t.Versions), TextVersion{
			Number: len(t.Versions) + 1, SHA256: f.SHA256, At: at, Paragraphs: t.Paragraphs, Rectification: r.ID,
		})
		return t.reworded(keysOf(r.Words)...)
	})
}

func rectificationID(index int) string { return "r" + strconv.Itoa(index+1) }

func keysOf(words map[string]string) []string { return slices.Collect(maps.Keys(words)) }
