package proceedings

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// AskBracket puts words, or the whole paragraph, between brackets for the own delegation.
type AskBracket struct {
	By, Text, Paragraph string
	From                int
	Kind                string // "": bracket
	Reason              string
	Words               map[string]string // by language: a piece of the paragraph's; none: the whole
}

// ReleaseBracket takes the own delegation's bracket away.
type ReleaseBracket struct{ By, Text, Bracket string }

// TakePosition says what a delegation thinks of a paragraph as it is: "none" takes back what was said before.
type TakePosition struct {
	By, Text, Paragraph string
	From                int
	Stance              string
}

// BracketAsked puts a bracket.
type BracketAsked struct {
	Text       string            `json:"text"`
	Paragraph  string            `json:"paragraph"`
	Bracket    string            `json:"bracket"`
	Kind       BracketKind       `json:"kind"`
	Delegation string            `json:"delegation,omitempty"`
	Reason     string            `json:"reason"`
	Words      map[string]string `json:"words,omitempty"`
	By         string            `json:"by,omitempty"`
}

// BracketReleased takes one away.
type BracketReleased struct {
	Text      string `json:"text"`
	Paragraph string `json:"paragraph"`
	Bracket   string `json:"bracket"`
	By        string `json:"by,omitempty"`
}

// PositionTaken is a delegation's stance.
type PositionTaken struct {
	Text       string `json:"text"`
	Paragraph  string `json:"paragraph"`
	Revision   int    `json:"revision"`
	Delegation string `json:"delegation,omitempty"`
	Stance     Stance `json:"stance,omitempty"`
	By         string `json:"by,omitempty"`
}

func (AskBracket) lasts()     {}
func (ReleaseBracket) lasts() {}
func (TakePosition) lasts()   {}

func (c AskBracket) decide(s State, now time.Time) ([]Fact, error) {
	by, t, err := s.drafter(c.By, c.Text, now)
	if err != nil {
		return nil, err
	}
	p, err := s.current(t, c.Paragraph, c.From, nil)
	if err != nil {
		return nil, err
	}
	if err := s.notAgreed(t, p); err != nil {
		return nil, err
	}
	out := BracketAsked{
		Text: t.ID, Paragraph: p.ID, Bracket: "b" + strconv.Itoa(t.Brackets+1), Kind: BracketKind(c.Kind), Delegation: by.Party(), By: by.ID,
	}
	switch out.Kind {
	case "":
		out.Kind = PlainBracket
	case PlainBracket, Reservation:
	default:
		return nil, refuseField("kind", "it is bracket or reservation")
	}
	if len(p.Brackets) >= MaxBrackets {
		return nil, refuse(LimitReached, "this paragraph has %d brackets, more are not kept", MaxBrackets)
	}
	if out.Reason, err = reasoned(c.Reason); err != nil {
		return nil, err
	}
	if out.Words, err = t.pieces(p, c.Words); err != nil {
		return nil, err
	}
	return []Fact{out}, nil
}

// reasoned is a reason that somebody gives: there has to be one.
func reasoned(sent string) (string, error) {
	if utf8.RuneCountInString(sent) > MaxReasonRunes {
		return "", refuse(TextTooLong, "a reason has at most %d characters", MaxReasonRunes)
	}
	reason := cleanChat(sent)
	if reason == "" {
		return "", refuseField("reason", "the others have to know why: give the reason")
	}
	return reason, nil
}

// pieces are the words of a paragraph that a bracket is to stand around: as they are there.
func (t Text) pieces(p Paragraph, sent map[string]string) (map[string]string, error) {
	words, err := t.said(sent)
	if err != nil || len(words) == 0 {
		return nil, err
	}
	for _, language := range slices.Sorted(maps.Keys(words)) {
		if words[language] == "" || !strings.Contains(p.Wording.Words[language].Text, words[language]) {
			return nil, refuseField("words."+language, "these words are not in the paragraph; mark a piece of it as it is")
		}
	}
	return words, nil
}

func (c ReleaseBracket) decide(s State, now time.Time) ([]Fact, error) {
	by, t, err := s.drafter(c.By, c.Text, now)
	if err != nil {
		return nil, err
	}
	for _, p := range t.Paragraphs {
		for _, b := range p.Brackets {
			switch {
			case b.ID != c.Bracket:
			case b.Delegation != by.Party():
				return nil, refuse(BracketForeign, "only the delegation that asked for this bracket releases it")
			default:
				return []Fact{BracketReleased{Text: t.ID, Paragraph: p.ID, Bracket: b.ID, By: by.ID}}, nil
			}
		}
	}
	return nil, refuse(BracketUnknown, "the text has no such bracket (any more)")
}

// written refuses a paragraph that lacks a person's words in a language of the text: once every delegation has agreed to it, nobody could add them.
func (t Text) written(p Paragraph) error {
	for _, language := range t.Languages {
		switch w := p.Wording.Words[language]; {
		case w.Text == "":
			return refuse(TextNotClean, "the paragraph has no words in %s; add them, then agree", language)
		case w.Engine != "":
			return refuse(TextNotClean, "the words in %s are a machine's draft; a person certifies or changes them, then agree", language)
		}
	}
	return nil
}

func (c TakePosition) decide(s State, now time.Time) ([]Fact, error) {
	by, t, err := s.drafter(c.By, c.Text, now)
	if err != nil {
		return nil, err
	}
	p, err := s.current(t, c.Paragraph, c.From, nil)
	if err != nil {
		return nil, err
	}
	stance := Stance(c.Stance)
	if stance == "none" {
		stance = NoStance
	}
	party := by.Party()
	if !slices.Contains(s.Meeting.Parties(), party) {
		return nil, refuse(NoDelegation, "the delegations take positions; you speak for none")
	}
	before := p.Positions[party].Stance
	switch {
	case stance == before:
		return nil, nil
	case stance == StanceAgreed || before == StanceAgreed: // what binds is given, and taken back, with authority
		if _, err := s.authorised(c.By); err != nil {
			return nil, err
		}
	case stance != NoStance && stance != AdReferendum:
		return nil, refuseField("position", "it is none, ad-referendum or agreed")
	}
	if stance != NoStance && (len(p.Brackets) > 0 || t.alternatives(p.Place) > 1) {
		return nil, refuse(BracketOpenCode, "a paragraph with an open bracket, or with alternatives, cannot be agreed to")
	}
	if stance == StanceAgreed {
		if err := t.written(p); err != nil {
			return nil, err
		}
	}
	return []Fact{PositionTaken{Text: t.ID, Paragraph: p.ID, Revision: p.Revision(), Delegation: party, Stance: stance, By: by.ID}}, nil
}

func (f BracketAsked) apply(s *State, at time.Time) {
	s.withText(f.Text, func(t Text) Text {
		t.Brackets++
		p, ok := t.Paragraph(f.Paragraph)
		if !ok {
			return t
		}
		p.Brackets = append(slices.Clip(p.Brackets), Bracket{
			ID: "b" + strconv.Itoa(t.Brackets), Kind: f.Kind, Delegation: f.Delegation, Reason: f.Reason, Words: f.Words, By: f.By, At: at,
		})
		p.Positions = nil
		return t.changed(p)
	})
}

func (f BracketReleased) apply(s *State, _ time.Time) {
	s.withParagraph(f.Text, f.Paragraph, func(t Text, p Paragraph) (Text, Paragraph) {
		p.Brackets = slices.DeleteFunc(slices.Clone(p.Brackets), func(b Bracket) bool { return b.ID == f.Bracket })
		if len(p.Brackets) == 0 {
			p.Brackets = nil
		}
		return t, p
	})
}

func (f PositionTaken) apply(s *State, at time.Time) {
	s.withParagraph(f.Text, f.Paragraph, func(t Text, p Paragraph) (Text, Paragraph) {
		if f.Revision != p.Revision() {
			return t, p
		}
		positions := maps.Clone(p.Positions)
		if f.Stance == NoStance {
			delete(positions, f.Delegation)
		} else {
			if positions == nil {
				positions = map[string]Standpoint{}
			}
			positions[f.Delegation] = Standpoint{Stance: f.Stance, By: f.By, At: at}
		}
		if len(positions) == 0 {
			positions = nil
		}
		p.Positions = positions
		return t, p
	})
}
