package proceedings

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"strings"
	"testing"
	"time"
)

// memberKey is a member's own key, the same in each run.
func memberKey(seed byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize))
}

// assenting is an assent to a text as it is, signed by its member's key.
func assenting(s State, by, text, delegation string) GiveAssent {
	t, _ := s.Text(text)
	hash := s.TextSHA256(t)
	key := memberKey(by[0])
	return GiveAssent{
		By: by, Text: text, SHA256: hash, Key: key.Public().(ed25519.PublicKey),
		Signature: ed25519.Sign(key, AssentStatement(s.Meeting.ID, text, hash, delegation)),
	}
}

// negotiation is a meeting with a text in two languages: ana (México) and bob (United States) act for their delegations, ann
// and ben belong to these.
func negotiation(t *testing.T) *stage {
	t.Helper()
	s := &stage{t: t, now: at("2021-05-07T15:00:00Z")}
	s.ok(CreateMeeting{
		ID: "m", Title: "T", Languages: []string{"es", "en"}, Delegations: []Delegation{{Name: "México"}, {Name: "United States"}},
	})
	s.person("chair", "chair", "")
	s.person("obs", "observer", "")
	s.person("int", "interpreter", "")
	for id, delegation := range map[string]string{"ann": "México", "ben": "United States"} {
		s.person(id, "delegate", delegation)
	}
	for id, delegation := range map[string]string{"ana": "México", "bob": "United States"} {
		// They have never been in the meeting: a text is worked on for weeks before.
		s.ok(IssueInvitation{ID: id, TokenHash: id, Role: "delegate", Name: id, Delegation: delegation, Authority: true})
	}
	s.ok(BeginText{By: "chair", Titles: map[string]string{"es": "Declaración conjunta", "en": "Joint statement"}})
	return s
}

func (s *stage) paragraph(id string) Paragraph {
	t, _ := s.state.Text("t1")
	p, ok := t.Paragraph(id)
	if !ok {
		s.t.Fatalf("no paragraph %s", id)
	}
	return p
}

func (s *stage) agreeAll(paragraphs ...string) {
	for _, id := range paragraphs {
		for _, by := range []string{"ana", "bob"} {
			s.ok(TakePosition{By: by, Text: "t1", Paragraph: id, From: s.paragraph(id).Revision(), Stance: "agreed"})
		}
	}
}

var both = map[string]string{"es": "Cooperaremos en materia de migración.", "en": "We shall cooperate on migration."}

// The document's text to its adoption: a bracket that only its delegation releases, an alternative, both assents.
func TestATextIsNegotiatedAndAdopted(t *testing.T) {
	s := negotiation(t)
	s.ok(AddParagraph{By: "ann", Text: "t1", Words: map[string]string{"es": both["es"]}})
	s.ok(ReviseParagraph{By: "ben", Text: "t1", Paragraph: "p1", From: 1, Words: map[string]string{"en": both["en"]}})
	s.ok(AskBracket{By: "ben", Text: "t1", Paragraph: "p1", From: 2, Reason: "Our capital has to agree.", Words: map[string]string{"en": "on migration"}})
	s.refused(AskBracket{By: "ben", Text: "t1", Paragraph: "p1", From: 2, Reason: "x", Words: map[string]string{"en": "on climate"}}, FieldInvalid)
	s.refused(AskBracket{By: "ben", Text: "t1", Paragraph: "p1", From: 2}, FieldInvalid)
	s.refused(ReleaseBracket{By: "ana", Text: "t1", Bracket: "b1"}, BracketForeign)
	s.refused(ReleaseBracket{By: "chair", Text: "t1", Bracket: "b1"}, BracketForeign)
	s.refused(TakePosition{By: "ana", Text: "t1", Paragraph: "p1", From: 2, Stance: "agreed"}, BracketOpenCode)
	s.refused(assenting(s.state, "ana", "t1", "d1"), TextNotClean)
	s.ok(ReleaseBracket{By: "bob", Text: "t1", Bracket: "b1"})

	s.ok(AddParagraph{By: "ben", Text: "t1", AlternativeTo: "p1", Words: both})
	text, _ := s.state.Text("t1")
	if n := text.Numbers(); n["p1"] != "1" || n["p2"] != "1 bis" {
		t.Errorf("numbers %v", n)
	}
	s.refused(WithdrawParagraph{By: "ann", Text: "t1", Paragraph: "p2", From: 1}, NotAllowed)
	s.ok(WithdrawParagraph{By: "ben", Text: "t1", Paragraph: "p2", From: 1})

	s.refused(TakePosition{By: "ann", Text: "t1", Paragraph: "p1", From: 2, Stance: "agreed"}, NoAuthority)
	s.ok(TakePosition{By: "ann", Text: "t1", Paragraph: "p1", From: 2, Stance: "ad-referendum"})
	s.agreeAll("p1")
	s.refused(ReviseParagraph{By: "ben", Text: "t1", Paragraph: "p1", From: 2, Words: map[string]string{"en": "x"}}, ParagraphAgreedCode)
	s.refused(AddParagraph{By: "ben", Text: "t1", AlternativeTo: "p1", Words: both}, ParagraphAgreedCode)

	s.refused(assenting(s.state, "ann", "t1", "d1"), NoAuthority)
	old := assenting(s.state, "ana", "t1", "d1")
	s.ok(old)
	s.ok(AddParagraph{By: "chair", Text: "t1", Words: map[string]string{"es": "Hecho en Washington.", "en": "Done at Washington."}})
	if _, live := s.text().Live("d1"); live {
		t.Error("an assent holds for another text")
	}
	s.agreeAll("p3")
	s.refused(old, HashStale)
	wrong := assenting(s.state, "ana", "t1", "d2")
	s.refused(wrong, SignatureWrong)
	s.ok(assenting(s.state, "ana", "t1", "d1"))
	if got := s.ok(assenting(s.state, "bob", "t1", "d2")); got[len(got)-1] != "text-adopted" {
		t.Errorf("events %v", got)
	}
	if phase := s.state.PhaseOf(s.text(), s.now); phase != Adopted || s.text().Versions[0].SHA256 != s.state.TextSHA256(s.text()) {
		t.Errorf("phase %s", phase)
	}
	for _, c := range []Command{
		AddParagraph{By: "ann", Text: "t1", Words: both},
		ReviseParagraph{By: "ann", Text: "t1", Paragraph: "p1", From: 2, Words: both},
		TakePosition{By: "ana", Text: "t1", Paragraph: "p1", From: 2, Stance: "none"},
		WithdrawAssent{By: "ana", Text: "t1"},
	} {
		s.refused(c, TextAdoptedCode)
	}
}

func (s *stage) text() Text {
	t, _ := s.state.Text("t1")
	return t
}

func TestAStaleEditIsRefusedWithWhatItMissed(t *testing.T) {
	s := negotiation(t)
	s.ok(AddParagraph{By: "ann", Text: "t1", Words: both})
	s.ok(ReviseParagraph{By: "ben", Text: "t1", Paragraph: "p1", From: 1, Words: map[string]string{"en": "We will cooperate on migration."}})
	_, err := Decide(s.state, ReviseParagraph{By: "ann", Text: "t1", Paragraph: "p1", From: 1, Words: map[string]string{"en": "We shall cooperate on trade."}}, s.now)
	r, ok := errors.AsType[*Refusal](err)
	if !ok || r.Code != RevisionStale || r.Missed == nil {
		t.Fatalf("%v", err)
	}
	struck, added := "", ""
	for _, p := range r.Missed.Differences["en"] {
		switch p.Op {
		case Struck:
			struck += p.Text
		case New:
			added += p.Text
		case Same:
		}
	}
	if struck != "will migration" || added != "shall trade" || r.Missed.Paragraph.Revision() != 2 {
		t.Errorf("struck %q, added %q", struck, added)
	}
	if w := s.paragraph("p1").Wording; w.Words["es"].Revision != 1 || w.Words["en"].Revision != 2 || w.By != "ben" || w.Before.By != "ann" || w.Before.Words["en"].Text != both["en"] {
		t.Errorf("%+v", w)
	}
}

// A machine's words bind nobody until a person certifies them, and never replace a person's.
func TestAMachineIsNoParty(t *testing.T) {
	s := negotiation(t)
	s.ok(AddParagraph{By: "ann", Text: "t1", Words: map[string]string{"es": both["es"]}})
	draft := ReviseParagraph{By: "int", Text: "t1", Paragraph: "p1", From: 1, Words: map[string]string{"en": "We will cooperate."}, Engine: "apertium", Of: "es"}
	s.refused(ReviseParagraph{By: "int", Text: "t1", Paragraph: "p1", From: 1, Words: both}, NotAllowed)
	s.refused(TakePosition{By: "ana", Text: "t1", Paragraph: "p1", From: 1, Stance: "agreed"}, TextNotClean) // no English yet
	s.ok(draft)
	s.refused(TakePosition{By: "ana", Text: "t1", Paragraph: "p1", From: 2, Stance: "agreed"}, TextNotClean)
	s.ok(TakePosition{By: "ana", Text: "t1", Paragraph: "p1", From: 2, Stance: "ad-referendum"})
	s.refused(assenting(s.state, "ana", "t1", "d1"), TextNotClean)
	s.refused(CertifyConformity{By: "int", Text: "t1", Languages: []string{"es", "en"}, Hashes: s.hashes()}, TextNotClean)
	s.ok(TakePosition{By: "ana", Text: "t1", Paragraph: "p1", From: 2, Stance: "none"})
	s.ok(ReviseParagraph{By: "ben", Text: "t1", Paragraph: "p1", From: 2, Words: map[string]string{"en": "We will cooperate."}})
	if w := s.paragraph("p1").Wording.Words["en"]; w.Engine != "" || w.By != "ben" {
		t.Errorf("%+v", w)
	}
	draft.From = 3
	s.ok(draft) // these are her words: nothing changes
	draft.Words = map[string]string{"en": "Another."}
	s.refused(draft, NothingNew)
	s.ok(ReviseParagraph{By: "ann", Text: "t1", Paragraph: "p1", From: 3, Words: map[string]string{"es": "Cooperaremos."}})
	draft.From = 4
	s.ok(draft) // the Spanish is newer now
	back := ReviseParagraph{By: "int", Text: "t1", Paragraph: "p1", From: 5, Words: map[string]string{"es": "De máquina."}, Engine: "apertium", Of: "en"}
	s.refused(back, TextNotClean) // its source is a machine's
	if w := s.paragraph("p1").Wording.Words["es"]; w.By != "ann" || w.Engine != "" {
		t.Errorf("%+v", w)
	}
}

// An interpreter certifies a draft by sending it as it is, and changes no words.
func TestAnInterpreterCertifiesADraft(t *testing.T) {
	s := negotiation(t)
	s.ok(AddParagraph{By: "ann", Text: "t1", Words: map[string]string{"es": both["es"]}})
	s.ok(ReviseParagraph{By: "int", Text: "t1", Paragraph: "p1", From: 1, Words: map[string]string{"en": "We will."}, Engine: "apertium", Of: "es"})
	s.refused(ReviseParagraph{By: "int", Text: "t1", Paragraph: "p1", From: 2, Words: map[string]string{"en": "We shall."}}, NotAllowed)
	s.refused(ReviseParagraph{By: "obs", Text: "t1", Paragraph: "p1", From: 2, Words: map[string]string{"en": "We will."}}, NotAllowed)
	s.ok(ReviseParagraph{By: "int", Text: "t1", Paragraph: "p1", From: 2, Words: map[string]string{"en": "We will."}})
	if w := s.paragraph("p1").Wording.Words["en"]; w.Engine != "" || w.By != "int" || w.Text != "We will." {
		t.Errorf("%+v", w)
	}
	s.agreeAll("p1")
}

func (s *stage) hashes() map[string]string {
	return map[string]string{"es": s.state.TextSHA256(s.text(), "es"), "en": s.state.TextSHA256(s.text(), "en")}
}

func TestConformityIsOfTheWordsAsTheyAre(t *testing.T) {
	s := negotiation(t)
	s.ok(AddParagraph{By: "ann", Text: "t1", Words: both})
	before := s.hashes()
	s.ok(CertifyConformity{By: "int", Text: "t1", Languages: []string{"es", "en"}, Hashes: before})
	s.ok(TakePosition{By: "ana", Text: "t1", Paragraph: "p1", From: 1, Stance: "agreed"})
	if open := s.text().Uncertified(); len(open) != 0 {
		t.Errorf("uncertified %v", open)
	}
	s.ok(ReviseParagraph{By: "ann", Text: "t1", Paragraph: "p1", From: 1, Words: map[string]string{"es": "Cooperaremos."}})
	if open := s.text().Uncertified(); len(open) != 1 || open[0] != [2]string{"en", "es"} {
		t.Errorf("uncertified %v", open)
	}
	s.refused(CertifyConformity{By: "int", Text: "t1", Languages: []string{"es", "en"}, Hashes: before}, HashStale)
	s.refused(CertifyConformity{By: "obs", Text: "t1", Languages: []string{"es", "en"}, Hashes: s.hashes()}, NotAllowed)
}

func TestSilenceAdoptsUnlessSomebodyObjects(t *testing.T) {
	s := negotiation(t)
	s.refused(OpenSilence{By: "chair", Text: "t1"}, TextNotClean)
	s.ok(AddParagraph{By: "ann", Text: "t1", Words: both})
	s.refused(OpenSilence{By: "ana", Text: "t1"}, NotAllowed)
	s.refused(OpenSilence{By: "chair", Text: "t1", Until: "2021-05-10T10:00", Timezone: "America/Atlantis"}, FieldInvalid)
	s.refused(OpenSilence{By: "chair", Text: "t1", Until: "2021-05-07T15:30Z"}, FieldInvalid)
	s.ok(OpenSilence{By: "chair", Text: "t1", Timezone: "America/Mexico_City"})
	v := s.text().Silence()
	if v.Until.Sub(s.now) != SilenceTime || v.Local != "2021-05-10T10:00:00" {
		t.Errorf("until %v, %s", v.Until, v.Local)
	}
	s.refused(ReviseParagraph{By: "ann", Text: "t1", Paragraph: "p1", From: 1, Words: map[string]string{"es": "x"}}, TextFrozen)
	s.refused(BreakSilence{By: "ann", Text: "t1", Reason: "No."}, NoAuthority)
	s.refused(BreakSilence{By: "bob", Text: "t1"}, FieldInvalid)
	s.now = v.Until.Add(-time.Millisecond)
	s.ok(BreakSilence{By: "bob", Text: "t1", Reason: "Paragraph 1 goes too far."})
	if s.state.PhaseOf(s.text(), s.now) != Negotiating || s.text().Silence().Objection.Delegation != "d2" {
		t.Errorf("%+v", s.text().Silence())
	}
	s.ok(OpenSilence{By: "chair", Text: "t1", Hours: 24})
	s.ok(KeepSilence{Text: "t1"}) // too early: nothing
	until := s.text().Silence().Until
	s.now = until
	s.refused(BreakSilence{By: "bob", Text: "t1", Reason: "Late."}, SilenceOver)
	s.refused(ReviseParagraph{By: "ann", Text: "t1", Paragraph: "p1", From: 1, Words: map[string]string{"es": "x"}}, TextAdoptedCode)
	if text, at := s.state.NextSilence(); text != "t1" || !at.Equal(until) {
		t.Errorf("next %s %v", text, at)
	}
	if got := s.ok(KeepSilence{Text: "t1"}); len(got) != 1 || got[0] != "text-adopted" {
		t.Errorf("events %v", got)
	}
	if v := s.text().Silence(); !v.Kept || len(s.text().Versions) != 1 {
		t.Errorf("%+v", v)
	}
}

func TestAnAdoptedTextIsMendedByARectificationOnly(t *testing.T) {
	s := negotiation(t)
	s.ok(AddParagraph{By: "ann", Text: "t1", Words: both})
	mend := ProposeRectification{By: "ana", Text: "t1", Paragraph: "p1", Words: map[string]string{"es": "Cooperaremos en migración."}, Reason: "A word too many."}
	s.refused(mend, TextNotAdopted)
	s.agreeAll("p1")
	s.ok(assenting(s.state, "ana", "t1", "d1"))
	s.ok(assenting(s.state, "bob", "t1", "d2"))
	adopted := s.text().Versions[0].SHA256
	s.ok(mend)
	s.refused(mend, RectificationOpen)
	s.ok(RefuseRectification{By: "bob", Text: "t1", Rectification: "r1", Reason: "The words are right."})
	s.ok(mend)
	s.now = s.now.Add(RectificationTime)
	s.refused(RefuseRectification{By: "bob", Text: "t1", Rectification: "r2", Reason: "Late."}, TokenExpired)
	s.ok(IssueInvitation{ID: "bea", TokenHash: "bea", Role: "delegate", Name: "bea", Delegation: "United States", Authority: true})
	s.refused(RefuseRectification{By: "bea", Text: "t1", Rectification: "r2", Reason: "Late."}, SilenceOver)
	s.ok(SettleRectification{Text: "t1", Rectification: "r2"})
	versions := s.text().Versions
	if len(versions) != 2 || versions[0].SHA256 != adopted || versions[1].SHA256 == adopted || versions[1].SHA256 != s.state.TextSHA256(s.text()) {
		t.Errorf("%+v", versions)
	}
	if old := versions[0].Paragraphs[0].Wording.Words["es"].Text; old != both["es"] {
		t.Errorf("the old text says %q", old)
	}
}

func TestWhoWorksOnAText(t *testing.T) {
	s := negotiation(t)
	s.refused(BeginText{By: "obs", Title: "T"}, NotAllowed)
	s.refused(AddParagraph{By: "obs", Text: "t1", Words: both}, NotAllowed)
	s.refused(AddParagraph{By: "ann", Text: "t2", Words: both}, TextUnknown)
	s.refused(AddParagraph{By: "ann", Text: "t1", Words: map[string]string{"fr": "Bonjour"}}, FieldInvalid)
	s.refused(AddParagraph{By: "ann", Text: "t1", Words: map[string]string{"es": " "}}, TextEmpty)
	s.refused(AddParagraph{By: "ann", Text: "t1", Words: map[string]string{"es": strings.Repeat("x", MaxParagraphRunes+1)}}, TextTooLong)
	s.ok(AddParagraph{By: "ann", Text: "t1", Words: both})
	s.ok(AddParagraph{By: "ann", Text: "t1", Words: both})
	s.ok(AddParagraph{By: "", Text: "t1", Words: both, After: new("")})
	s.ok(PlaceParagraph{By: "ben", Text: "t1", Paragraph: "p1", After: "p2"})
	order := ""
	for _, place := range s.text().Places() {
		order += place[0].ID
	}
	if order != "p3p2p1" {
		t.Errorf("order %s", order)
	}
	s.ok(End{By: "chair"})
	s.ok(AddParagraph{By: "ann", Text: "t1", Words: both})
	s.ok(RevokeInvitation{Invitation: "ann"})
	s.refused(AddParagraph{By: "ann", Text: "t1", Words: both}, TokenRevoked)
}
