package proceedings

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/cumbre-meet/cumbre/internal/dates"
)

// Commitment is what somebody has promised in a paragraph that every delegation has agreed. What became of it each delegation
// says for itself: what they disagree on is shown, never averaged.
type Commitment struct {
	ID        string            `json:"id"` // "c1", "c2"…
	Text      string            `json:"text"`
	Paragraph string            `json:"paragraph"`
	Revision  int               `json:"revision"`           // of the paragraph that was agreed
	Actors    []string          `json:"actors,omitempty"`   // Delegation.ID
	Partners  []string          `json:"partners,omitempty"` // others, by name
	Action    map[string]string `json:"action"`             // by language
	Due       string            `json:"due,omitempty"`      // "2006-01-02", or DueNext; "": not said
	By        string            `json:"by,omitempty"`
	At        time.Time         `json:"-"`
	// Assessments are all that were made, as they came.
	Assessments []Assessment `json:"-"`
	// Closing are the delegations that hold it for settled; all of them close it.
	Closing map[string]time.Time `json:"-"`
	Closed  time.Time            `json:"-"`
}

// DueNext is the due date of what is to be there at the next meeting, whenever that is.
const DueNext = "next-meeting"

// Vague tells whether nobody can say that a commitment was not kept: nobody has promised it, or by no date.
func (c Commitment) Vague() bool { return c.Due == "" || len(c.Actors)+len(c.Partners) == 0 }

// Open tells whether it is not settled.
func (c Commitment) Open() bool { return c.Closed.IsZero() }

// Assessment is what one delegation says became of a commitment.
type Assessment struct {
	Delegation string
	Status     int // -1: not kept, 0: under way, +1: kept
	Note       string
	By         string
	At         time.Time
}

// Latest is what each delegation said last, by Delegation.ID.
func (c Commitment) Latest() map[string]Assessment {
	out := map[string]Assessment{}
	for _, a := range c.Assessments {
		out[a.Delegation] = a
	}
	return out
}

// Disagree tells whether the delegations say different things of what became of it.
func (c Commitment) Disagree() bool {
	seen := map[int]bool{}
	for _, a := range c.Latest() {
		seen[a.Status] = true
	}
	return len(seen) > 1
}

const (
	// MaxCommitments bounds those of a meeting.
	MaxCommitments = 500
	// MaxAssessments bounds those of a commitment: two delegations that report each week for nine years.
	MaxAssessments = 1000
	// MaxActionRunes bounds what is promised, in one language.
	MaxActionRunes = 500
	// MaxPartners bounds the others who promise.
	MaxPartners = 50
)

// MakeCommitment writes down what an agreed paragraph promises.
type MakeCommitment struct {
	By, Text, Paragraph string
	Actors, Partners    []string
	Action              map[string]string
	Due                 string
}

// AssessCommitment says for the own delegation what became of one.
type AssessCommitment struct {
	By, Commitment string
	Status         int
	Note           string
}

// CloseCommitment says for the own delegation that one is settled, or, Settled false, that it is not.
type CloseCommitment struct {
	By, Commitment string
	Settled        bool
}

// CommitmentMade writes one down.
type CommitmentMade struct {
	Commitment Commitment `json:"commitment"`
}

// CommitmentAssessed is what a delegation says.
type CommitmentAssessed struct {
	Commitment string `json:"commitment"`
	Delegation string `json:"delegation,omitempty"`
	Status     int    `json:"status"`
	Note       string `json:"note,omitempty"`
	By         string `json:"by,omitempty"`
}

// CommitmentSettled says that a delegation holds one for settled, or no longer.
type CommitmentSettled struct {
	Commitment string `json:"commitment"`
	Delegation string `json:"delegation,omitempty"`
	Settled    bool   `json:"settled"`
	By         string `json:"by,omitempty"`
}

func (MakeCommitment) lasts()   {}
func (AssessCommitment) lasts() {}
func (CloseCommitment) lasts()  {}

// Commitment finds one.
func (s State) Commitment(id string) (Commitment, bool) {
	i := s.commitment(id)
	if i < 0 {
		return Commitment{}, false
	}
	return s.Commitments[i], true
}

func (s State) commitment(id string) int {
	return slices.IndexFunc(s.Commitments, func(c Commitment) bool { return c.ID == id })
}

func (c MakeCommitment) decide(s State, now time.Time) ([]Fact, error) {
	by, err := s.Negotiator(c.By, now)
	if err != nil {
		return nil, err
	}
	if !by.Role.Keeps() && !s.ActsForParty(c.By) {
		return nil, refuse(NoAuthority, "commitments are written down by those who lead or keep the record, and by who acts for a delegation")
	}
	t, ok := s.Text(c.Text)
	if !ok {
		return nil, refuse(TextUnknown, "the meeting has no such text")
	}
	p, ok := t.Paragraph(c.Paragraph)
	switch {
	case !ok || p.Withdrawn:
		return nil, refuse(ParagraphUnknown, "the text has no such paragraph")
	case len(t.Versions) == 0 && s.StatusOf(t, p) != IsAgreed:
		return nil, refuse(ParagraphNotAgreed, "only what every delegation has agreed is a commitment; agree to the paragraph first")
	case len(s.Commitments) >= MaxCommitments:
		return nil, refuse(LimitReached, "this meeting has %d commitments, more are not kept", MaxCommitments)
	}
	out := Commitment{ID: commitmentID(len(s.Commitments)), Text: t.ID, Paragraph: p.ID, Revision: p.Revision(), By: by.ID}
	if out.Actors, err = s.actors(c.Actors); err != nil {
		return nil, err
	}
	if out.Partners, err = s.partners(c.Partners); err != nil {
		return nil, err
	}
	if out.Action, err = t.action(c.Action); err != nil {
		return nil, err
	}
	if out.Due, err = s.due(c.Due, t, now); err != nil {
		return nil, err
	}
	if err := s.promisable(by, out); err != nil {
		return nil, err
	}
	return []Fact{CommitmentMade{Commitment: out}}, nil
}

// promisable refuses what somebody cannot write down: another delegation's promise, which the public would read as its word, and
// what is written down already.
func (s State) promisable(by Participant, c Commitment) error {
	if own, _ := s.authorised(by.ID); !by.Role.Keeps() && own != "" && !slices.Equal(c.Actors, []string{own}) {
		return refuseField("actors", "a delegation writes down what it promises itself: name %q alone; the chair, the organiser or a record keeper writes down what others promise, or several together", own)
	}
	for _, one := range s.Commitments {
		if one.Text == c.Text && one.Paragraph == c.Paragraph && sameMembers(one.Actors, c.Actors) && sameWords(one.Action, c.Action) {
			return refuseField("action", "these delegations' promise of these words in this paragraph is written down already, as %s", one.ID)
		}
	}
	return nil
}

// sameMembers compares two sets.
func sameMembers(a, b []string) bool {
	return slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// sameWords tells whether two promises have the same words in a language that both have.
func sameWords(a, b map[string]string) bool {
	for language, words := range a {
		if words == b[language] {
			return true
		}
	}
	return false
}

func (s State) actors(in []string) ([]string, error) {
	var out []string
	for _, id := range in {
		if !slices.Contains(s.Meeting.Parties(), id) || id == "" {
			return nil, refuseField("actors", "the meeting has no delegation %q; others are partners, by their names", shortened(id))
		}
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out, nil
}

func (s State) partners(in []string) ([]string, error) {
	if len(in) > MaxPartners {
		return nil, refuseField("partners", "at most %d are accepted", MaxPartners)
	}
	var out []string
	for i, partner := range in {
		one, err := name("partners["+strconv.Itoa(i)+"]", partner)
		if err != nil {
			return nil, err
		}
		if i := slices.IndexFunc(s.Meeting.Delegations, func(d Delegation) bool { return strings.EqualFold(d.Name, one) }); i >= 0 {
			return nil, refuseField("partners", "%q is a delegation of the meeting; name %q among the actors", one, s.Meeting.Delegations[i].ID)
		}
		out = append(out, one)
	}
	return out, nil
}

// action is what is promised, in one of the text's languages at least.
func (t Text) action(sent map[string]string) (map[string]string, error) {
	words, err := t.said(sent)
	if err != nil {
		return nil, err
	}
	for language, text := range words {
		if utf8.RuneCountInString(text) > MaxActionRunes {
			return nil, refuse(TextTooLong, "what is promised has at most %d characters; the paragraph has the rest", MaxActionRunes)
		}
		if text == "" {
			delete(words, language)
		}
	}
	if len(words) == 0 {
		return nil, refuseField("action", "say what is promised, in one of the text's languages at least")
	}
	return words, nil
}

// due reads when something is to be there: not before its text was adopted, or, while it is not, before today. Days are those of
// the meeting's zone.
func (s State) due(value string, t Text, now time.Time) (string, error) {
	if value == "" || value == DueNext {
		return value, nil
	}
	if _, err := time.Parse(time.DateOnly, value); err != nil {
		return "", refuseField("due", "a day is needed as in 2021-06-08, or next-meeting; nothing where it was not said")
	}
	from := now
	if len(t.Versions) > 0 {
		from = t.Versions[0].At
	}
	if first := from.In(zoneOf(s.Meeting.Timezone)).Format(time.DateOnly); value < first {
		return "", refuseField("due", "%s is before the text's adoption; the first day that is accepted is %s", value, first)
	}
	return value, nil
}

// assessing finds a commitment and the delegation that somebody speaks of it for.
func (s State) assessing(by, commitment string, now time.Time) (Commitment, string, error) {
	delegation, err := s.binding(by, now)
	if err != nil {
		return Commitment{}, "", err
	}
	c, ok := s.Commitment(commitment)
	switch {
	case !ok:
		return c, "", refuse(CommitmentUnknown, "the meeting has no such commitment")
	case !c.Open():
		return c, "", refuse(CommitmentClosed, "every delegation has held this commitment for settled since %s", c.Closed.Format(time.DateOnly))
	default:
		return c, delegation, nil
	}
}

func (c AssessCommitment) decide(s State, now time.Time) ([]Fact, error) {
	one, delegation, err := s.assessing(c.By, c.Commitment, now)
	switch {
	case err != nil:
		return nil, err
	case c.Status < -1 || c.Status > 1:
		return nil, refuseField("status", "it is -1 (not kept), 0 (under way) or 1 (kept)")
	case len(one.Assessments) >= MaxAssessments:
		return nil, refuse(LimitReached, "%d assessments were made of this commitment, more are not kept", MaxAssessments)
	case utf8.RuneCountInString(c.Note) > MaxReasonRunes:
		return nil, refuse(TextTooLong, "a note has at most %d characters", MaxReasonRunes)
	}
	note := cleanChat(c.Note)
	if last, ok := one.Latest()[delegation]; ok && last.Status == c.Status && last.Note == note {
		return nil, nil
	}
	return []Fact{CommitmentAssessed{Commitment: one.ID, Delegation: delegation, Status: c.Status, Note: note, By: c.By}}, nil
}

func (c CloseCommitment) decide(s State, now time.Time) ([]Fact, error) {
	one, delegation, err := s.assessing(c.By, c.Commitment, now)
	if err != nil {
		return nil, err
	}
	if _, has := one.Closing[delegation]; has == c.Settled {
		return nil, nil
	}
	return []Fact{CommitmentSettled{Commitment: one.ID, Delegation: delegation, Settled: c.Settled, By: c.By}}, nil
}

// OpenCommitments are those that are not settled, as they were made: what the next meeting begins with.
func (s State) OpenCommitments() []AgendaItem {
	var out []AgendaItem
	for _, c := range s.Commitments {
		if !c.Open() {
			continue
		}
		item := AgendaItem{Titles: Titles{}}
		for language, action := range c.Action {
			item.Titles[language] = bounded(CleanLine(action), MaxNameRunes)
		}
		item.Title = item.Titles.first(s.Meeting.Languages)
		out = append(out, item)
	}
	return out
}

// withDue is a calendar with the days on which commitments are due.
func (s State) withDue(c dates.Calendar) dates.Calendar {
	known := slices.Clone(c.Known)
	for _, one := range s.Commitments {
		if day, err := time.Parse(time.DateOnly, one.Due); err == nil {
			known = append(known, dates.Known{Date: dates.On(day, time.UTC), Kind: dates.Due, Name: Titles(one.Action).first(s.Meeting.Languages)})
		}
	}
	return dates.Calendar{Known: known}
}

func commitmentID(index int) string { return "c" + strconv.Itoa(index+1) }

func (f CommitmentMade) apply(s *State, at time.Time) {
	f.Commitment.ID, f.Commitment.At = commitmentID(len(s.Commitments)), at
	s.Commitments = append(slices.Clip(s.Commitments), f.Commitment)
	s.CommitmentChanges++
}

// withCommitment lets an event change a commitment that there is.
func (s *State) withCommitment(id string, change func(c *Commitment)) {
	i := s.commitment(id)
	if i < 0 {
		return
	}
	s.Commitments = slices.Clone(s.Commitments)
	change(&s.Commitments[i])
	s.CommitmentChanges++
}

func (f CommitmentAssessed) apply(s *State, at time.Time) {
	s.withCommitment(f.Commitment, func(c *Commitment) {
		c.Assessments = append(slices.Clip(c.Assessments), Assessment{Delegation: f.Delegation, Status: f.Status, Note: f.Note, By: f.By, At: at})
	})
}

func (f CommitmentSettled) apply(s *State, at time.Time) {
	s.withCommitment(f.Commitment, func(c *Commitment) {
		closing := maps.Clone(c.Closing)
		if closing == nil {
			closing = map[string]time.Time{}
		}
		if f.Settled {
			closing[f.Delegation] = at
		} else {
			delete(closing, f.Delegation)
		}
		c.Closing = closing
		if !slices.ContainsFunc(s.Meeting.Parties(), func(party string) bool { _, settled := closing[party]; return !settled }) {
			c.Closed = at
		}
	})
}
