package proceedings

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/cumbre-meet/cumbre/internal/quote"
)

// quoting keeps and drops quotations, and changes the words that they are of.
func (l *life) quoting(t *rapid.T, by string) Command {
	if rapid.Bool().Draw(t, "server") {
		by = ""
	}
	n := l.state.Record.Segments.Len()
	segment := SegmentID(rapid.IntRange(0, max(0, n-1)).Draw(t, "segment"))
	words := func() string {
		return rapid.SampledFrom([]string{"We must act together, now.", "Ana of México must act.", "We must not."}).Draw(t, "words")
	}
	switch rapid.IntRange(0, 5).Draw(t, "quoting") {
	case 0:
		return AddSegment{By: by, Language: "es", Text: words(), Intervention: rapid.SampledFrom([]string{"", "i1", "i2"}).Draw(t, "intervention")}
	case 1:
		v, _ := l.state.Segment(segment)
		text := words()
		c := ReviseSegment{By: by, Segment: segment, From: v.Revision, Text: &text}
		if rapid.Bool().Draw(t, "moved") {
			c.Text, c.Intervention = nil, new(rapid.SampledFrom([]string{"", "i1", "i2"}).Draw(t, "to"))
		}
		return c
	case 2:
		return DropQuotation{By: by, Quotation: rapid.SampledFrom([]string{"q1", "q2", "q9"}).Draw(t, "quotation")}
	default:
		return KeepQuotation{
			By: by, Segment: segment, Use: rapid.SampledFrom([]string{"", "Communiqué"}).Draw(t, "use"),
			Text: rapid.SampledFrom([]string{"must act", "We must (…) now", "Ana of México", "nobody said this", ""}).Draw(t, "quotation"),
		}
	}
}

// checkQuotations: what the State says of each is what a check made anew says.
func checkQuotations(t *rapid.T, s State) {
	fresh := func(q Quotation, version int) quote.Verdict {
		e, err := s.Export(Verbatim, version)
		if err != nil {
			return quote.NotFound
		}
		for _, turn := range e.Content().Turns {
			source := quote.Source{Origin: quote.Origin(q.Origin)}
			here := turn.Intervention != "" && turn.Intervention == q.Intervention
			for _, v := range turn.Passages {
				here = here || turn.Intervention == q.Intervention && v.ID == q.Segment
				if v.Language == q.Language && v.Origin == q.Origin {
					source.Pieces = append(source.Pieces, v.Text)
				}
			}
			if !here {
				continue
			}
			if found := quote.Verify(q.Text, []quote.Source{source}); found.Verdict != quote.NearMiss {
				return found.Verdict
			}
		}
		return quote.NotFound
	}
	for _, q := range s.Quotations.List {
		if want := fresh(q, 0); q.Draft.Verdict != want {
			t.Fatalf("%+v: a check made now says %s", q, want)
		}
		if n := s.quotedVersion(); n == 0 && q.Published.Verdict != "" || n > 0 && q.Published.Verdict != fresh(q, n) {
			t.Fatalf("%+v: a check against version %d made now says %s", q, n, fresh(q, n))
		}
		if q.Verdict == quote.NotFound || q.Text == "" || len(q.Text) > MaxQuotationBytes {
			t.Fatalf("kept: %+v", q)
		}
	}
}

// TestQuotationsAreHeldAnewAfterAnyCommand has more of them than any life.
func TestQuotationsAreHeldAnewAfterAnyCommand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := newLife(t)
		if rapid.Bool().Draw(t, "house") {
			l.do(t, SetRegime{Regime: "chatham-house"})
		}
		for i, role := range []string{"chair", "delegate"} {
			id := []string{"i1", "i2"}[i]
			l.serial++
			l.do(t, IssueInvitation{ID: id, TokenHash: "h", Role: role, Name: "Ana", Delegation: "d1", Lobby: new(false)})
			l.do(t, Arrive{Invitation: id, Participant: id})
			l.do(t, GiveFloor{By: "i1", Participant: id, ChairPresent: true})
		}
		l.do(t, AddSegment{Language: "es", Text: "We must act together, now.", Intervention: "i1"})
		l.do(t, KeepQuotation{Text: "must act", Segment: "s1"})
		for range rapid.IntRange(1, 20).Draw(t, "steps") {
			l.now = l.now.Add(time.Duration(rapid.IntRange(0, 2).Draw(t, "later")) * time.Millisecond)
			switch rapid.IntRange(0, 9).Draw(t, "what") {
			case 0:
				l.do(t, l.command(t))
			case 1:
				l.do(t, l.writing(t, "", "We must"))
			case 2:
				l.do(t, SetRegime{
					Regime: rapid.SampledFrom([]string{"", "background", "chatham-house", "off-the-record"}).Draw(t, "regime"), Label: rapid.SampledFrom([]string{"", "an official"}).Draw(t, "label"),
					Intervention: rapid.SampledFrom([]string{"", "i1"}).Draw(t, "intervention"), By: rapid.SampledFrom([]string{"", "i1"}).Draw(t, "by"),
				})
			case 3:
				l.serial++
				l.do(t, rapid.SampledFrom([]Command{PublishRecord{}, IssueInvitation{ID: fmt.Sprintf("i%d", l.serial), TokenHash: "h", Role: "observer", Name: "Act"}}).Draw(t, "new"))
			default:
				l.do(t, l.quoting(t, "i2"))
			}
			checkQuotations(t, l.state)
		}
		l.checkReplay(t)
	})
}

func TestAQuotationFailsWhenTheRecordChangesUnderIt(t *testing.T) {
	l := newQuoted(t)
	l.does(KeepQuotation{Text: "We must act (…) now", Use: "Communiqué", Segment: "s1"})
	if q := l.only(); q.Verdict != quote.Elided || q.Version != 0 || q.Fails() || q.Draft.First != "s1" || q.Draft.Last != "s2" {
		t.Fatalf("%+v", q)
	}
	l.does(PublishRecord{})
	if q := l.only(); q.Published.Verdict != quote.Elided {
		t.Fatalf("published: %+v", q)
	}
	l.does(ReviseSegment{Segment: "s2", From: 1, Text: new("and soon.")})
	if q := l.only(); !q.Fails() || q.Published.Verdict != quote.Elided {
		t.Fatalf("after a revision: %+v", q)
	}
	l.does(PublishRecord{})
	if q := l.only(); q.Published.Verdict != quote.NotFound {
		t.Fatalf("after the next version: %+v", q)
	}
	l.does(ReviseSegment{Segment: "s2", From: 2, Text: new("and now.")})
	if q := l.only(); q.Fails() {
		t.Fatalf("mended: %+v", q)
	}
	l.does(DropQuotation{Quotation: "q1"})
	if len(l.state.Quotations.List) != 0 {
		t.Fatal("dropped, and still there")
	}
}

func TestWordsThatAreMovedIntoATurnCount(t *testing.T) {
	l := newQuoted(t)
	l.does(GiveFloor{By: "ana", Participant: "ana", ChairPresent: true})
	l.does(AddSegment{Language: "en", Text: "We must act.", Intervention: "i1"})
	l.does(KeepQuotation{Text: "We must act", Segment: "s3"})
	l.does(ReviseSegment{Segment: "s3", From: 1, Text: new("Well.")})
	if q := l.only(); !q.Fails() {
		t.Fatalf("%+v", q)
	}
	l.does(ReviseSegment{Segment: "s1", From: 1, Intervention: new("i1"), Speaker: new("")})
	if q := l.only(); q.Fails() {
		t.Fatalf("%+v", q)
	}
}

func TestOnlyWhatWasSaidIsKept(t *testing.T) {
	l := newQuoted(t)
	for _, c := range []struct {
		cmd  Command
		code Code
	}{
		{KeepQuotation{Text: "We must wait", Segment: "s1"}, QuotationDiffers},
		{KeepQuotation{Text: "(…)", Segment: "s1"}, QuotationDiffers},
		{KeepQuotation{Text: "We must act", Segment: "s9"}, SegmentUnknown},
		{KeepQuotation{Text: "We must act", Segment: "s1", Use: strings.Repeat("x", MaxNameRunes+1)}, FieldInvalid},
		{KeepQuotation{Text: strings.Repeat("We must act ", 200), Segment: "s1"}, TextTooLong},
		{DropQuotation{Quotation: "q1"}, QuotationUnknown},
	} {
		_, err := Decide(l.state, c.cmd, l.now)
		if r, is := errors.AsType[*Refusal](err); !is || r.Code != c.code {
			t.Errorf("%+v: %v, want %s", c.cmd, err, c.code)
		}
	}
}

// quoted is a meeting in which something was said.
type quoted struct {
	*testing.T
	state State
	now   time.Time
}

func newQuoted(t *testing.T) *quoted {
	t.Helper()
	l := &quoted{T: t, state: Fold(State{}), now: time.Date(2021, 5, 7, 15, 0, 0, 0, time.UTC)}
	l.does(CreateMeeting{ID: "m", Title: "T"})
	l.does(IssueInvitation{ID: "ana", TokenHash: "h", Role: "chair", Name: "Ana", Lobby: new(false)})
	l.does(Arrive{Invitation: "ana", Participant: "ana"})
	l.does(AddSegment{Language: "en", Speaker: "ana", Text: "We must act together"})
	l.does(AddSegment{Language: "en", Speaker: "ana", Text: "and now."})
	return l
}

func (l *quoted) does(c Command) {
	l.Helper()
	l.now = l.now.Add(time.Second)
	events, err := Decide(l.state, c, l.now)
	if err != nil {
		l.Fatal(err)
	}
	l.state = Fold(l.state, events...)
}

func (l *quoted) only() Quotation {
	l.Helper()
	if n := len(l.state.Quotations.List); n != 1 {
		l.Fatalf("%d quotations", n)
	}
	return l.state.Quotations.List[0]
}
