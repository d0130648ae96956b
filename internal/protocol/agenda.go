package protocol

// ---- Client → server -------------------------------------------------------------------------------------

// MoveAgenda moves the meeting to an item of the agenda, or to none where Item is empty: before the first, in a break,
// after the last (chair; the organiser where no chair is in the meeting).
type MoveAgenda struct {
	ID   int    `json:"id" minimum:"0" maximum:"2147483647"`
	Item string `json:"item" maxLength:"64" doc:"AgendaItem.id, or empty"`
}

// MessageID is the client's, for the answer.
func (m MoveAgenda) MessageID() int { return m.ID }

// ---- Server → client -------------------------------------------------------------------------------------

// AgendaItem is one point of the agenda.
type AgendaItem struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Titles  Titles `json:"titles,omitempty" doc:"the title in several languages, by BCP 47 tag; absent: as title"`
	Minutes int    `json:"minutes,omitempty" doc:"planned"`
	Adopted bool   `json:"adopted" doc:"every delegation has adopted it; false: it is provisional"`
}

// AgendaState is where the meeting is on its agenda, whose items are the Meeting's.
type AgendaState struct {
	Current string      `json:"current" doc:"AgendaItem.id; empty: at none"`
	Since   string      `json:"since,omitempty" doc:"RFC 3339: when the meeting came to the current item"`
	Spent   []TimeSpent `json:"spent" doc:"of the items that the meeting has been at, in the agenda's order"`
}

// TimeSpent is how long the meeting has been at an item. The present visit comes on top.
type TimeSpent struct {
	Item string `json:"item"`
	MS   int64  `json:"ms" doc:"milliseconds, of all visits that are over"`
}

// AgendaChanged replaces where the meeting is on its agenda.
type AgendaChanged struct {
	Type   string      `json:"type"` // "agenda"
	Agenda AgendaState `json:"agenda"`
}

// Document is a file of the meeting. Whom a prepared text is not for is not told of it.
type Document struct {
	ID         string `json:"id" doc:"its content: GET /api/v1/meetings/{meeting}/documents/{id}/content, with a token or ?ticket="`
	Kind       string `json:"kind" enum:"document,prepared" doc:"document: for everybody in the meeting; prepared: a speech deposited for the booths"`
	Item       string `json:"item,omitempty" doc:"AgendaItem.id; absent: of no item"`
	Title      string `json:"title"`
	File       string `json:"file" doc:"its name"`
	MediaType  string `json:"mediaType" enum:"application/pdf,image/png,image/jpeg,text/plain" doc:"text/plain is UTF-8"`
	Bytes      int64  `json:"bytes"`
	SHA256     string `json:"sha256" doc:"of the content, hexadecimal"`
	Language   string `json:"language,omitempty" doc:"BCP 47"`
	Delegation string `json:"delegation,omitempty" doc:"Delegation.id: whose it is"`
	Speaker    string `json:"speaker,omitempty" doc:"of a prepared text: who will speak"`
	By         string `json:"by,omitempty" doc:"participant who added it; absent: the administrator"`
	ByName     string `json:"byName,omitempty"`
	At         string `json:"at" doc:"RFC 3339: when it was added"`
}

// DocumentAdded adds a document.
type DocumentAdded struct {
	Type     string   `json:"type"` // "document"
	Document Document `json:"document"`
}

// DocumentWithdrawn takes one away.
type DocumentWithdrawn struct {
	Type     string `json:"type"` // "document-withdrawn"
	Document string `json:"document" doc:"Document.id"`
}
