package proceedings

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// Record is what is written of the meeting.
type Record struct {
	Segments SegmentList // the draft
	Changes  int         // additions, revisions and all else, over the meeting's life
	Bytes    int         // of the segments' words as they are now
	Official Form        // "": Verbatim
	// Versions and Corrections are replaced, not changed, so that States share them.
	Versions    []Version
	Corrections []Correction
}

// Form is which of the two forms is the official record.
func (r Record) Form() Form {
	if r.Official == "" {
		return Verbatim
	}
	return r.Official
}

func (r Record) detached() Record {
	r.Segments = r.Segments.detached()
	return r
}

// Version is the official record as it was published. It is never changed: what is to be mended comes with the next one,
// and with the corrigendum.
type Version struct {
	Number   int // 1 for the first
	At       time.Time
	By       string // Participant.ID; "": the administrator
	Form     Form
	SHA256   string // of Canonical, hexadecimal
	Salt     string // random, so that who is shown the hash and parts of the words cannot try out the rest; "": of before there was one
	Segments SegmentList
}

const (
	// MaxVersions bounds the versions of a record. Each keeps what the next one changed.
	MaxVersions = 100
	// maxSalt bounds a salt, in bytes: twice what the server makes.
	maxSalt = 64
)

func soundSalt(salt string) bool {
	return len(salt) <= maxSalt && !strings.ContainsFunc(salt, func(r rune) bool { return (r < '0' || r > '9') && (r < 'A' || r > 'Z') })
}

// ArrangeRecord says which form is the official record. By is an Invitation.ID; "": the administrator.
type ArrangeRecord struct{ By, Official string }

// PublishRecord makes a version of what is written now. Salt is random.
type PublishRecord struct{ By, Salt string }

// RecordArranged says which form is the official record.
type RecordArranged struct {
	Official Form   `json:"official"`
	By       string `json:"by,omitempty"`
}

// RecordPublished says that what was written became a version.
type RecordPublished struct {
	Number int    `json:"number"`
	SHA256 string `json:"sha256"` // of Canonical
	Salt   string `json:"salt,omitempty"`
	By     string `json:"by,omitempty"`
}

func (ArrangeRecord) lasts() {}
func (PublishRecord) lasts() {}

// mayChange refuses what is beyond the bound of all changes.
func (r Record) mayChange() error {
	if r.Changes >= MaxRecordChanges {
		return refuse(LimitReached, "%d changes were made to this record, more are not kept", MaxRecordChanges)
	}
	return nil
}

func (c ArrangeRecord) decide(s State, now time.Time) ([]Fact, error) {
	by, err := s.keeper(c.By, now)
	if err == nil {
		err = s.Record.mayChange()
	}
	switch form := Form(c.Official); {
	case err != nil:
		return nil, err
	case form != Verbatim && form != Summary:
		return nil, refuseField("official", "it is verbatim or summary")
	case form == s.Record.Form():
		return nil, nil
	case len(s.Record.Versions) > 0:
		return nil, refuse(RecordFinal, "the official record has been published as %s; a meeting has one official record", s.Record.Form())
	default:
		return []Fact{RecordArranged{Official: form, By: by}}, nil
	}
}

func (c PublishRecord) decide(s State, now time.Time) ([]Fact, error) {
	by, err := s.keeper(c.By, now)
	if err == nil {
		err = s.Record.mayChange()
	}
	if err != nil {
		return nil, err
	}
	before := s.Record.Versions
	if len(before) >= MaxVersions {
		return nil, refuse(LimitReached, "the record has %d versions, more are not kept", MaxVersions)
	}
	if len(InForm(s.Record.Segments, s.Record.Form())) == 0 {
		return nil, refuse(TextEmpty, "there is nothing to publish: the official record has no words yet")
	}
	if !soundSalt(c.Salt) {
		return nil, refuseField("salt", "it has at most %d letters and digits", maxSalt)
	}
	v := s.version(by, c.Salt, now)
	if n := len(before); n > 0 && s.sameWords(before[n-1]) {
		return nil, refuse(NothingNew, "nothing has changed since version %d", n)
	}
	return []Fact{RecordPublished{Number: v.Number, SHA256: v.SHA256, Salt: v.Salt, By: by}}, nil
}

// version is what would be published now.
func (s State) version(by, salt string, at time.Time) Version {
	v := Version{Number: len(s.Record.Versions) + 1, At: at, By: by, Form: s.Record.Form(), Salt: salt, Segments: s.Record.Segments}
	sum := sha256.Sum256(s.Canonical(v))
	v.SHA256 = hex.EncodeToString(sum[:])
	return v
}

// sameWords tells whether the draft says what a version says.
func (s State) sameWords(v Version) bool {
	v.Segments = s.Record.Segments
	sum := sha256.Sum256(s.Canonical(v))
	return hex.EncodeToString(sum[:]) == v.SHA256
}

// InForm are the segments of a form that are not removed, in the order in which they were spoken.
func InForm(list SegmentList, form Form) []Segment {
	var out []Segment
	for v := range list.All() {
		if !v.Removed && v.Form == form {
			out = append(out, v)
		}
	}
	InOrder(out)
	return out
}

// canonicalHead is the first line of the canonical form.
type canonicalHead struct {
	Record   string `json:"record"` // "cumbre/1"
	Meeting  string `json:"meeting"`
	Title    string `json:"title"`
	Form     Form   `json:"form"`
	Version  int    `json:"version"`
	Previous string `json:"previous,omitempty"` // SHA-256 of the version before, hexadecimal
	Salt     string `json:"salt,omitempty"`
}

// canonicalSegment is each further line.
type canonicalSegment struct {
	ID           string `json:"id"`
	Intervention string `json:"intervention,omitempty"`
	Speaker      string `json:"speaker,omitempty"` // name
	Function     string `json:"function,omitempty"`
	Delegation   string `json:"delegation,omitempty"` // name
	Language     string `json:"language"`
	Origin       Origin `json:"origin"`
	Start        string `json:"start"` // RFC 3339, UTC, milliseconds
	End          string `json:"end,omitempty"`
	Text         string `json:"text"`
}

// Canonical is the form of a version that its hash is of: lines of JSON in UTF-8, each ended by one LF, without spaces
// between tokens, members in the order of the structs above, absent where empty, strings escaped as little as RFC 8259
// section 7 allows except that U+2028 and U+2029 are escaped. The first line is the head, then one for each segment that
// is not removed, in the order of its start, those of the same moment in the order of their number.
func (s State) Canonical(v Version) []byte {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	head := canonicalHead{Record: "cumbre/1", Meeting: s.Meeting.ID, Title: s.Meeting.Title, Form: v.Form, Version: v.Number, Salt: v.Salt}
	if n := v.Number - 1; n > 0 && n <= len(s.Record.Versions) {
		head.Previous = s.Record.Versions[n-1].SHA256
	}
	_ = enc.Encode(head) // strings and numbers into memory
	for _, one := range InForm(v.Segments, v.Form) {
		p := s.Participants[s.SpeakerOf(one)]
		line := canonicalSegment{
			ID: one.ID, Intervention: one.Intervention, Speaker: p.Name, Function: p.Function, Language: one.Language,
			Origin: one.Origin, Start: canonicalTime(one.Start), End: canonicalTime(one.End), Text: one.Text,
		}
		if i := slices.IndexFunc(s.Meeting.Delegations, func(d Delegation) bool { return d.ID == p.Delegation }); i >= 0 {
			line.Delegation = s.Meeting.Delegations[i].Name
		}
		_ = enc.Encode(line)
	}
	return out.Bytes()
}

func canonicalTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05.000Z07:00")
}

func (f RecordArranged) apply(s *State, _ time.Time) {
	s.Record.Changes++
	s.Record.Official = f.Official
}

func (f RecordPublished) apply(s *State, at time.Time) {
	s.Record.Changes++
	v := Version{
		Number: len(s.Record.Versions) + 1, At: at, By: f.By, Form: s.Record.Form(), SHA256: f.SHA256, Salt: f.Salt, Segments: s.Record.Segments.detached(),
	}
	s.Record.Versions = append(slices.Clip(s.Record.Versions), v)
}

// Version finds a version of the record.
func (s State) Version(number int) (Version, error) {
	if number < 1 || number > len(s.Record.Versions) {
		return Version{}, refuse(VersionUnknown, "the record has %d versions; use the number of one of them", len(s.Record.Versions))
	}
	return s.Record.Versions[number-1], nil
}
