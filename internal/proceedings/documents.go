package proceedings

import (
	"encoding/hex"
	"slices"
	"time"
)

// DocumentKind is what a document is for.
type DocumentKind string

// The kinds.
const (
	// Paper is a document of the meeting: everybody who is in it reads it.
	Paper DocumentKind = "document"
	// Prepared is a speech as it is to be delivered, deposited for the booths. Nobody else has it before it is spoken.
	Prepared DocumentKind = "prepared"
)

// Document is a file of the meeting. Its bytes lie beside the journal, under their hash.
type Document struct {
	ID         string       `json:"id"`
	Kind       DocumentKind `json:"kind"`
	Item       string       `json:"item,omitempty"` // AgendaItem.ID; "": of no item
	Title      string       `json:"title"`
	File       string       `json:"file"` // its name
	MediaType  string       `json:"mediaType"`
	Bytes      int64        `json:"bytes"`
	SHA256     string       `json:"sha256"`               // hexadecimal
	Language   string       `json:"language,omitempty"`   // BCP 47; a prepared text has one
	Delegation string       `json:"delegation,omitempty"` // Delegation.ID: whose it is
	Speaker    string       `json:"speaker,omitempty"`    // of a prepared text: who will speak
	By         string       `json:"by,omitempty"`         // Participant.ID; "": the administrator
	At         time.Time    `json:"-"`                    // the event's
}

// VisibleTo tells whether a participant may read the document. A prepared text is for the booths, for those who write
// the record, for those who lead the meeting and for the delegation that deposited it: before it is delivered it is nobody else's.
func (d Document) VisibleTo(p Participant) bool {
	if d.Kind == Paper || p.Role == Interpreter || p.Role == Keeper || p.Role.Leads() || d.By != "" && d.By == p.ID {
		return true
	}
	return p.Role == Delegate && p.Delegation != "" && p.Delegation == d.Delegation
}

// Bounds of a meeting's documents.
const (
	// MaxDocuments bounds the documents that a meeting has at once. Each is some 500 bytes of every welcome: more make
	// joining dearer; a session of a UN committee has some 100.
	MaxDocuments = 300
	// MaxDocumentChanges bounds additions over the meeting's whole life, those that were withdrawn included.
	MaxDocumentChanges = 3000
	// MaxDocumentBytes bounds one document: a report of 200 pages with pictures. More fills the disk, and makes whoever
	// opens it on a hotel's network wait for minutes.
	MaxDocumentBytes = 25 << 20
	// MaxDocumentsBytes bounds a meeting's documents together. It is what an operator has to have free for each meeting.
	MaxDocumentsBytes = 1 << 30
	// MaxFileNameBytes bounds a file's name: what file systems take (NAME_MAX).
	MaxFileNameBytes = 255
)

// AddDocument adds a document whose bytes are stored already.
type AddDocument struct {
	ID         string
	Kind       string // document, prepared
	Item       string
	Title      string // "": the file's name
	File       string
	MediaType  string
	Bytes      int64
	SHA256     string // hexadecimal
	Language   string
	Delegation string // identifier or exact name; "": the own one
	Speaker    string
	By         string // Invitation.ID; "": the administrator
}

// WithdrawDocument takes a document away.
type WithdrawDocument struct {
	Document string
	By       string // Invitation.ID; "": the administrator
}

// DocumentAdded adds a document.
type DocumentAdded struct {
	Document Document `json:"document"`
}

// DocumentWithdrawn takes one away. Its bytes are deleted after it.
type DocumentWithdrawn struct {
	Document string `json:"document"`
	By       string `json:"by,omitempty"`
}

// Reader is the participant as whom an invitation's holder reads documents now, who need not have joined yet. Somebody
// whom the chair has not let in is refused (NotAdmitted).
func (s State) Reader(invitation string, now time.Time) (Participant, error) {
	inv, status, err := s.Use(invitation, now)
	switch {
	case err != nil:
		return Participant{}, err
	case status == Refused:
		return Participant{}, refuse(AdmissionRefused, "the chair did not let this participant in; ask the organiser for a new invitation")
	case status != Admitted:
		return Participant{}, refuse(NotAdmitted, "the chair has to let this invitation's participant in first; until then the organiser adds documents for them")
	}
	return Participant{ID: inv.ID, Invitation: inv.ID, Name: inv.Name, Role: inv.Role, Delegation: inv.Delegation, Status: status}, nil
}

// DocumentFor finds a document that a participant may read. What they may not read is, for them, not there.
func (s State) DocumentFor(p Participant, id string) (Document, error) {
	i := s.document(id)
	if i < 0 || !s.Documents[i].VisibleTo(p) {
		return Document{}, refuse(DocumentUnknown, "the meeting has no such document, or it was withdrawn")
	}
	return s.Documents[i], nil
}

// document is the index of a document; -1: there is none.
func (s State) document(id string) int {
	return slices.IndexFunc(s.Documents, func(d Document) bool { return d.ID == id })
}

// depositor finds who adds or withdraws. The administrator is an organiser who takes no part.
func (s State) depositor(by string, now time.Time) (Participant, error) {
	if by == "" {
		return Participant{Role: Organiser}, nil
	}
	p, err := s.Reader(by, now)
	if err == nil && !p.Role.Speaks() {
		err = refuse(NotAllowed, "documents are added by delegates, the chair and the organiser")
	}
	return p, err
}

func (c AddDocument) decide(s State, now time.Time) ([]Fact, error) {
	by, err := s.depositor(c.By, now)
	if err != nil {
		return nil, err
	}
	d := Document{
		ID: c.ID, Kind: DocumentKind(c.Kind), Item: c.Item, MediaType: c.MediaType, Bytes: c.Bytes, SHA256: c.SHA256,
		By: by.ID,
	}
	if d.Item != "" {
		if err := s.agendaItem(d.Item); err != nil {
			return nil, err
		}
	}
	if err := c.label(&d); err != nil {
		return nil, err
	}
	if err := c.party(s, by, &d); err != nil {
		return nil, err
	}
	if err := c.purpose(&d); err != nil {
		return nil, err
	}
	if err := s.room(c.Bytes); err != nil {
		return nil, err
	}
	if hash, err := hex.DecodeString(c.SHA256); err != nil || len(hash) != 32 || c.MediaType == "" {
		return nil, refuseField("sha256", "a document is added with the hash and the type of what was stored")
	}
	return []Fact{DocumentAdded{Document: d}}, nil
}

// MayAdd tells whether a document may be added as far as that can be told before its bytes are there: whoever sends
// 25 MB should not learn only afterwards that they may not.
func (s State) MayAdd(c AddDocument, now time.Time) error {
	c.Bytes, c.SHA256, c.MediaType = 1, hex.EncodeToString(make([]byte, 32)), "text/plain"
	_, err := Decide(s, c, now)
	return err
}

// label takes the title and the file's name, which is no path.
func (c AddDocument) label(d *Document) error {
	var err error
	if d.File, err = name("file", c.File); err != nil {
		return err
	}
	if len(d.File) > MaxFileNameBytes || slices.ContainsFunc([]rune(d.File), func(r rune) bool { return r == '/' || r == '\\' }) {
		return refuseField("file", "a file's name is needed, without folders, of at most %d bytes", MaxFileNameBytes)
	}
	if d.Title, err = optionalName("title", c.Title); err == nil && d.Title == "" {
		d.Title = d.File
	}
	return err
}

// party says whose the document is: a delegate's is their delegation's.
func (c AddDocument) party(s State, by Participant, d *Document) error {
	var err error
	if d.Delegation, err = s.delegation(c.Delegation); err != nil {
		return err
	}
	if by.Role.Leads() {
		return nil
	}
	if d.Delegation == "" {
		d.Delegation = by.Delegation
	}
	if d.Delegation != by.Delegation {
		return refuse(NotAllowed, "a delegate adds documents for the own delegation only")
	}
	return nil
}

// purpose checks what the document is for. The booths must know of a prepared text in which language it is and who will
// speak.
func (c AddDocument) purpose(d *Document) error {
	if d.Kind != Paper && d.Kind != Prepared {
		return refuseField("kind", "it is document or prepared")
	}
	if c.Language != "" {
		tag, ok := languageTag(c.Language)
		if !ok {
			return refuseField("language", "a language tag is needed, such as es, pt-BR or zh-Hant (BCP 47)")
		}
		d.Language = tag
	}
	var err error
	if d.Speaker, err = optionalName("speaker", c.Speaker); err != nil {
		return err
	}
	switch {
	case d.Kind == Paper && d.Speaker != "":
		return refuseField("speaker", "it is for prepared texts; leave it empty")
	case d.Kind == Prepared && d.Language == "":
		return refuseField("language", "say in which language the text will be spoken")
	case d.Kind == Prepared && d.Speaker == "" && d.Delegation == "":
		return refuseField("speaker", "say who will speak: a name, or the delegation")
	}
	return nil
}

// room refuses what is beyond the bounds.
func (s State) room(bytes int64) error {
	total := bytes
	for _, d := range s.Documents {
		total += d.Bytes
	}
	switch {
	case bytes <= 0 || bytes > MaxDocumentBytes:
		return refuse(DocumentTooLarge, "a document has 1 byte to %d MiB; make it smaller, or add it in parts", MaxDocumentBytes>>20)
	case len(s.Documents) >= MaxDocuments:
		return refuse(LimitReached, "the meeting has %d documents; withdraw some first", MaxDocuments)
	case total > MaxDocumentsBytes:
		return refuse(LimitReached, "the meeting's documents would have more than %d MiB together; withdraw some first", MaxDocumentsBytes>>20)
	case s.DocumentChanges >= MaxDocumentChanges:
		return refuse(LimitReached, "%d documents were added to this meeting, more are not kept", MaxDocumentChanges)
	}
	return nil
}

func (c WithdrawDocument) decide(s State, now time.Time) ([]Fact, error) {
	by, err := s.depositor(c.By, now)
	if err != nil {
		return nil, err
	}
	d, err := s.DocumentFor(by, c.Document)
	switch {
	case err != nil:
		return nil, err
	case by.Role.Leads() || d.By == by.ID || d.Delegation != "" && d.Delegation == by.Delegation:
		return []Fact{DocumentWithdrawn{Document: d.ID, By: by.ID}}, nil
	default:
		return nil, refuse(NotAllowed, "a delegate withdraws the own delegation's documents only; the chair and the organiser any")
	}
}

func (f DocumentAdded) apply(s *State, at time.Time) {
	f.Document.At = at
	s.Documents = append(s.Documents, f.Document)
	s.DocumentChanges++
}

func (f DocumentWithdrawn) apply(s *State, _ time.Time) {
	s.Documents = slices.DeleteFunc(s.Documents, func(d Document) bool { return d.ID == f.Document })
}
