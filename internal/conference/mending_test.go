package conference_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

func TestKeepersCutSegmentsAndAddTurns(t *testing.T) {
	inWorld(t, func(w *world) {
		ctx := context.Background()
		kayInvited, anaInvited := w.invite("record-keeper", "Kay", ""), w.invite("delegate", "Ana", "México")
		chair, kay, ana := w.join(w.invite("chair", "Ada", "").Token), w.join(kayInvited.Token), w.join(anaInvited.Token)
		kay.ok(func(id int) protocol.ClientMessage { return protocol.WatchRecord{ID: id, Watching: true} })
		kay.say(protocol.SetCaptions{Language: "es"})
		began := time.Now()
		time.Sleep(time.Minute)
		chair.ok(giveFloor(ana.me))
		if _, err := w.hub.AddSegment(ctx, w.meeting.ID, as(kayInvited), conference.NewSegment{Language: "es", Intervention: "i1", Text: "Buenos días. Gracias."}); err != nil {
			t.Fatal(err)
		}
		kay.take()
		page, err := w.hub.SplitSegment(ctx, w.meeting.ID, "s1", as(kayInvited), 1, 13, time.Time{})
		if err != nil || len(page.Segments) != 2 || page.Segments[0].Text != "Buenos días." || page.Segments[1].Text != "Gracias." || page.Segments[1].Of != "s1" {
			t.Fatalf("%+v, %v", page, err)
		}
		if got := need[protocol.SegmentChanged](kay).Segment; got.ID != "s1" && got.ID != "s2" {
			t.Errorf("who watches is told %+v", got)
		}
		if m, told := find[protocol.Caption](kay); told {
			t.Errorf("what was said is no caption again: %+v", m)
		}
		_, err = w.hub.SplitSegment(ctx, w.meeting.ID, "s1", as(kayInvited), 1, 7, time.Time{})
		if p, _ := errors.AsType[*protocol.Problem](err); p == nil || p.Conflict == nil || p.Conflict.Segment.Revision != 2 {
			t.Errorf("a stale split: %v", err)
		}
		if page, err = w.hub.JoinSegments(ctx, w.meeting.ID, "s1", as(kayInvited), 2, "s2", 1); err != nil || len(page.Segments) != 2 || !page.Segments[1].Removed {
			t.Errorf("%+v, %v", page, err)
		}
		r, err := w.hub.RecordIntervention(ctx, w.meeting.ID, as(kayInvited), conference.LateIntervention{
			Speaker: chair.me, Start: began, End: began.Add(20 * time.Second), Kind: "opening", Language: "en",
		})
		if err != nil || len(r.Interventions) != 2 || r.Interventions[0].ID != "i2" || r.Interventions[0].Speaker != chair.me || len(r.People) != 2 {
			t.Fatalf("%+v, %v", r, err)
		}
		if _, err = w.hub.RecordIntervention(ctx, w.meeting.ID, as(kayInvited), conference.LateIntervention{Speaker: ana.me, Start: began, End: time.Now()}); codeOf(err) != "floor-held" {
			t.Errorf("two floors at once: %v", err)
		}
		if own, err := w.hub.Record(ctx, w.meeting.ID, as(anaInvited)); err != nil || len(own.People) != 0 {
			t.Errorf("a delegate is told who was there: %+v, %v", own, err)
		}
	})
}
