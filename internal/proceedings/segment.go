package proceedings

import (
	"strconv"
	"time"
	"unicode/utf8"
)

// Origin says where a segment's words come from. Only the floor's are authentic: all others are rendered as what they are.
type Origin string

// The origins.
const (
	FromFloor          Origin = "floor"
	FromInterpretation Origin = "interpretation"
	FromTranslation    Origin = "translation"
	FromPrepared       Origin = "prepared" // a text deposited beforehand
)

// Source says who wrote a segment down.
type Source string

// The sources.
const (
	ByHuman Source = "human"
	ByASR   Source = "asr" // speech recognition
)

// Form is how a record is written. A meeting may have both; one of them is its official record (Record.Official).
type Form string

// The forms.
const (
	Verbatim Form = "verbatim" // first person, what was said
	Summary  Form = "summary"  // third person, in numbered paragraphs
)

// Segment is a piece of the record: some words of one intervention in one language. A removed one keeps its words and
// can be restored; it is rendered nowhere.
type Segment struct {
	ID           string    `json:"id"` // "s1", "s2"… in the order in which they were added
	Form         Form      `json:"form"`
	Intervention string    `json:"intervention,omitempty"` // Intervention.ID; "": words outside of any
	Speaker      string    `json:"speaker,omitempty"`      // Participant.ID, of words outside of any intervention; "": not said
	Language     string    `json:"language"`               // BCP 47
	Origin       Origin    `json:"origin"`
	Start        time.Time `json:"start"` // of the words in the meeting
	End          time.Time `json:"end,omitzero"`
	Text         string    `json:"text"`
	Source       Source    `json:"source"`
	Revision     int       `json:"revision"`     // 1 for the first
	By           string    `json:"by,omitempty"` // Participant.ID of who wrote this revision; "": the server
	Removed      bool      `json:"removed,omitempty"`
	// Of is the segment that it was split from; of a removed one that it was joined to.
	Of string `json:"of,omitempty"`
	// Change is the record's Changes with this revision: what changed since a number is what has a higher one.
	Change int `json:"-"`
}

// Bounds of a meeting's record.
const (
	// MaxSegments bounds the segments of a meeting, removed ones included: a day of ten hours in six languages, one in
	// eleven seconds each. More costs memory (some 400 bytes each) and makes the page long.
	MaxSegments = 20_000
	// MaxSegmentRunes bounds one segment, in Unicode code points: some five minutes of speech. Two keepers in one
	// segment are in each other's way; more makes that likelier.
	MaxSegmentRunes = 4000
	// MaxRecordBytes bounds the words of all segments as they are: that day is some 4 MiB. Versions share what did
	// not change between them.
	MaxRecordBytes = 16 << 20
	// MaxRecordChanges bounds additions, revisions, corrections and versions over the meeting's whole life, which goes
	// on after its end. It is what replay has to read.
	MaxRecordChanges = 200_000
)

// AddSegment adds a piece of the record.
type AddSegment struct {
	By           string // Invitation.ID of who writes; "": the server, or its administrator
	Form         string // "": verbatim
	Intervention string
	Speaker      string
	Language     string
	Origin       string    // "": floor in the intervention's language or where that is not said, else interpretation
	Start        time.Time // zero: now, or with an intervention that is over its beginning
	End          time.Time // zero: not known
	Text         string
	Source       string // "": human
}

// ReviseSegment replaces what a segment has; nil leaves it. From is the revision that the edit was made from: another
// one is refused (RevisionStale), so that nobody overwrites what they have not seen.
type ReviseSegment struct {
	By, Segment  string
	From         int
	Text         *string
	Language     *string
	Origin       *string
	Intervention *string
	Speaker      *string
	Start, End   *time.Time
	Removed      *bool
}

// SegmentAdded adds a piece of the record.
type SegmentAdded struct {
	Segment Segment `json:"segment"`
}

// SegmentRevised replaces a segment by its next revision; Removed takes it out of the record or, false again, back in.
type SegmentRevised struct {
	Segment Segment `json:"segment"`
}

// lasting are commands that a meeting takes after its end too: its record is finished then, not before.
type lasting interface{ lasts() }

func (AddSegment) lasts()    {}
func (ReviseSegment) lasts() {}

// keeper finds who writes the record: record keepers, and those who lead, as small meetings have nobody else. Invitations
// of these roles are personal, so that the participant has the invitation's ID.
func (s State) keeper(by string, now time.Time) (string, error) {
	if by == "" {
		return "", nil
	}
	p, err := s.Reader(by, now)
	if err == nil && !p.Role.Keeps() {
		err = refuse(NotAllowed, "only record keepers, the chair and the organiser write the record")
	}
	return p.ID, err
}

func (c AddSegment) decide(s State, now time.Time) ([]Fact, error) {
	by, err := s.keeper(c.By, now)
	if err != nil {
		return nil, err
	}
	if s.Record.Segments.Len() >= MaxSegments {
		return nil, refuse(LimitReached, "the record has %d segments, more are not kept; write on in those that it has", MaxSegments)
	}
	v := Segment{
		ID: SegmentID(s.Record.Segments.Len()), Form: Form(c.Form), Intervention: c.Intervention, Speaker: c.Speaker,
		Language: c.Language, Start: c.Start, End: c.End, Text: c.Text, Source: Source(c.Source),
		Revision: 1, By: by,
	}
	if v.Form == "" {
		v.Form = Verbatim
	}
	if v.Source == "" {
		v.Source = ByHuman
	}
	spoken, _ := s.Intervention(v.Intervention)
	if v.Start.IsZero() {
		v.Start = spoken.writtenAt(now)
	}
	v.Origin = s.OriginOf(c)
	if v, err = s.sound(v, Segment{}, now); err != nil {
		return nil, err
	}
	return []Fact{SegmentAdded{Segment: v}}, nil
}

// writtenLive is how long after a turn its last sentence may be written: whoever writes is a sentence behind. What comes later was
// written down afterwards, and more would take it for the turn's end.
const writtenLive = 2 * time.Minute

// writtenAt is when words of an intervention were spoken of which nobody has said it.
func (i Intervention) writtenAt(now time.Time) time.Time {
	switch {
	case len(i.Intervals) == 0 || !i.Over():
		return now
	case now.Sub(i.End) < writtenLive:
		return i.Intervals[len(i.Intervals)-1].End.Add(-time.Millisecond)
	default:
		return i.Intervals[0].Start
	}
}

// OriginOf is where the words of a segment come from that is to be added.
func (s State) OriginOf(c AddSegment) Origin {
	spoken, _ := s.Intervention(c.Intervention)
	tag, _ := languageTag(c.Language)
	switch {
	case c.Origin != "":
		return Origin(c.Origin)
	case spoken.Language != "" && spoken.Language != tag:
		return FromInterpretation
	default:
		return FromFloor
	}
}

func (c ReviseSegment) decide(s State, now time.Time) ([]Fact, error) {
	by, err := s.keeper(c.By, now)
	if err != nil {
		return nil, err
	}
	old, ok := s.Segment(c.Segment)
	if !ok {
		return nil, refuse(SegmentUnknown, "the record has no such segment; use the id of one that it has")
	}
	if c.From != old.Revision {
		return nil, s.stale(old, c.Text)
	}
	v := old
	replace(&v.Text, c.Text)
	replace(&v.Language, c.Language)
	replace((*string)(&v.Origin), c.Origin)
	replace(&v.Intervention, c.Intervention)
	replace(&v.Speaker, c.Speaker)
	replace(&v.Start, c.Start)
	replace(&v.End, c.End)
	replace(&v.Removed, c.Removed)
	if v, err = s.sound(v, old, now); err != nil || v == old {
		return nil, err
	}
	if v.Text != old.Text {
		v.Source = ByHuman // whoever mends speech recognition answers for the words
	}
	v.Revision, v.By, v.Change = old.Revision+1, by, 0
	return []Fact{SegmentRevised{Segment: v}}, nil
}

func replace[T any](at, by *T) {
	if by != nil {
		*at = *by
	}
}

// sound checks a segment that is to take old's place, and brings it into the form in which it is kept.
func (s State) sound(v, old Segment, now time.Time) (Segment, error) {
	if err := s.Record.mayChange(); err != nil {
		return v, err
	}
	if v.Text != old.Text || old.ID == "" {
		if utf8.RuneCountInString(v.Text) > MaxSegmentRunes {
			return v, refuse(TextTooLong, "a segment has at most %d characters; put the rest into another", MaxSegmentRunes)
		}
		if v.Text = cleanChat(v.Text); v.Text == "" {
			return v, refuse(TextEmpty, "a segment has words; to take one out of the record, remove it")
		}
	}
	if s.Record.Bytes-len(old.Text)+len(v.Text) > MaxRecordBytes {
		return v, refuse(LimitReached, "the record has %d MiB of words, more are not kept", MaxRecordBytes>>20)
	}
	tag, ok := languageTag(v.Language)
	if !ok || v.Language == "" {
		return v, refuseField("language", "a language tag is needed, such as es, pt-BR or zh-Hant (BCP 47)")
	}
	v.Language = tag
	if err := v.labelled(); err != nil {
		return v, err
	}
	if err := s.spoken(v); err != nil {
		return v, err
	}
	v.Start, v.End = v.Start.UTC().Truncate(time.Millisecond), v.End.UTC().Truncate(time.Millisecond)
	if v.End.IsZero() {
		v.End = time.Time{}
	}
	switch {
	case v.Start.Before(s.Meeting.Created) || v.Start.After(now):
		return v, refuseField("start", "words are spoken after the meeting was made and before now")
	case !v.End.IsZero() && (v.End.Before(v.Start) || v.End.After(now)):
		return v, refuseField("end", "it is after the start, and not in the future")
	}
	return v, nil
}

// labelled refuses words of which there is no such kind.
func (v Segment) labelled() error {
	switch v.Form {
	case Verbatim, Summary:
	default:
		return refuseField("form", "it is verbatim or summary")
	}
	switch v.Origin {
	case FromFloor, FromInterpretation, FromTranslation, FromPrepared:
	default:
		return refuseField("origin", "it is floor, interpretation, translation or prepared")
	}
	switch v.Source {
	case ByHuman, ByASR:
		return nil
	default:
		return refuseField("source", "it is human or asr")
	}
}

// spoken refuses words of somebody who was not there.
func (s State) spoken(v Segment) error {
	if v.Intervention != "" {
		if _, ok := s.Intervention(v.Intervention); !ok {
			return refuse(InterventionUnknown, "the meeting has no such intervention; use the id of one that it has, or none and say who spoke")
		}
		if v.Speaker != "" {
			return refuseField("speaker", "an intervention has its speaker; leave it empty, or the intervention")
		}
	}
	if _, ok := s.Participants[v.Speaker]; v.Speaker != "" && !ok {
		return refuse(ParticipantUnknown, "nobody of that identifier has been in the meeting")
	}
	return nil
}

// SegmentID is the identifier of the segment that was added as number index, from 0.
func SegmentID(index int) string { return "s" + strconv.Itoa(index+1) }

func (f SegmentAdded) apply(s *State, _ time.Time) {
	s.Record.Changes++
	f.Segment.Change = s.Record.Changes
	f.Segment.ID = SegmentID(s.Record.Segments.Len())
	s.Record.Segments.add(f.Segment)
	s.Record.Bytes += len(f.Segment.Text)
}

func (f SegmentRevised) apply(s *State, _ time.Time) {
	old, ok := s.Segment(f.Segment.ID)
	if !ok {
		return
	}
	s.Record.Changes++
	f.Segment.Change = s.Record.Changes
	s.Record.Segments.set(f.Segment)
	s.Record.Bytes += len(f.Segment.Text) - len(old.Text)
}
