package archive

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"

	"github.com/cumbre-meet/cumbre/internal/proceedings"
)

// TextName is the entry with the canonical form of a version of a negotiated text.
func TextName(text string, version int) string {
	return "texts/" + text + "-" + strconv.Itoa(version) + ".jsonl"
}

// replayedTexts is what the journal says of negotiated texts.
type replayedTexts struct {
	versions         []replayedText
	assents, servers int
}

// replayedText is a version of a text, as it was adopted or rectified.
type replayedText struct {
	name, sha256 string
}

// takeText holds an event of a text against the text as it was then; s is the State after it.
func (v *verifier) takeText(s proceedings.State, fact proceedings.Fact) error {
	switch f := fact.(type) {
	case proceedings.AssentGiven:
		return v.takeAssent(s, f)
	case proceedings.ConformityCertified:
		t, _ := s.Text(f.Text)
		for i, language := range f.Languages {
			if f.Hashes[i] != s.TextSHA256(t, language) {
				return fmt.Errorf("a certificate of %s is of other words in %s than it has", f.Text, language)
			}
		}
	case proceedings.TextAdopted:
		return v.takeAdoption(s, f)
	case proceedings.TextRectified:
		return v.takeTextVersion(s, f.Text, f.SHA256)
	}
	return nil
}

// takeAssent verifies the signature of an assent, and that it is to the text as it was.
func (v *verifier) takeAssent(s proceedings.State, f proceedings.AssentGiven) error {
	t, ok := s.Text(f.Text)
	if hash := s.TextSHA256(t); !ok || f.SHA256 != hash {
		return fmt.Errorf("%s assents to %s with the hash %s, and the text's was %s", party(f.Delegation), f.Text, f.SHA256, hash)
	}
	statement := proceedings.AssentStatement(s.Meeting.ID, f.Text, f.SHA256, f.Delegation)
	if len(f.Key) != ed25519.PublicKeySize || !ed25519.Verify(f.Key, statement, f.Signature) {
		return fmt.Errorf("the signature of %s under %s is not of its key over this text's hash", party(f.Delegation), f.Text)
	}
	if proceedings.BindsNobody(f.Key) {
		return fmt.Errorf("the signature of %s under %s binds nobody: its key is of small order, under which anybody can sign", party(f.Delegation), f.Text)
	}
	v.journal.texts.assents++
	if f.Server {
		v.journal.texts.servers++
	}
	return nil
}

// takeAdoption holds an adoption against the assents, or the silence, that it rests on.
func (v *verifier) takeAdoption(s proceedings.State, f proceedings.TextAdopted) error {
	t, _ := s.Text(f.Text)
	if err := v.takeTextVersion(s, f.Text, f.SHA256); err != nil {
		return err
	}
	if f.Silence {
		kept := func(one proceedings.Silence) bool { return one.Kept && one.SHA256 == f.SHA256 }
		if !slices.ContainsFunc(t.Silences, kept) {
			return fmt.Errorf("%s is adopted by silence, and no silence over this hash was kept", f.Text)
		}
		return nil
	}
	for _, delegation := range s.Meeting.Parties() {
		if a, given := t.Live(delegation); !given || a.SHA256 != f.SHA256 {
			return fmt.Errorf("%s is adopted without the assent of %s", f.Text, party(delegation))
		}
	}
	return nil
}

func (v *verifier) takeTextVersion(s proceedings.State, text, hash string) error {
	t, ok := s.Text(text)
	if !ok || len(t.Versions) == 0 {
		return fmt.Errorf("there is no text %q to adopt or to mend", text)
	}
	sum := sha256.Sum256(s.CanonicalText(t))
	v.journal.texts.versions = append(v.journal.texts.versions, replayedText{TextName(text, len(t.Versions)), hash})
	if hex.EncodeToString(sum[:]) != hash {
		return fmt.Errorf("version %d of %s has another hash than its words", len(t.Versions), text)
	}
	return nil
}

func party(delegation string) string {
	if delegation == "" {
		return "who leads"
	}
	return delegation
}

// checkTexts holds what is kept of the texts against what the journal says of it. Its events were held against each other while they were replayed.
func (v *verifier) checkTexts(known map[string]bool) {
	for _, one := range v.journal.texts.versions {
		known[one.name] = true
		if there, is := v.digests[one.name]; !is || there.sha256 != one.sha256 {
			v.fail(CheckTexts, v.of(one.name, "it was adopted with the SHA-256 "+one.sha256))
		}
	}
	t := v.journal.texts
	v.done(CheckTexts, "%d versions; %d assents signed, %d of them by the server for who gave it", len(t.versions), t.assents, t.servers)
}
