package protocol

// SetRegime says what may be made of words that are to be spoken: in the meeting (chair, organiser), at an item, or in
// somebody's next turn (also who will speak). Of an intervention that is over, or goes on, the delegation that spoke can
// loosen it. At most one of item, speaker and intervention is given.
type SetRegime struct {
	ID           int    `json:"id" minimum:"0" maximum:"2147483647"`
	Item         string `json:"item,omitempty" maxLength:"64" doc:"AgendaItem.id"`
	Speaker      string `json:"speaker,omitempty" maxLength:"64" doc:"participant"`
	Intervention string `json:"intervention,omitempty" maxLength:"64"`
	Regime       string `json:"regime" enum:"on-the-record,background,chatham-house,deep-background,off-the-record"`
	Label        string `json:"label,omitempty" maxLength:"200" doc:"of background: what the words are attributed to, such as \"a senior official\""`
}

// MessageID is the client's, for the answer.
func (m SetRegime) MessageID() int { return m.ID }

// Attribution is what may be made of words. Each regime allows what those after it allow, and more.
type Attribution struct {
	Regime string `json:"regime" enum:"on-the-record,background,chatham-house,deep-background,off-the-record" doc:"on-the-record: quoted by name; background: quoted with the label; chatham-house: quoted, and nobody's name or presence told; deep-background: neither quoted nor attributed; off-the-record: nothing leaves the meeting"`
	Label  string `json:"label,omitempty" doc:"of background"`
}

// Regime is what may be made of the meeting's words. Words keep that under which they were spoken.
type Regime struct {
	Applies Attribution     `json:"applies" doc:"to words that are spoken now"`
	Meeting Attribution     `json:"meeting"`
	Items   []ItemRegime    `json:"items" doc:"where it is not the meeting's"`
	Next    []SpeakerRegime `json:"next" doc:"asked for the next turn of somebody"`
}

// ItemRegime is an agenda item's.
type ItemRegime struct {
	Item string `json:"item"`
	Attribution
}

// SpeakerRegime is one for a speaker's next turn.
type SpeakerRegime struct {
	Participant string `json:"participant"`
	Attribution
}
