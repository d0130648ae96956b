package protocol

// MaxPages bounds the page that a presentation shows: more than any document of 25 MiB has.
const MaxPages = 100_000

// ShowDocument shows a document's page to everybody, or none where Document is empty (chair; the organiser where no chair is in
// the meeting; who has the floor). Who shows a document turns its pages by the same message, and so does the chair.
type ShowDocument struct {
	ID       int    `json:"id" minimum:"0" maximum:"2147483647"`
	Document string `json:"document" maxLength:"64" doc:"Document.id: a PDF or a picture that everybody may read; or empty"`
	Page     int    `json:"page" minimum:"0" maximum:"100000" doc:"1 for the first; 0 with an empty document"`
}

// MessageID is the client's, for the answer.
func (m ShowDocument) MessageID() int { return m.ID }

// ShownDocument is the page that everybody sees. It is not kept: after a restart of the server nothing is shown.
type ShownDocument struct {
	Document string `json:"document" doc:"Document.id; empty: none is shown"`
	Page     int    `json:"page" doc:"1 for the first; 0 where none is shown"`
	By       string `json:"by" doc:"participant who shows it; empty where none is shown"`
}

// ShownDocumentChanged replaces the page that everybody sees.
type ShownDocumentChanged struct {
	Type  string        `json:"type"` // "shown-document"
	Shown ShownDocument `json:"shown"`
}
