package proceedings

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// written is a meeting in session in which Kay keeps the record, Lee too, and Ana speaks at the floor.
func written(t *testing.T) (s State, now time.Time) {
	t.Helper()
	now = time.Date(2021, 5, 7, 15, 0, 0, 0, time.UTC)
	no := false
	for _, c := range []Command{
		CreateMeeting{ID: "m", Title: "T", Languages: []string{"es", "en"}, Delegations: []Delegation{{Name: "México"}, {Name: "United States"}}},
		IssueInvitation{ID: "chair", TokenHash: "a", Role: "chair", Name: "Chair"},
		IssueInvitation{ID: "kay", TokenHash: "b", Role: "record-keeper", Name: "Kay", Lobby: &no},
		IssueInvitation{ID: "lee", TokenHash: "c", Role: "record-keeper", Name: "Lee", Lobby: &no},
		IssueInvitation{ID: "ana", TokenHash: "d", Role: "delegate", Name: "Ana", Delegation: "d1", Lobby: &no},
		IssueInvitation{ID: "bob", TokenHash: "e", Role: "delegate", Name: "Bob", Delegation: "d2", Lobby: &no},
		Arrive{Invitation: "chair", Participant: "chair"},
		Arrive{Invitation: "kay", Participant: "kay"},
		Arrive{Invitation: "lee", Participant: "lee"},
		Arrive{Invitation: "ana", Participant: "ana"},
		Arrive{Invitation: "bob", Participant: "bob"},
		GiveFloor{By: "chair", Participant: "ana", ChairPresent: true},
	} {
		s = granted(t, s, c, now)
		now = now.Add(time.Minute)
	}
	return s, now
}

func granted(t *testing.T, s State, c Command, now time.Time) State {
	t.Helper()
	events, err := Decide(s, c, now)
	if err != nil {
		t.Fatalf("%+v: %v", c, err)
	}
	return Fold(s, events...)
}

func refusedAs(t *testing.T, s State, c Command, now time.Time, code Code) {
	t.Helper()
	_ = whyNot(t, s, c, now, code)
}

func whyNot(t *testing.T, s State, c Command, now time.Time, code Code) *Refusal {
	t.Helper()
	events, err := Decide(s, c, now)
	r, ok := errors.AsType[*Refusal](err)
	if !ok || r.Code != code || r.Detail == "" {
		t.Fatalf("%+v: %v, %v; want %s", c, events, err, code)
	}
	return r
}

func TestSegmentsAreWrittenByKeepers(t *testing.T) {
	s, now := written(t)
	s = granted(t, s, AddSegment{By: "kay", Intervention: "i1", Language: "ES", Text: " Señora vicepresidenta:\r\n\u202e "}, now)
	got, _ := s.Segment("s1")
	want := Segment{
		ID: "s1", Form: Verbatim, Intervention: "i1", Language: "es", Origin: FromFloor, Start: now, Text: "Señora vicepresidenta:",
		Source: ByHuman, Revision: 1, By: "kay", Change: 1,
	}
	if diff := cmp.Diff(want, got); diff != "" || s.SpeakerOf(got) != "ana" {
		t.Fatal(diff)
	}
	for _, tc := range []struct {
		change func(*AddSegment)
		code   Code
	}{
		{func(c *AddSegment) { c.By = "ana" }, NotAllowed},
		{func(c *AddSegment) { c.By = "nobody" }, InvitationUnknown},
		{func(c *AddSegment) { c.Intervention = "i2" }, InterventionUnknown},
		{func(c *AddSegment) { c.Speaker = "bob" }, FieldInvalid},
		{func(c *AddSegment) { c.Intervention, c.Speaker = "", "nobody" }, ParticipantUnknown},
		{func(c *AddSegment) { c.Language = "" }, FieldInvalid},
		{func(c *AddSegment) { c.Origin = "heaven" }, FieldInvalid},
		{func(c *AddSegment) { c.Form = "poem" }, FieldInvalid},
		{func(c *AddSegment) { c.Source = "dream" }, FieldInvalid},
		{func(c *AddSegment) { c.Text = "\u200b" }, TextEmpty},
		{func(c *AddSegment) { c.Text = strings.Repeat("x", MaxSegmentRunes+1) }, TextTooLong},
		{func(c *AddSegment) { c.Start = now.Add(time.Second) }, FieldInvalid},
		{func(c *AddSegment) { c.Start = now.AddDate(-1, 0, 0) }, FieldInvalid},
		{func(c *AddSegment) { c.End = now.Add(-time.Hour) }, FieldInvalid},
	} {
		c := AddSegment{By: "kay", Intervention: "i1", Language: "es", Text: "x"}
		tc.change(&c)
		refusedAs(t, s, c, now, tc.code)
	}
	for _, by := range []string{"chair", ""} {
		s = granted(t, s, AddSegment{By: by, Speaker: "bob", Language: "en", Text: "Hear, hear.", Source: "asr"}, now)
	}
	if spoke, _ := s.Segment("s2"); s.SpeakerOf(spoke) != "bob" {
		t.Errorf("the words outside of an intervention are %q's", s.SpeakerOf(spoke))
	}
	if in := s.SegmentsOf("i1", "es"); len(in) != 1 || in[0].ID != "s1" {
		t.Errorf("of the intervention: %v", in)
	}
}

// Nobody overwrites what they have not seen, and is told what that is.
func TestStaleEditGetsTheDifference(t *testing.T) {
	s, now := written(t)
	s = granted(t, s, AddSegment{By: "kay", Intervention: "i1", Language: "es", Text: "Nuestros países enfrentan retos."}, now)
	s = granted(t, s, ReviseSegment{By: "kay", Segment: "s1", From: 1, Text: new("Nuestros países enfrentan grandes retos.")}, now)
	mine := ReviseSegment{By: "lee", Segment: "s1", From: 1, Text: new("Nuestros dos países enfrentan retos.")}
	r := whyNot(t, s, mine, now, RevisionStale)
	want := &Stale{Speaker: "ana", Difference: []Piece{{Same, "Nuestros "}, {New, "dos "}, {Same, "países enfrentan "}, {Struck, "grandes "}, {Same, "retos."}}}
	want.Segment, _ = s.Segment("s1")
	if diff := cmp.Diff(want, r.Stale); diff != "" {
		t.Fatal(diff)
	}
	mine.From, mine.Text = 2, new("Nuestros dos países enfrentan grandes retos.")
	s = granted(t, s, mine, now)
	if got, _ := s.Segment("s1"); got.Revision != 3 || got.By != "lee" || got.Change != 3 {
		t.Fatalf("%+v", got)
	}
	refusedAs(t, s, ReviseSegment{By: "lee", Segment: "s9", From: 1}, now, SegmentUnknown)
	if events, err := Decide(s, ReviseSegment{By: "kay", Segment: "s1", From: 3, Text: mine.Text}, now); err != nil || len(events) > 0 {
		t.Fatalf("the same again: %v, %v", events, err)
	}
}

func TestRemovedWordsComeBack(t *testing.T) {
	s, now := written(t)
	s = granted(t, s, AddSegment{By: "kay", Language: "es", Text: "Prueba.", Source: "asr"}, now)
	s = granted(t, s, ReviseSegment{By: "kay", Segment: "s1", From: 1, Removed: new(true)}, now)
	if left := slices.Collect(s.Segments()); len(left) != 0 {
		t.Fatal(left)
	}
	// Also after the meeting's end, when nothing else may be done.
	s = granted(t, s, End{By: "chair"}, now)
	refusedAs(t, s, SendChat{By: "kay", To: ToEveryone, Text: "x"}, now, MeetingEndedCode)
	s = granted(t, s, ReviseSegment{By: "kay", Segment: "s1", From: 2, Removed: new(false)}, now)
	if left := slices.Collect(s.Segments()); len(left) != 1 || left[0].Source != ByASR {
		t.Fatal(left)
	}
}

// Words keep the regime under which they were spoken, also those outside of interventions.
func TestWordsOnTheRecord(t *testing.T) {
	s, now := written(t)
	s = granted(t, s, AddSegment{By: "kay", Intervention: "i1", Language: "es", Text: "Al micrófono."}, now)
	s = granted(t, s, AddSegment{By: "kay", Speaker: "bob", Language: "en", Text: "Before."}, now)
	now = now.Add(time.Minute)
	s = granted(t, s, SetRegime{By: "chair", Regime: string(OffTheRecord)}, now)
	now = now.Add(time.Minute)
	s = granted(t, s, AddSegment{By: "kay", Speaker: "bob", Language: "en", Text: "After."}, now)
	for id, want := range map[string]bool{"s1": true, "s2": true, "s3": false} {
		if v, _ := s.Segment(id); s.OnTheRecord(v) != want {
			t.Errorf("%q is on the record: %t", v.Text, !want)
		}
	}
}

func TestRecordIsBounded(t *testing.T) {
	s, now := written(t)
	s.Record.Changes = MaxRecordChanges
	refusedAs(t, s, AddSegment{By: "kay", Language: "es", Text: "x"}, now, LimitReached)
	s.Record.Changes, s.Record.Bytes = 0, MaxRecordBytes
	refusedAs(t, s, AddSegment{By: "kay", Language: "es", Text: "x"}, now, LimitReached)
	s = longRecord(MaxSegments)
	s.Meeting.Created = now
	refusedAs(t, s, AddSegment{Language: "es", Text: "x"}, now, LimitReached)
}

// longRecord has as many segments.
func longRecord(segments int) State {
	f := NewFolder()
	at := time.Date(2021, 5, 7, 15, 0, 0, 0, time.UTC)
	f.Add([]Event{{At: at, Fact: MeetingCreated{Meeting: Meeting{ID: "m", Created: at}}}})
	for i := range segments {
		at = at.Add(time.Second)
		f.Add([]Event{{At: at, Fact: SegmentAdded{Segment: Segment{
			ID: SegmentID(i), Form: Verbatim, Language: "es", Origin: FromFloor, Start: at, Text: strings.Repeat("palabra ", 8), Revision: 1,
		}}}})
	}
	return f.State()
}

// A State with a full record is copied for one revision: the chunks are shared.
func TestRevisionCopiesLittle(t *testing.T) {
	s := longRecord(MaxSegments)
	v, _ := s.Segment("s777")
	v.Revision, v.Text = 2, "otra"
	var got State
	cost := testing.Benchmark(func(b *testing.B) {
		b.Helper()
		for b.Loop() {
			got = Fold(s, Event{Fact: SegmentRevised{Segment: v}})
		}
	})
	// 313 pointers to chunks, one chunk, one segment. A copy of all segments would be 4 MB.
	if bytes := cost.AllocedBytesPerOp(); bytes > 8<<10 {
		t.Errorf("a revision in a record of %d segments costs %d bytes", MaxSegments, bytes)
	}
	if was, _ := s.Segment("s777"); was.Revision != 1 {
		t.Error("the State of before was changed")
	}
	if is, _ := got.Segment("s777"); is.Text != "otra" {
		t.Errorf("%+v", is)
	}
}

func TestDifference(t *testing.T) {
	for _, tc := range []struct {
		from, to string
		want     []Piece
	}{
		{"", "", nil},
		{"a b", "a b", []Piece{{Same, "a b"}}},
		{"a  b", "a b", []Piece{{Same, "a b"}}},
		{"climate change.", "climate crisis.", []Piece{{Same, "climate "}, {Struck, "change"}, {New, "crisis"}, {Same, "."}}},
		{"الهجرة والتنمية", "الهجرة", []Piece{{Same, "الهجرة"}, {Struck, "والتنمية"}}},
		{"气候变化", "气候危机", []Piece{{Same, "气候"}, {Struck, "变化"}, {New, "危机"}}},
		{"l’état d'urgence", "l’état", []Piece{{Same, "l’état"}, {Struck, "d'urgence"}}},
	} {
		if diff := cmp.Diff(tc.want, Difference(tc.from, tc.to)); diff != "" {
			t.Errorf("%q, %q:\n%s", tc.from, tc.to, diff)
		}
	}
}

func TestDifferenceOfAnything(t *testing.T) {
	squeezed := func(s string) string { return strings.Join(strings.FieldsFunc(s, unicode.IsSpace), "") }
	rapid.Check(t, func(t *rapid.T) {
		some := rapid.StringOfN(rapid.SampledFrom([]rune("ab c.é气ة\n")), 0, 60, -1)
		from, to := some.Draw(t, "from"), some.Draw(t, "to")
		var old, now strings.Builder
		for _, p := range Difference(from, to) {
			if p.Op != New {
				old.WriteString(p.Text)
			}
			if p.Op != Struck {
				now.WriteString(p.Text)
			}
		}
		if squeezed(old.String()) != squeezed(from) || now.String() != to {
			t.Fatalf("%q, %q: %q", from, to, Difference(from, to))
		}
	})
}

// Two texts of an hour that differ here and there are compared in bounded memory, and what they share is found.
func TestDifferenceOfLongTexts(t *testing.T) {
	var from, to strings.Builder
	same := 0
	for i := range 9000 {
		word := "w" + string(rune('a'+i%26)) + strings.Repeat("x", i/26%7)
		if i%50 == 7 {
			word = SegmentID(i) // once in each
		}
		from.WriteString(word + " ")
		if i%100 == 99 {
			to.WriteString("other ")
			continue
		}
		same++
		to.WriteString(word + " ")
	}
	kept := 0
	for _, p := range Difference(from.String(), to.String()) {
		if p.Op == Same {
			kept += len(strings.Fields(p.Text))
		}
	}
	if kept != same {
		t.Errorf("%d of %d words were found in both", kept, same)
	}
}

func TestWhenWordsOfATurnWereSpoken(t *testing.T) {
	at := func(s int) time.Time { return time.Date(2021, 5, 7, 15, 0, s, 0, time.UTC) }
	turn := Intervention{Intervals: []Interval{{at(0), at(10)}, {at(20), at(30)}}, End: at(30)}
	for _, c := range []struct {
		turn      Intervention
		now, want time.Time
	}{
		{Intervention{}, at(5), at(5)},
		{Intervention{Intervals: []Interval{{Start: at(0)}}}, at(5), at(5)},
		{Intervention{Intervals: []Interval{{at(0), at(10)}}}, at(15), at(15)}, // the clock stands
		{turn, at(35), at(30).Add(-time.Millisecond)},
		{turn, at(3000), at(0)},
	} {
		if got := c.turn.writtenAt(c.now); !got.Equal(c.want) {
			t.Errorf("%v: %v, want %v", c.now, got, c.want)
		}
	}
}
