package conference_test

import (
	"context"
	"errors"
	"testing"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

func TestAQuotationIsHeldAgainstWhatMayBeTold(t *testing.T) {
	inWorld(t, func(w *world) {
		chair := w.join(w.invite("chair", "Chair", "").Token)
		invitation := w.invite("delegate", "Kamala Harris", "United States")
		kamala := w.join(invitation.Token)
		chair.ok(func(id int) protocol.ClientMessage { return protocol.GiveFloor{ID: id, Participant: kamala.me} })
		write := func(language, text string) {
			t.Helper()
			if err := w.hub.Execute(context.Background(), w.meeting.ID, proceedings.AddSegment{Intervention: "i1", Language: language, Origin: map[string]string{"es": "interpretation"}[language], Text: text}); err != nil {
				t.Fatal(err)
			}
		}
		write("en", "Our countries face great challenges that no border stops,")
		write("en", "the pandemic and its economic repercussions.")
		write("es", "Nuestros países enfrentan grandes desafíos que ninguna frontera detiene, la pandemia.")
		visitor := conference.Visitor{Invitation: invitation.ID}
		verify := func(quotation string) protocol.Quotation {
			t.Helper()
			q, err := w.hub.VerifyQuote(context.Background(), w.meeting.ID, visitor, quotation, 0)
			if err != nil {
				t.Fatal(err)
			}
			return q
		}
		q := verify("Our countries face great challenges (…), the pandemic")
		if q.Verdict != "elided" || q.Matches[0].Speaker != "Kamala Harris" || q.Matches[0].Delegation != "United States" ||
			q.Matches[0].First != "s1" || q.Matches[0].Last != "s2" || q.Matches[0].Runs[1].Record != "that no border stops" {
			t.Errorf("%+v", q)
		}
		if q := verify("Nuestros países enfrentan grandes desafíos"); q.Verdict != "interpreted" || q.Matches[0].Language != "es" {
			t.Errorf("%+v", q)
		}
		write("en", "We must act together.")
		if q := verify("We must act together"); q.Verdict != "verbatim" {
			t.Errorf("the record has changed, and the check did not see it: %+v", q)
		}
		if _, err := w.hub.VerifyQuote(context.Background(), w.meeting.ID, conference.Visitor{Invitation: "nobody"}, "x", 0); err == nil {
			t.Error("a stranger checks quotations")
		}
	})
}

func TestWhatIsNotPublishedLeavesTheMeetingWithNobodyFromOutside(t *testing.T) {
	inWorld(t, func(w *world) {
		w.join(w.invite("chair", "Chair", "").Token)
		press := w.invite("press", "Agencia", "")
		w.join(press.Token)
		visitor := conference.Visitor{Invitation: press.ID}
		write := func(text string) {
			t.Helper()
			if err := w.hub.Execute(context.Background(), w.meeting.ID, proceedings.AddSegment{Language: "en", Text: text}); err != nil {
				t.Fatal(err)
			}
		}
		verdict := func(v conference.Visitor, quotation string) string {
			t.Helper()
			q, err := w.hub.VerifyQuote(context.Background(), w.meeting.ID, v, quotation, 0)
			if p, is := errors.AsType[*protocol.Problem](err); is {
				return p.Code
			}
			return q.Verdict
		}
		write("What is published.")
		_, err := w.hub.Export(context.Background(), w.meeting.ID, visitor, "", 0)
		if p, is := errors.AsType[*protocol.Problem](err); !is || p.Code != "version-unknown" || verdict(visitor, "What is published") != "version-unknown" {
			t.Errorf("%v: the press takes the draft along", err)
		}
		if _, err := w.hub.PublishRecord(context.Background(), w.meeting.ID, conference.Visitor{Admin: true}); err != nil {
			t.Fatal(err)
		}
		write("What is written since.")
		if got := verdict(visitor, "What is published"); got != "verbatim" {
			t.Errorf("what is published is %s", got)
		}
		if draft, told := verdict(conference.Visitor{Admin: true}, "What is written since"), verdict(visitor, "What is written since"); draft != "verbatim" || told == draft {
			t.Errorf("what is written since is %s, for the press %s", draft, told)
		}
		e, err := w.hub.Export(context.Background(), w.meeting.ID, visitor, "", 0)
		if c := e.Content(); err != nil || c.Version != 1 || c.SHA256 == "" || len(c.Turns) != 1 {
			t.Errorf("%v %+v", err, c)
		}
	})
}

func TestAQuotationThatFailsIsTold(t *testing.T) {
	inWorld(t, func(w *world) {
		chair := w.join(w.invite("chair", "Chair", "").Token)
		ana, press := w.invite("delegate", "Ana", "México"), w.invite("press", "Agencia", "")
		w.join(ana.Token)
		w.join(press.Token)
		chair.ok(func(id int) protocol.ClientMessage { return protocol.WatchRecord{ID: id, Watching: true} })
		write := func(c proceedings.Command) {
			t.Helper()
			if err := w.hub.Execute(context.Background(), w.meeting.ID, c); err != nil {
				t.Fatal(err)
			}
		}
		write(proceedings.AddSegment{Language: "en", Text: "We must act."})
		visitor := conference.Visitor{Invitation: ana.ID}
		code := func(err error) string {
			if p, is := errors.AsType[*protocol.Problem](err); is {
				return p.Code
			}
			return ""
		}
		keep := func(v conference.Visitor, words string) (protocol.KeptQuotations, error) {
			return w.hub.KeepQuotation(context.Background(), w.meeting.ID, v, conference.NewQuotation{Quotation: words, Use: "Communiqué", Segment: "s1"})
		}
		if _, err := keep(visitor, "We must wait"); code(err) != "quotation-differs" {
			t.Errorf("%v, want quotation-differs", err)
		}
		if _, err := keep(conference.Visitor{Invitation: press.ID}, "We must act"); code(err) != "not-allowed" {
			t.Errorf("%v: the press keeps a quotation of the draft", err)
		}
		kept, err := keep(visitor, "We must act")
		if q := kept.Quotations; err != nil || len(q) != 1 || q[0].Verdict != "verbatim" || q[0].ByName != "Ana" || q[0].Use != "Communiqué" || q[0].Fails {
			t.Fatalf("%v %+v", err, kept)
		}
		chair.take()
		write(proceedings.ReviseSegment{Segment: "s1", From: 1, Text: new("We must not.")})
		if _, told := find[protocol.RecordChanged](chair); !told {
			t.Error("who watches the record is not told that a quotation fails")
		}
		record, err := w.hub.Record(context.Background(), w.meeting.ID, visitor)
		if want := (protocol.QuotationCount{Kept: 1, Failing: 1}); err != nil || record.Quotations != want {
			t.Errorf("%v %+v", err, record.Quotations)
		}
		if kept, err = w.hub.DropQuotation(context.Background(), w.meeting.ID, "q1", visitor); err != nil || len(kept.Quotations) != 0 {
			t.Errorf("%v %+v", err, kept)
		}
	})
}

func TestTheRegimeIsToldAndKept(t *testing.T) {
	inWorld(t, func(w *world) {
		chair := w.join(w.invite("chair", "Chair", "").Token)
		invitation := w.invite("delegate", "Ana", "México")
		ana := w.join(invitation.Token)
		applies := func() string {
			t.Helper()
			w.settle()
			m := need[protocol.MeetingChanged](ana)
			if m.Meeting.Regime == nil {
				t.Fatal("nobody was told of the regime")
			}
			return m.Meeting.Regime.Applies.Regime
		}
		chair.ok(func(id int) protocol.ClientMessage { return protocol.SetRegime{ID: id, Regime: "off-the-record"} })
		if got := applies(); got != "off-the-record" {
			t.Errorf("%s applies", got)
		}
		forbidden := func(err error) {
			t.Helper()
			if p, is := errors.AsType[*protocol.Problem](err); !is || p.Code != "regime-forbids" {
				t.Errorf("%v, want regime-forbids", err)
			}
		}
		visitor := conference.Visitor{Invitation: invitation.ID}
		_, err := w.hub.Export(context.Background(), w.meeting.ID, visitor, "verbatim", 0)
		forbidden(err)
		_, err = w.hub.VerifyQuote(context.Background(), w.meeting.ID, visitor, "anything", 0)
		forbidden(err)
		if code := ana.command(func(id int) protocol.ClientMessage { return protocol.SetRegime{ID: id, Regime: "on-the-record"} }); code != "not-allowed" {
			t.Errorf("a delegate sets the meeting's regime: %q", code)
		}
		if _, err := w.hub.SetRegime(context.Background(), w.meeting.ID, conference.Visitor{Admin: true}, conference.NewRegime{Regime: "on-the-record"}); err != nil {
			t.Fatal(err)
		}
		if got := applies(); got != "on-the-record" {
			t.Errorf("%s applies", got)
		}
		if _, err := w.hub.Export(context.Background(), w.meeting.ID, visitor, "verbatim", 0); err != nil {
			t.Error(err)
		}
	})
}
