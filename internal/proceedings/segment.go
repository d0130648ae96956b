package proceedings

import "time"

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

// Segment is a piece of the record: some words of one intervention in one language.
type Segment struct {
	ID           string // "s1", "s2"… in the order in which they were added
	Intervention string // Intervention.ID; "": words outside of any
	Language     string // BCP 47
	Origin       Origin
	Start, End   time.Time // of the words in the meeting; End zero: not known
	Text         string
	Source       Source
	Revision     int    // 1 for the first
	By           string // Participant.ID of who wrote this revision; "": the server
}
