package archive

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/cumbre-meet/cumbre/internal/journal"
	"github.com/cumbre-meet/cumbre/internal/proceedings"
)

// StreamOf is the name of a meeting's stream in the journal, which its records' hashes are of too.
func StreamOf(meeting string) string { return "meeting." + meeting }

// VersionName is the entry with the canonical form of a version of the record.
func VersionName(number int) string { return "record/version-" + strconv.Itoa(number) + ".jsonl" }

// SoundName is the entry of a file of sound.
func SoundName(f proceedings.SoundFile) string { return "sound/" + f.ID + ".opus" }

// DocumentName is the entry of a document. Its own name is the journal's to tell: it may be none for other systems.
func DocumentName(d proceedings.Document) string {
	extension := map[string]string{"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg", "text/plain": ".txt"}[d.MediaType]
	return "documents/" + d.ID + extension
}

// replayed is what the journal says.
type replayed struct {
	records  uint64
	events   int
	leaves   []tlog.Hash
	state    proceedings.State
	seals    []proceedings.Seal
	versions []replayedVersion
	texts    replayedTexts
	// publications counts them.
	publications int
}

// replayedVersion is a version of the record as it was published.
type replayedVersion struct {
	number int
	sha256 string
}

// readJournal follows the chain and replays the events.
func (v *verifier) readJournal(e entry, content io.Reader) {
	in := bufio.NewReaderSize(content, 1<<16)
	meeting := v.head.meeting
	if meeting == "" {
		meeting = v.manifest.Meeting
	}
	chain, folder := journal.NewChain(StreamOf(meeting)), proceedings.NewFolder()
	for at := e.data(); at < e.end(); {
		record, err := nextRecord(in)
		number := uint64(len(v.journal.leaves) + 1)
		if err != nil {
			v.fail(CheckJournal, Finding{e.name, number, at, e.end(), err.Error()})
			break
		}
		v.journal.leaves = append(v.journal.leaves, tlog.RecordHash(record))
		next := at + 4 + int64(len(record))
		v.take(chain, folder, record, Finding{Entry: e.name, Record: number, From: at, To: next})
		at = next
	}
	v.journal.records = uint64(len(v.journal.leaves))
	if v.Archive != nil && v.journal.records != v.manifest.Records {
		v.fail(CheckJournal, v.at(e, fmt.Sprintf("it has %d records, and archive.json tells of %d", v.journal.records, v.manifest.Records)))
	}
	v.done(CheckJournal, "%d records with %d events", v.journal.records, v.journal.events)
	if !v.failed(CheckJournal) {
		v.journal.state = folder.State()
		v.journal.seals = v.journal.state.Seals
	}
}

func nextRecord(in io.Reader) ([]byte, error) {
	var size [4]byte
	if _, err := io.ReadFull(in, size[:]); err != nil {
		return nil, errors.New("the last record is cut")
	}
	n := binary.BigEndian.Uint32(size[:])
	if n > journal.MaxRecord {
		return nil, fmt.Errorf("a record of %d bytes would follow, and %d is the most", n, journal.MaxRecord)
	}
	record := make([]byte, n)
	if _, err := io.ReadFull(in, record); err != nil {
		return nil, errors.New("the last record is cut")
	}
	return record, nil
}

// take adds a record, which is at a place, to the chain and to the State.
func (v *verifier) take(chain *journal.Chain, folder *proceedings.Folder, record []byte, place Finding) {
	_, payload, err := chain.Add(record)
	var events []proceedings.Event
	if err == nil {
		events, err = proceedings.DecodeRecord(payload)
	}
	if err != nil {
		place.Why = err.Error()
		v.fail(CheckJournal, place)
		return
	}
	v.journal.events += len(events)
	if !v.failed(CheckJournal) { // a State without what was before is none
		v.replay(folder, events, place)
	}
}

// replay adds a record's events to the State, and holds against it what they say of words.
func (v *verifier) replay(folder *proceedings.Folder, events []proceedings.Event, place Finding) {
	folder.Add(events)
	for _, e := range events {
		var err error
		check := CheckTexts
		switch f := e.Fact.(type) {
		case proceedings.RecordPublished:
			check, err = CheckRecord, v.takeVersion(folder.SoFar(), f.SHA256)
		case proceedings.PublicationIssued:
			check, err = CheckPublications, v.takePublication(folder.SoFar(), f.Publication)
		default:
			err = v.takeText(folder.SoFar(), e.Fact)
		}
		if err != nil {
			place.Why = err.Error()
			v.fail(check, place)
		}
	}
}

// takeVersion notes a version of the record, and what its words hash to: as they are when it is published, for a person of the list may be
// named otherwise later.
func (v *verifier) takeVersion(s proceedings.State, published string) error {
	if len(v.journal.versions) == proceedings.MaxVersions {
		return fmt.Errorf("it publishes version %d of the record, and there are %d at the most", proceedings.MaxVersions+1, proceedings.MaxVersions)
	}
	version := s.Record.Versions[len(s.Record.Versions)-1]
	sum := sha256.Sum256(s.Canonical(version))
	v.journal.versions = append(v.journal.versions, replayedVersion{version.Number, published})
	if hex.EncodeToString(sum[:]) != published {
		return fmt.Errorf("version %d is published with a hash that is not that of its words", version.Number)
	}
	return nil
}

// checkContents holds what is kept against what the journal says of it.
func (v *verifier) checkContents() {
	s := v.journal.state
	if v.Archive != nil && (s.Meeting.ID != v.manifest.Meeting || s.Meeting.Title != v.manifest.Title) {
		v.fail(CheckJournal, v.of(manifestName, fmt.Sprintf("the journal is of the meeting %q (%s)", s.Meeting.Title, s.Meeting.ID)))
	}
	v.checkSeals()
	known := map[string]bool{}
	v.checkRecord(known)
	v.checkTexts(known)
	v.done(CheckPublications, "%d publications of what was adopted, or marked as one delegation's", v.journal.publications)
	documents, sounds := 0, 0
	for _, d := range s.Documents {
		v.holds(CheckDocuments, DocumentName(d), d.SHA256, d.Bytes, known)
		documents++
	}
	for f := range s.AllSounds() {
		if f.Open() {
			v.fail(CheckSound, Finding{Entry: SoundName(f), Why: "the journal does not say that this recording was ended"})
			continue
		}
		v.holds(CheckSound, SoundName(f), f.SHA256, f.Bytes, known)
		sounds++
	}
	v.unknown(known)
	v.done(CheckDocuments, "%d documents", documents)
	v.done(CheckSound, "%d recordings", sounds)
	v.checkQuotations(s)
}

// holds compares an entry with what an event says of it.
func (v *verifier) holds(check, name, sha256 string, size int64, known map[string]bool) {
	known[name] = true
	there, is := v.digests[name]
	switch {
	case !is:
		v.fail(check, Finding{Entry: name, Why: "the journal tells of it, and the archive does not have it"})
	case there.sha256 != sha256 || there.bytes != size:
		v.fail(check, v.of(name, fmt.Sprintf("the journal says %d bytes with the SHA-256 %s", size, sha256)))
	}
}

// unknown are entries of which no event tells.
func (v *verifier) unknown(known map[string]bool) {
	for _, e := range v.entries {
		if known[e.name] {
			continue
		}
		for prefix, check := range map[string]string{"documents/": CheckDocuments, "sound/": CheckSound, "record/version-": CheckRecord, "texts/": CheckTexts} {
			if strings.HasPrefix(e.name, prefix) && (check != CheckTexts || strings.HasSuffix(e.name, ".jsonl")) { // to read are what the list tells of
				v.fail(check, v.at(e, "the journal does not tell of it"))
			}
		}
	}
}

func (v *verifier) checkRecord(known map[string]bool) {
	for _, one := range v.journal.versions {
		name := VersionName(one.number)
		known[name] = true
		if there, is := v.digests[name]; !is || there.sha256 != one.sha256 {
			v.fail(CheckRecord, v.of(name, "version "+strconv.Itoa(one.number)+" was published with the SHA-256 "+one.sha256))
		}
	}
	v.done(CheckRecord, "%d versions", len(v.journal.versions))
}

// checkSeals holds the heads of earlier sealings against the events that tell of them, and against the log: each has to be its beginning.
func (v *verifier) checkSeals() {
	for i, seal := range v.journal.seals {
		name := headOf(seal.Number, v.manifest.Number)
		if i+1 >= v.manifest.Number {
			v.fail(CheckSeals, Finding{Entry: journalName, Why: fmt.Sprintf("it tells of sealing %d, and this is %d", seal.Number, v.manifest.Number)})
			break
		}
		signer, err := note.NewVerifier(seal.Key)
		if err != nil {
			v.fail(CheckSeals, v.of(name, "the journal has no key of this sealing"))
			continue
		}
		h, err := openHead(v.texts[name], signer)
		root := v.roots[seal.Leaves]
		switch {
		case err != nil:
			v.fail(CheckSeals, v.of(name, err.Error()))
		case h.size != seal.Leaves || h.root.String() != seal.Root || h.meeting != v.manifest.Meeting:
			v.fail(CheckSeals, v.of(name, "it is not the head that the journal tells of"))
		case h.root != root:
			v.fail(CheckSeals, v.of(name, "what was sealed then is not the beginning of this log"))
		}
	}
	if n := len(v.journal.seals); n != v.manifest.Number-1 && !v.failed(CheckSeals) {
		v.fail(CheckSeals, v.of(manifestName, fmt.Sprintf("it is sealing %d, and the journal tells of %d before", v.manifest.Number, n)))
	}
	v.done(CheckSeals, "%d before this one", len(v.journal.seals))
}

// checkQuotations holds those that are kept against the last version; where there is none, against what is written.
func (v *verifier) checkQuotations(s proceedings.State) {
	for _, q := range s.Quotations.List {
		is, of := q.Published, "the last version of the record"
		if is.Verdict == "" {
			is, of = q.Draft, "the record"
		}
		if is.Verdict == "not-found" {
			v.fail(CheckQuotations, Finding{Entry: journalName, Why: fmt.Sprintf("%s (%s), kept as %s, is not in what %s says there: %q", q.ID, q.Language, q.Verdict, of, q.Text)})
		}
	}
	v.done(CheckQuotations, "%d kept", len(s.Quotations.List))
}
