package proceedings

import (
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strings"
	"time"
)

// Seal is an archive that was made of the meeting: one file, beside the journal. It has the journal up to before its own event.
type Seal struct {
	Number  int    `json:"number"`  // 1 for the first
	Through uint64 `json:"through"` // the journal's records that it has: those up to this one
	Leaves  int64  `json:"leaves"`  // of its log
	Root    string `json:"root"`    // of its log: SHA-256 in base64, as its head says it
	Key     string `json:"key"`     // that its head can be verified with
	SHA256  string `json:"sha256"`  // of the whole file, hexadecimal
	Bytes   int64  `json:"bytes"`
	// Missing are the documents and sounds, by their names in the archive, whose content was lost before.
	Missing []string `json:"missing,omitempty"`
	// Failing are the checks of `cumbre verify` that what was sealed does not pass: of lost content, or a quotation that is not in the record.
	Failing []string  `json:"failing,omitempty"`
	By      string    `json:"by,omitempty"` // Participant.ID; "": the administrator
	At      time.Time `json:"-"`
}

const (
	// MaxSeals bounds the archives of a meeting. Each is a copy of its sound that has to be written, and a head in all that follow.
	MaxSeals = 50
	// maxMissing bounds the names that an event has of each kind; the server's log has all.
	maxMissing = 100
	// maxSealText bounds the key and each name, in bytes.
	maxSealText = 200
)

// SealArchive says that an archive has been made. By is an Invitation.ID; "": the administrator.
type SealArchive struct {
	By   string
	Seal Seal // without Number and By
}

// ArchiveSealed says that an archive was made.
type ArchiveSealed struct {
	Seal Seal `json:"seal"`
}

func (SealArchive) lasts() {}

// archivist finds who makes archives and takes them along: an archive has all that was ever said and written in the meeting, private
// texts too, and so is for those whose the meeting is.
func (s State) archivist(by string, now time.Time) (string, error) {
	if by == "" {
		return "", nil
	}
	p, err := s.Reader(by, now)
	if err == nil && p.Role != Organiser {
		err = refuse(NotAllowed, "the archive has all that was said and written, in private too: only the organiser and the administrator make it and have it")
	}
	return p.ID, err
}

// MayHaveArchive refuses who may neither make nor read archives.
func (s State) MayHaveArchive(by string, now time.Time) error {
	_, err := s.archivist(by, now)
	return err
}

// MaySeal tells whether an archive of the journal up to a record could be made now, before that is done.
func (s State) MaySeal(by string, through uint64, now time.Time) error {
	if err := s.MayHaveArchive(by, now); err != nil {
		return err
	}
	last := len(s.Seals) - 1
	switch {
	case s.Phase != Ended:
		return refuse(ArchiveEarly, "the meeting has not ended; an archive is made of what is over")
	case last+1 >= MaxSeals:
		return refuse(LimitReached, "%d archives were made of this meeting, more are not kept", MaxSeals)
	case last >= 0 && through <= s.Seals[last].Through+1: // the one more is the seal itself
		return refuse(NothingNew, "nothing has happened since archive %d was sealed; download that one", last+1)
	}
	for f := range s.AllSounds() {
		if f.Open() {
			return refuse(ArchiveEarly, "a recording is still being closed; try again in a moment")
		}
	}
	return nil
}

func (c SealArchive) decide(s State, now time.Time) ([]Fact, error) {
	v := c.Seal
	if err := s.MaySeal(c.By, v.Through, now); err != nil {
		return nil, err
	}
	sum, err := hex.DecodeString(v.SHA256)
	root, bad := base64.StdEncoding.Strict().DecodeString(v.Root)
	long := func(text string) bool { return len(text) > maxSealText || strings.ContainsFunc(text, hidden) }
	switch n := len(s.Seals); {
	case err != nil || len(sum) != 32 || bad != nil || len(root) != 32 || v.Bytes <= 0 || v.Leaves <= 0 || v.Key == "" || long(v.Key):
		return nil, refuseField("seal", "an archive is sealed with its hash, its size, its log's head and its key")
	case n > 0 && v.Leaves <= s.Seals[n-1].Leaves:
		return nil, refuseField("seal.leaves", "the log only grows: the archive before has %d leaves", s.Seals[n-1].Leaves)
	case slices.ContainsFunc(v.Missing, long), slices.ContainsFunc(v.Failing, long):
		return nil, refuseField("seal.missing", "a name has at most %d bytes", maxSealText)
	}
	v.Number = len(s.Seals) + 1
	v.Missing, v.Failing = v.Missing[:min(len(v.Missing), maxMissing)], v.Failing[:min(len(v.Failing), maxMissing)]
	v.By, _ = s.archivist(c.By, now)
	return []Fact{ArchiveSealed{v}}, nil
}

func (f ArchiveSealed) apply(s *State, at time.Time) {
	f.Seal.Number, f.Seal.At = len(s.Seals)+1, at
	s.Seals = append(slices.Clip(s.Seals), f.Seal)
}

// SoFar is the State after what was added so far. It is to be read before the next Add only, which changes it, and knows nothing of kept quotations.
func (f *Folder) SoFar() State { return f.state }

// ReadoutSHA256 is the hash of a readout's words, which its own has to be.
func (p Publication) ReadoutSHA256() string {
	hash, _ := readoutHash(p) // words are always encoded
	return hash
}
