package conference_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/media/ogg"
	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

func startRecording(id int) protocol.ClientMessage { return protocol.StartRecording{ID: id} }
func stopRecording(id int) protocol.ClientMessage  { return protocol.StopRecording{ID: id} }

func declineRecording(declined bool) func(int) protocol.ClientMessage {
	return func(id int) protocol.ClientMessage { return protocol.DeclineRecording{ID: id, Declined: declined} }
}

// utter is who sends for a while, 20 ms of Opus a packet, and what it says.
func (s *studio) utter(d time.Duration, what string, who ...*guest) {
	for range d / (20 * time.Millisecond) {
		for _, g := range who {
			g.conn.Say("mic", "\xf8"+g.inv.Name+what)
		}
		time.Sleep(20 * time.Millisecond)
	}
	synctest.Wait()
}

// recordings are the files of the meeting, by whose they are and where.
func (w *world) recordings() map[string]protocol.Recording {
	w.t.Helper()
	list, err := w.hub.Recordings(context.Background(), w.meeting.ID, conference.Visitor{Admin: true})
	if err != nil {
		w.t.Fatal(err)
	}
	out := map[string]protocol.Recording{}
	for _, r := range list {
		at := r.Name
		if r.Channel != "" {
			at += "@" + r.Channel
		}
		out[at] = r
	}
	return out
}

// words are what is in a file, each once, in order; "-" where nothing came.
func words(t *testing.T, file []byte) string {
	t.Helper()
	var out []string
	for len(file) > 0 {
		p, size, err := ogg.Next(file)
		if err != nil {
			t.Fatal(err)
		}
		p.Packets(func(b []byte) {
			word := "-"
			if len(b) > 1 {
				word = strings.TrimPrefix(string(b), "\xf8")
			}
			if !bytes.HasPrefix(b, []byte("Opus")) && (len(out) == 0 || out[len(out)-1] != word) {
				out = append(out, word)
			}
		})
		file = file[size:]
	}
	return strings.Join(out, " ")
}

// plays is what plays of a file between two moments; zero times: all of it.
func (w *world) plays(r protocol.Recording, from, to time.Time) string {
	w.t.Helper()
	admin := conference.Visitor{Admin: true}
	if !from.IsZero() {
		b, err := w.hub.CutRecording(context.Background(), w.meeting.ID, r.ID, admin, from, to)
		if err != nil {
			w.t.Fatal(err)
		}
		return words(w.t, b)
	}
	_, f, err := w.hub.OpenRecording(context.Background(), w.meeting.ID, r.ID, admin)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	b, err := io.ReadAll(f)
	if err != nil {
		w.t.Fatal(err)
	}
	return words(w.t, b)
}

// observerHears looks at what an observer gets of the first segment, "": nothing; of whole files they get nothing.
func (s *studio) observerHears(recording, want string) {
	s.t.Helper()
	ctx, lee := context.Background(), conference.Visitor{Invitation: s.lee.inv.ID}
	if _, err := s.hub.Recordings(ctx, s.meeting.ID, lee); code(err) != "not-allowed" {
		s.t.Errorf("an observer lists recordings: %v", err)
	}
	if _, err := s.hub.CutRecording(ctx, s.meeting.ID, recording, lee, time.Time{}, time.Time{}); code(err) != "not-allowed" {
		s.t.Errorf("an observer gets a recording: %v", err)
	}
	b, err := s.hub.SegmentSound(ctx, s.meeting.ID, "s1", lee)
	page, _ := s.hub.Segments(ctx, s.meeting.ID, lee, 0, 0)
	if want == "" {
		if code(err) != "segment-unknown" || len(page.Segments) != 0 {
			s.t.Errorf("an observer hears the draft: %v", err)
		}
	} else if err != nil || words(s.t, b) != want || !page.Segments[0].Sound || page.Segments[1].Sound {
		s.t.Errorf("an observer hears %q, %v; %+v", words(s.t, b), err, page)
	}
}

func TestTheFloorAndTheChannelsAreRecorded(t *testing.T) {
	inStudio(t, func(s *studio) {
		if code := s.ana.command(startRecording); code != "not-allowed" {
			t.Errorf("a delegate records: %q", code)
		}
		s.utter(time.Second, " before", s.ana)
		s.chair.ok(startRecording)
		if m := need[protocol.MeetingChanged](s.lee.client).Meeting.SoundRecording; m == nil || m.Since == "" || m.Trouble != "" {
			t.Errorf("everybody is told %+v", m)
		}
		if w := need[protocol.Welcome](s.guest("delegate", "Eva", withLobby).client); w.Meeting.SoundRecording == nil || w.Admission != "lobby" {
			t.Error("who waits in the lobby is not told")
		}
		s.iris.open("en")
		began := time.Now()
		s.utter(2*time.Second, " one", s.ana, s.iris, s.ivo)
		s.utter(2*time.Second, " two", s.ana, s.iris, s.ivo)
		if _, told := find[protocol.RecorderChanged](s.lee.client); told {
			t.Error("an observer is told of the recorder")
		}
		if r := need[protocol.RecorderChanged](s.tech.client); r.Files != 2 || r.Trouble != "" {
			t.Errorf("the technician is told %+v", r)
		}
		s.chair.ok(stopRecording)
		s.utter(time.Second, " after", s.ana, s.iris)
		files := s.recordings()
		ana, iris := files["Ana"], files["Iris@en"]
		if len(files) != 2 || ana.SHA256 == "" || ana.MS < 3900 || ana.MS > 4200 || ana.LostMS != 0 {
			t.Fatalf("%+v", files)
		}
		if got := s.plays(ana, time.Time{}, time.Time{}); got != "Ana one Ana two" {
			t.Errorf("the floor has %q", got)
		}
		if got := s.plays(iris, time.Time{}, time.Time{}); got != "Iris one Iris two" {
			t.Errorf("the channel has %q", got)
		}
		middle := began.Add(2500 * time.Millisecond)
		if got := s.plays(ana, middle, middle.Add(time.Second)); got != "Ana two" {
			t.Errorf("between two moments: %q", got)
		}
		floor := proceedings.AddSegment{Source: "asr", Language: "es", Text: "Uno", Speaker: s.ana.me, Start: began.Add(100 * time.Millisecond), End: began.Add(time.Second)}
		channel := floor
		channel.Language, channel.Origin, channel.Start, channel.End = "en", "interpretation", middle, middle.Add(time.Second)
		nowhere := floor
		nowhere.Speaker = s.lee.me
		for i, want := range []string{"Ana one", "Iris two", ""} {
			if err := s.hub.Execute(context.Background(), s.meeting.ID, []proceedings.Command{floor, channel, nowhere}[i]); err != nil {
				t.Fatal(err)
			}
			id := fmt.Sprintf("s%d", i+1)
			b, err := s.hub.SegmentSound(context.Background(), s.meeting.ID, id, conference.Visitor{Admin: true})
			if want == "" && code(err) != "recording-unknown" || want != "" && (err != nil || words(t, b) != want) {
				t.Errorf("segment %d: %.100q, %v", i+1, b, err)
			}
		}
		s.observerHears(ana.ID, "")
		if _, err := s.hub.PublishRecord(context.Background(), s.meeting.ID, conference.Visitor{Admin: true}); err != nil {
			t.Fatal(err)
		}
		s.observerHears(ana.ID, "Ana one")
		_, err := s.hub.CutRecording(context.Background(), s.meeting.ID, ana.ID, conference.Visitor{Admin: true}, middle, began.Add(-time.Minute))
		if code(err) != "field-invalid" {
			t.Error(err)
		}
		_, _, err = s.hub.OpenRecording(context.Background(), s.meeting.ID, "nothing", conference.Visitor{Admin: true})
		if code(err) != "recording-unknown" {
			t.Error(err)
		}
		_, _, err = s.hub.OpenRecording(context.Background(), s.meeting.ID, ana.ID, conference.Visitor{Invitation: "nobody"})
		if code(err) != "invitation-unknown" {
			t.Error(err)
		}
	})
}

func TestWhoDeclinesIsNotRecorded(t *testing.T) {
	inStudio(t, func(s *studio) {
		s.ivo.ok(declineRecording(true))
		s.chair.ok(startRecording)
		s.iris.open("en")
		s.utter(time.Second, " heard", s.ana, s.iris)
		s.ana.ok(declineRecording(true))
		if p := need[protocol.ParticipantChanged](s.chair.client).Participant; !p.Unrecorded || p.ID != s.ana.me {
			t.Errorf("the others see %+v", p)
		}
		s.utter(time.Second, " declined", s.ana, s.iris)
		s.ana.offer(true) // a new connection changes nothing
		s.ana.say(protocol.SetMedia{Microphone: true})
		s.utter(time.Second, " declined", s.ana, s.iris)
		s.ana.ok(declineRecording(false))
		s.utter(time.Second, " again", s.ana, s.iris)
		s.chair.ok(stopRecording)
		s.utter(time.Second, "", s.ana)
		files := s.recordings()
		if got := s.plays(files["Ana"], time.Time{}, time.Time{}); got != "Ana heard - Ana again" {
			t.Errorf("the floor has %q", got)
		}
		if got := s.plays(files["Iris@en"], time.Time{}, time.Time{}); got != "Iris heard Iris declined Iris again" {
			t.Errorf("the channel has %q", got)
		}
		if ms := files["Ana"].MS; ms < 3900 || ms > 4200 {
			t.Errorf("Ana's file has %d ms: what she declined is silence of its length", ms)
		}
	})
}

func TestNothingOfARehearsalIsRecorded(t *testing.T) {
	inStudio(t, func(s *studio) {
		s.chair.ok(startRecording)
		s.chair.ok(func(id int) protocol.ClientMessage {
			return protocol.ArrangeInterpretation{ID: id, Rehearsal: true, Booths: []protocol.NewBooth{{ID: "b1", Outputs: []string{"es", "en"}}}}
		})
		s.iris.ready("en")
		s.iris.open("en")
		s.utter(2*time.Second, "", s.ana, s.iris)
		s.chair.ok(stopRecording)
		s.utter(time.Second, "", s.ana)
		if files := s.recordings(); len(files) != 1 || files["Ana"].SHA256 == "" {
			t.Errorf("%+v", files)
		}
	})
}

func TestWhatARegimeForbidsIsNotRecorded(t *testing.T) {
	inStudio(t, func(s *studio) {
		regime := func(item, regime string) {
			s.t.Helper()
			if err := s.hub.Execute(context.Background(), s.meeting.ID, proceedings.SetRegime{By: s.chair.inv.ID, Item: item, Regime: regime}); err != nil {
				s.t.Fatal(err)
			}
		}
		regime("a1", "off-the-record")
		s.chair.ok(moveAgenda("a1"))
		s.chair.ok(giveFloor(""))
		if code := s.chair.command(startRecording); code != "recording-forbidden" {
			t.Errorf("off the record: %q", code)
		}
		s.chair.ok(moveAgenda("a2"))
		s.chair.ok(startRecording)
		s.utter(time.Second, " open", s.ana)
		s.chair.ok(moveAgenda("a1"))
		if m := need[protocol.MeetingChanged](s.lee.client).Meeting.SoundRecording; m == nil || m.Trouble != "regime" {
			t.Errorf("everybody is told %+v", m)
		}
		s.utter(time.Second, " secret", s.ana)
		s.chair.ok(moveAgenda("a2"))
		s.utter(time.Second, " again", s.ana)
		s.chair.ok(stopRecording)
		s.utter(time.Second, "", s.ana)
		list, err := s.hub.Recordings(context.Background(), s.meeting.ID, conference.Visitor{Admin: true})
		if err != nil || len(list) != 2 {
			t.Fatal(list, err)
		}
		for i, want := range []string{"Ana open", "Ana again"} {
			if got := s.plays(list[i], time.Time{}, time.Time{}); got != want {
				t.Errorf("recorded %q, want %q", got, want)
			}
		}
	})
}

// An interpreter is behind: what they say of a turn off the record after it is not recorded as of the next.
func TestTheTailOfAnInterpretationIsNotRecorded(t *testing.T) {
	inStudio(t, func(s *studio) {
		if err := s.hub.Execute(context.Background(), s.meeting.ID, proceedings.SetRegime{By: s.chair.inv.ID, Item: "a1", Regime: "off-the-record"}); err != nil {
			t.Fatal(err)
		}
		s.chair.ok(giveFloor(""))
		s.iris.open("en")
		s.chair.ok(moveAgenda("a2"))
		s.chair.ok(startRecording)
		s.utter(time.Second, " open", s.ana, s.iris)
		s.chair.ok(moveAgenda("a1"))
		s.utter(20*time.Second, " secret", s.ana, s.iris)
		s.chair.ok(moveAgenda("a2"))
		s.utter(3*time.Second, " tail", s.iris)
		s.utter(time.Second, "")
		s.utter(time.Second, " next", s.ana, s.iris)
		s.chair.ok(stopRecording)
		s.utter(time.Second, "")
		list, err := s.hub.Recordings(context.Background(), s.meeting.ID, conference.Visitor{Admin: true})
		if err != nil {
			t.Fatal(err)
		}
		var heard []string
		for _, one := range list {
			heard = append(heard, one.Channel+": "+s.plays(one, time.Time{}, time.Time{}))
		}
		slices.Sort(heard)
		want := []string{": Ana next", ": Ana open", "en: Iris next", "en: Iris open"}
		if !slices.Equal(heard, want) {
			t.Errorf("recorded %q, want %q", heard, want)
		}
	})
}

func TestTheLastFilesAreClosedAfterTheEndAndARestart(t *testing.T) {
	inStudio(t, func(s *studio) {
		s.chair.ok(startRecording)
		s.utter(2*time.Second, " one", s.ana)
		s.restart()
		if r := s.recordings()["Ana"]; r.SHA256 == "" || r.MS < 1900 || r.Recovered {
			t.Errorf("after a restart: %+v", r)
		}
		chair := s.join(s.chair.inv.Token)
		if need[protocol.Welcome](chair).Meeting.SoundRecording == nil {
			t.Error("after a restart the meeting is not recorded any more")
		}
		s.ana.client = s.join(s.ana.inv.Token)
		synctest.Wait()
		s.ana.offer(true)
		s.ana.say(protocol.SetMedia{Microphone: true})
		s.utter(2*time.Second, " two", s.ana)
		chair.ok(func(id int) protocol.ClientMessage { return protocol.End{ID: id} })
		time.Sleep(time.Second)
		synctest.Wait()
		if r := s.recordings()["Ana"]; r.SHA256 == "" || s.plays(r, time.Time{}, time.Time{}) != "Ana two" {
			t.Errorf("after the end: %+v", r)
		}
	})
}
