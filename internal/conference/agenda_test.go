package conference_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/conference/conferencetest"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

func moveAgenda(item string) func(int) protocol.ClientMessage {
	return func(id int) protocol.ClientMessage { return protocol.MoveAgenda{ID: id, Item: item} }
}

func TestEverybodyIsToldWhereTheAgendaIs(t *testing.T) {
	inWorld(t, func(w *world) {
		organiser := w.join(w.invite("organiser", "Olga", "").Token)
		organiser.ok(moveAgenda("a2")) // no chair is here
		time.Sleep(90 * time.Second)
		chair := w.join(w.invite("chair", "Ada", "").Token)
		if code := organiser.command(moveAgenda("a1")); code != "not-allowed" {
			t.Errorf("an organiser beside a chair: %q", code)
		}
		ana, lobby := w.join(w.invite("delegate", "Ana", "México").Token), w.join(w.invite("delegate", "Eva", "México", withLobby).Token)
		if code := ana.command(moveAgenda("a1")); code != "not-allowed" {
			t.Errorf("a delegate: %q", code)
		}
		if code := chair.command(moveAgenda("a9")); code != "agenda-item-unknown" {
			t.Errorf("an item that there is none: %q", code)
		}
		welcome := need[protocol.Welcome](ana)
		if welcome.Agenda.Current != "a2" || welcome.Agenda.Since == "" || welcome.Meeting.Agenda[1].ID != "a2" {
			t.Errorf("welcomed with %+v and %+v", welcome.Agenda, welcome.Meeting.Agenda)
		}
		lobby.take()
		chair.ok(moveAgenda("a1"))
		now := time.Now().UTC().Format("2006-01-02T15:04:05.000Z07:00")
		want := protocol.AgendaState{Current: "a1", Since: now, Spent: []protocol.TimeSpent{{Item: "a2", MS: 90_000}}}
		if diff := cmp.Diff(want, need[protocol.AgendaChanged](ana).Agenda); diff != "" {
			t.Error(diff)
		}
		if m, told := find[protocol.AgendaChanged](lobby); told {
			t.Errorf("the lobby is told %+v", m)
		}
		chair.ok(moveAgenda(""))
		if got := need[protocol.AgendaChanged](ana).Agenda; got.Current != "" || got.Since != "" {
			t.Errorf("in a break at %+v", got)
		}
		w.restart()
		if got := need[protocol.Welcome](w.join(w.invite("delegate", "Bob", "").Token)).Agenda.Spent; len(got) != 2 || got[1].MS != 90_000 {
			t.Errorf("after a restart: %+v", got)
		}
	})
}

func TestDocumentsAreToldToThoseWhoMayReadThem(t *testing.T) {
	inWorld(t, func(w *world) {
		ana := w.invite("delegate", "Ana", "México")
		people := map[string]*client{
			"ana": w.join(ana.Token), "eva": w.join(w.invite("delegate", "Eva", "México").Token),
			"bob": w.join(w.invite("delegate", "Bob", "United States").Token), "chair": w.join(w.invite("chair", "Ada", "").Token),
			"ines": w.join(w.invite("interpreter", "Inés", "").Token), "press": w.join(w.invite("press", "", "", shared).Token),
			"lobby": w.join(w.invite("delegate", "Late", "México", withLobby).Token),
		}
		add := func(kind, text string) protocol.Document {
			d, err := w.hub.AddDocument(context.Background(), w.meeting.ID, conference.Visitor{Invitation: ana.ID},
				conference.NewDocument{Kind: kind, Item: "a1", File: "a.txt", Language: "es"}, strings.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			return d
		}
		all, booths := "ana bob chair eva ines press", "ana chair eva ines"
		for kind, want := range map[string]string{"document": all, "prepared": booths} {
			for _, c := range people {
				c.take()
			}
			d := add(kind, "Señoras")
			told := func(has func(c *client) bool) string {
				var names []string
				for _, name := range []string{"ana", "bob", "chair", "eva", "ines", "lobby", "press"} {
					if has(people[name]) {
						names = append(names, name)
					}
				}
				return strings.Join(names, " ")
			}
			if got := told(func(c *client) bool { m, ok := find[protocol.DocumentAdded](c); return ok && m.Document == d }); got != want {
				t.Errorf("of a %s are told: %s", kind, got)
			}
			if err := w.hub.WithdrawDocument(context.Background(), w.meeting.ID, d.ID, conference.Visitor{Admin: true}); err != nil {
				t.Fatal(err)
			}
			if got := told(func(c *client) bool { m, ok := find[protocol.DocumentWithdrawn](c); return ok && m.Document == d.ID }); got != want {
				t.Errorf("of its withdrawal are told: %s", got)
			}
		}
	})
}

// A document whose event the journal did not take keeps its bytes while it is not known whether it is there.
func TestADocumentThatWasSavedWithoutAWordHasItsBytes(t *testing.T) {
	inWorld(t, func(w *world) {
		w.memory.FailAppends(func(stored bool) error {
			if stored {
				return conferencetest.UnwritableError("disk-full")
			}
			return nil
		})
		admin := conference.Visitor{Admin: true}
		add := func() (protocol.Document, error) {
			return w.hub.AddDocument(context.Background(), w.meeting.ID, admin, conference.NewDocument{Kind: "document", File: "a.txt"}, strings.NewReader("kept"))
		}
		_, err := add()
		w.memory.FailAppends(nil)
		if p, ok := errors.AsType[*protocol.Problem](err); !ok || p.Code != "not-recorded" {
			t.Errorf("the answer: %v", err)
		}
		w.restart()
		list, err := w.hub.Documents(context.Background(), w.meeting.ID, admin)
		if err != nil || len(list) != 1 {
			t.Fatalf("%+v %v", list, err)
		}
		_, f, err := w.hub.OpenDocument(context.Background(), w.meeting.ID, list[0].ID, admin)
		if err != nil {
			t.Fatal(err)
		}
		_ = f.Close()
	})
}
