package protocol

// TextNews tells who is in the call what became of a text, where they do not look at it; not to who did it.
type TextNews struct {
	Type       string `json:"type"` // "text-news"
	Kind       string `json:"kind" enum:"proposed,assented,objected,adopted" doc:"proposed: a paragraph, of each person one in 5 s; objected: in a silence procedure, which ends with it"`
	Text       string `json:"text" doc:"TextHead.id"`
	Title      string `json:"title"`
	Titles     Titles `json:"titles,omitempty"`
	Number     string `json:"number,omitempty" doc:"of the paragraph that is proposed, as everybody numbers it"`
	Delegation string `json:"delegation,omitempty" doc:"Delegation.id of whose it is; absent: of no delegation's"`
	ByName     string `json:"byName,omitempty" doc:"absent: the administration did it, or the text was adopted"`
}

// MeetingTexts are the texts that a meeting negotiates.
type MeetingTexts struct {
	Texts []TextHead `json:"texts" doc:"as they were begun"`
	May   struct {
		Begin bool `json:"begin" doc:"a text"`
	} `json:"may" doc:"what the reader may do"`
}

// TextChange is what a change of a text has changed; of a text that is read whole, all of it.
type TextChange struct {
	Text       TextHead    `json:"text"`
	Paragraphs []Paragraph `json:"paragraphs" doc:"what has changed of them"`
	Since      int         `json:"since,omitempty" doc:"the text's revision since which; 0: all of them. Who has an older one lacks others, whose words the hashes are of, too"`
}

// TextHead is a text but for its paragraphs.
type TextHead struct {
	ID             string              `json:"id" example:"t1"`
	Title          string              `json:"title"`
	Titles         Titles              `json:"titles,omitempty"`
	Languages      []string            `json:"languages" doc:"BCP 47; the first is the one that it was begun in"`
	Phase          string              `json:"phase" enum:"negotiating,clean,silence,adopted,rectified"`
	Revision       int                 `json:"revision" doc:"changes of anything in it"`
	SHA256         string              `json:"sha256" doc:"of the text in all its languages as it is, hexadecimal: GET …/canonical"`
	Hashes         map[string]string   `json:"hashes" doc:"of the words in each language"`
	Order          [][]string          `json:"order" doc:"the paragraphs that stand, by places; alternatives in their order"`
	Obstacles      []TextObstacle      `json:"obstacles" doc:"what stands between the text and its adoption, the first 50; empty once it is adopted"`
	ObstacleCount  int                 `json:"obstacleCount" doc:"of all"`
	Assents        []TextAssent        `json:"assents" doc:"all that were given"`
	Certificates   []TextCertificate   `json:"certificates"`
	Uncertified    [][]string          `json:"uncertified" doc:"pairs of languages of which no certificate holds; those that follow from others are not named"`
	Silence        *TextSilence        `json:"silence,omitempty" doc:"the last silence procedure"`
	Versions       []AdoptedText       `json:"versions" doc:"the adopted text, and what rectifications made of it"`
	Rectifications []TextRectification `json:"rectifications"`
	May            TextRights          `json:"may"`
}

// TextRights are what the reader of a text may do with it.
type TextRights struct {
	Write      bool   `json:"write" doc:"propose, edit, ask for brackets, agree ad referendum"`
	Agree      bool   `json:"agree" doc:"for the delegation, which binds it: agree, assent, object"`
	Certify    bool   `json:"certify" doc:"that languages say the same, and a machine's draft, sent as it is"`
	Lead       bool   `json:"lead" doc:"the silence procedure"`
	Delegation string `json:"delegation,omitempty" doc:"for which the reader acts; absent: the chair's text"`
}

// TextObstacle is one thing between a text and its adoption.
type TextObstacle struct {
	Code       string `json:"code" enum:"empty,bracket-open,alternatives-open,not-agreed,words-missing,machine-draft"`
	Paragraph  string `json:"paragraph,omitempty"`
	Bracket    string `json:"bracket,omitempty"`
	Delegation string `json:"delegation,omitempty"`
	Language   string `json:"language,omitempty"`
}

// TextAssent is a delegation's consent to be bound.
type TextAssent struct {
	Delegation string `json:"delegation,omitempty"`
	By         string `json:"by,omitempty"`
	ByName     string `json:"byName,omitempty"`
	At         string `json:"at" doc:"RFC 3339"`
	SHA256     string `json:"sha256"`
	Key        string `json:"key" doc:"Ed25519 public key, base64"`
	Signature  string `json:"signature" doc:"base64; over cumbre/assent/1, meeting, text, sha256 and delegation, each ended by a line feed"`
	Server     bool   `json:"server,omitempty" doc:"the key is the server's, which vouches for who gave the assent"`
	Live       bool   `json:"live" doc:"it holds: nothing was changed since"`
}

// TextCertificate says that a text says the same in two languages.
type TextCertificate struct {
	Languages []string `json:"languages"`
	By        string   `json:"by,omitempty"`
	ByName    string   `json:"byName,omitempty"`
	At        string   `json:"at" doc:"RFC 3339"`
	Live      bool     `json:"live" doc:"the words are those that were certified"`
}

// TextSilence is a silence procedure.
type TextSilence struct {
	Opened    string         `json:"opened" doc:"RFC 3339"`
	Until     string         `json:"until" doc:"RFC 3339; an objection at this instant is late"`
	Local     string         `json:"local" doc:"until, on the wall of the zone" example:"2021-05-10T10:00:00"`
	Timezone  string         `json:"timezone" doc:"IANA"`
	State     string         `json:"state" enum:"open,kept,broken,cancelled"`
	Objection *TextObjection `json:"objection,omitempty"`
}

// TextObjection is one in writing.
type TextObjection struct {
	Delegation string `json:"delegation,omitempty"`
	By         string `json:"by,omitempty"`
	ByName     string `json:"byName,omitempty"`
	At         string `json:"at" doc:"RFC 3339"`
	Reason     string `json:"reason"`
}

// AdoptedText is a version of an adopted text.
type AdoptedText struct {
	Number        int    `json:"number" doc:"1 for the text as it was adopted"`
	SHA256        string `json:"sha256"`
	At            string `json:"at" doc:"RFC 3339"`
	Rectification string `json:"rectification,omitempty" doc:"that made it of the version before"`
}

// TextRectification mends an error in an adopted text.
type TextRectification struct {
	ID        string            `json:"id" example:"r1"`
	Paragraph string            `json:"paragraph"`
	Words     map[string]string `json:"words" doc:"what is to stand, by language"`
	Reason    string            `json:"reason"`
	By        string            `json:"by,omitempty"`
	ByName    string            `json:"byName,omitempty"`
	At        string            `json:"at" doc:"RFC 3339"`
	Until     string            `json:"until" doc:"RFC 3339; it takes effect then, where nobody has objected"`
	State     string            `json:"state" enum:"open,refused,effective"`
	Objection *TextObjection    `json:"objection,omitempty"`
}

// Paragraph is one of a text's, or an alternative.
type Paragraph struct {
	ID         string                       `json:"id" example:"p1"`
	Number     string                       `json:"number,omitempty" doc:"the same in every language; absent: it was withdrawn" example:"2 bis"`
	Revision   int                          `json:"revision"`
	Status     string                       `json:"status" enum:"proposed,bracketed,ad-referendum,agreed,withdrawn"`
	Delegation string                       `json:"delegation,omitempty" doc:"whose proposal it is; absent: the chair's text"`
	By         string                       `json:"by,omitempty" doc:"who made this revision"`
	ByName     string                       `json:"byName,omitempty"`
	At         string                       `json:"at" doc:"RFC 3339"`
	Words      map[string]ParagraphWords    `json:"words" doc:"by language"`
	Behind     []string                     `json:"behind" doc:"languages whose words are older than another's"`
	Brackets   []ParagraphBracket           `json:"brackets"`
	Positions  map[string]ParagraphPosition `json:"positions" doc:"by delegation; one that is not there has said nothing of this revision"`
}

// ParagraphWords are a paragraph's words in one language.
type ParagraphWords struct {
	Text     string `json:"text"`
	Source   string `json:"source" enum:"human,machine" doc:"a machine's are a draft until a person certifies or changes them"`
	Engine   string `json:"engine,omitempty"`
	Of       string `json:"of,omitempty" doc:"the language that the machine translated from"`
	By       string `json:"by,omitempty"`
	ByName   string `json:"byName,omitempty"`
	At       string `json:"at" doc:"RFC 3339"`
	Revision int    `json:"revision" doc:"of the paragraph, in which they became what they are"`
}

// ParagraphBracket is an open bracket or reservation.
type ParagraphBracket struct {
	ID         string            `json:"id" example:"b1"`
	Kind       string            `json:"kind" enum:"bracket,reservation"`
	Delegation string            `json:"delegation,omitempty" doc:"which alone releases it; absent: the chair"`
	Reason     string            `json:"reason"`
	Words      map[string]string `json:"words,omitempty" doc:"by language: the piece that it stands around, as it was then; absent: the whole paragraph"`
	By         string            `json:"by,omitempty"`
	ByName     string            `json:"byName,omitempty"`
	At         string            `json:"at" doc:"RFC 3339"`
}

// ParagraphPosition is what a delegation says of a paragraph as it is.
type ParagraphPosition struct {
	Position string `json:"position" enum:"ad-referendum,agreed"`
	By       string `json:"by,omitempty"`
	ByName   string `json:"byName,omitempty"`
	At       string `json:"at" doc:"RFC 3339"`
}

// ParagraphConflict is what an edit of a paragraph has missed.
type ParagraphConflict struct {
	Paragraph   Paragraph               `json:"paragraph" doc:"as it is now"`
	Differences map[string][]Difference `json:"differences" doc:"by language: from its words to those that were sent"`
}

// ParagraphHistory is what became of a paragraph.
type ParagraphHistory struct {
	Revisions []ParagraphRevision `json:"revisions" doc:"the last first"`
}

// ParagraphRevision is one of its revisions.
type ParagraphRevision struct {
	Revision    int                       `json:"revision"`
	Delegation  string                    `json:"delegation,omitempty" doc:"for whom; absent: the chair's"`
	By          string                    `json:"by,omitempty"`
	ByName      string                    `json:"byName,omitempty"`
	At          string                    `json:"at" doc:"RFC 3339"`
	Words       map[string]ParagraphWords `json:"words"`
	Differences map[string][]Difference   `json:"differences" doc:"by language that changed, from the revision before"`
}

// TextPresence is who is at work on a text.
type TextPresence struct {
	People []TextPerson `json:"people"`
}

// TextPerson is where somebody's cursor is, and what they let the others see of what they write.
type TextPerson struct {
	Participant string `json:"participant"`
	Name        string `json:"name"`
	Delegation  string `json:"delegation,omitempty"`
	Paragraph   string `json:"paragraph,omitempty"`
	Language    string `json:"language,omitempty"`
	Draft       string `json:"draft,omitempty" doc:"which they share"`
}
