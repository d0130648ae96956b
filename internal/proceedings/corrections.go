package proceedings

import (
	"slices"
	"strconv"
	"time"
	"unicode/utf8"
)

// CorrectionStatus is what became of a correction.
type CorrectionStatus string

// The statuses.
const (
	CorrectionPending  CorrectionStatus = "pending"
	CorrectionAccepted CorrectionStatus = "accepted"
	CorrectionRefused  CorrectionStatus = "refused"
)

// Correction is what a delegation wants said otherwise in a published version, of its own words.
type Correction struct {
	ID         string    `json:"id"` // "k1", "k2"…
	Version    int       `json:"version"`
	Segment    string    `json:"segment"`
	Delegation string    `json:"delegation,omitempty"` // Delegation.ID; "": of somebody of none
	By         string    `json:"by"`                   // Participant.ID
	Before     string    `json:"before"`
	After      string    `json:"after"`
	Reason     string    `json:"reason,omitempty"`
	At         time.Time `json:"-"`
	// What was decided.
	Status    CorrectionStatus `json:"-"`
	DecidedBy string           `json:"-"`
	Decision  string           `json:"-"` // why
	DecidedAt time.Time        `json:"-"`
}

const (
	// CorrectionTime is how long after a version's publication it can be corrected: proceedings 16; the United Nations'
	// verbatim records say the same ("within one week").
	CorrectionTime = 7 * 24 * time.Hour
	// MaxCorrections bounds the corrections of a meeting.
	MaxCorrections = 1000
	// MaxOwnCorrections bounds those that one invitation's holder asks for: each is compared by words for whoever reads the
	// record, a millisecond at worst.
	MaxOwnCorrections = 100
	// MaxReasonRunes bounds a reason.
	MaxReasonRunes = 1000
)

// RequestCorrection asks for other words in the last version. By is the invitation of somebody of the delegation that spoke.
type RequestCorrection struct {
	By, Segment, Text, Reason string
}

// DecideCorrection accepts or refuses a correction. A refusal needs its reason.
type DecideCorrection struct {
	By, Correction string
	Accept         bool
	Reason         string
}

// CorrectionRequested asks for other words.
type CorrectionRequested struct {
	Correction Correction `json:"correction"`
}

// CorrectionDecided says what became of it.
type CorrectionDecided struct {
	Correction string `json:"correction"`
	Accepted   bool   `json:"accepted"`
	Reason     string `json:"reason,omitempty"`
	By         string `json:"by,omitempty"`
}

func (RequestCorrection) lasts() {}
func (DecideCorrection) lasts()  {}

func (c RequestCorrection) decide(s State, now time.Time) ([]Fact, error) {
	p, err := s.Reader(c.By, now)
	if err == nil {
		err = s.Record.mayChange()
	}
	if err != nil {
		return nil, err
	}
	last, err := s.Version(len(s.Record.Versions))
	if err != nil {
		return nil, refuse(VersionUnknown, "the record has not been published yet; until then record keepers correct it")
	}
	if until := last.At.Add(CorrectionTime); now.After(until) {
		return nil, refuse(CorrectionLate, "version %d could be corrected until %s", last.Number, until.Format(time.RFC3339))
	}
	if err := s.mayAsk(p.ID); err != nil {
		return nil, err
	}
	i := last.Segments.index(c.Segment)
	if i < 0 || last.Segments.at(i).Removed || last.Segments.at(i).Form != last.Form {
		return nil, refuse(SegmentUnknown, "version %d has no such segment; use the id of one that it has", last.Number)
	}
	said := *last.Segments.at(i)
	k := Correction{
		ID: "k" + strconv.Itoa(len(s.Record.Corrections)+1), Version: last.Number, Segment: said.ID, Delegation: p.Delegation, By: p.ID,
		Before: said.Text,
	}
	if speaker := s.SpeakerOf(said); speaker == "" || speaker != p.ID && (p.Delegation == "" || s.Participants[speaker].Delegation != p.Delegation) {
		return nil, refuse(NotAllowed, "a delegation corrects its own words only")
	}
	return k.request(c)
}

// mayAsk refuses what is beyond the bounds of corrections.
func (s State) mayAsk(by string) error {
	own := 0
	for _, k := range s.Record.Corrections {
		if k.By == by {
			own++
		}
	}
	switch {
	case len(s.Record.Corrections) >= MaxCorrections:
		return refuse(LimitReached, "%d corrections were asked for, more are not kept", MaxCorrections)
	case own >= MaxOwnCorrections:
		return refuse(LimitReached, "you have asked for %d corrections, more are not kept; write to the record keepers", MaxOwnCorrections)
	default:
		return nil
	}
}

func (k Correction) request(c RequestCorrection) ([]Fact, error) {
	if utf8.RuneCountInString(c.Text) > MaxSegmentRunes {
		return nil, refuse(TextTooLong, "a segment has at most %d characters", MaxSegmentRunes)
	}
	var err error
	if k.Reason, err = reason(c.Reason); err != nil {
		return nil, err
	}
	switch k.After = cleanChat(c.Text); k.After {
	case "":
		return nil, refuse(TextEmpty, "say what the words are to be")
	case k.Before:
		return nil, refuse(NothingNew, "these are the words that are there")
	}
	return []Fact{CorrectionRequested{Correction: k}}, nil
}

func reason(s string) (string, error) {
	if utf8.RuneCountInString(s) > MaxReasonRunes {
		return "", refuseField("reason", "at most %d characters are accepted", MaxReasonRunes)
	}
	return cleanChat(s), nil
}

func (c DecideCorrection) decide(s State, now time.Time) ([]Fact, error) {
	by, err := s.keeper(c.By, now)
	if err == nil {
		err = s.Record.mayChange()
	}
	if err != nil {
		return nil, err
	}
	i := s.correction(c.Correction)
	if i < 0 {
		return nil, refuse(CorrectionUnknown, "the record has no such correction; use the id of one that it has")
	}
	k := s.Record.Corrections[i]
	if k.Status != CorrectionPending {
		return nil, refuse(CorrectionSettled, "this correction was %s already", k.Status)
	}
	why, err := reason(c.Reason)
	if err != nil {
		return nil, err
	}
	if why == "" && !c.Accept {
		return nil, refuseField("reason", "a correction is refused only with the reason: the delegation reads it")
	}
	out := []Fact{CorrectionDecided{Correction: k.ID, Accepted: c.Accept, Reason: why, By: by}}
	// The next version says it too, unless the draft has gone on meanwhile: then the keepers put both together.
	if v, ok := s.Segment(k.Segment); ok && c.Accept && !v.Removed && v.Text == k.Before {
		v.Text, v.Revision, v.By, v.Change = k.After, v.Revision+1, by, 0
		out = append(out, SegmentRevised{Segment: v})
	}
	return out, nil
}

// correction is the index of a correction; -1: there is none.
func (s State) correction(id string) int {
	return slices.IndexFunc(s.Record.Corrections, func(k Correction) bool { return k.ID == id })
}

// Corrigendum are the accepted corrections of a version, as they were asked for.
func (s State) Corrigendum(version int) []Correction {
	var out []Correction
	for _, k := range s.Record.Corrections {
		if k.Version == version && k.Status == CorrectionAccepted {
			out = append(out, k)
		}
	}
	return out
}

func (f CorrectionRequested) apply(s *State, at time.Time) {
	s.Record.Changes++
	f.Correction.At, f.Correction.Status = at, CorrectionPending
	s.Record.Corrections = append(slices.Clip(s.Record.Corrections), f.Correction)
}

func (f CorrectionDecided) apply(s *State, at time.Time) {
	i := s.correction(f.Correction)
	if i < 0 {
		return
	}
	s.Record.Changes++
	s.Record.Corrections = slices.Clone(s.Record.Corrections) // other States have the old ones
	k := &s.Record.Corrections[i]
	k.Status, k.DecidedBy, k.Decision, k.DecidedAt = CorrectionRefused, f.By, f.Reason, at
	if f.Accepted {
		k.Status = CorrectionAccepted
	}
}
