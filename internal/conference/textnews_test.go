package conference_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// news are the kinds of what a client was told of texts since the last time, with whose it is.
func (c *client) news() (out []string) {
	synctest.Wait()
	for _, m := range c.take() {
		if n, is := m.(protocol.TextNews); is {
			out = append(out, n.Kind+" "+n.Number+n.Delegation+" "+n.ByName)
		}
	}
	return out
}

func TestWhoIsInTheCallIsToldOfATextButNotOfTheirOwnActs(t *testing.T) {
	inWorld(t, func(w *world) {
		ctx, id := context.Background(), w.meeting.ID
		chair := w.join(w.invite("chair", "Chair", "").Token)
		may := func(in *conference.Invite) { in.Authority = true }
		anas, bobs := w.invite("delegate", "Ana", "México", may), w.invite("delegate", "Bob", "United States", may)
		ana, bob, press := w.join(anas.Token), w.join(bobs.Token), w.join(w.invite("press", "Press", "").Token)
		booth := w.join(w.invite("interpreter", "Inés", "").Token)
		byAna, byBob := conference.Visitor{Invitation: anas.ID}, conference.Visitor{Invitation: bobs.ID}
		must := func(c protocol.TextChange, err error) protocol.TextChange {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
			return c
		}
		text := must(w.hub.BeginText(ctx, id, byAna, conference.BeginText{Title: "Statement", Languages: []string{"es"}})).Text.ID
		propose := func(v conference.Visitor) {
			t.Helper()
			must(w.hub.AddParagraph(ctx, id, text, v, conference.NewParagraph{Words: map[string]string{"es": "Acuerdan."}}))
		}
		told := func(step string, want ...string) {
			t.Helper()
			for name, c := range map[string]*client{"chair": chair, "bob": bob, "booth": booth} {
				if diff := cmp.Diff(want, c.news()); diff != "" {
					t.Errorf("%s, %s: %s", step, name, diff)
				}
			}
			if own, outside := ana.news(), press.news(); len(own)+len(outside) > 0 {
				t.Errorf("%s: Ana is told %v, the press %v", step, own, outside)
			}
		}
		told("nothing")
		for range 3 {
			propose(byAna)
		}
		told("three at once", "proposed 1d1 Ana")
		time.Sleep(6 * time.Second)
		propose(byAna)
		told("another, later", "proposed 4d1 Ana")

		for _, p := range []string{"p1", "p2", "p3", "p4"} {
			must(w.hub.TakePosition(ctx, id, text, p, byAna, 1, "agreed"))
			must(w.hub.TakePosition(ctx, id, text, p, byBob, 1, "agreed"))
		}
		head := must(w.hub.Text(ctx, id, text, byAna)).Text
		must(w.hub.OpenSilence(ctx, id, text, conference.Visitor{Admin: true}, conference.NewSilence{}))
		must(w.hub.BreakSilence(ctx, id, text, byAna, "Not yet."))
		told("an objection", "objected d1 Ana")
		must(w.hub.GiveAssent(ctx, id, text, byAna, conference.NewAssent{SHA256: head.SHA256}))
		told("an assent", "assented d1 Ana")
		must(w.hub.GiveAssent(ctx, id, text, byBob, conference.NewAssent{SHA256: head.SHA256}))
		if diff := cmp.Diff([]string{"assented d2 Bob", "adopted  "}, ana.news()); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]string{"adopted  "}, bob.news()); diff != "" {
			t.Error(diff)
		}
	})
}
