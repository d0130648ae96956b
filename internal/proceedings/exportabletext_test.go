package proceedings

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func (s *stage) exported(r TextRequest) TextContent {
	s.t.Helper()
	r.Text = "t1"
	e, err := s.state.ExportText(r)
	if err != nil {
		s.t.Fatal(err)
	}
	return e.Content()
}

// boundBoth is a negotiation to its adoption by both.
func boundBoth(t *testing.T) *stage {
	t.Helper()
	s := negotiation(t)
	s.ok(AddParagraph{By: "ann", Text: "t1", Words: both})
	s.agreeAll("p1")
	s.ok(assenting(s.state, "ana", "t1", "d1"))
	s.ok(assenting(s.state, "bob", "t1", "d2"))
	return s
}

func TestWhatOfATextIsNotThereIsRefusedByName(t *testing.T) {
	s := boundBoth(t)
	draft := negotiation(t)
	for _, v := range []struct {
		of   *stage
		r    TextRequest
		code Code
		says string
	}{
		{s, TextRequest{Text: "t9"}, TextUnknown, "text"},
		{s, TextRequest{Text: "t1", Language: "fr"}, FieldInvalid, "language: the text is in es, en, not in fr"},
		{s, TextRequest{Text: "t1", Language: "no language"}, FieldInvalid, "language"},
		{s, TextRequest{Text: "t1", Copy: "d3"}, FieldInvalid, "copy: the meeting has no delegation d3"},
		{s, TextRequest{Text: "t1", Version: 2}, VersionUnknown, "no version 2"},
		{s, TextRequest{Text: "t1", Version: -1}, VersionUnknown, "no version"},
		{draft, TextRequest{Text: "t1", Version: 1}, VersionUnknown, "not adopted"},
	} {
		_, err := v.of.state.ExportText(v.r)
		if r, is := errors.AsType[*Refusal](err); !is || r.Code != v.code || !strings.Contains(r.Error(), v.says) {
			t.Errorf("%+v: %v", v.r, err)
		}
	}
}

// Every version stays, with its own words and hash; a rectified one says what was mended, and who signed has signed.
func TestEveryVersionOfATextIsExported(t *testing.T) {
	s := boundBoth(t)
	s.ok(ProposeRectification{By: "ana", Text: "t1", Paragraph: "p1", Words: map[string]string{"en": "We shall cooperate on migration and trade."}, Reason: "A word is missing.", Hours: 1})
	s.now = s.now.Add(time.Hour)
	s.ok(SettleRectification{Text: "t1", Rectification: "r1"})
	first, last := s.exported(TextRequest{Version: 1}), s.exported(TextRequest{})
	if first.Paragraphs[0].Words["en"] != both["en"] || last.Paragraphs[0].Words["en"] == both["en"] || last.Version != 2 || first.Version != 1 {
		t.Errorf("%+v %+v", first, last)
	}
	for i, c := range []TextContent{first, last} {
		if v := s.text().Versions[i]; c.SHA256 != v.SHA256 || !c.At.Equal(v.At) || !c.Adopted.Equal(s.text().Versions[0].At) {
			t.Errorf("%+v of %+v", c, v)
		}
		for j, name := range []string{"ana", "bob"} {
			if p := c.Parties[j]; !p.Signed || p.By != name || p.Silent || p.At.IsZero() {
				t.Errorf("%+v", p)
			}
		}
	}
	if len(first.Rectified) != 0 || strings.Join(last.Rectified, " ") != "1" || first.Hashes["es"] != last.Hashes["es"] || first.Hashes["en"] == last.Hashes["en"] {
		t.Errorf("%v %v", first.Rectified, last.Rectified)
	}
}

func TestWhoWasSilentIsBoundBySilence(t *testing.T) {
	s := negotiation(t)
	s.ok(AddParagraph{By: "ann", Text: "t1", Words: both})
	s.ok(OpenSilence{By: "chair", Text: "t1", Hours: 1})
	if c := s.exported(TextRequest{}); c.Version != 0 || c.Parties[0].Signed || c.Parties[0].Silent {
		t.Errorf("before the deadline: %+v", c)
	}
	s.now = s.now.Add(2 * time.Hour)
	s.ok(KeepSilence{Text: "t1"})
	for _, p := range s.exported(TextRequest{}).Parties {
		if !p.Silent || p.Signed || p.By != "" || p.At.IsZero() {
			t.Errorf("%+v", p)
		}
	}
}

// A draft was said in the meeting, and its regime holds; what delegations are bound by is theirs to show.
func TestATextKeepsItsMeetingsRegime(t *testing.T) {
	for regime, unnamed := range map[Regime]bool{OnTheRecord: false, Background: true, ChathamHouse: true, DeepBackground: true, OffTheRecord: true} {
		s := negotiation(t)
		s.ok(AddParagraph{By: "ann", Text: "t1", Words: both})
		s.ok(SetRegime{By: "chair", Regime: string(regime), Label: map[bool]string{true: "an official"}[regime == Background]})
		s.ok(AskBracket{By: "ben", Text: "t1", Paragraph: "p1", From: 1, Reason: "Our capital."})
		e, err := s.state.ExportText(TextRequest{Text: "t1"})
		if r, _ := errors.AsType[*Refusal](err); regime == OffTheRecord {
			if r == nil || r.Code != RegimeForbids {
				t.Errorf("%s: %v", regime, err)
			}
		} else if b := e.Content().Paragraphs[0].Brackets[0]; err != nil || e.Content().Unnamed != unnamed || (b.Delegation == "") != unnamed || (b.Reason == "") != unnamed {
			t.Errorf("%s: %v %+v", regime, err, b)
		}
		s.ok(ReleaseBracket{By: "ben", Text: "t1", Bracket: "b1"})
		s.agreeAll("p1")
		s.ok(assenting(s.state, "ana", "t1", "d1"))
		s.ok(assenting(s.state, "bob", "t1", "d2"))
		if p := s.exported(TextRequest{}).Parties[0]; p.Name != "México" || !p.Signed || (p.By == "") != unnamed {
			t.Errorf("%s: %+v", regime, p)
		}
	}
}
