package conference

import (
	"context"
	"errors"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cumbre-meet/cumbre/internal/documents"
	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// The bytes of a document are on the disk before its event is appended, and deleted after the event of its withdrawal.
// Between the two a crash leaves bytes that nobody wants, which the next start removes, and never an event without bytes.

// ticketLife is how long a document's address with a ticket opens it. Less breaks tabs that are reloaded in a long
// meeting; more lets an address that was copied by mistake live on. Whoever is removed loses it at once.
const ticketLife = 24 * time.Hour

// NewDocument is what a document is made from, but for its bytes.
type NewDocument struct {
	Kind       string // document, prepared
	Item       string // AgendaItem.ID; "": of no item
	Title      string // "": the file's name
	File       string // its name, which says its type
	Language   string // BCP 47; a prepared text has one
	Delegation string // identifier or exact name; "": the own one
	Speaker    string // of a prepared text: who will speak
}

// Visitor is who reads, adds or withdraws documents: the administrator, or the holder of an invitation, or (reading only)
// of a ticket.
type Visitor struct {
	Admin       bool
	Invitation  string
	Participant string // the ticket's; "": there was none
}

// by is the visitor in a command.
func (v Visitor) by() string {
	if v.Admin {
		return ""
	}
	return v.Invitation
}

// reader is the participant as whom somebody reads.
func (v Visitor) reader(s proceedings.State) (proceedings.Participant, error) {
	switch {
	case v.Admin:
		return proceedings.Participant{Role: proceedings.Organiser}, nil
	case v.Participant == "":
		p, err := s.Reader(v.Invitation, time.Now())
		if r, ok := errors.AsType[*proceedings.Refusal](err); ok && r.Code == proceedings.NotAdmitted {
			return p, problem("awaiting-admission", "%s", r.Detail)
		}
		return p, err
	default:
		p, ok := s.Present(v.Participant)
		if !ok {
			return p, badTicket()
		}
		return p, nil
	}
}

func badTicket() error {
	return problem("ticket-invalid", "This address opens the document no longer. Open it from the meeting again.")
}

// ticket opens documents' contents for a participant until ticketLife is over.
func (c *conference) ticket(participant string, now time.Time) string {
	until := strconv.FormatInt(now.Add(ticketLife).Unix(), 10)
	return participant + "." + until + "." + c.cfg.Key.Ticket(c.id, participant, until)
}

// Ticket finds whose a ticket is: 403 ticket-invalid.
func (h *Hub) Ticket(meeting, ticket string) (Visitor, error) {
	parts := strings.Split(ticket, ".")
	if len(parts) != 3 || !h.cfg.Key.CheckTicket(parts[2], meeting, parts[0], parts[1]) {
		return Visitor{}, badTicket()
	}
	until, err := strconv.ParseInt(parts[1], 10, 64)
	if err != nil || time.Now().Unix() >= until {
		return Visitor{}, badTicket()
	}
	return Visitor{Participant: parts[0]}, nil
}

// Documents lists a meeting's that somebody may read, as they were added.
func (h *Hub) Documents(_ context.Context, meeting string, v Visitor) ([]protocol.Document, error) {
	s, err := h.snapshot(meeting)
	if err != nil {
		return nil, err
	}
	p, err := v.reader(s)
	if err != nil {
		return nil, asProblem(err)
	}
	return documentsFor(s, p), nil
}

// OpenDocument finds a document that somebody may read, and its bytes.
func (h *Hub) OpenDocument(_ context.Context, meeting, document string, v Visitor) (protocol.Document, *os.File, error) {
	s, err := h.snapshot(meeting)
	if err != nil {
		return protocol.Document{}, nil, err
	}
	p, err := v.reader(s)
	if err != nil {
		return protocol.Document{}, nil, asProblem(err)
	}
	d, err := s.DocumentFor(p, document)
	if err != nil {
		return protocol.Document{}, nil, asProblem(err)
	}
	f, err := h.cfg.Documents.Open(meeting, d.SHA256)
	if err != nil {
		h.cfg.Log.Error("a document's bytes cannot be read", "meeting", meeting, "document", d.ID, "error", err)
		return protocol.Document{}, nil, problem("document-lost", "The server does not have this document's content any more; the operator finds the reason in the log. Ask whoever added it to add it again.")
	}
	return documentOf(s, d), f, nil
}

// AddDocument stores a document's bytes and then adds it.
func (h *Hub) AddDocument(ctx context.Context, meeting string, v Visitor, in NewDocument, body io.Reader) (protocol.Document, error) {
	s, err := h.snapshot(meeting)
	if err != nil {
		return protocol.Document{}, err
	}
	if _, err := v.reader(s); err != nil {
		return protocol.Document{}, asProblem(err)
	}
	cmd := proceedings.AddDocument{
		ID: newID(), Kind: in.Kind, Item: in.Item, Title: in.Title, File: in.File, Language: in.Language,
		Delegation: in.Delegation, Speaker: in.Speaker, By: v.by(),
	}
	if err := s.MayAdd(cmd, time.Now()); err != nil {
		return protocol.Document{}, asProblem(err)
	}
	if reason := h.NotRecorded(); reason != "" {
		return protocol.Document{}, h.refuse(reason)
	}
	stored, err := h.cfg.Documents.Put(meeting, in.File, body, proceedings.MaxDocumentBytes)
	if err != nil {
		return protocol.Document{}, h.notStored(err)
	}
	cmd.SHA256, cmd.Bytes, cmd.MediaType = stored.SHA256, stored.Bytes, stored.MediaType
	err = h.execute(ctx, meeting, cmd)
	h.settleDocument(meeting, stored.SHA256, true, err)
	if err != nil {
		return protocol.Document{}, err
	}
	if s, err = h.snapshot(meeting); err != nil {
		return protocol.Document{}, err
	}
	d, err := s.DocumentFor(proceedings.Participant{Role: proceedings.Organiser}, cmd.ID)
	if err != nil {
		return protocol.Document{}, asProblem(err) // withdrawn already
	}
	return documentOf(s, d), nil
}

// WithdrawDocument takes a document away and deletes its bytes.
func (h *Hub) WithdrawDocument(ctx context.Context, meeting, document string, v Visitor) error {
	s, err := h.snapshot(meeting)
	if err != nil {
		return err
	}
	p, err := v.reader(s)
	if err != nil {
		return asProblem(err)
	}
	d, err := s.DocumentFor(p, document)
	if err != nil {
		return asProblem(err)
	}
	if err := h.execute(ctx, meeting, proceedings.WithdrawDocument{Document: document, By: v.by()}); err != nil {
		return err
	}
	h.settleDocument(meeting, d.SHA256, false, nil)
	return nil
}

// settleDocument deletes bytes that no document has (any more), where it is sure: what could not be saved may have been
// saved all the same, and is known after the next start.
func (h *Hub) settleDocument(meeting, sha256 string, put bool, outcome error) {
	refused := asProblem(outcome)
	unsure := outcome != nil && refused.Status >= 500
	wanted := func() bool {
		s, err := h.snapshot(meeting)
		return err != nil || unsure || slices.ContainsFunc(s.Documents, func(d proceedings.Document) bool { return d.SHA256 == sha256 })
	}
	if err := h.cfg.Documents.Settle(meeting, sha256, put, wanted); err != nil {
		h.cfg.Log.Warn("a document's bytes were not deleted; the next start does it", "meeting", meeting, "error", err)
	}
}

// notStored is the problem of bytes that were not stored. An error of the body itself is returned as it is.
func (h *Hub) notStored(err error) error {
	if r, ok := errors.AsType[*documents.Refusal](err); ok {
		return problem(r.Code, "%s", r.Detail)
	}
	d, ok := errors.AsType[*documents.DiskError](err)
	if !ok {
		return err
	}
	h.cfg.Log.Error("a document was not stored", "reason", d.Unwritable(), "error", err)
	return problem("not-saved", "The server could not save the document: %s. The meeting goes on; try again when the operator has made space or mended the disk.", inWords(d.Unwritable()))
}

// sweepDocuments removes the bytes that a crash has left, and says what is missing.
func (h *Hub) sweepDocuments() {
	wanted := map[string][]string{}
	for id, e := range h.meetings {
		if e.damaged {
			continue
		}
		hashes := []string{}
		for _, d := range e.state.Documents {
			hashes = append(hashes, d.SHA256)
		}
		wanted[id] = hashes
	}
	removed, missing, err := h.cfg.Documents.Sweep(wanted)
	if err != nil {
		h.cfg.Log.Error("the documents' folder could not be tidied", "error", err)
	}
	if removed > 0 {
		h.cfg.Log.Info("files of documents that nobody has were removed", "files", removed)
	}
	for meeting, hashes := range missing {
		h.cfg.Log.Error("documents lack their content: was the data folder restored in part?", "meeting", meeting, "sha256", hashes)
	}
}
