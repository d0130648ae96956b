package protocol

// StatementFinding is something in a text that is to be published which the calendar or the record does not bear out.
type StatementFinding struct {
	Paragraph string     `json:"paragraph,omitempty" doc:"absent: a readout's, or a title's"`
	Part      string     `json:"part,omitempty" enum:"title" doc:"title: in the title; absent: in the words"`
	Language  string     `json:"language"`
	Start     int        `json:"start" doc:"of the words, in code points of the paragraph's, or of the title, in this language"`
	End       int        `json:"end"`
	Words     string     `json:"words" example:"7 de junio"`
	Code      string     `json:"code" enum:"weekday-differs,date-unknown,date-ambiguous,date-impossible,weekday-unknown,quotation-differs"`
	Meant     string     `json:"meant,omitempty" doc:"the day that the words were taken to mean" example:"2021-06-07"`
	Weekday   *int       `json:"weekday,omitempty" doc:"of weekday-differs: the day's, 0 for Sunday"`
	Expected  []KnownDay `json:"expected" doc:"days that were agreed, nearest first"`
}

// KnownDay is a day that a text may name.
type KnownDay struct {
	Date string `json:"date" example:"2021-06-08"`
	Kind string `json:"kind" enum:"meeting,next-meeting,due"`
	Name string `json:"name,omitempty" doc:"a place, or what is due"`
}

// StatementCheck is what a check of a text before its publication finds.
type StatementCheck struct {
	Findings []StatementFinding `json:"findings"`
}

// StatementOverride is a finding that somebody published all the same.
type StatementOverride struct {
	Paragraph string `json:"paragraph,omitempty"`
	Part      string `json:"part,omitempty" enum:"title" doc:"the finding's"`
	Language  string `json:"language"`
	Words     string `json:"words"`
	Code      string `json:"code"`
	Reason    string `json:"reason" doc:"up to 1000 characters; it is kept and shown"`
}

// Publications are what a meeting has issued, and may issue.
type Publications struct {
	Publications []Publication     `json:"publications" doc:"as they were decided"`
	May          PublicationRights `json:"may"`
}

// PublicationRights are what the reader may issue.
type PublicationRights struct {
	Statement  bool   `json:"statement" doc:"an adopted text"`
	Readout    bool   `json:"readout" doc:"the own delegation's account"`
	Delegation string `json:"delegation,omitempty"`
}

// Publication is what the public gets to read, in all its languages at one instant.
type Publication struct {
	ID           string               `json:"id" example:"u1"`
	Kind         string               `json:"kind" enum:"joint,readout"`
	Text         string               `json:"text,omitempty" doc:"of a joint statement"`
	Version      int                  `json:"version,omitempty"`
	Delegation   string               `json:"delegation,omitempty" doc:"whose readout it is"`
	Title        string               `json:"title"`
	Titles       Titles               `json:"titles,omitempty"`
	Languages    []string             `json:"languages"`
	Paragraphs   []PublishedParagraph `json:"paragraphs"`
	SHA256       string               `json:"sha256"`
	Issued       string               `json:"issued" doc:"RFC 3339: nobody outside reads it before"`
	Local        string               `json:"local,omitempty" doc:"of an embargo, on the wall of timezone"`
	Timezone     string               `json:"timezone,omitempty"`
	Public       bool                 `json:"public" doc:"it is issued"`
	Supersedes   string               `json:"supersedes,omitempty"`
	SupersededBy string               `json:"supersededBy,omitempty"`
	Overrides    []StatementOverride  `json:"overrides,omitempty" doc:"for those who were in the meeting"`
	By           string               `json:"by,omitempty" doc:"for those who were in the meeting"`
	ByName       string               `json:"byName,omitempty"`
	Parties      []PublicationParty   `json:"parties" doc:"whose word it is"`
}

// PublicationParty is one of the delegations whose word a publication is.
type PublicationParty struct {
	ID   string `json:"id" example:"d1"`
	Name string `json:"name"`
}

// PublishedParagraph is a paragraph of it, in all its languages. A readout's have no numbers.
type PublishedParagraph struct {
	Number string            `json:"number,omitempty"`
	Words  map[string]string `json:"words"`
}

// Commitments are what a meeting's agreed texts promise, and what became of it.
type Commitments struct {
	Commitments []Commitment     `json:"commitments" doc:"as they were made"`
	May         CommitmentRights `json:"may"`
}

// CommitmentRights are what the reader may do.
type CommitmentRights struct {
	Make       bool   `json:"make"`
	MakeAny    bool   `json:"makeAny" doc:"of every delegation; else the own one's promises only"`
	Assess     bool   `json:"assess" doc:"for the own delegation"`
	Delegation string `json:"delegation,omitempty"`
}

// Commitment is one promise.
type Commitment struct {
	ID          string                 `json:"id" example:"c1"`
	Text        string                 `json:"text"`
	Paragraph   string                 `json:"paragraph"`
	Number      string                 `json:"number,omitempty" doc:"of the paragraph"`
	Actors      []PublicationParty     `json:"actors" doc:"delegations that promise"`
	Partners    []string               `json:"partners" doc:"others who do"`
	Action      map[string]string      `json:"action" doc:"by language"`
	Due         string                 `json:"due,omitempty" doc:"a day, or next-meeting; absent: it was not said" example:"2021-06-08"`
	DueDay      string                 `json:"dueDay,omitempty" doc:"the day that due is, as far as it is known"`
	Vague       bool                   `json:"vague" doc:"nobody has promised it, or by no date"`
	Made        string                 `json:"made" doc:"RFC 3339"`
	Closed      string                 `json:"closed,omitempty" doc:"since when every delegation holds it for settled"`
	Settled     []string               `json:"settled" doc:"delegations that hold it for settled"`
	Disagree    bool                   `json:"disagree" doc:"the delegations' last assessments differ"`
	Assessments []CommitmentAssessment `json:"assessments" doc:"as they were made: each delegation's last one is what it says now"`
}

// CommitmentAssessment is what one delegation says became of it.
type CommitmentAssessment struct {
	Delegation string `json:"delegation,omitempty"`
	Status     int    `json:"status" minimum:"-1" maximum:"1" doc:"-1: not kept, 0: under way, 1: kept"`
	Note       string `json:"note,omitempty"`
	At         string `json:"at" doc:"RFC 3339"`
	ByName     string `json:"byName,omitempty" doc:"for those who were in the meeting"`
}

// PublicMeeting is what everybody may know of a meeting that has published something.
type PublicMeeting struct {
	ID           string             `json:"id"`
	Title        string             `json:"title"`
	Titles       Titles             `json:"titles,omitempty"`
	Languages    []string           `json:"languages"`
	Start        string             `json:"start,omitempty" doc:"RFC 3339"`
	Timezone     string             `json:"timezone,omitempty"`
	Delegations  []PublicationParty `json:"delegations"`
	Publications []Publication      `json:"publications" doc:"that are issued, the last first"`
	Commitments  []Commitment       `json:"commitments" doc:"of texts that are published"`
	Next         *PublicNext        `json:"next,omitempty" doc:"of a meeting that has published a joint statement"`
}

// PublicNext is the next meeting, as it is set.
type PublicNext struct {
	Start    string `json:"start" doc:"RFC 3339"`
	Timezone string `json:"timezone"`
	Place    string `json:"place,omitempty"`
}
