package proceedings

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// onAgenda is a meeting with three items, a chair and a delegate of each party.
func onAgenda(t *testing.T) *stage {
	t.Helper()
	s := &stage{t: t, now: at("2021-05-07T15:00:00Z")}
	s.ok(CreateMeeting{
		ID: "m", Title: "T", Delegations: []Delegation{{Name: "México"}, {Name: "United States"}},
		Agenda: []AgendaItem{{Title: "Opening"}, {Title: "Migration", Minutes: 20}, {Title: "Climate"}},
	})
	s.person("chair", "chair", "")
	s.person("ana", "delegate", "México")
	s.person("bob", "delegate", "United States")
	return s
}

func TestAgendaMovesAndCountsTheTime(t *testing.T) {
	s := onAgenda(t)
	s.person("org", "organiser", "")
	move := func(item string) { s.ok(MoveAgenda{By: "chair", Item: item, ChairPresent: true}) }
	after := func(d time.Duration) { s.now = s.now.Add(d) }
	if got := s.ok(MoveAgenda{By: "chair", Item: "a2"}); len(got) != 1 || got[0] != "agenda-moved" {
		t.Errorf("events %v", got)
	}
	if got := s.ok(MoveAgenda{By: "chair", Item: "a2"}); len(got) != 0 {
		t.Errorf("moving to where it is decides %v", got)
	}
	after(10 * time.Minute)
	move("a1")
	after(90 * time.Second)
	move("") // a break counts for nothing
	after(time.Hour)
	move("a2")
	if s.state.Agenda.Item != "a2" || !s.state.Agenda.Since.Equal(s.now) {
		t.Errorf("position %+v", s.state.Agenda)
	}
	after(5 * time.Minute)
	s.ok(End{By: "chair"})
	want := map[string]time.Duration{"a1": 90 * time.Second, "a2": 15 * time.Minute}
	if diff := cmp.Diff(want, s.state.Agenda.Spent); diff != "" || s.state.Agenda.Item != "" {
		t.Errorf("%s at %q", diff, s.state.Agenda.Item)
	}
}

func TestWhoMovesTheAgenda(t *testing.T) {
	s := onAgenda(t)
	s.person("org", "organiser", "")
	s.refused(MoveAgenda{By: "ana", Item: "a1"}, NotAllowed)
	s.refused(MoveAgenda{By: "", Item: "a1"}, NotAllowed)
	s.refused(MoveAgenda{By: "org", Item: "a1", ChairPresent: true}, NotAllowed)
	s.refused(MoveAgenda{By: "chair", Item: "a4"}, AgendaItemUnknown)
	s.ok(MoveAgenda{By: "org", Item: "a1"})
}

// A clock that is set back takes nothing away.
func TestSpentNeverShrinks(t *testing.T) {
	s := onAgenda(t)
	s.ok(MoveAgenda{By: "chair", Item: "a1"})
	s.now = s.now.Add(-time.Hour)
	s.ok(MoveAgenda{By: "chair", Item: "a2"})
	if got := s.state.Agenda.Spent["a1"]; got != 0 {
		t.Errorf("%v spent", got)
	}
}

// Journals of before items had identifiers get those that new ones have.
func TestOldAgendasGetIdentifiers(t *testing.T) {
	old := `[{"type":"meeting-created","at":"2021-05-07T15:00:00Z","data":{"meeting":{"id":"m","title":"T",` +
		`"agenda":[{"title":"Opening"},{"title":"Migration","minutes":20}],"created":"2021-05-07T15:00:00Z"}}}]`
	events, err := DecodeRecord([]byte(old))
	if err != nil {
		t.Fatal(err)
	}
	want := []AgendaItem{{ID: "a1", Title: "Opening"}, {ID: "a2", Title: "Migration", Minutes: 20}}
	if diff := cmp.Diff(want, Fold(State{}, events...).Meeting.Agenda); diff != "" {
		t.Error(diff)
	}
	folder := NewFolder()
	folder.Add(events)
	if diff := cmp.Diff(want, folder.State().Meeting.Agenda); diff != "" {
		t.Error(diff)
	}
}

const someHash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

// paper is a document that ana may add.
func paper(change ...func(*AddDocument)) AddDocument {
	d := AddDocument{
		ID: "doc", Kind: "document", File: "figures.pdf", MediaType: "application/pdf", Bytes: 1000, SHA256: someHash, By: "ana",
	}
	for _, c := range change {
		c(&d)
	}
	return d
}

func TestAddDocumentChecksEveryField(t *testing.T) {
	s := onAgenda(t)
	s.ok(paper(func(d *AddDocument) { d.ID, d.Item, d.Language = "full", "a2", "ES-mx" }))
	want := Document{
		ID: "full", Kind: Paper, Item: "a2", Title: "figures.pdf", File: "figures.pdf", MediaType: "application/pdf",
		Bytes: 1000, SHA256: someHash, Language: "es-MX", Delegation: "d1", By: "ana", At: s.now,
	}
	if diff := cmp.Diff([]Document{want}, s.state.Documents); diff != "" {
		t.Error(diff)
	}
	prepared := func(d *AddDocument) { d.Kind, d.Language, d.Speaker = "prepared", "es", "Presidencia" }
	for field, spoil := range map[string]func(*AddDocument){
		"kind":       func(d *AddDocument) { d.Kind = "poster" },
		"file":       func(d *AddDocument) { d.File = "../figures.pdf" },
		"title":      func(d *AddDocument) { d.Title = "a\u202eb" },
		"language":   func(d *AddDocument) { d.Language = "español" },
		"delegation": func(d *AddDocument) { d.Delegation = "Canada" },
		"speaker":    func(d *AddDocument) { d.Speaker = "Presidencia" }, // of a paper
		"sha256":     func(d *AddDocument) { d.SHA256 = "beef" },
	} {
		if r := refusalOf(s, paper(spoil)); r.Code != FieldInvalid || r.Field != field {
			t.Errorf("%s: %+v", field, r)
		}
	}
	if r := refusalOf(s, paper(prepared, func(d *AddDocument) { d.Language = "" })); r.Field != "language" {
		t.Errorf("a prepared text without its language: %+v", r)
	}
	if r := refusalOf(s, paper(prepared, func(d *AddDocument) { d.By, d.Speaker = "", "" })); r.Field != "speaker" {
		t.Errorf("a prepared text of nobody: %+v", r)
	}
	s.refused(paper(func(d *AddDocument) { d.Item = "a9" }), AgendaItemUnknown)
	s.refused(paper(func(d *AddDocument) { d.Bytes = MaxDocumentBytes + 1 }), DocumentTooLarge)
	s.refused(paper(func(d *AddDocument) { d.Bytes = 0 }), DocumentTooLarge)
	s.refused(paper(func(d *AddDocument) { d.Delegation = "United States" }), NotAllowed)
	s.ok(paper(prepared, func(d *AddDocument) { d.By, d.Speaker, d.Delegation = "", "", "México" }))
}

func refusalOf(s *stage, cmd Command) Refusal {
	_, err := s.try(cmd)
	return refusal(err)
}

func TestWhoAddsAndWithdrawsDocuments(t *testing.T) {
	s := onAgenda(t)
	for _, role := range []string{"observer", "press", "technician"} {
		s.person(role, role, "")
		s.refused(paper(func(d *AddDocument) { d.By = role }), NotAllowed)
	}
	yes := true
	s.ok(IssueInvitation{ID: "late", TokenHash: "l", Role: "delegate", Name: "Late", Lobby: &yes, Delegation: "d1"})
	s.refused(paper(func(d *AddDocument) { d.By = "late" }), NotAdmitted)
	s.refused(paper(func(d *AddDocument) { d.By = "nobody" }), InvitationUnknown)
	no := false
	s.ok(IssueInvitation{ID: "early", TokenHash: "e", Role: "delegate", Name: "Early", Lobby: &no, Delegation: "d1"})
	s.ok(paper(func(d *AddDocument) { d.ID, d.By = "one", "early" })) // before joining
	s.ok(paper(func(d *AddDocument) { d.ID, d.By = "two", "" }))      // the administrator's, of no party

	s.refused(WithdrawDocument{Document: "one", By: "bob"}, NotAllowed)
	s.refused(WithdrawDocument{Document: "two", By: "ana"}, NotAllowed)
	s.refused(WithdrawDocument{Document: "none", By: "chair"}, DocumentUnknown)
	s.ok(WithdrawDocument{Document: "one", By: "ana"}) // of her delegation
	s.ok(WithdrawDocument{Document: "two", By: "chair"})
	if len(s.state.Documents) != 0 || s.state.DocumentChanges != 2 {
		t.Errorf("%d documents after %d additions", len(s.state.Documents), s.state.DocumentChanges)
	}
	s.refused(WithdrawDocument{Document: "one", By: "ana"}, DocumentUnknown)
}

func TestPreparedTextsAreForTheBooths(t *testing.T) {
	paper, speech := Document{Kind: Paper, Delegation: "d1"}, Document{Kind: Prepared, Delegation: "d1", By: "ana"}
	for _, tc := range []struct {
		who  Participant
		sees bool
	}{
		{Participant{ID: "i", Role: Interpreter}, true},
		{Participant{ID: "c", Role: Chair}, true},
		{Participant{ID: "o", Role: Organiser}, true},
		{Participant{ID: "ana", Role: Delegate, Delegation: "d1"}, true},
		{Participant{ID: "eva", Role: Delegate, Delegation: "d1"}, true},
		{Participant{ID: "bob", Role: Delegate, Delegation: "d2"}, false},
		{Participant{ID: "x", Role: Delegate}, false},
		{Participant{ID: "t", Role: Technician}, false},
		{Participant{ID: "w", Role: Observer, Delegation: "d1"}, false},
		{Participant{ID: "p", Role: Press}, false},
	} {
		if !paper.VisibleTo(tc.who) || speech.VisibleTo(tc.who) != tc.sees {
			t.Errorf("%s of %q: prepared text seen: %t", tc.who.Role, tc.who.Delegation, speech.VisibleTo(tc.who))
		}
	}
	orphan := Document{Kind: Prepared, Speaker: "Somebody"} // of no party: no delegate without one has it
	if orphan.VisibleTo(Participant{ID: "x", Role: Delegate}) {
		t.Error("a delegate of no party reads the text of no party")
	}
	s := onAgenda(t)
	s.ok(AddDocument{
		ID: "s", Kind: "prepared", File: "s.txt", MediaType: "text/plain", Bytes: 1, SHA256: someHash, Language: "es", By: "ana",
	})
	s.refused(WithdrawDocument{Document: "s", By: "bob"}, DocumentUnknown) // who may not read it is not told of it
}

func TestDocumentsAreBounded(t *testing.T) {
	s := onAgenda(t)
	for len(s.state.Documents) < MaxDocumentsBytes/MaxDocumentBytes {
		s.ok(paper(func(d *AddDocument) { d.ID, d.Bytes = strings.Repeat("x", len(s.state.Documents)+1), MaxDocumentBytes }))
	}
	if r := refusalOf(s, paper(func(d *AddDocument) { d.Bytes = MaxDocumentBytes })); r.Code != LimitReached {
		t.Errorf("beyond all bytes: %+v", r)
	}
	s.state.Documents = make([]Document, MaxDocuments)
	if r := refusalOf(s, paper()); r.Code != LimitReached {
		t.Errorf("beyond the number: %+v", r)
	}
	s.state.Documents, s.state.DocumentChanges = nil, MaxDocumentChanges
	if r := refusalOf(s, paper()); r.Code != LimitReached {
		t.Errorf("beyond the changes: %+v", r)
	}
	if err := s.state.MayAdd(paper(), s.now); err == nil {
		t.Error("MayAdd does not know of the bounds")
	}
}

// In a random life the chair moves seldom; here at each step.
func TestTheTimeAtTheItemsIsTheSumOfItsIntervals(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := newLife(t)
		l.do(t, IssueInvitation{ID: "c", TokenHash: "h", Role: "chair", Name: "C"})
		l.do(t, Arrive{Invitation: "c", Participant: "c"})
		for range rapid.IntRange(0, 20).Draw(t, "moves") {
			l.now = l.now.Add(time.Duration(rapid.IntRange(0, 3_600_000_000).Draw(t, "later")) * time.Microsecond)
			l.do(t, MoveAgenda{By: "c", Item: rapid.SampledFrom([]string{"", "a1", "a2", "a3", "a9"}).Draw(t, "item")})
		}
		if rapid.Bool().Draw(t, "end") {
			l.do(t, End{By: "c"})
		}
		l.checkSpent(t)
		l.checkReplay(t)
	})
}

// checkSpent: the time at the items is the sum of the intervals that the journal has.
func (l *life) checkSpent(t *rapid.T) {
	want, item, since := map[string]time.Duration{}, "", time.Time{}
	for _, record := range l.records {
		events, err := DecodeRecord(record)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			moved, moves := e.Fact.(AgendaMoved)
			_, ends := e.Fact.(MeetingEnded)
			if !moves && !ends {
				continue
			}
			if item != "" {
				want[item] += e.At.Sub(since)
			}
			item, since = moved.Item, e.At
		}
	}
	if diff := cmp.Diff(want, l.state.Agenda.Spent); diff != "" || item != l.state.Agenda.Item {
		t.Fatalf("at %q, by the journal at %q:\n%s", l.state.Agenda.Item, item, diff)
	}
}

// checkDocuments: each has its item, its party and its purpose, and none was added by somebody who only listens.
func checkDocuments(t *rapid.T, s State) {
	if len(s.Documents) > s.DocumentChanges {
		t.Fatalf("%d documents of %d additions", len(s.Documents), s.DocumentChanges)
	}
	for _, d := range s.Documents {
		if d.Item != "" && s.agendaItem(d.Item) != nil || d.Title == "" || strings.ContainsAny(d.File, `/\`) {
			t.Fatalf("document %+v", d)
		}
		if d.Kind == Prepared && (d.Language == "" || d.Speaker == "" && d.Delegation == "") {
			t.Fatalf("prepared text %+v", d)
		}
		inv := s.Invitations[d.By]
		if d.By != "" && (!inv.Role.Speaks() || !inv.Role.Leads() && d.Delegation != inv.Delegation) {
			t.Fatalf("%+v by %+v", d, inv)
		}
	}
}
