package conference_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// onePage is the least that counts as a PDF.
const onePage = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

func showDocument(document string, page int) func(int) protocol.ClientMessage {
	return func(id int) protocol.ClientMessage {
		return protocol.ShowDocument{ID: id, Document: document, Page: page}
	}
}

func TestADocumentIsShownToEverybodyInStep(t *testing.T) {
	inWorld(t, func(w *world) {
		anas := w.invite("delegate", "Ana", "México")
		chair, ana, press := w.join(w.invite("chair", "Ada", "").Token), w.join(anas.Token), w.join(w.invite("press", "", "", shared).Token)
		lobby := w.join(w.invite("delegate", "Eva", "México", withLobby).Token)
		deposit := func(kind, file, content string) string {
			d, err := w.hub.AddDocument(context.Background(), w.meeting.ID, conference.Visitor{Invitation: anas.ID},
				conference.NewDocument{Kind: kind, File: file, Language: "es"}, strings.NewReader(content))
			if err != nil {
				t.Fatal(err)
			}
			return d.ID
		}
		slides, speech, notes := deposit("document", "slides.pdf", onePage), deposit("prepared", "speech.pdf", onePage), deposit("document", "notes.txt", "Señoras")
		for _, c := range []*client{chair, ana, press, lobby} {
			c.take()
		}

		for _, v := range []struct {
			by       *client
			document string
			page     int
			code     string
		}{
			{ana, slides, 1, "not-allowed"}, // the floor is open
			{press, slides, 1, "not-allowed"},
			{lobby, slides, 1, "not-admitted"},
			{chair, "nothing", 1, "document-unknown"},
			{chair, speech, 1, "document-not-shown"},
			{chair, notes, 1, "document-not-shown"},
			{chair, slides, 0, "field-invalid"},
		} {
			if code := v.by.command(showDocument(v.document, v.page)); code != v.code {
				t.Errorf("page %d of %q: %q, want %q", v.page, v.document, code, v.code)
			}
		}
		chair.ok(giveFloor(ana.me))
		ana.ok(showDocument(slides, 1))
		ana.ok(showDocument(slides, 2))
		chair.ok(showDocument(slides, 3)) // the chair turns what another shows
		want := protocol.ShownDocument{Document: slides, Page: 3, By: ana.me}
		for _, c := range []*client{chair, ana, press} {
			if got := need[protocol.ShownDocumentChanged](c).Shown; got != want {
				t.Errorf("shown: %+v, want %+v", got, want)
			}
		}
		if m, told := find[protocol.ShownDocumentChanged](lobby); told {
			t.Errorf("the lobby is told %+v", m)
		}
		if got := need[protocol.Welcome](w.join(w.invite("observer", "Late", "").Token)).Shown; got != want {
			t.Errorf("who comes late sees %+v", got)
		}
		if code := press.command(showDocument("", 0)); code != "not-allowed" {
			t.Errorf("press stops it: %q", code)
		}
		chair.ok(giveFloor("")) // what was shown by the floor ends with it
		if got := need[protocol.ShownDocumentChanged](press).Shown; got != (protocol.ShownDocument{}) {
			t.Errorf("after the floor: %+v", got)
		}
	})
}

// What the chair shows stays when the floor goes on, and ends with the document, or with the chair.
func TestWhatTheChairShows(t *testing.T) {
	for name, end := range map[string]func(w *world, chair *client, document string){
		"stopped": func(_ *world, chair *client, _ string) { chair.ok(showDocument("", 0)) },
		"withdrawn": func(w *world, _ *client, d string) {
			_ = w.hub.WithdrawDocument(context.Background(), w.meeting.ID, d, conference.Visitor{Admin: true})
		},
		"left": func(_ *world, chair *client, _ string) { chair.say(protocol.Leave{}) },
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				chair, ana := w.join(w.invite("chair", "Ada", "").Token), w.join(w.invite("delegate", "Ana", "México").Token)
				d, err := w.hub.AddDocument(context.Background(), w.meeting.ID, conference.Visitor{Admin: true}, conference.NewDocument{Kind: "document", File: "a.pdf"}, strings.NewReader(onePage))
				if err != nil {
					t.Fatal(err)
				}
				chair.ok(showDocument(d.ID, 1))
				chair.ok(giveFloor(ana.me))
				chair.ok(giveFloor(""))
				if got := need[protocol.ShownDocumentChanged](ana).Shown.Document; got != d.ID {
					t.Fatalf("shown: %q", got)
				}
				end(w, chair, d.ID)
				time.Sleep(time.Second)
				if got := need[protocol.ShownDocumentChanged](ana).Shown; got != (protocol.ShownDocument{}) {
					t.Errorf("still shown: %+v", got)
				}
			})
		})
	}
}
