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
		func(c *MakeCommitment) { c.Partners = []string{"MÉXICO"} }, func(c *MakeCommitment) { c.Due = "2021-05-06" },
	} {
		c := invest
		wrong(&c)
		s.refused(c, FieldInvalid)
	}
	s.ok(invest)
	s.ok(MakeCommitment{By: "chair", Text: "t1", Paragraph: "p1", Action: map[string]string{"es": "Colaborar"}})
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

// A delegation writes down its own promise alone: what the public reads as its word, no other may have put there.
func TestNobodyPromisesForAnother(t *testing.T) {
	s := committed(t)
	no := false
	s.ok(IssueInvitation{ID: "kay", TokenHash: "kay", Role: "record-keeper", Name: "Kay", Lobby: &no})
	pay := MakeCommitment{By: "bob", Text: "t1", Paragraph: "p1", Action: map[string]string{"es": "Pagar"}, Due: "2021-05-07"}
	for _, actors := range [][]string{{"d1"}, {"d1", "d2"}, nil} {
		pay.Actors = actors
		s.refused(pay, FieldInvalid)
	}
	pay.Actors = []string{"d2"}
	s.ok(pay)
	pay.By, pay.Actors = "kay", []string{"d2", "d1"}
	s.ok(pay)
	pay.By, pay.Actors = "chair", []string{"d1"}
	s.ok(pay)
}

func TestACommitmentIsWrittenDownOnceAndNotForThePast(t *testing.T) {
	s := committed(t)
	pay := MakeCommitment{By: "chair", Text: "t1", Paragraph: "p1", Actors: []string{"d1", "d2"}, Action: map[string]string{"es": "Pagar", "en": "Pay"}}
	s.ok(pay)
	again := pay
	again.By, again.Actors, again.Action, again.Due = "", []string{"d2", "d1", "d2"}, map[string]string{"en": " Pay "}, DueNext
	s.refused(again, FieldInvalid)
	again.Actors = []string{"d2"}
	s.ok(again)

	s = adoptedText(t, "Cooperaremos.", "We shall cooperate.")
	s.now = s.now.AddDate(0, 1, 0)
	again.Due = "2021-05-06"
	s.refused(again, FieldInvalid)
	again.Due = "2021-05-07" // the day of the adoption, a month ago
	s.ok(again)
}
