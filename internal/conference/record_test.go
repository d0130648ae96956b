package conference_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

func codeOf(err error) string {
	if p, ok := errors.AsType[*protocol.Problem](err); ok {
		return p.Code
	}
	return ""
}

func as(inv conference.Invitation) conference.Visitor {
	return conference.Visitor{Invitation: inv.ID}
}

func caption(language, text string, final bool) func(int) protocol.ClientMessage {
	return func(id int) protocol.ClientMessage {
		return protocol.WriteCaption{ID: id, Language: language, Text: text, Final: final}
	}
}

func TestCaptionsGoToThoseWhoReadThem(t *testing.T) {
	inWorld(t, func(w *world) {
		chair, keeper := w.join(w.invite("chair", "Ada", "").Token), w.join(w.invite("record-keeper", "Kay", "").Token)
		reader, other := w.join(w.invite("press", "Prensa", "").Token), w.join(w.invite("delegate", "Ana", "México").Token)
		chair.ok(giveFloor(other.me))
		reader.say(protocol.SetCaptions{Language: "ES"})
		other.say(protocol.SetCaptions{Language: "en"})
		reader.take()
		other.take()
		if code := other.command(caption("es", "Yo", false)); code != "not-allowed" {
			t.Errorf("a delegate captions: %q", code)
		}
		keeper.ok(caption("es", "Señora \u202evicepresidenta", false))
		want := protocol.Caption{Type: "caption", By: keeper.me, Speaker: other.me, Language: "es", Origin: "floor", Text: "Señora vicepresidenta"}
		if diff := cmp.Diff(want, need[protocol.Caption](reader)); diff != "" {
			t.Error(diff)
		}
		// The floor is given back before the sentence is written down: it is still the speaker's.
		time.Sleep(3 * time.Second)
		chair.ok(giveFloor(""))
		keeper.ok(caption("es", "Señora vicepresidenta:", true))
		want.Text, want.Final = "Señora vicepresidenta:", true
		if diff := cmp.Diff(want, need[protocol.Caption](reader)); diff != "" {
			t.Error(diff)
		}
		if m, told := find[protocol.Caption](other); told {
			t.Errorf("who reads another language is told %+v", m)
		}
		page, err := w.hub.Segments(context.Background(), w.meeting.ID, conference.Visitor{Admin: true}, 0, 0)
		if err != nil || len(page.Segments) != 1 {
			t.Fatalf("%+v, %v", page, err)
		}
		if s := page.Segments[0]; s.Intervention != "i1" || s.Speaker != other.me || s.Text != "Señora vicepresidenta:" || s.End == "" {
			t.Errorf("%+v", s)
		}
		// Who stops in the middle of a sentence leaves none standing.
		keeper.ok(caption("es", "Y", false))
		reader.take()
		keeper.attendance.Lost()
		if m := need[protocol.Caption](reader); m.Text != "" || m.By != keeper.me {
			t.Errorf("after the captioner's loss: %+v", m)
		}
	})
}

func TestKeepersSeeEachOther(t *testing.T) {
	inWorld(t, func(w *world) {
		ctx := context.Background()
		kayInvited, leeInvited := w.invite("record-keeper", "Kay", ""), w.invite("record-keeper", "Lee", "")
		kay, lee := w.join(kayInvited.Token), w.join(leeInvited.Token)
		press := w.join(w.invite("press", "Prensa", "").Token)
		watch := func(id int) protocol.ClientMessage { return protocol.WatchRecord{ID: id, Watching: true} }
		kay.ok(watch)
		lee.ok(watch)
		if code := press.command(watch); code != "not-allowed" {
			t.Errorf("the press watches the draft: %q", code)
		}
		added, err := w.hub.AddSegment(ctx, w.meeting.ID, as(kayInvited), conference.NewSegment{Language: "es", Text: "Nuestros países."})
		if err != nil || added.ID != "s1" || added.By != kay.me {
			t.Fatalf("%+v, %v", added, err)
		}
		if got := need[protocol.SegmentChanged](lee).Segment; !cmp.Equal(got, added) {
			t.Errorf("the other keeper is told %+v", got)
		}
		kay.say(protocol.EditSegment{Segment: "s1"})
		if got := need[protocol.SegmentEditors](lee).Editors; !cmp.Equal(got, []protocol.SegmentEditor{{Participant: kay.me, Segment: "s1"}}) {
			t.Errorf("editors: %+v", got)
		}
		one, two := "Nuestros dos países.", "Nuestros países, juntos."
		if _, err := w.hub.ReviseSegment(ctx, w.meeting.ID, "s1", as(kayInvited), conference.SegmentEdit{From: 1, Text: &one}); err != nil {
			t.Fatal(err)
		}
		_, err = w.hub.ReviseSegment(ctx, w.meeting.ID, "s1", as(leeInvited), conference.SegmentEdit{From: 1, Text: &two})
		p, _ := errors.AsType[*protocol.Problem](err)
		if p == nil || p.Status != 409 || p.Conflict == nil || p.Conflict.Segment.Text != one || p.Conflict.Segment.Revision != 2 {
			t.Fatalf("a stale edit: %+v, %v", p, err)
		}
		kay.attendance.Lost()
		if got := need[protocol.SegmentEditors](lee).Editors; len(got) != 0 {
			t.Errorf("editors after the loss: %+v", got)
		}
	})
}

func TestTheRecordGoesOnAfterTheMeeting(t *testing.T) {
	inWorld(t, func(w *world) {
		ctx := context.Background()
		chairInvited, kayInvited, anaInvited := w.invite("chair", "Ada", ""), w.invite("record-keeper", "Kay", ""), w.invite("delegate", "Ana", "México")
		bobInvited, pressInvited := w.invite("delegate", "Bob", "United States"), w.invite("press", "Prensa", "")
		chair, ana := w.join(chairInvited.Token), w.join(anaInvited.Token)
		chair.ok(giveFloor(ana.me))
		if _, err := w.hub.AddSegment(ctx, w.meeting.ID, as(kayInvited), conference.NewSegment{Language: "es", Intervention: "i1", Text: "La migración es un reto."}); err != nil {
			t.Fatal(err)
		}
		if page, err := w.hub.Segments(ctx, w.meeting.ID, as(pressInvited), 0, 0); err != nil || len(page.Segments) != 0 {
			t.Errorf("the press reads the draft: %+v, %v", page, err)
		}
		chair.ok(func(id int) protocol.ClientMessage { return protocol.End{ID: id} })
		w.restart()
		r, err := w.hub.PublishRecord(ctx, w.meeting.ID, as(kayInvited))
		if err != nil || len(r.Versions) != 1 || len(r.Versions[0].SHA256) != 64 || !r.May.Keep || r.May.Correct {
			t.Fatalf("%+v, %v", r, err)
		}
		if page, err := w.hub.Segments(ctx, w.meeting.ID, as(pressInvited), 0, 0); err != nil || len(page.Segments) != 1 {
			t.Errorf("the press reads the version: %+v, %v", page, err)
		}
		if _, err := w.hub.RequestCorrection(ctx, w.meeting.ID, as(bobInvited), "s1", "x", ""); codeOf(err) != "not-allowed" {
			t.Errorf("somebody else's words: %v", err)
		}
		r, err = w.hub.RequestCorrection(ctx, w.meeting.ID, as(anaInvited), "s1", "La migración es un gran reto.", "")
		if err != nil || len(r.Corrections) != 1 || !r.May.Correct || r.Corrections[0].Status != "pending" {
			t.Fatalf("%+v, %v", r, err)
		}
		if r, err = w.hub.DecideCorrection(ctx, w.meeting.ID, "k1", as(chairInvited), true, ""); err != nil || r.Corrections[0].Status != "accepted" {
			t.Fatalf("%+v, %v", r, err)
		}
		found, err := w.hub.SearchRecord(ctx, w.meeting.ID, as(anaInvited), 0, "GRAN migracion", "")
		if err != nil || found.All != 1 || !found.Found[0].Pieces[1].Hit || found.Found[0].Pieces[1].Text != "migración" {
			t.Errorf("%+v, %v", found, err)
		}
		if found, err = w.hub.SearchRecord(ctx, w.meeting.ID, as(pressInvited), 0, "gran", ""); err != nil || found.All != 0 {
			t.Errorf("the press finds the draft's words: %+v, %v", found, err)
		}
	})
}

func TestPreparedTextIsComparedWithWhatWasSaid(t *testing.T) {
	inWorld(t, func(w *world) {
		ctx := context.Background()
		chair, kayInvited, anaInvited := w.join(w.invite("chair", "Ada", "").Token), w.invite("record-keeper", "Kay", ""), w.invite("delegate", "Ana", "México")
		bobInvited := w.invite("delegate", "Bob", "United States")
		chair.ok(giveFloor(w.join(anaInvited.Token).me))
		d, err := w.hub.AddDocument(ctx, w.meeting.ID, as(anaInvited), conference.NewDocument{
			Kind: "prepared", Language: "es", File: "discurso.txt",
		}, strings.NewReader("Señoras y señores: nadie deja su casa por gusto."))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.hub.AddSegment(ctx, w.meeting.ID, as(kayInvited), conference.NewSegment{Language: "es", Intervention: "i1", Text: "Señoras y señores: nadie deja nunca su casa."}); err != nil {
			t.Fatal(err)
		}
		got, err := w.hub.CheckDelivery(ctx, w.meeting.ID, "i1", d.ID, as(kayInvited))
		want := protocol.Delivery{Prepared: 9, Kept: 7, Difference: []protocol.Difference{
			{Op: "same", Text: "Señoras y señores: nadie deja "},
			{Op: "new", Text: "nunca "},
			{Op: "same", Text: "su casa"},
			{Op: "struck", Text: "por gusto"},
			{Op: "same", Text: "."},
		}}
		if diff := cmp.Diff(want.Difference, got.Difference); err != nil || diff != "" || got.Prepared != 9 {
			t.Errorf("%v, %d words: %s", err, got.Prepared, diff)
		}
		if _, err := w.hub.CheckDelivery(ctx, w.meeting.ID, "i1", d.ID, as(bobInvited)); codeOf(err) != "document-unknown" {
			t.Errorf("another delegation reads it: %v", err)
		}
	})
}
