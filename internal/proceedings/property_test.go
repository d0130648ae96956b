package proceedings

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cumbre-meet/cumbre/internal/interpretation"
)

// life is a meeting under random commands, with its journal.
type life struct {
	state   State
	records [][]byte
	states  []State // after each record
	now     time.Time
	serial  int
}

// Everything that anybody might say, of people who exist, existed, or never did.
func (l *life) command(t *rapid.T) Command {
	who := func(label string) string {
		ids := append([]string{"", "nobody"}, l.participants()...)
		return rapid.SampledFrom(ids).Draw(t, label)
	}
	invitation := func() string {
		ids := []string{"nothing"}
		for i := range l.serial + 1 {
			ids = append(ids, fmt.Sprintf("i%d", i))
		}
		return rapid.SampledFrom(ids).Draw(t, "invitation")
	}
	text := rapid.String().Draw(t, "text")
	switch rapid.IntRange(0, 45).Draw(t, "command") {
	case 39, 40, 41, 42:
		return l.negotiating(t, invitation(), text)
	case 34, 35:
		return l.late(t, who("by"), who("whom"))
	case 0, 1:
		l.serial++
		lobby := rapid.Bool().Draw(t, "lobby")
		role := rapid.SampledFrom([]string{"organiser", "chair", "chair", "delegate", "delegate", "observer", "press", "interpreter", "interpreter", "technician", "record-keeper", "king"}).Draw(t, "role")
		return IssueInvitation{
			ID: fmt.Sprintf("i%d", l.serial), TokenHash: "h", Role: role, Name: text, Lobby: &lobby,
			Delegation: rapid.SampledFrom([]string{"", "d1", "México", "d9"}).Draw(t, "delegation"),
			Shared:     rapid.Bool().Draw(t, "shared"),
			FocalPoint: rapid.Bool().Draw(t, "focal"), Authority: rapid.Bool().Draw(t, "authority"),
			By: l.focal(t), Replaces: rapid.SampledFrom([]string{"", "", "i1", "i2"}).Draw(t, "replaces"),
		}
	case 2, 3:
		id := invitation()
		participant := id
		if l.state.Invitations[id].Shared {
			participant = fmt.Sprintf("%s.%d", id, rapid.IntRange(0, 3).Draw(t, "browser"))
		}
		return Arrive{Invitation: id, Participant: participant}
	case 4:
		return Admit{By: who("by"), Participant: who("whom")}
	case 5:
		return Refuse{By: who("by"), Participant: who("whom")}
	case 6:
		return Remove{By: who("by"), Participant: who("whom")}
	case 7, 8:
		return GiveFloor{
			By: who("by"), Participant: who("whom"), ChairPresent: rapid.Bool().Draw(t, "chair"),
			Kind:     rapid.SampledFrom([]InterventionKind{"", "", PointOfOrder, Reply, "song"}).Draw(t, "kind"),
			Language: rapid.SampledFrom([]string{"", "es", "español"}).Draw(t, "language"), Limit: rapid.IntRange(-1, 600).Draw(t, "limit"),
		}
	case 9:
		return rapid.SampledFrom([]Command{YieldFloor{By: who("by")}, Depart{Participant: who("by")}}).Draw(t, "yield")
	case 10:
		to := rapid.SampledFrom([]Audience{ToEveryone, ToDelegation, ToParticipant, ToBooth, "all"}).Draw(t, "to")
		return SendChat{By: who("by"), To: to, Participant: who("whom"), Text: text, Booth: rapid.SampledFrom([]string{"", "b1", "b2"}).Draw(t, "booth")}
	case 13:
		setup := interpretation.Setup{Rehearsal: rapid.Bool().Draw(t, "rehearsal")}
		for range rapid.IntRange(0, 3).Draw(t, "booths") {
			setup.Booths = append(setup.Booths, interpretation.Booth{
				ID: rapid.SampledFrom([]string{"", "b1", "b2"}).Draw(t, "id"), Name: text, Outputs: []string{"es", "en"},
			})
		}
		return ArrangeInterpretation{By: who("by"), Setup: setup}
	case 14:
		key := rapid.SampledFrom([]string{"", "t1", "t2"}).Draw(t, "key")
		return rapid.SampledFrom([]Command{
			AddTerm{By: who("by"), Key: key, Text: []TermText{{Language: "es", Text: text}}}, RemoveTerm{By: who("by"), Key: key},
		}).Draw(t, "term")
	case 15:
		item := rapid.SampledFrom([]string{"", "a1", "a2", "a3", "a9"}).Draw(t, "item")
		return MoveAgenda{By: who("by"), Item: item, ChairPresent: rapid.Bool().Draw(t, "chair")}
	case 25:
		return l.membership(t, invitation())
	case 23, 24:
		return l.agendaWork(t, invitation(), text)
	case 32, 33:
		return l.soundwork(t, who("by"))
	case 43:
		return l.sealing(t, who("by"))
	case 44, 45:
		return l.planning(t, invitation(), text)
	case 36, 37, 38:
		return l.quoting(t, invitation())
	case 16, 17:
		return l.paperwork(t, invitation(), text)
	case 18, 19, 20:
		return l.writing(t, invitation(), text)
	case 21, 22:
		return l.regime(t, who("by"), who("whom"))
	case 26, 27, 28, 29, 30, 31:
		return l.speaking(t, who, text)
	case 11:
		return rapid.SampledFrom([]Command{
			Lock{By: who("by"), Locked: rapid.Bool().Draw(t, "locked")}, RevokeInvitation{Invitation: invitation(), By: l.focal(t)},
		}).Draw(t, "door")
	default:
		if rapid.IntRange(0, 9).Draw(t, "really") > 0 {
			return Lock{By: who("by")}
		}
		return End{By: who("by")}
	}
}

// paperwork adds or withdraws a document.
func (l *life) paperwork(t *rapid.T, by, text string) Command {
	if rapid.Bool().Draw(t, "administrator") {
		by = ""
	}
	if len(l.state.Documents) > 0 && rapid.IntRange(0, 2).Draw(t, "withdraw") == 0 {
		return WithdrawDocument{Document: rapid.SampledFrom(l.state.Documents).Draw(t, "document").ID, By: by}
	}
	l.serial++
	return AddDocument{
		ID: fmt.Sprintf("d%d", l.serial), By: by, Title: text, File: "f.txt", MediaType: "text/plain", SHA256: someHash,
		Kind:       rapid.SampledFrom([]string{"document", "prepared", "poster"}).Draw(t, "kind"),
		Item:       rapid.SampledFrom([]string{"", "a1", "a9"}).Draw(t, "item"),
		Bytes:      rapid.Int64Range(0, 2*MaxDocumentBytes).Draw(t, "bytes"),
		Language:   rapid.SampledFrom([]string{"", "es", "español"}).Draw(t, "language"),
		Delegation: rapid.SampledFrom([]string{"", "d1", "United States", "d9"}).Draw(t, "party"),
		Speaker:    rapid.SampledFrom([]string{"", "Ana"}).Draw(t, "speaker"),
	}
}

func (l *life) participants() []string {
	return slices.Sorted(maps.Keys(l.state.Participants)) // the map's order must not decide what rapid draws
}

// do decides a command and stores its events. It reports what was decided.
func (l *life) do(t *rapid.T, cmd Command) []Event {
	before := Fold(l.state)
	events, err := Decide(l.state, cmd, l.now)
	if diff := cmp.Diff(before, l.state); diff != "" {
		t.Fatalf("Decide changed the state:\n%s", diff)
	}
	var refusal *Refusal
	if err != nil && (!errors.As(err, &refusal) || refusal.Detail == "" || len(events) > 0) {
		t.Fatalf("%#v: %v with %d events", cmd, err, len(events))
	}
	if err != nil || len(events) == 0 {
		return events
	}
	record, err := EncodeRecord("c", events)
	if err != nil {
		t.Fatal(err)
	}
	old := l.state
	l.state = Fold(old, events...)
	if diff := cmp.Diff(before, old); diff != "" {
		t.Fatalf("Fold changed the old state:\n%s", diff)
	}
	l.records = append(l.records, record)
	l.states = append(l.states, l.state)
	return events
}

func newLife(t *rapid.T) *life {
	l := &life{state: Fold(State{}), now: time.Date(2021, 5, 7, 15, 0, 0, 0, time.UTC)}
	l.do(t, CreateMeeting{
		ID: "m", Title: "T", Delegations: []Delegation{{Name: "México"}, {Name: "United States"}},
		Agenda: []AgendaItem{{Title: "A"}, {Title: "B"}, {Title: "C"}},
	})
	return l
}

func TestAnyLifeKeepsTheInvariants(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := newLife(t)
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			l.now = l.now.Add(time.Duration(rapid.IntRange(0, 3_600_000).Draw(t, "later")) * time.Millisecond)
			ended := l.state.Phase == Ended
			before := l.state
			cmd := l.command(t)
			events := l.do(t, cmd)
			checkLists(t, before, cmd, events)
			checkAdopted(t, before, l.state)
			if ended && len(events) > 0 && !recorded(events[0].Fact) {
				t.Fatalf("%s after the end", TypeOf(events[0].Fact))
			}
			checkFloor(t, before, events)
			checkState(t, l.state)
			checkDocuments(t, l.state)
			checkRecord(t, before, l.state)
			checkQuotations(t, l.state)
			checkNext(t, before, l.state)
			checkSchedule(t, before, l.state)
			checkRegimes(t, before, l.state, events)
			checkSpeakers(t, l.state)
			checkOneFloor(t, l.state, l.now)
			checkSounds(t, before, l.state)
			checkTexts(t, before, l.state, l.now, events)
			checkSeals(t, before, l.state)
		}
		l.checkSpent(t)
		l.checkFloorTimes(t)
		l.checkReplay(t)
	})
}

func checkState(t *rapid.T, s State) {
	if holder := s.Floor.Holder; holder != "" {
		if p, ok := s.Present(holder); !ok || !p.Role.Speaks() || s.Phase != InSession {
			t.Fatalf("%+v has the floor of a meeting that is %s", p, s.Phase)
		}
	}
	admitted := false
	for id, p := range s.Participants {
		admitted = admitted || p.Status == Admitted
		inv := s.Invitations[p.Invitation]
		if id != p.ID || inv.ID == "" || !inv.Shared && p.ID != inv.ID {
			t.Fatalf("participant %+v of invitation %+v", p, inv)
		}
		if inv.Revoked && p.Status == Admitted {
			t.Fatalf("%s is in with a revoked invitation", p.ID)
		}
	}
	if admitted && s.Phase == Scheduled {
		t.Fatal("somebody is in a meeting that has not opened")
	}
	for _, p := range s.Participants {
		sits := slices.ContainsFunc(s.Interpretation.Booths, func(b interpretation.Booth) bool { return b.ID == p.Booth })
		if p.Booth != "" && (!sits || p.Role != Interpreter) {
			t.Fatalf("%s, %s, sits in booth %s", p.ID, p.Role, p.Booth)
		}
	}
	if err := s.Interpretation.Validate(s.Meeting.Languages); err != nil {
		t.Fatal(err)
	}
	for _, c := range s.Chat {
		if c.Text == "" || utf8.RuneCountInString(c.Text) > MaxChatRunes || strings.ContainsFunc(c.Text, func(r rune) bool { return r != '\n' && hidden(r) }) {
			t.Fatalf("chat %q", c.Text)
		}
	}
	for _, inv := range s.Invitations {
		if inv.Name == "" || utf8.RuneCountInString(inv.Name) > MaxNameRunes || strings.ContainsFunc(inv.Name, hidden) {
			t.Fatalf("name %q", inv.Name)
		}
	}
}

// checkReplay: every prefix of the journal gives the state that there was then, by Fold and by Folder.
func (l *life) checkReplay(t *rapid.T) {
	folder, state := NewFolder(), State{}
	for i, record := range l.records {
		events, err := DecodeRecord(record)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			state = Apply(state, e)
		}
		folder.Add(events)
		if diff := cmp.Diff(l.states[i], state); diff != "" {
			t.Fatalf("after record %d:\n%s", i, diff)
		}
	}
	if diff := cmp.Diff(state, folder.State()); diff != "" {
		t.Fatal(diff)
	}
}

func TestCleanText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "text")
		if chat := cleanChat(s); chat != cleanChat(chat) || !utf8.ValidString(chat) {
			t.Fatalf("%q is not clean: %q", s, chat)
		}
		name, reason := cleanName(s)
		if again, why := cleanName(name); reason == "" && (again != name || why != "") {
			t.Fatalf("%q is not clean: %q %s", s, name, why)
		}
		if tag, ok := languageTag(s); ok {
			if again, ok := languageTag(tag); !ok || again != tag || strings.ContainsFunc(tag, unicode.IsSpace) {
				t.Fatalf("%q became %q, then %q", s, tag, again)
			}
		}
	})
}

// A text alone, by people with authority: adoptions are rare in a whole meeting's life.
func TestAnyNegotiationKeepsTheInvariants(t *testing.T) {
	adopted, rectified := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		l := newLife(t)
		for i, delegation := range []string{"d1", "d1", "d2", ""} {
			role := "delegate"
			if delegation == "" {
				role = "chair"
			}
			l.serial++
			l.do(t, IssueInvitation{ID: fmt.Sprintf("i%d", l.serial), TokenHash: "h", Role: role, Name: "N", Delegation: delegation, Authority: role == "delegate" && i != 1})
		}
		l.do(t, BeginText{By: "i4", Title: "T", Languages: []string{"es", "en"}})
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			l.now = l.now.Add(time.Duration(rapid.IntRange(0, 1_000_000).Draw(t, "later")) * time.Millisecond)
			before := l.state
			by := rapid.SampledFrom([]string{"i1", "i1", "i2", "i3", "i3", "i4", "nobody", ""}).Draw(t, "by")
			events := l.do(t, l.negotiating(t, by, rapid.SampledFrom([]string{"uno", "dos", ""}).Draw(t, "words")))
			checkTexts(t, before, l.state, l.now, events)
			if rapid.IntRange(0, 24).Draw(t, "close") == 0 {
				l.close(t)
			}
		}
		for _, text := range l.state.Texts {
			adopted += min(len(text.Versions), 1)
			rectified += max(len(text.Versions)-1, 0)
		}
		l.checkReplay(t)
	})
	t.Logf("%d texts were adopted, %d rectified", adopted, rectified)
}

func FuzzDecodeRecord(f *testing.F) {
	f.Add([]byte(`[{"type":"meeting-created","at":"2021-05-07T15:00:00Z","data":{"meeting":{"id":"m","title":"T","created":"2021-05-07T15:00:00Z"}}},` +
		`{"type":"floor-given","at":"2021-05-07T15:00:00Z","data":{"participant":"a","by":"b"}}]`))
	f.Add([]byte(`[{"type":"chat-sent","at":"2021-05-07T15:00:00Z","data":{"entry":{"seq":1,"from":"a","to":"everyone","text":"x"}}}]`))
	f.Add([]byte(`[{"type":"participant-admitted","data":null}]`))
	f.Add([]byte(`[{"type":"agenda-arranged","at":"2021-05-07T15:00:00Z","data":{"revision":2,"items":[{"id":"a1","title":"A","titles":{"es":"A"},"changed":2}],"count":1}},` +
		`{"type":"agenda-adopted","at":"2021-05-07T15:00:00Z","data":{"delegation":"d1","revision":2,"by":"i1"}}]`))
	f.Add([]byte(`[{"type":"member-changed","at":"2021-05-07T15:00:00Z","data":{"invitation":"i1","vouched":true,"authority":false}},` +
		`{"type":"invitation-renewed","data":{"invitation":"i1","tokenHash":"h"}},{"type":"entry-refused","data":{"invitation":"i1","refused":true}},` +
		`{"type":"invitation-opened","at":"2021-05-07T15:00:00Z","data":{"invitation":"i1"}}]`))
	f.Add([]byte(`[{"type":"text-begun","at":"2021-05-07T15:00:00Z","data":{"text":"t1","title":"T","languages":["es","en"]}},` +
		`{"type":"paragraph-added","at":"2021-05-07T15:00:00Z","data":{"text":"t1","paragraph":"p1","place":"p1","words":{"es":"x"}}},` +
		`{"type":"paragraph-added","data":{"text":"t1","paragraph":"p2","place":"p1","after":"p1","words":{"es":"y"}}},` +
		`{"type":"bracket-asked","data":{"text":"t1","paragraph":"p1","kind":"bracket","reason":"r"}},` +
		`{"type":"position-taken","data":{"text":"t1","paragraph":"p1","revision":1,"stance":"agreed"}},` +
		`{"type":"silence-opened","data":{"text":"t1","until":"2021-05-10T15:00:00Z"}},{"type":"text-adopted","data":{"text":"t1","silence":true}},` +
		`{"type":"rectification-proposed","data":{"text":"t1","paragraph":"p1","words":{"es":"z"}}},{"type":"text-rectified","data":{"text":"t1","rectification":"r1"}}]`))
	f.Add([]byte(`[{"type":"slot-proposed","at":"2021-05-07T15:00:00Z","data":{"slot":{"id":"s1","when":{"wall":"2021-06-08T10:00:00","zone":"America/Mexico_City","at":"2021-06-08T15:00:00Z"},"minutes":90}}},` +
		`{"type":"slot-answered","data":{"slot":"s1","delegation":"d1","accepted":true}},{"type":"next-meeting-set","data":{"plan":{"revision":1,"mode":"virtual","slot":"s1","legs":[{"id":"l1","when":{"zone":"x"},"minutes":1}],"given":1}}},` +
		`{"type":"next-meeting-cancelled","data":{"revision":2}},{"type":"next-meeting-made","data":{"meeting":"n"}},{"type":"delegation-home-set","data":{"delegation":"d1","home":{"zone":"UTC","from":1,"to":2}}},{"type":"slot-withdrawn","data":{"slot":"s1"}}]`))
	f.Add([]byte(`[{}]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		events, err := DecodeRecord(data)
		if err != nil {
			if !errors.Is(err, ErrRecord) {
				t.Fatal(err)
			}
			return
		}
		state := Fold(State{}, events...) // whatever the order: no panic
		record, err := EncodeRecord("c", events)
		if err != nil {
			return // a time that JSON cannot write
		}
		again, err := DecodeRecord(record)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(state, Fold(State{}, again...)); diff != "" {
			t.Fatal(diff)
		}
	})
}
