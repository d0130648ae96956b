package protocol

// Segment is a piece of the record: some words of one intervention in one language.
type Segment struct {
	ID           string `json:"id"`
	Form         string `json:"form" enum:"verbatim,summary"`
	Intervention string `json:"intervention,omitempty" doc:"absent: words outside of any"`
	Speaker      string `json:"speaker,omitempty" doc:"participant whose words they are, in whoever's voice; absent: not said"`
	Language     string `json:"language" doc:"BCP 47"`
	Origin       string `json:"origin" enum:"floor,interpretation,translation,prepared" doc:"only the floor's words are authentic"`
	Start        string `json:"start" doc:"RFC 3339 with milliseconds"`
	End          string `json:"end,omitempty"`
	Text         string `json:"text"`
	Source       string `json:"source" enum:"human,asr" doc:"asr: speech recognition that nobody has mended"`
	Revision     int    `json:"revision" doc:"an edit says from which one it was made"`
	By           string `json:"by,omitempty" doc:"participant who wrote this revision; absent: the server"`
	Removed      bool   `json:"removed,omitempty" doc:"it is in the record no longer, and can be restored"`
	Change       int    `json:"change" doc:"number of the record's change that brought this revision: a later one has a higher number"`
}

// Difference is some words of two texts that are compared, with the space after them.
type Difference struct {
	Op   string `json:"op" enum:"same,struck,new" doc:"struck: of the first text only; new: of the second only"`
	Text string `json:"text"`
}

// Conflict is what an edit has missed.
type Conflict struct {
	Segment    Segment      `json:"segment" doc:"as it is now"`
	Difference []Difference `json:"difference" doc:"from its words to those that were sent"`
}
