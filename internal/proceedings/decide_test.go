package proceedings

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func at(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return t
}

// stage is a meeting after some commands.
type stage struct {
	t     *testing.T
	state State
	now   time.Time
}

func newStage(t *testing.T) *stage {
	t.Helper()
	s := &stage{t: t, now: at("2021-05-07T15:00:00Z")}
	s.ok(CreateMeeting{ID: "m", Title: "T", Delegations: []Delegation{{Name: "México"}, {Name: "United States"}}})
	return s
}

func (s *stage) try(cmd Command) (types []string, err error) {
	events, err := Decide(s.state, cmd, s.now)
	s.state = Fold(s.state, events...)
	for _, e := range events {
		types = append(types, TypeOf(e.Fact))
	}
	return types, err
}

func (s *stage) ok(cmd Command) []string {
	s.t.Helper()
	types, err := s.try(cmd)
	if err != nil {
		s.t.Fatalf("%#v: %v", cmd, err)
	}
	return types
}

func (s *stage) refused(cmd Command, code Code) {
	s.t.Helper()
	_, err := s.try(cmd)
	var r *Refusal
	if !errors.As(err, &r) || r.Code != code {
		s.t.Errorf("%#v: %v, want %s", cmd, err, code)
	}
}

// person brings somebody in, of a personal invitation with the same identifier.
func (s *stage) person(id, role, delegation string) {
	s.t.Helper()
	lobby := false
	s.ok(IssueInvitation{ID: id, TokenHash: id, Role: role, Name: "Name of " + id, Delegation: delegation, Lobby: &lobby})
	s.ok(Arrive{Invitation: id, Participant: id})
}

func TestCreateChecksEveryField(t *testing.T) {
	good := CreateMeeting{
		ID: "m", Title: "  México –\n United States ", Languages: []string{"ES", "en-us", "zh-hant"},
		Delegations: []Delegation{{Name: "México", Languages: []string{"es"}}, {Name: "United States"}},
		Agenda:      []AgendaItem{{Title: "<b>Migración</b>", Minutes: 20}},
		Start:       "2021-06-08T10:00", Timezone: "America/Mexico_City",
	}
	events, err := Decide(State{}, good, at("2021-05-07T15:00:00.123456Z"))
	if err != nil {
		t.Fatal(err)
	}
	want := Meeting{
		ID: "m", Title: "México – United States", Languages: []string{"es", "en-US", "zh-Hant"},
		Delegations: []Delegation{{ID: "d1", Name: "México", Languages: []string{"es"}}, {ID: "d2", Name: "United States"}},
		Agenda:      []AgendaItem{{ID: "a1", Title: "<b>Migración</b>", Minutes: 20}},
		Start:       at("2021-06-08T15:00:00Z"), Timezone: "America/Mexico_City", Local: "2021-06-08T10:00:00",
		Opens: at("2021-06-08T14:30:00Z"), Created: at("2021-05-07T15:00:00.123Z"),
	}
	if diff := cmp.Diff(want, Fold(State{}, events...).Meeting); diff != "" {
		t.Error(diff)
	}
	for field, spoil := range map[string]func(*CreateMeeting){
		"title":               func(c *CreateMeeting) { c.Title = " " },
		"languages[1]":        func(c *CreateMeeting) { c.Languages = []string{"es", "Spanish of Mexico"} },
		"languages[2]":        func(c *CreateMeeting) { c.Languages = []string{"es", "en", "ES"} },
		"languages":           func(c *CreateMeeting) { c.Languages = make([]string, MaxLanguages+1) },
		"delegations[0].name": func(c *CreateMeeting) { c.Delegations = []Delegation{{Name: strings.Repeat("x", 10_000)}} },
		"delegations[1].name": func(c *CreateMeeting) { c.Delegations = []Delegation{{Name: "A"}, {Name: " A "}} },
		"delegations[0].languages[0]": func(c *CreateMeeting) {
			c.Delegations = []Delegation{{Name: "A", Languages: []string{"1"}}}
		},
		"": func(c *CreateMeeting) {
			c.Agenda = make([]AgendaItem, MaxAgenda)
			for i := range c.Agenda {
				c.Agenda[i].Title = strings.Repeat("𠮷", MaxNameRunes)
			}
		},
		"delegations":       func(c *CreateMeeting) { c.Delegations = make([]Delegation, MaxDelegations+1) },
		"agenda[0].title":   func(c *CreateMeeting) { c.Agenda = []AgendaItem{{Title: "a\u202eb"}} },
		"agenda[0].minutes": func(c *CreateMeeting) { c.Agenda = []AgendaItem{{Title: "a", Minutes: -1}} },
		"agenda":            func(c *CreateMeeting) { c.Agenda = make([]AgendaItem, MaxAgenda+1) },
		"start":             func(c *CreateMeeting) { c.Start = "next Friday" },
		"languages[0]":      func(c *CreateMeeting) { c.Languages = []string{"english"} },
		"timezone":          func(c *CreateMeeting) { c.Timezone = "CET/Nowhere" },
	} {
		bad := good
		spoil(&bad)
		_, err := Decide(State{}, bad, at("2021-05-07T15:00:00Z"))
		var r *Refusal
		if !errors.As(err, &r) || r.Code != FieldInvalid && field != "" || r.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	for _, zone := range []string{"Local", "../../etc/passwd", strings.Repeat("x", 1000)} {
		bad := good
		bad.Timezone = zone
		if _, err := Decide(State{}, bad, at("2021-05-07T15:00:00Z")); err == nil {
			t.Errorf("zone %.20q accepted", zone)
		}
	}
}

func TestStartIsOneInstant(t *testing.T) {
	for _, tc := range []struct{ zone, start, want, reason string }{
		{"America/New_York", "2027-03-14T01:59", "2027-03-14T06:59:00Z", ""},
		{"America/New_York", "2027-03-14T02:30", "", "skip"},
		{"America/New_York", "2027-03-14T02:30:00", "", "skip"},
		{"America/New_York", "2027-03-14T03:00", "2027-03-14T07:00:00Z", ""},
		{"America/New_York", "2027-11-07T01:30", "", "2027-11-07T01:30:00-04:00 or 2027-11-07T01:30:00-05:00"},
		{"America/New_York", "2027-11-07T01:30:00-05:00", "2027-11-07T06:30:00Z", ""},
		{"America/New_York", "2027-11-07T02:00", "2027-11-07T07:00:00Z", ""},
		{"America/New_York", "2027-11-07T00:59", "2027-11-07T04:59:00Z", ""},
		{"Australia/Lord_Howe", "2027-04-04T01:45", "", "twice"}, // half an hour
		{"Pacific/Apia", "2011-12-30T12:00", "", "skip"},         // a day
		{"America/Mexico_City", "2027-05-07T10:00:00.000", "2027-05-07T16:00:00Z", ""},
		{"America/Mexico_City", "2027-05-07T9:00", "2027-05-07T15:00:00Z", ""},
		{"UTC", "2027-05-07T10:00Z", "2027-05-07T10:00:00Z", ""},
		{"UTC", "2027-05-07T10:00-05:00", "2027-05-07T15:00:00Z", ""},
		{"UTC", "2027-05-07", "", "2021-05-07T10:00"},
	} {
		events, err := Decide(State{}, CreateMeeting{ID: "m", Title: "T", Start: tc.start, Timezone: tc.zone}, at("2021-05-07T15:00:00Z"))
		var r *Refusal
		switch {
		case tc.want != "":
			if err != nil || !Fold(State{}, events...).Meeting.Start.Equal(at(tc.want)) {
				t.Errorf("%s in %s: %v %v", tc.start, tc.zone, err, events)
			}
		case !errors.As(err, &r) || r.Field != "start" || !strings.Contains(r.Detail, tc.reason):
			t.Errorf("%s in %s: %v %v", tc.start, tc.zone, err, events)
		}
	}
}

func TestInvitations(t *testing.T) {
	s := newStage(t)
	yes := true
	for _, tc := range []struct {
		name  string
		cmd   IssueInvitation
		field string
	}{
		{"plain", IssueInvitation{ID: "1", Role: "delegate", Name: "Ana", Delegation: "México", Language: "ES-mx"}, ""},
		{"by identifier", IssueInvitation{ID: "2", Role: "delegate", Name: "Ana", Delegation: "d2"}, ""},
		{"shared observer", IssueInvitation{ID: "3", Role: "observer", Name: "Ana", Shared: true}, ""},
		{"a chair never waits", IssueInvitation{ID: "4", Role: "chair", Name: "Ana", Lobby: &yes}, ""},
		{"press without a name", IssueInvitation{ID: "5", Role: "press", Shared: true}, ""},
		{"role", IssueInvitation{ID: "x", Role: "king", Name: "Ana"}, "role"},
		{"no name", IssueInvitation{ID: "x", Role: "chair"}, "name"},
		{"control character", IssueInvitation{ID: "x", Role: "chair", Name: "A\x00na"}, "name"},
		{"override", IssueInvitation{ID: "x", Role: "chair", Name: "A", Function: "\u202etnediserP"}, "function"},
		{"10 KB", IssueInvitation{ID: "x", Role: "chair", Name: strings.Repeat("é", 5000)}, "name"},
		{"delegation", IssueInvitation{ID: "x", Role: "chair", Name: "A", Delegation: "Canada"}, "delegation"},
		{"language", IssueInvitation{ID: "x", Role: "chair", Name: "A", Language: "español"}, "language"},
		{"shared chair", IssueInvitation{ID: "x", Role: "chair", Name: "A", Shared: true}, "shared"},
		{"past", IssueInvitation{ID: "x", Role: "chair", Name: "A", Expires: s.now}, "expires"},
	} {
		_, err := s.try(tc.cmd)
		var r *Refusal
		switch {
		case tc.field == "" && err != nil:
			t.Errorf("%s: %v", tc.name, err)
		case tc.field != "" && (!errors.As(err, &r) || r.Field != tc.field):
			t.Errorf("%s: %v", tc.name, err)
		}
	}
	if got := s.state.Invitations["5"].Name; got != "Press" {
		t.Errorf("a link of the press without a name is called %q", got)
	}
	want := Invitation{
		ID: "1", Role: Delegate, Name: "Ana", Delegation: "d1", Language: "es-MX", Lobby: true,
		Created: s.now, Expires: s.now.Add(InvitationLife),
	}
	if diff := cmp.Diff(want, s.state.Invitations["1"]); diff != "" {
		t.Error(diff)
	}
	if s.state.Invitations["4"].Lobby {
		t.Error("a chair waits")
	}
}

func TestAnInvitationHolds30DaysAfterTheStart(t *testing.T) {
	s := &stage{t: t, now: at("2021-05-07T15:00:00Z")}
	s.ok(CreateMeeting{ID: "m", Title: "T", Start: "2021-06-08T10:00:00Z"})
	s.ok(IssueInvitation{ID: "1", Role: "chair", Name: "A"})
	s.ok(IssueInvitation{ID: "2", Role: "chair", Name: "B"})
	s.ok(Arrive{Invitation: "1", Participant: "1"})
	s.now = at("2021-07-08T10:00:00Z")
	s.refused(Arrive{Invitation: "2", Participant: "2"}, TokenExpired)
	if got := s.ok(Arrive{Invitation: "1", Participant: "1"}); got != nil {
		t.Errorf("coming back: %v", got)
	}
}

func TestRecordsOfCommands(t *testing.T) {
	s := newStage(t)
	s.person("chair", "chair", "")
	s.person("org", "organiser", "")
	s.person("ana", "delegate", "d1")
	s.person("bob", "delegate", "d2")
	s.ok(IssueInvitation{ID: "wait", Role: "delegate", Name: "W"})
	for _, tc := range []struct {
		cmd  Command
		want []string
	}{
		{Arrive{Invitation: "wait", Participant: "wait"}, []string{"participant-arrived"}},
		{Arrive{Invitation: "wait", Participant: "wait"}, nil},
		{Admit{By: "org", Participant: "wait"}, []string{"participant-admitted"}},
		{GiveFloor{By: "chair", Participant: "ana", ChairPresent: true}, []string{"floor-given"}},
		{GiveFloor{By: "chair", Participant: "ana", ChairPresent: true}, nil},
		{GiveFloor{By: "chair", Participant: "bob", ChairPresent: true}, []string{"floor-yielded", "floor-given"}},
		{GiveFloor{By: "chair", ChairPresent: true}, []string{"floor-yielded"}},
		{GiveFloor{By: "chair", ChairPresent: true}, nil},
		{GiveFloor{By: "org", Participant: "bob"}, []string{"floor-given"}},
		{Depart{Participant: "ana"}, nil},
		{Depart{Participant: "bob"}, []string{"floor-yielded"}},
		{Lock{By: "org", Locked: true}, []string{"meeting-locked"}},
		{Lock{By: "chair", Locked: true}, nil},
		{Lock{By: "chair"}, []string{"meeting-unlocked"}},
		{GiveFloor{By: "chair", Participant: "wait", ChairPresent: true}, []string{"floor-given"}},
		{Remove{By: "chair", Participant: "wait"}, []string{"participant-removed", "invitation-revoked", "floor-yielded"}},
		{GiveFloor{By: "chair", Participant: "bob", ChairPresent: true}, []string{"floor-given"}},
		{RevokeInvitation{Invitation: "bob"}, []string{"invitation-revoked", "floor-yielded"}},
		{RevokeInvitation{Invitation: "bob"}, nil},
		{GiveFloor{By: "chair", Participant: "ana", ChairPresent: true}, []string{"floor-given"}},
		{End{By: "chair"}, []string{"floor-yielded", "meeting-ended"}},
	} {
		if diff := cmp.Diff(tc.want, s.ok(tc.cmd)); diff != "" {
			t.Errorf("%#v: %s", tc.cmd, diff)
		}
	}
	s.refused(SendChat{By: "ana", To: ToEveryone, Text: "x"}, MeetingEndedCode)
}

func TestTheFirstAdmittedOpensTheSession(t *testing.T) {
	s := newStage(t)
	s.ok(IssueInvitation{ID: "a", Role: "chair", Name: "A"})
	want := []string{"participant-arrived", "participant-admitted", "session-opened"}
	if diff := cmp.Diff(want, s.ok(Arrive{Invitation: "a", Participant: "a"})); diff != "" {
		t.Error(diff)
	}
	s.person("b", "chair", "")
}

func TestRefusals(t *testing.T) {
	s := newStage(t)
	s.person("chair", "chair", "")
	s.person("org", "organiser", "")
	s.person("ana", "delegate", "d1")
	s.person("obs", "observer", "")
	s.ok(IssueInvitation{ID: "wait", Role: "delegate", Name: "W"})
	s.ok(Arrive{Invitation: "wait", Participant: "wait"})
	s.refused(CreateMeeting{ID: "m", Title: "again"}, MeetingExists)
	s.refused(Arrive{Invitation: "nothing", Participant: "x"}, InvitationUnknown)
	s.refused(Arrive{Invitation: "obs", Participant: "ana"}, ParticipantUnknown)
	s.refused(Admit{By: "ana", Participant: "wait"}, NotAllowed)
	s.refused(Admit{By: "wait", Participant: "wait"}, NotAllowed)
	s.refused(Admit{By: "chair", Participant: "nobody"}, ParticipantUnknown)
	s.refused(Refuse{By: "chair", Participant: "ana"}, NotWaiting)
	s.refused(Remove{By: "chair", Participant: "wait"}, NotAdmitted)
	s.refused(Remove{By: "chair", Participant: "chair"}, NotAllowed)
	s.refused(Remove{By: "chair", Participant: "org"}, NotAllowed)
	s.refused(GiveFloor{By: "ana", Participant: "ana"}, NotAllowed)
	s.refused(GiveFloor{By: "org", Participant: "ana", ChairPresent: true}, NotAllowed)
	s.refused(GiveFloor{By: "chair", Participant: "obs"}, MayNotSpeak)
	s.refused(GiveFloor{By: "chair", Participant: "wait"}, NotAdmitted)
	s.refused(YieldFloor{By: "ana"}, NotHolder)
	s.refused(YieldFloor{}, NotHolder)
	s.refused(Lock{By: "ana", Locked: true}, NotAllowed)
	s.refused(End{By: "obs"}, NotAllowed)
	s.refused(SendChat{By: "wait", To: ToEveryone, Text: "x"}, NotAdmitted)
	s.refused(SendChat{By: "ana", To: ToEveryone, Text: "\x00\u2066"}, TextEmpty)
	s.refused(SendChat{By: "ana", To: ToEveryone, Text: strings.Repeat("x", MaxChatRunes+1)}, TextTooLong)
	s.refused(SendChat{By: "obs", To: ToDelegation, Text: "x"}, NoDelegation)
	s.refused(SendChat{By: "ana", To: ToParticipant, Participant: "wait", Text: "x"}, ParticipantUnknown)
	s.refused(SendChat{By: "ana", To: ToParticipant, Participant: "ana", Text: "x"}, ParticipantUnknown)
	s.ok(Refuse{By: "chair", Participant: "wait"})
	s.refused(Arrive{Invitation: "wait", Participant: "wait"}, AdmissionRefused)
	s.ok(Remove{By: "org", Participant: "chair"})
	s.refused(Arrive{Invitation: "chair", Participant: "chair"}, RemovedCode)
}

func TestSharedInvitationsOutliveARemoval(t *testing.T) {
	s := newStage(t)
	s.person("chair", "chair", "")
	no := false
	s.ok(IssueInvitation{ID: "g", Role: "press", Name: "Gallery", Shared: true, Lobby: &no})
	s.ok(Arrive{Invitation: "g", Participant: "p1"})
	s.ok(Remove{By: "chair", Participant: "p1"})
	s.refused(Arrive{Invitation: "g", Participant: "p1"}, RemovedCode)
	s.ok(Arrive{Invitation: "g", Participant: "p2"})
}

func TestTextsAreCleaned(t *testing.T) {
	for in, want := range map[string]string{
		" a\r\nb\rc ":        "a\nb\nc",
		"a\n\n\n\n\nb":       "a\n\nb",
		"a\tb\x1b[31m":       "a b[31m",
		"user\u202egnp.exe":  "usergnp.exe",
		"a\u2028b\ufeff":     "a\nb",
		"<img src=x>":        "<img src=x>",
		"مرحبا\u200f":        "مرحبا\u200f",
		"👩\u200d🚀":           "👩\u200d🚀",
		"\u2066\u2069\u200b": "",
	} {
		if got := cleanChat(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func TestChatIsBounded(t *testing.T) {
	s := newStage(t)
	s.person("ana", "delegate", "")
	folder := NewFolder()
	folder.state = s.state
	for i := range ChatKept + 500 {
		folder.Add([]Event{{At: s.now, Fact: ChatSent{Entry: ChatEntry{Seq: uint64(i) + 1, From: "ana", To: ToEveryone, Text: "x"}}}})
	}
	s.state = folder.State()
	if len(s.state.Chat) != ChatKept || s.state.Chat[0].Seq != 501 {
		t.Errorf("%d kept, from %d", len(s.state.Chat), s.state.Chat[0].Seq)
	}
	s.state.ChatCount = MaxChat
	s.refused(SendChat{By: "ana", To: ToEveryone, Text: "x"}, LimitReached)
}

func TestWhatAnInvitationGives(t *testing.T) {
	s := newStage(t)
	s.person("chair", "chair", "")
	s.ok(IssueInvitation{ID: "g", Role: "delegate", Name: "G"})
	for _, step := range []struct {
		do   Command
		want Status
	}{
		{Arrive{Invitation: "g", Participant: "g"}, Waiting},
		{Admit{By: "chair", Participant: "g"}, Admitted},
	} {
		s.ok(step.do)
		if _, got, err := s.state.Use("g", s.now); got != step.want || err != nil {
			t.Errorf("%#v: %s %v", step.do, got, err)
		}
	}
	s.now = s.now.Add(InvitationLife)
	if _, got, err := s.state.Use("g", s.now); got != Admitted || err != nil {
		t.Errorf("expired while inside: %s %v", got, err)
	}
	s.ok(RevokeInvitation{Invitation: "g"})
	if _, _, err := s.state.Use("g", s.now); err == nil {
		t.Error("revoked")
	}
}

// A revoked invitation and a removal close the same door, but what is said at it differs.
func TestRemovedIsNotRevoked(t *testing.T) {
	s := newStage(t)
	s.person("chair", "chair", "")
	for id, step := range map[string]struct {
		shut Command
		want Code
	}{
		"a": {Remove{By: "chair", Participant: "a"}, RemovedCode},
		"b": {RevokeInvitation{Invitation: "b"}, TokenRevoked},
	} {
		s.person(id, "delegate", "")
		s.ok(step.shut)
		s.refused(Arrive{Invitation: id, Participant: id}, step.want)
		var refusal *Refusal
		if _, _, err := s.state.Use(id, s.now); !errors.As(err, &refusal) || refusal.Code != step.want {
			t.Errorf("%s: %v, want %s", id, err, step.want)
		}
	}
}

func TestRecordsAreRefusedWhole(t *testing.T) {
	for _, record := range []string{
		`{}`, `[{"type":"from-the-future","data":{}}]`, `[{"type":"meeting-ended","data":[]}]`,
		`[{"type":"meeting-ended","at":"yesterday","data":{}}]`, `[`,
	} {
		if _, err := DecodeRecord([]byte(record)); !errors.Is(err, ErrRecord) {
			t.Errorf("%s: %v", record, err)
		}
	}
}
