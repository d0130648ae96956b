package conference

import (
	"context"
	"errors"
	"os"
	"strconv"
	"time"

	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// An archive's file is on the disk before its event is appended, as a document is. The one before goes after the event: the new one has all
// that it had. Between the two a crash leaves a file that the next start removes.

// Archives makes archives of meetings and keeps the last one of each; vault.Vault implements it.
type Archives interface {
	// Seal makes the archive of a meeting's journal up to the record through, whose State is s.
	Seal(ctx context.Context, s proceedings.State, through uint64, at time.Time) (proceedings.Seal, error)
	// Read opens one; fs.ErrNotExist: it is not there.
	Read(meeting, sha256 string) (*os.File, error)
	// Keep removes all others of a meeting; "": all.
	Keep(meeting, sha256 string) error
	// Key is what they can be verified with.
	Key() string
}

// archiveTicket stands for a participant in the tickets that open an archive; no participant has this identifier.
const archiveTicket = "archive"

// archiveTicketLife is how long an address downloads an archive, also what is left of one that broke off. Less breaks large downloads on
// bad lines; more lets a copied address live on, also that of an organiser whose invitation is revoked.
const archiveTicketLife = time.Hour

// snapshotAt is snapshot with the number of the last record that the State has.
func (h *Hub) snapshotAt(id string) (s proceedings.State, seq uint64, err error) {
	if s, err = h.snapshot(id); err != nil {
		return s, 0, err
	}
	h.mu.RLock()
	defer h.mu.RUnlock()
	e := h.meetings[id]
	return e.state, e.seq, nil
}

// Archive tells which archives were made of a meeting, to who may have them.
func (h *Hub) Archive(_ context.Context, meeting string, v Visitor) (protocol.Archive, error) {
	s, seq, err := h.snapshotAt(meeting)
	if err != nil {
		return protocol.Archive{}, err
	}
	now := time.Now()
	if err := s.MayHaveArchive(v.by(), now); err != nil {
		return protocol.Archive{}, asProblem(err)
	}
	return h.archiveOf(s, v, seq, now), nil
}

func (h *Hub) archiveOf(s proceedings.State, v Visitor, seq uint64, now time.Time) protocol.Archive {
	out := protocol.Archive{Seals: []protocol.Seal{}, Key: h.cfg.Archives.Key()}
	if err := s.MaySeal(v.by(), seq, now); err == nil {
		out.MaySeal = true
	} else {
		out.Why = asProblem(err).Code
	}
	for _, one := range s.Seals {
		out.Seals = append(out.Seals, sealOf(s, one))
	}
	if len(out.Seals) > 0 {
		until := strconv.FormatInt(now.Add(archiveTicketLife).Unix(), 10)
		out.Ticket = archiveTicket + "." + until + "." + h.cfg.Key.Ticket(s.Meeting.ID, archiveTicket, until)
	}
	return out
}

func sealOf(s proceedings.State, v proceedings.Seal) protocol.Seal {
	return protocol.Seal{
		Number: v.Number, At: instant(v.At), ByName: s.Participants[v.By].Name, Leaves: v.Leaves, Root: v.Root, Key: v.Key, SHA256: v.SHA256,
		Bytes: v.Bytes, Missing: append([]string{}, v.Missing...), Failing: append([]string{}, v.Failing...),
	}
}

// SealArchive makes an archive of all that the journal has now: 409 archive-early, nothing-new; 429 archive-busy.
func (h *Hub) SealArchive(ctx context.Context, meeting string, v Visitor) (protocol.Archive, error) {
	s, through, err := h.snapshotAt(meeting)
	if err != nil {
		return protocol.Archive{}, err
	}
	if err := s.MaySeal(v.by(), through, time.Now()); err != nil {
		return protocol.Archive{}, asProblem(err)
	}
	if reason := h.NotRecorded(); reason != "" {
		return protocol.Archive{}, h.refuse(reason)
	}
	seal, err := h.cfg.Archives.Seal(ctx, s, through, time.Now())
	if err != nil {
		return protocol.Archive{}, h.notSealed(meeting, err)
	}
	err = h.execute(ctx, meeting, proceedings.SealArchive{By: v.by(), Seal: seal})
	if err == nil || asProblem(err).Status < 500 { // else it may have been stored all the same, and the next start knows
		h.keepArchive(meeting)
	}
	if err != nil {
		return protocol.Archive{}, asProblem(err)
	}
	return h.Archive(ctx, meeting, v)
}

// keepArchive removes all archives of a meeting but the one that its last event tells of.
func (h *Hub) keepArchive(meeting string) {
	s, err := h.snapshot(meeting)
	if err != nil {
		return
	}
	last := ""
	if n := len(s.Seals); n > 0 {
		last = s.Seals[n-1].SHA256
	}
	if err := h.cfg.Archives.Keep(meeting, last); err != nil {
		h.cfg.Log.Warn("an archive that is not needed any more was not deleted; the next start does it", "meeting", meeting, "error", err)
	}
}

// notSealed is the problem of an archive that was not made.
func (h *Hub) notSealed(meeting string, err error) error {
	h.cfg.Log.Error("an archive was not made", "meeting", meeting, "error", err)
	var coded interface{ ArchiveCode() string }
	switch reason, disk := unwritableReason(err); {
	case errors.As(err, &coded) && coded.ArchiveCode() == "archive-busy":
		return problem("archive-busy", "The server is making an archive already, one at a time. Try again in a moment.")
	case errors.As(err, &coded):
		return problem("archive-lost", "The server does not have the archive before any more, which this one has to continue. The operator restores it from a backup; the log says which.")
	case disk:
		return problem("not-saved", "The server could not write the archive: %s. Try again when the operator has made space or mended the disk.", inWords(reason))
	default:
		return problem("internal", "The archive was not made; the operator finds the reason in the log.")
	}
}

// OpenArchive gives the last archive's file to who may have it, by a token or by a ticket: 404 archive-none.
func (h *Hub) OpenArchive(_ context.Context, meeting string, v Visitor) (protocol.Seal, *os.File, error) {
	s, err := h.snapshot(meeting)
	if err != nil {
		return protocol.Seal{}, nil, err
	}
	if v.Participant != archiveTicket {
		if err := s.MayHaveArchive(v.by(), time.Now()); err != nil {
			return protocol.Seal{}, nil, asProblem(err)
		}
	}
	n := len(s.Seals)
	if n == 0 {
		return protocol.Seal{}, nil, problem("archive-none", "No archive of this meeting has been sealed yet.")
	}
	f, err := h.cfg.Archives.Read(meeting, s.Seals[n-1].SHA256)
	if err != nil {
		h.cfg.Log.Error("an archive cannot be read", "meeting", meeting, "sha256", s.Seals[n-1].SHA256, "error", err)
		return protocol.Seal{}, nil, problem("archive-lost", "The server does not have this archive any more; the operator finds the reason in the log, and restores it from a backup.")
	}
	return sealOf(s, s.Seals[n-1]), f, nil
}

// sweepArchives removes what a crash has left, and says what is missing.
func (h *Hub) sweepArchives() {
	for id, e := range h.meetings {
		if e.damaged {
			continue
		}
		h.keepArchive(id)
		n := len(e.state.Seals)
		if n == 0 {
			continue
		}
		f, err := h.cfg.Archives.Read(id, e.state.Seals[n-1].SHA256)
		if err != nil {
			h.cfg.Log.Error("an archive is missing: was the data folder restored in part?", "meeting", id, "sha256", e.state.Seals[n-1].SHA256)
			continue
		}
		_ = f.Close() // it was not even read
	}
}
