package proceedings

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// regime sets what may be made of anything.
func (l *life) regime(t *rapid.T, by, whom string) Command {
	c := SetRegime{By: by, Regime: string(rapid.SampledFrom(append(Regimes(), "", "secret")).Draw(t, "regime"))}
	if c.Regime == string(Background) {
		c.Label = rapid.SampledFrom([]string{"", "an official"}).Draw(t, "label")
	}
	switch rapid.IntRange(0, 3).Draw(t, "of") {
	case 0:
		c.Item = rapid.SampledFrom([]string{"a1", "a2", "a9"}).Draw(t, "item")
	case 1:
		c.Speaker = whom
	case 2:
		c.Intervention = fmt.Sprintf("i%d", rapid.IntRange(1, len(l.state.Interventions)+1).Draw(t, "intervention"))
	default:
	}
	return c
}

// checkRegimes: what was spoken keeps its regime, but where the delegation that spoke released it; in session nothing
// becomes looser than what the meeting was convened with.
func checkRegimes(t *rapid.T, before, after State, events []Event) {
	released := map[string]bool{}
	for _, e := range events {
		set, is := e.Fact.(RegimeSet)
		if !is || set.Intervention == "" {
			continue
		}
		released[set.Intervention] = true
		v, _ := before.Intervention(set.Intervention)
		by, speaker := before.Participants[set.By], before.Participants[v.Speaker]
		if by.ID != speaker.ID && (by.Delegation == "" || by.Delegation != speaker.Delegation) {
			t.Fatalf("%+v released the words of %+v", by, speaker)
		}
		if before.AttributionOf(v).looser(set.Attribution) {
			t.Fatalf("%+v tightened words that were spoken", set)
		}
	}
	for i, v := range before.Interventions {
		if was, is := before.AttributionOf(v), after.AttributionOf(after.Interventions[i]); was != is && !released[v.ID] {
			t.Fatalf("%s was spoken under %+v, and has %+v", v.ID, was, is)
		}
	}
	if after.Phase == Scheduled {
		return
	}
	for _, item := range []string{"", "a1", "a2", "a3"} {
		if a := after.agreed(item); a.Now.looser(a.Convened) {
			t.Fatalf("%q was convened with %+v, and has %+v", item, a.Convened, a.Now)
		}
	}
	if spans := after.Attributions.Spans; len(spans) > 0 && spans[len(spans)-1].Attribution != after.agreed(after.Agenda.Item).Now.known() {
		t.Fatalf("%+v applies, and the last span is %+v", after.agreed(after.Agenda.Item), spans[len(spans)-1])
	}
}

// talk is a meeting in session with a chair, Ana of México and Bob of the United States.
type talk struct {
	*testing.T
	s   State
	now time.Time
}

func newTalk(t *testing.T, create CreateMeeting) *talk {
	t.Helper()
	c := &talk{T: t, now: time.Date(2021, 5, 7, 15, 0, 0, 0, time.UTC)}
	create.ID, create.Title = "m", "T"
	create.Delegations = []Delegation{{Name: "México"}, {Name: "United States"}}
	create.Agenda = []AgendaItem{{Title: "A"}, {Title: "B"}}
	no := false
	c.ok(create)
	c.ok(IssueInvitation{ID: "chair", TokenHash: "h1", Role: "chair", Name: "Chair"})
	for i, name := range []string{"Ana", "Alba"} {
		c.ok(IssueInvitation{ID: name, TokenHash: fmt.Sprint("a", i), Role: "delegate", Name: name, Delegation: "México", Lobby: &no})
	}
	c.ok(IssueInvitation{ID: "Bob", TokenHash: "h4", Role: "delegate", Name: "Bob", Delegation: "United States", Lobby: &no})
	return c
}

func (c *talk) open() {
	c.Helper()
	for _, id := range []string{"chair", "Ana", "Alba", "Bob"} {
		c.ok(Arrive{Invitation: id, Participant: id})
	}
}

func (c *talk) ok(cmd Command) {
	c.Helper()
	c.now = c.now.Add(time.Minute)
	events, err := Decide(c.s, cmd, c.now)
	if err != nil {
		c.Fatalf("%+v: %v", cmd, err)
	}
	c.s = Fold(c.s, events...)
}

func (c *talk) refused(code Code, cmd Command) {
	c.Helper()
	_, err := Decide(c.s, cmd, c.now)
	if r, is := errors.AsType[*Refusal](err); !is || r.Code != code {
		c.Fatalf("%+v: %v, want %s", cmd, err, code)
	}
}

func (c *talk) applying(want Regime) {
	c.Helper()
	if got := c.s.Applying().Regime; got != want {
		c.Fatalf("%s applies, want %s", got, want)
	}
}

func (c *talk) speaks(id string) { c.ok(GiveFloor{By: "chair", Participant: id, ChairPresent: true}) }

func TestTheMeetingIsConvenedUnderARegime(t *testing.T) {
	c := newTalk(t, CreateMeeting{Regime: "chatham-house"})
	c.applying(ChathamHouse)
	c.ok(SetRegime{By: "chair", Regime: "background", Label: "an official"}) // nobody was told anything else yet
	c.ok(SetRegime{Item: "a2", Regime: "on-the-record"})
	c.open()
	c.applying(Background)
	c.refused(RegimeHolds, SetRegime{By: "chair", Regime: "on-the-record"})
	c.refused(NotAllowed, SetRegime{By: "Ana", Regime: "off-the-record"})
	c.ok(SetRegime{By: "chair", Regime: "off-the-record"})
	c.applying(OffTheRecord)
	c.ok(SetRegime{By: "chair", Regime: "background", Label: "a diplomat"}) // back to what was agreed
	c.ok(MoveAgenda{By: "chair", Item: "a2", ChairPresent: true})
	c.applying(OnTheRecord)
	c.ok(SetRegime{By: "chair", Item: "a2", Regime: "chatham-house"})
	c.applying(ChathamHouse)
	c.ok(MoveAgenda{By: "chair", Item: "a1", ChairPresent: true})
	c.applying(Background)
}

func TestWordsKeepTheirRegime(t *testing.T) {
	c := newTalk(t, CreateMeeting{})
	c.open()
	c.ok(SetRegime{By: "chair", Regime: "off-the-record"})
	c.speaks("Ana")
	c.ok(SetRegime{By: "chair", Regime: "on-the-record"})
	c.applying(OffTheRecord) // Ana speaks still
	c.refused(NotAllowed, SetRegime{By: "chair", Intervention: "i1", Regime: "on-the-record"})
	c.refused(NotAllowed, SetRegime{Intervention: "i1", Regime: "on-the-record"})
	c.refused(NotAllowed, SetRegime{By: "Bob", Intervention: "i1", Regime: "on-the-record"})
	c.speaks("Bob")
	c.applying(OnTheRecord)
	c.refused(RegimeHolds, SetRegime{By: "Bob", Intervention: "i2", Regime: "off-the-record"})
	c.refused(RegimeHolds, SetRegime{By: "chair", Intervention: "i2", Regime: "off-the-record"})
	c.ok(End{By: "chair"})
	c.refused(MeetingEndedCode, SetRegime{By: "chair", Regime: "off-the-record"})
	c.ok(SetRegime{By: "Alba", Intervention: "i1", Regime: "background", Label: "a Mexican official"})
	if v, _ := c.s.Intervention("i1"); c.s.AttributionOf(v) != (Attribution{Background, "a Mexican official"}) {
		t.Errorf("%+v", c.s.AttributionOf(v))
	}
}

func TestATurnCanBeTightenedBeforeItBegins(t *testing.T) {
	c := newTalk(t, CreateMeeting{})
	c.open()
	c.speaks("Bob")
	c.ok(SetRegime{By: "Ana", Speaker: "Ana", Regime: "off-the-record"})
	c.refused(NotAllowed, SetRegime{By: "Bob", Speaker: "Ana", Regime: "off-the-record"})
	c.refused(FieldInvalid, SetRegime{By: "Ana", Speaker: "Ana", Regime: "background"})
	c.refused(FieldInvalid, SetRegime{By: "Ana", Speaker: "Ana", Regime: "hush"})
	c.refused(FieldInvalid, SetRegime{By: "chair", Speaker: "Ana", Item: "a1", Regime: "background", Label: "x"})
	c.applying(OnTheRecord)
	c.speaks("Ana")
	c.applying(OffTheRecord)
	c.speaks("Bob")
	c.speaks("Ana")
	c.applying(OnTheRecord) // it was for one turn
}

func TestWordsOutsideOfTurnsHaveTheStrictestRegimeOfTheirTime(t *testing.T) {
	c := newTalk(t, CreateMeeting{})
	c.open()
	begin := c.now
	c.ok(SetRegime{By: "chair", Regime: "off-the-record"})
	off := c.now
	c.ok(SetRegime{By: "chair", Regime: "on-the-record"})
	back := c.now
	for _, v := range []struct {
		from, to time.Time
		want     Regime
	}{
		{begin, off.Add(-1), OnTheRecord},
		{begin, off, OffTheRecord},
		{off, off, OffTheRecord},
		{back.Add(-1), back, OffTheRecord},
		{back, back.Add(time.Hour), OnTheRecord},
		{begin, time.Time{}, OffTheRecord},
		{begin.Add(-time.Hour), begin, OnTheRecord},
	} {
		if got := c.s.AttributionAt(v.from, v.to).Regime; got != v.want {
			t.Errorf("%v to %v: %s, want %s", v.from, v.to, got, v.want)
		}
	}
}

// What a keeper writes while somebody speaks off the record, and puts into no turn, is off the record.
func TestWordsInNoTurnHaveTheRegimeOfTheTurnBesideThem(t *testing.T) {
	at := func(s int) time.Time { return time.Date(2021, 5, 7, 15, 0, s, 0, time.UTC) }
	s := Fold(State{})
	s.Interventions = []Intervention{
		{ID: "i1", Speaker: "ana", Intervals: []Interval{{at(0), at(10)}}, End: at(10), Attribution: Attribution{Regime: OnTheRecord}},
		{ID: "i2", Speaker: "ana", Intervals: []Interval{{at(10), at(20)}, {at(30), at(40)}}, End: at(40), Attribution: Attribution{Regime: OffTheRecord}},
		{ID: "i3", Speaker: "ben", Intervals: []Interval{{Start: at(50)}}, Attribution: Attribution{Regime: Background, Label: "an official"}},
	}
	var words []Segment
	for _, c := range []struct {
		start, end int // end 0: not known
		want       Regime
	}{
		{5, 9, OnTheRecord},
		{9, 11, OffTheRecord},
		{15, 0, OffTheRecord},
		{25, 26, OffTheRecord},
		{39, 0, OffTheRecord},
		{40, 45, OnTheRecord},
		{45, 51, Background},
		{3600, 0, Background},
	} {
		v := Segment{ID: "s" + fmt.Sprint(c.start), Speaker: "kay", Start: at(c.start), Text: "words"}
		if c.end > 0 {
			v.End = at(c.end)
		}
		if got := s.AttributionOfSegment(v).Regime; got != c.want {
			t.Errorf("%d to %d: %s, want %s", c.start, c.end, got, c.want)
		}
		words = append(words, v)
	}
	for _, turn := range s.outside(words) {
		if want := s.AttributionOfSegment(turn.Passages[0]); turn.Regime != want.Regime || turn.Label != want.Label {
			t.Errorf("as exported: %s %q, want %+v", turn.Regime, turn.Label, want)
		}
	}
}
