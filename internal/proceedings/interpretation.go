package proceedings

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cumbre-meet/cumbre/internal/interpretation"
)

// Bounds of the glossary.
const (
	// MaxTerms bounds the terms that are kept at a time. A prepared glossary has some hundred; the whole list is sent
	// to each interpreter who comes.
	MaxTerms = 2000
	// MaxTermChanges bounds all additions and replacements of one meeting, as the journal keeps each: a booth of
	// three who write one every five seconds for a day.
	MaxTermChanges = 50_000
	// MaxTermLanguages bounds the languages of one term: what an interpreter's desk can show beside each other.
	MaxTermLanguages = 12
)

// ArrangeInterpretation replaces the meeting's booths. A booth without ID gets one ("b1", "b2"…), without a name that
// of its languages, without seats two.
type ArrangeInterpretation struct {
	// By is the participant whose wish it is; "": the administration, which may.
	By    string
	Setup interpretation.Setup
}

// AddTerm adds a term to the glossary, or replaces the one of its key.
type AddTerm struct {
	By, Key, Note string
	Text          []TermText
}

// RemoveTerm takes a term out of the glossary.
type RemoveTerm struct{ By, Key string }

// Term is an entry of the glossary that all booths share.
type Term struct {
	Key  string     `json:"key"`
	Text []TermText `json:"text"`
	Note string     `json:"note,omitempty"`
	By   string     `json:"by,omitempty"`
}

// TermText is a term in one language.
type TermText struct {
	Language string `json:"language"`
	Text     string `json:"text"`
}

// InterpretationArranged replaces the meeting's booths. Interpreters whose booth is gone come to the one that fits
// them now, or to none.
type InterpretationArranged struct {
	By    string               `json:"by,omitempty"`
	Setup interpretation.Setup `json:"setup"`
}

// TermAdded adds a term, or replaces the one of its key.
type TermAdded struct {
	Term Term `json:"term"`
}

// TermRemoved takes a term away.
type TermRemoved struct {
	Key string `json:"key"`
	By  string `json:"by"`
}

func (f InterpretationArranged) apply(s *State, _ time.Time) {
	s.Interpretation = f.Setup
	for id, inv := range s.Invitations {
		if inv.Role == Interpreter {
			inv.Booth = rebound(f.Setup, inv.Booth, inv.Language)
			s.Invitations[id] = inv
		}
	}
	for id, p := range s.Participants {
		if p.Role == Interpreter {
			p.Booth = rebound(f.Setup, p.Booth, p.Language)
			s.Participants[id] = p
		}
	}
}

// rebound is the booth of an interpreter under another arrangement.
func rebound(setup interpretation.Setup, booth, language string) string {
	if slices.ContainsFunc(setup.Booths, func(b interpretation.Booth) bool { return b.ID == booth }) {
		return booth
	}
	id, _ := onlyBooth(setup, language)
	return id
}

// onlyBooth is the one booth that an interpreter can be meant for: the meeting's only one, or the only one that works
// into their language.
func onlyBooth(setup interpretation.Setup, language string) (id string, ok bool) {
	if len(setup.Booths) == 1 {
		return setup.Booths[0].ID, true
	}
	for _, b := range setup.Booths {
		if language == "" || !slices.Contains(b.Outputs, language) {
			continue
		}
		if ok {
			return "", false
		}
		id, ok = b.ID, true
	}
	return id, ok
}

func (f TermAdded) apply(s *State, _ time.Time) {
	s.TermChanges++
	if i := s.term(f.Term.Key); i >= 0 {
		s.Glossary[i] = f.Term
		return
	}
	s.Glossary = append(s.Glossary, f.Term)
}

func (f TermRemoved) apply(s *State, _ time.Time) {
	if i := s.term(f.Key); i >= 0 {
		s.Glossary = slices.Delete(s.Glossary, i, i+1)
	}
}

func (s State) term(key string) int {
	return slices.IndexFunc(s.Glossary, func(t Term) bool { return t.Key == key })
}

func (c ArrangeInterpretation) decide(s State, _ time.Time) ([]Fact, error) {
	if c.By != "" {
		if _, err := s.leader(c.By); err != nil {
			return nil, err
		}
	}
	setup, err := arranged(c.Setup, s.Meeting.Languages)
	if err != nil {
		return nil, err
	}
	if equalSetups(setup, s.Interpretation) {
		return nil, nil
	}
	return []Fact{InterpretationArranged{By: c.By, Setup: setup}}, nil
}

// arranged completes a Setup and checks it.
func arranged(in interpretation.Setup, languages []string) (interpretation.Setup, error) {
	out := interpretation.Setup{Rehearsal: in.Rehearsal, LowWhenOff: in.LowWhenOff}
	if len(in.Booths) > interpretation.MaxBooths {
		return out, refuseField("booths", "at most %d booths are accepted", interpretation.MaxBooths)
	}
	taken := map[string]bool{}
	for _, b := range in.Booths {
		taken[b.ID] = true
	}
	next := 0
	for i, b := range in.Booths {
		b.Outputs = slices.Clone(b.Outputs)
		for j, tag := range b.Outputs {
			if tidy, ok := languageTag(tag); ok {
				b.Outputs[j] = tidy
			}
		}
		for b.ID == "" {
			if next++; !taken["b"+strconv.Itoa(next)] {
				b.ID = "b" + strconv.Itoa(next)
			}
		}
		name, reason := cleanName(b.Name)
		if reason != "" {
			return out, refuseField("booths["+strconv.Itoa(i)+"].name", "%s", reason)
		}
		if b.Name = name; name == "" {
			b.Name = strings.Join(b.Outputs, " ↔ ")
		}
		if b.Seats == 0 {
			b.Seats = defaultSeats
		}
		out.Booths = append(out.Booths, b)
	}
	if err := out.Validate(languages); err != nil {
		return out, asRefusal(err)
	}
	return out, nil
}

// defaultSeats is a team: nobody interprets alone for longer than half an hour.
const defaultSeats = 2

// asRefusal is a refusal of the interpretation in the words of this package: the codes are the same.
func asRefusal(err error) error {
	if r, ok := errors.AsType[*interpretation.Refusal](err); ok {
		return &Refusal{Code: Code(r.Code), Field: r.Field, Detail: r.Detail}
	}
	return err
}

func equalSetups(a, b interpretation.Setup) bool {
	return a.Rehearsal == b.Rehearsal && a.LowWhenOff == b.LowWhenOff && slices.EqualFunc(a.Booths, b.Booths, func(x, y interpretation.Booth) bool {
		return x.ID == y.ID && x.Name == y.Name && x.Kind == y.Kind && x.Seats == y.Seats && x.Policy == y.Policy &&
			slices.Equal(x.Outputs, y.Outputs)
	})
}

// usualSetup is the arrangement of a new meeting about which nothing was said: two languages have one booth between
// them, more have one each.
func usualSetup(languages []string) interpretation.Setup {
	var out interpretation.Setup
	switch {
	case len(languages) < 2 || len(languages) > interpretation.MaxBooths:
	case len(languages) == 2:
		out.Booths = []interpretation.Booth{{Outputs: languages}}
	default:
		for _, tag := range languages {
			out.Booths = append(out.Booths, interpretation.Booth{Outputs: []string{tag}})
		}
	}
	return out
}

// place fills in what is an interpreter's, and refuses it to others.
func (c IssueInvitation) place(s State, inv *Invitation) error {
	if inv.Role != Interpreter {
		switch {
		case c.Booth != "":
			return refuseField("booth", "only interpreters sit in a booth; leave it empty")
		case len(c.Understands) > 0:
			return refuseField("understands", "it is for interpreters; leave it empty")
		}
		return nil
	}
	if len(c.Understands) > interpretation.MaxUnderstood {
		return refuseField("understands", "at most %d languages are accepted", interpretation.MaxUnderstood)
	}
	var err error
	if inv.Understands, err = languages("understands", c.Understands); err != nil {
		return err
	}
	inv.Booth, err = s.boothOf(c.Booth, inv.Language)
	return err
}

// boothOf finds a booth by its identifier or exact name, or the only one that fits.
func (s State) boothOf(key, language string) (string, error) {
	booths := s.Interpretation.Booths
	if len(booths) == 0 {
		return "", refuseField("booth", "this meeting has no booths yet; arrange its interpretation first")
	}
	if key = strings.Join(strings.Fields(key), " "); key != "" {
		for _, b := range booths {
			if b.ID == key {
				return b.ID, nil
			}
		}
		var named []string
		for _, b := range booths {
			if b.Name == key {
				named = append(named, b.ID)
			}
		}
		if len(named) == 1 {
			return named[0], nil
		}
		if len(named) > 1 {
			return "", refuseField("booth", "several booths have this name; give the identifier: %s", strings.Join(named, ", "))
		}
		return "", refuseField("booth", "this meeting has no such booth; it has %s", s.boothList())
	}
	if id, ok := onlyBooth(s.Interpretation, language); ok {
		return id, nil
	}
	return "", refuseField("booth", "say in which booth the interpreter sits; this meeting has %s", s.boothList())
}

func (s State) boothList() string {
	names := make([]string, 0, len(s.Interpretation.Booths))
	for _, b := range s.Interpretation.Booths {
		names = append(names, b.Name+" ("+b.ID+")")
	}
	return strings.Join(names, ", ")
}

// boothWriting finds the booth that a chat text is for.
func (s State) boothWriting(from Participant, booth string) (string, error) {
	switch {
	case from.Role == Interpreter && from.Booth != "" && (booth == "" || booth == from.Booth):
		return from.Booth, nil
	case from.Role == Technician:
		if !slices.ContainsFunc(s.Interpretation.Booths, func(b interpretation.Booth) bool { return b.ID == booth }) {
			return "", refuseField("booth", "say which booth; this meeting has %s", s.boothList())
		}
		return booth, nil
	default:
		return "", refuse(NotAllowed, "only a booth's own interpreters and the technicians can write to it")
	}
}

// interpreter finds the participant of a command that only interpreters may give.
func (s State) interpreter(by string) error {
	if p, ok := s.Present(by); !ok || p.Role != Interpreter {
		return refuse(NotAllowed, "the glossary is the interpreters'")
	}
	return nil
}

func (c AddTerm) decide(s State, _ time.Time) ([]Fact, error) {
	if err := s.interpreter(c.By); err != nil {
		return nil, err
	}
	term := Term{Key: c.Key, By: c.By}
	var err error
	if term.Text, err = termTexts(c.Text); err != nil {
		return nil, err
	}
	if term.Note, err = optionalName("note", c.Note); err != nil {
		return nil, err
	}
	switch {
	case c.Key != "" && s.term(c.Key) < 0:
		return nil, refuse(TermUnknown, "the glossary has no such term (any more); add it as a new one")
	case c.Key == "" && len(s.Glossary) >= MaxTerms:
		return nil, refuse(LimitReached, "the glossary has %d terms; remove some first", MaxTerms)
	case s.TermChanges >= MaxTermChanges:
		return nil, refuse(LimitReached, "the glossary was changed %d times, more are not kept", MaxTermChanges)
	case c.Key == "":
		term.Key = "t" + strconv.FormatUint(s.TermChanges+1, 10)
	}
	return []Fact{TermAdded{Term: term}}, nil
}

func termTexts(in []TermText) ([]TermText, error) {
	if len(in) == 0 || len(in) > MaxTermLanguages {
		return nil, refuseField("text", "a term has 1 to %d languages", MaxTermLanguages)
	}
	tags := make([]string, 0, len(in))
	for _, t := range in {
		tags = append(tags, t.Language)
	}
	tags, err := languages("text", tags)
	if err != nil {
		return nil, err
	}
	out := make([]TermText, 0, len(in))
	for i, t := range in {
		text, err := name("text["+strconv.Itoa(i)+"].text", t.Text)
		if err != nil {
			return nil, err
		}
		out = append(out, TermText{Language: tags[i], Text: text})
	}
	return out, nil
}

func (c RemoveTerm) decide(s State, _ time.Time) ([]Fact, error) {
	if err := s.interpreter(c.By); err != nil {
		return nil, err
	}
	if s.term(c.Key) < 0 {
		return nil, nil
	}
	return []Fact{TermRemoved{Key: c.Key, By: c.By}}, nil
}
