package proceedings

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cumbre-meet/cumbre/internal/interpretation"
)

// boothed is a meeting of some languages, with a chair who is in.
func boothed(t *testing.T, languages ...string) *story {
	t.Helper()
	s := &story{t: t, state: Fold(State{}), now: time.Date(2021, 5, 7, 15, 0, 0, 0, time.UTC)}
	s.ok(CreateMeeting{ID: "m", Title: "T", Languages: languages})
	s.ok(IssueInvitation{ID: "c", TokenHash: "c", Role: "chair", Name: "Ada"})
	s.ok(Arrive{Invitation: "c", Participant: "c"})
	return s
}

// story is a State that commands are given to.
type story struct {
	t     *testing.T
	state State
	now   time.Time
}

func (s *story) ok(cmd Command) {
	s.t.Helper()
	if err := s.do(cmd); err != nil {
		s.t.Fatalf("%#v: %v", cmd, err)
	}
}

func (s *story) do(cmd Command) error {
	events, err := Decide(s.state, cmd, s.now)
	if err != nil {
		return err
	}
	record, err := EncodeRecord("c", events)
	if err != nil {
		s.t.Fatal(err)
	}
	read, err := DecodeRecord(record)
	if err != nil {
		s.t.Fatal(err)
	}
	s.state = Fold(s.state, read...)
	return nil
}

func refusal(err error) Refusal {
	if r, ok := errors.AsType[*Refusal](err); ok {
		return *r
	}
	return Refusal{}
}

func (s *story) interpreter(id string, change ...func(*IssueInvitation)) {
	s.t.Helper()
	no := false
	cmd := IssueInvitation{ID: id, TokenHash: id, Role: "interpreter", Name: id, Lobby: &no}
	for _, c := range change {
		c(&cmd)
	}
	s.ok(cmd)
	s.ok(Arrive{Invitation: id, Participant: id})
}

func TestTheUsualArrangement(t *testing.T) {
	two := []string{"es", "en"}
	many := make([]string, 31)
	for i := range many {
		many[i] = fmt.Sprintf("x%c", 'a'+i%26) + strings.Repeat("y", i/26)
	}
	for _, tc := range []struct {
		languages []string
		given     *interpretation.Setup
		want      []interpretation.Booth
	}{
		{nil, nil, nil},
		{[]string{"es"}, nil, nil},
		{two, nil, []interpretation.Booth{{ID: "b1", Name: "es ↔ en", Outputs: two, Seats: 2}}},
		{[]string{"es", "en", "fr"}, nil, []interpretation.Booth{
			{ID: "b1", Name: "es", Outputs: []string{"es"}, Seats: 2},
			{ID: "b2", Name: "en", Outputs: []string{"en"}, Seats: 2},
			{ID: "b3", Name: "fr", Outputs: []string{"fr"}, Seats: 2},
		}},
		{many, nil, nil}, // more than there can be booths: it has to be said
		{two, &interpretation.Setup{}, nil},
		{two, &interpretation.Setup{Booths: []interpretation.Booth{{ID: "b1", Name: " A  team ", Outputs: []string{"EN"}, Seats: 3}, {Outputs: []string{"es"}}}}, []interpretation.Booth{
			{ID: "b1", Name: "A team", Outputs: []string{"en"}, Seats: 3}, {ID: "b2", Name: "es", Outputs: []string{"es"}, Seats: 2},
		}},
	} {
		s := &story{t: t, state: Fold(State{}), now: time.Now()}
		s.ok(CreateMeeting{ID: "m", Title: "T", Languages: tc.languages, Interpretation: tc.given})
		if diff := cmp.Diff(tc.want, s.state.Interpretation.Booths); diff != "" {
			t.Errorf("%v: %s", tc.languages, diff)
		}
	}
	_, err := Decide(State{}, CreateMeeting{ID: "m", Title: "T", Languages: two, Interpretation: &interpretation.Setup{
		Booths: []interpretation.Booth{{Outputs: []string{"de"}}},
	}}, time.Now())
	if r := refusal(err); r.Code != FieldInvalid || r.Field != "interpretation.booths[0].outputs[0]" {
		t.Errorf("%v", err)
	}
}

func TestAnInterpretersInvitationNamesABooth(t *testing.T) {
	s := boothed(t, "es", "en")
	s.ok(ArrangeInterpretation{By: "c", Setup: interpretation.Setup{Booths: []interpretation.Booth{
		{ID: "es", Outputs: []string{"es"}}, {ID: "en", Name: "English", Outputs: []string{"en"}}, {ID: "both", Outputs: []string{"en"}},
	}}})
	for _, tc := range []struct{ role, booth, language, want, field string }{
		{"interpreter", "es", "", "es", ""},
		{"interpreter", " English ", "", "en", ""},
		{"interpreter", "", "es", "es", ""},
		{"interpreter", "", "en", "", "booth"}, // two work into it
		{"interpreter", "", "", "", "booth"},
		{"interpreter", "fr", "", "", "booth"},
		{"delegate", "es", "", "", "booth"},
	} {
		events, err := Decide(s.state, IssueInvitation{ID: "i", Role: tc.role, Name: "N", Booth: tc.booth, Language: tc.language}, s.now)
		if r := refusal(err); r.Field != tc.field || tc.field != "" && tc.role == "interpreter" && !strings.Contains(r.Detail, "English (en)") {
			t.Errorf("%+v: %v", tc, err)
		}
		if err == nil && events[0].Fact.(InvitationIssued).Invitation.Booth != tc.want {
			t.Errorf("%+v: %+v", tc, events[0].Fact)
		}
	}
	for _, bad := range []IssueInvitation{
		{Role: "interpreter", Booth: "es", Shared: true},
		{Role: "technician", Shared: true},
		{Role: "technician", Understands: []string{"es"}},
		{Role: "interpreter", Booth: "es", Understands: make([]string, 13)},
		{Role: "interpreter", Booth: "es", Understands: []string{"?"}},
	} {
		bad.ID, bad.Name = "i", "N"
		if err := s.do(bad); refusal(err).Code != FieldInvalid {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	none := boothed(t)
	if err := none.do(IssueInvitation{ID: "i", Role: "interpreter", Name: "N"}); refusal(err).Field != "booth" {
		t.Errorf("without booths: %v", err)
	}
}

func TestInterpretersFollowTheArrangement(t *testing.T) {
	s := boothed(t, "es", "en")
	s.interpreter("i")
	s.interpreter("j", func(c *IssueInvitation) { c.Language = "es" })
	arrange := func(booths ...interpretation.Booth) {
		t.Helper()
		s.ok(ArrangeInterpretation{Setup: interpretation.Setup{Booths: booths}})
	}
	is := func(i, j string) {
		t.Helper()
		p := s.state.Participants
		if p["i"].Booth != i || p["j"].Booth != j || s.state.Invitations["i"].Booth != i {
			t.Errorf("%q and %q, want %q and %q", p["i"].Booth, p["j"].Booth, i, j)
		}
	}
	is("b1", "b1")
	arrange(interpretation.Booth{ID: "x", Outputs: []string{"es"}}, interpretation.Booth{ID: "y", Outputs: []string{"en"}})
	is("", "x")
	arrange(interpretation.Booth{ID: "y", Outputs: []string{"en"}})
	is("y", "y")
	events, err := Decide(s.state, ArrangeInterpretation{Setup: s.state.Interpretation}, s.now)
	if err != nil || len(events) > 0 {
		t.Errorf("the same again: %v, %v", events, err)
	}
	if err := s.do(ArrangeInterpretation{By: "i"}); refusal(err).Code != NotAllowed {
		t.Errorf("an interpreter arranges: %v", err)
	}
	if err := s.do(GiveFloor{By: "c", Participant: "i"}); refusal(err).Code != MayNotSpeak {
		t.Errorf("the floor: %v", err)
	}
}

func TestTheGlossary(t *testing.T) {
	s := boothed(t, "es", "en")
	s.interpreter("i")
	term := func(key string, text ...string) AddTerm {
		c := AddTerm{By: "i", Key: key}
		for i, x := range text {
			c.Text = append(c.Text, TermText{Language: []string{"es", "en"}[i], Text: x})
		}
		return c
	}
	s.ok(term("", "cumbre", "summit"))
	s.ok(term("", "  acta "))
	s.ok(term("t1", "cima"))
	s.ok(RemoveTerm{By: "i", Key: "t2"})
	s.ok(RemoveTerm{By: "i", Key: "t2"})
	want := []Term{{Key: "t1", By: "i", Text: []TermText{{Language: "es", Text: "cima"}}}}
	if diff := cmp.Diff(want, s.state.Glossary); diff != "" {
		t.Error(diff)
	}
	for code, bad := range map[Code]Command{
		TermUnknown: term("t2", "x"), NotAllowed: AddTerm{By: "c", Text: []TermText{{Language: "es", Text: "x"}}},
		FieldInvalid: term(""),
	} {
		if err := s.do(bad); refusal(err).Code != code {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	s.state.Glossary = make([]Term, MaxTerms)
	if err := s.do(term("", "x")); refusal(err).Code != LimitReached {
		t.Errorf("a full glossary: %v", err)
	}
	s.state.Glossary, s.state.TermChanges = nil, MaxTermChanges
	if err := s.do(term("", "x")); refusal(err).Code != LimitReached {
		t.Errorf("a journal full of terms: %v", err)
	}
}

// What earlier versions wrote is read as it was: a meeting of two languages had no booths then.
func TestAnEarlierJournalIsRead(t *testing.T) {
	records := []string{
		`[{"type":"meeting-created","at":"2021-05-07T15:00:00Z","data":{"meeting":{"id":"m","title":"T","languages":["es","en"],"timezone":"UTC","created":"2021-05-07T15:00:00Z"}},"command":"a"}]`,
		`[{"type":"invitation-issued","at":"2021-05-07T15:00:00Z","data":{"invitation":{"id":"i","tokenHash":"00","role":"delegate","name":"N","lobby":false,"created":"2021-05-07T15:00:00Z","expires":"2021-06-07T15:00:00Z"}},"command":"b"}]`,
		`[{"type":"participant-arrived","at":"2021-05-07T15:00:00Z","data":{"participant":{"id":"i","invitation":"i","name":"N","role":"delegate","status":"waiting"}},"command":"c"},{"type":"participant-admitted","at":"2021-05-07T15:00:00Z","data":{"participant":"i"},"command":"c"},{"type":"session-opened","at":"2021-05-07T15:00:00Z","data":{},"command":"c"}]`,
		`[{"type":"chat-sent","at":"2021-05-07T15:00:01Z","data":{"entry":{"seq":1,"from":"i","to":"everyone","text":"hola"}},"command":"d"}]`,
	}
	f := NewFolder()
	for _, r := range records {
		events, err := DecodeRecord([]byte(r))
		if err != nil {
			t.Fatal(err)
		}
		f.Add(events)
	}
	s := f.State()
	if len(s.Interpretation.Booths) > 0 || s.Phase != InSession || s.Participants["i"].Status != Admitted || s.Chat[0].Text != "hola" {
		t.Errorf("%+v", s)
	}
}
