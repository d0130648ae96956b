package protocol

// ---- Client → server -------------------------------------------------------------------------------------

// WatchRecord says whether the client wants each change of the record: `segment`, `segment-editors` and `record`. What was
// before comes over REST. Observers and press wait for the published versions.
type WatchRecord struct {
	ID       int  `json:"id" minimum:"0" maximum:"2147483647"`
	Watching bool `json:"watching"`
}

// EditSegment shows the others who write the record which segment one is in; empty: none. It locks nothing.
type EditSegment struct {
	Segment string `json:"segment" maxLength:"64"`
}

// WriteCaption is what a captioner has typed of the present sentence, as it grows (record keepers, chair, organiser). With
// Final it becomes a segment of the record; an empty text takes it back.
type WriteCaption struct {
	ID       int    `json:"id" minimum:"0" maximum:"2147483647"`
	Language string `json:"language" maxLength:"35"`
	Origin   string `json:"origin,omitempty" enum:"floor,interpretation" doc:"what the captioner hears; absent: the floor in its language, else its interpretation"`
	Text     string `json:"text" maxLength:"1000"`
	Final    bool   `json:"final"`
}

// SetCaptions chooses the language in which captions are shown; empty: none are sent.
type SetCaptions struct {
	Language string `json:"language" maxLength:"35"`
}

// MessageID is the client's, for the answer.
func (m WatchRecord) MessageID() int { return m.ID }

// MessageID is 0: it is not answered.
func (EditSegment) MessageID() int { return 0 }

// MessageID is the client's, for the answer.
func (m WriteCaption) MessageID() int { return m.ID }

// MessageID is 0: it is not answered.
func (SetCaptions) MessageID() int { return 0 }

// ---- Server → client -------------------------------------------------------------------------------------

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
	Of           string `json:"of,omitempty" doc:"segment that it was split from; of a removed one that it was joined to"`
	Change       int    `json:"change" doc:"number of the record's change that brought this revision: a later one has a higher number"`
	Sound        bool   `json:"sound,omitempty" doc:"what was said is recorded: GET /api/v1/meetings/{meeting}/segments/{id}/sound"`
}

// SegmentChanged adds or replaces a segment; the one with the higher revision is the present one.
type SegmentChanged struct {
	Type    string  `json:"type"` // "segment"
	Segment Segment `json:"segment"`
}

// SegmentEditors replaces who is in which segment now.
type SegmentEditors struct {
	Type    string          `json:"type"` // "segment-editors"
	Editors []SegmentEditor `json:"editors"`
}

// SegmentEditor is somebody who is in a segment.
type SegmentEditor struct {
	Participant string `json:"participant"`
	Segment     string `json:"segment"`
}

// RecordChanged says that versions, corrections or the official form have changed: GET …/record has them.
type RecordChanged struct {
	Type   string `json:"type"` // "record"
	Change int    `json:"change"`
}

// Caption is a sentence as it is written, to those who chose its language. A later one of the same By replaces it until
// one is Final; an empty text takes it back.
type Caption struct {
	Type     string `json:"type"` // "caption"
	By       string `json:"by,omitempty" doc:"participant who writes; absent: the server"`
	Speaker  string `json:"speaker,omitempty" doc:"participant whose words they are"`
	Language string `json:"language"`
	Origin   string `json:"origin" enum:"floor,interpretation,translation,prepared"`
	Text     string `json:"text"`
	Final    bool   `json:"final"`
	Source   string `json:"source,omitempty" enum:"asr" doc:"asr: speech recognition that nobody has mended; absent: a person"`
}

// ---- Over REST -------------------------------------------------------------------------------------------

// MeetingRecord is what there is of a meeting's record, but for its words.
type MeetingRecord struct {
	Meeting       Meeting              `json:"meeting"`
	Official      string               `json:"official" enum:"verbatim,summary" doc:"the form that is the official record"`
	Change        int                  `json:"change" doc:"number of the last change"`
	Segments      int                  `json:"segments" doc:"how many the draft has"`
	Languages     []string             `json:"languages" doc:"in which there are words"`
	Speakers      []RecordSpeaker      `json:"speakers"`
	Interventions []RecordIntervention `json:"interventions"`
	Versions      []RecordVersion      `json:"versions" doc:"as they were published, oldest first"`
	Corrections   []Correction         `json:"corrections" doc:"as they were asked for"`
	Quotations    QuotationCount       `json:"quotations" doc:"that are kept; none for who does not read the draft"`
	May           RecordRights         `json:"may"`
	People        []RecordSpeaker      `json:"people,omitempty" doc:"who can have the floor and has been in the meeting, for who keeps the record"`
	Withheld      RecordWithheld       `json:"withheld" doc:"what its files and the check of quotations do not tell, as the regimes say"`
	Me            string               `json:"me,omitempty" doc:"the token's participant"`
	Delegation    string               `json:"delegation,omitempty" doc:"and whose words they may have corrected"`
}

// RecordWithheld is what does not leave the meeting.
type RecordWithheld struct {
	All    bool `json:"all" doc:"nothing leaves: the meeting is off the record"`
	People bool `json:"people" doc:"who took part"`
	Names  bool `json:"names" doc:"who spoke, in some interventions"`
	Words  bool `json:"words" doc:"some interventions, or what was said in them"`
}

// RecordRights are what the token's holder may do.
type RecordRights struct {
	Draft   bool `json:"draft" doc:"read what is not published yet"`
	Keep    bool `json:"keep" doc:"write, publish, and decide on corrections"`
	Correct bool `json:"correct" doc:"ask for a correction of the own delegation's words, now"`
	Archive bool `json:"archive" doc:"seal the meeting's archive and have it"`
}

// RecordSpeaker is somebody whose words the record has.
type RecordSpeaker struct {
	ID         string `json:"id"`
	Name       string `json:"name"`
	Function   string `json:"function,omitempty"`
	Delegation string `json:"delegation,omitempty" doc:"Delegation.id"`
}

// RecordIntervention is one turn of one speaker at the floor.
type RecordIntervention struct {
	ID       string `json:"id"`
	Speaker  string `json:"speaker"`
	Kind     string `json:"kind" enum:"opening,statement,reply,point-of-order,question,answer,closing"`
	Item     string `json:"item,omitempty" doc:"AgendaItem.id"`
	Language string `json:"language,omitempty" doc:"of the floor"`
	Start    string `json:"start"`
	End      string `json:"end,omitempty" doc:"absent: it goes on"`
}

// RecordVersion is a published version.
type RecordVersion struct {
	Number int    `json:"number"`
	At     string `json:"at" doc:"RFC 3339"`
	By     string `json:"by,omitempty"`
	ByName string `json:"byName,omitempty"`
	Form   string `json:"form" enum:"verbatim,summary"`
	SHA256 string `json:"sha256" doc:"of the canonical form, hexadecimal"`
	Until  string `json:"until" doc:"RFC 3339: until when corrections may be asked for"`
}

// Correction is what a delegation wants said otherwise in a version, and what became of it.
type Correction struct {
	ID         string       `json:"id"`
	Version    int          `json:"version"`
	Segment    string       `json:"segment"`
	Delegation string       `json:"delegation,omitempty"`
	By         string       `json:"by"`
	ByName     string       `json:"byName,omitempty"`
	Before     string       `json:"before"`
	After      string       `json:"after"`
	Difference []Difference `json:"difference"`
	Reason     string       `json:"reason,omitempty"`
	At         string       `json:"at"`
	Status     string       `json:"status" enum:"pending,accepted,refused"`
	Decision   string       `json:"decision,omitempty" doc:"why"`
	DecidedAt  string       `json:"decidedAt,omitempty"`
}

// SegmentPage is a part of the record's segments.
type SegmentPage struct {
	Segments []Segment `json:"segments" doc:"by their last change, oldest first; of a version in the order in which they were spoken"`
	Next     int       `json:"next,omitempty" doc:"since for the next page; absent: this is the last"`
}

// SearchResult is what was found in the record.
type SearchResult struct {
	Found []FoundSegment `json:"found" doc:"in the order in which they were spoken; at most 100"`
	All   int            `json:"all" doc:"how many there are"`
}

// FoundSegment is a segment with the words searched for.
type FoundSegment struct {
	Segment Segment    `json:"segment"`
	Pieces  []TextPart `json:"pieces" doc:"its text in parts"`
}

// TextPart is a part of a text.
type TextPart struct {
	Text string `json:"text"`
	Hit  bool   `json:"hit,omitempty"`
}

// Delivery compares a prepared text with what was said.
type Delivery struct {
	Difference []Difference `json:"difference" doc:"struck: prepared and not said; new: said and not prepared"`
	Prepared   int          `json:"prepared" doc:"words of the prepared text"`
	Kept       int          `json:"kept" doc:"of them, those that were said"`
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
