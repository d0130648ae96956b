package proceedings

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// committed is a negotiation with an agreed first paragraph.
func committed(t *testing.T) *stage {
	t.Helper()
	s := negotiation(t)
	s.ok(AddParagraph{By: "ann", Text: "t1", Words: both})
	s.refused(MakeCommitment{By: "chair", Text: "t1", Paragraph: "p1", Action: both}, ParagraphNotAgreed)
	s.agreeAll("p1")
	return s
}

func TestACommitmentComesFromAnAgreedParagraph(t *testing.T) {
	s := committed(t)
	invest := MakeCommitment{
		By: "chair", Text: "t1", Paragraph: "p1", Actors: []string{"d2"}, Partners: []string{" World  Bank "}, Due: "2021-06-08",
		Action: map[string]string{"en": "Invest in the countries of origin", "es": "Invertir en los países de origen"},
	}
	s.refused(MakeCommitment{By: "ann", Text: "t1", Paragraph: "p1", Action: both}, NoAuthority)
	for _, wrong := range []func(c *MakeCommitment){
		func(c *MakeCommitment) { c.Actors = []string{"d9"} }, func(c *MakeCommitment) { c.Due = "8 June" },
		func(c *MakeCommitment) { c.Action = nil }, func(c *MakeCommitment) { c.Due = "2021-02-30" }, func(c *MakeCommitment) { c.Partners = []string{""} },
	} {
		c := invest
		wrong(&c)
		s.refused(c, FieldInvalid)
	}
	s.ok(invest)
	s.ok(MakeCommitment{By: "ana", Text: "t1", Paragraph: "p1", Action: map[string]string{"es": "Colaborar"}})
	c := s.state.Commitments
	if c[0].Vague() || !c[1].Vague() || c[0].Partners[0] != "World Bank" {
		t.Errorf("%+v", c)
	}
	var titles []string
	for _, item := range s.state.OpenCommitments() {
		titles = append(titles, item.Title)
	}
	if diff := cmp.Diff([]string{"Invertir en los países de origen", "Colaborar"}, titles); diff != "" {
		t.Error(diff)
	}
	if known := s.state.withDue(s.state.Calendar(s.now)).Known; known[len(known)-1].Name != "Invertir en los países de origen" || known[len(known)-1].Date.Day != 8 {
		t.Errorf("%+v", known)
	}
}

// Each delegation says for itself what became of it; all of them close it.
func TestWhatBecameOfACommitment(t *testing.T) {
	s := committed(t)
	s.ok(MakeCommitment{By: "chair", Text: "t1", Paragraph: "p1", Actors: []string{"d1", "d2"}, Action: both, Due: DueNext})
	one := func() Commitment { return s.state.Commitments[0] }
	s.refused(AssessCommitment{By: "ann", Commitment: "c1", Status: 1}, NoAuthority)
	s.refused(AssessCommitment{By: "ana", Commitment: "c2", Status: 1}, CommitmentUnknown)
	s.refused(AssessCommitment{By: "ana", Commitment: "c1", Status: 2}, FieldInvalid)
	s.ok(AssessCommitment{By: "ana", Commitment: "c1", Status: -1, Note: "No funds yet."})
	s.ok(AssessCommitment{By: "bob", Commitment: "c1", Status: 1})
	if got := s.ok(AssessCommitment{By: "bob", Commitment: "c1", Status: 1}); len(got) != 0 {
		t.Errorf("said twice: %v", got)
	}
	if !one().Disagree() || len(one().Assessments) != 2 {
		t.Errorf("%+v", one())
	}
	s.ok(AssessCommitment{By: "ana", Commitment: "c1", Status: 1})
	if one().Disagree() || len(one().Assessments) != 3 {
		t.Errorf("%+v", one())
	}
	s.ok(CloseCommitment{By: "ana", Commitment: "c1", Settled: true})
	s.ok(CloseCommitment{By: "ana", Commitment: "c1"})
	s.ok(CloseCommitment{By: "bob", Commitment: "c1", Settled: true})
	if !one().Open() || len(s.state.OpenCommitments()) != 1 {
		t.Errorf("one delegation alone has closed it: %+v", one())
	}
	s.ok(CloseCommitment{By: "ana", Commitment: "c1", Settled: true})
	if one().Open() || len(s.state.OpenCommitments()) != 0 {
		t.Errorf("%+v", one())
	}
	s.refused(AssessCommitment{By: "ana", Commitment: "c1", Status: 0}, CommitmentClosed)
}
