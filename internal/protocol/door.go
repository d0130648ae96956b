package protocol

// Titles are a title in several languages, by their BCP 47 tags.
type Titles map[string]string

// ---- Client → server -------------------------------------------------------------------------------------

// AnswerTakeOver answers TakeOverAsked: whoever opened the own link elsewhere may take over, or not, for a minute.
type AnswerTakeOver struct {
	ID    int  `json:"id" minimum:"0" maximum:"2147483647"`
	Allow bool `json:"allow"`
}

// MessageID is the client's, for the answer.
func (m AnswerTakeOver) MessageID() int { return m.ID }

// ---- Server → client -------------------------------------------------------------------------------------

// TakeOverAsked says that the own link was opened elsewhere. Who acts for others (interpreters, who acts for a delegation)
// is asked; it comes again while the other side tries, at most once a second.
type TakeOverAsked struct {
	Type string `json:"type"` // "take-over-asked"
}
