package conference_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/protocol"
	"github.com/cumbre-meet/cumbre/internal/transcribe"
)

// scribe is a speech recognition that hears what is in the packets.
type scribe struct {
	t    *testing.T
	away time.Time // it does not answer before
	said []string  // the languages that it was told
}

func (s *scribe) Transcribe(_ context.Context, sound transcribe.Sound) ([]transcribe.Words, error) {
	if time.Now().Before(s.away) {
		return nil, &transcribe.Error{Status: 503, Cause: errors.New("away")}
	}
	s.said = append(s.said, sound.Language)
	return []transcribe.Words{{Start: 300 * time.Millisecond, End: sound.Length, Text: words(s.t, sound.Audio)}}, nil
}

// inRecognised is a studio that is recorded, and whose speech is recognised.
func inRecognised(t *testing.T, engine *scribe, test func(s *studio)) {
	t.Helper()
	inStudio(t, func(s *studio) {
		engine.t = t
		s.speech = transcribe.NewQueue(engine, quiet())
		defer s.speech.Close()
		s.restart()
		*s = *s.reopened()
		s.chair.ok(startRecording)
		test(s)
		s.close()
		s.open(conference.Limits{})
	})
}

// reopened is the studio with everybody back after a restart.
func (s *studio) reopened() *studio {
	for _, g := range []*guest{s.chair, s.ana, s.lee, s.iris, s.ivo, s.tech} {
		g.client = s.join(g.inv.Token)
		synctest.Wait()
		g.offer(true)
	}
	s.ana.say(protocol.SetMedia{Microphone: true})
	s.iris.ready("en")
	return s
}

// segments are what is in the record: whose, language, origin and words.
func (s *studio) segments() []string {
	s.t.Helper()
	synctest.Wait()
	state, err := s.hub.State(s.meeting.ID)
	if err != nil {
		s.t.Fatal(err)
	}
	var out []string
	for v := range state.Record.Segments.All() {
		who := state.Participants[v.Speaker].Name
		if v.Intervention != "" {
			who = v.Intervention
		}
		if v.Source != proceedings.ByASR || v.By != "" || !v.End.After(v.Start) {
			s.t.Errorf("%+v", v)
		}
		out = append(out, fmt.Sprintf("%s %s %s: %s", who, v.Language, v.Origin, v.Text))
	}
	slices.Sort(out)
	return out
}

// sigh is a pause that ends a window.
func (s *studio) sigh(who ...*guest) {
	for range 60 {
		for _, g := range who {
			g.conn.Breathe("mic", "\xf8\xff\xfe")
		}
		time.Sleep(20 * time.Millisecond)
	}
	time.Sleep(time.Second)
	synctest.Wait()
}

func TestWhatIsRecordedIsRecognised(t *testing.T) {
	engine := &scribe{}
	inRecognised(t, engine, func(s *studio) {
		s.iris.open("en")
		s.tech.say(protocol.SetCaptions{Language: "en"})
		s.lee.say(protocol.SetCaptions{Language: "es"})
		s.chair.ok(func(id int) protocol.ClientMessage {
			return protocol.WriteCaption{ID: id, Language: "es", Text: "Señora"} // a person captions Spanish
		})
		s.utter(2*time.Second, " one", s.ana, s.iris)
		s.sigh(s.ana, s.iris)
		if m := need[protocol.Caption](s.tech.client); m.Source != "asr" || m.Text != "Iris one" || m.Origin != "interpretation" || !m.Final {
			t.Errorf("caption %+v", m)
		}
		if m := need[protocol.Caption](s.lee.client); m.Source != "" || m.Text != "Señora" {
			t.Errorf("a person's caption is %+v", m)
		}
		want := []string{"i1 en interpretation: Iris one", "i1 es floor: Ana one"}
		if got := s.segments(); !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
		if slices.Sort(engine.said); !slices.Equal(engine.said, []string{"en", "es"}) {
			t.Errorf("the engine was told %q", engine.said)
		}
		s.ana.ok(declineRecording(true))
		s.utter(2*time.Second, " secret", s.ana)
		s.sigh(s.ana)
		if got := s.segments(); len(got) != 2 {
			t.Errorf("who declines to be recorded is recognised: %q", got)
		}
	})
}

// An interpreter is behind: what was begun while one had the floor is theirs, though it ends while the next has it.
func TestAnInterpretationIsOfTheTurnInWhichItWasBegun(t *testing.T) {
	inRecognised(t, &scribe{}, func(s *studio) {
		s.iris.open("en")
		s.utter(time.Second, " one", s.ana, s.iris)
		s.chair.ok(giveFloor(s.chair.inv.ID))
		s.utter(3*time.Second, " one", s.iris)
		s.sigh(s.iris)
		if got := s.segments(); !slices.Contains(got, "i1 en interpretation: Iris one") {
			t.Errorf("%q", got)
		}
	})
}

// While the clock stands, as for consecutive interpretation, what the speaker says is still their turn's.
func TestWordsAreTheTurnsWhileTheClockStands(t *testing.T) {
	inRecognised(t, &scribe{}, func(s *studio) {
		s.chair.ok(func(id int) protocol.ClientMessage { return protocol.PauseClock{ID: id, Paused: true} })
		s.utter(2*time.Second, " one", s.ana)
		s.sigh(s.ana)
		if got, want := s.segments(), []string{"i1 es floor: Ana one"}; !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
	})
}

func TestAnEngineThatIsAwayDelaysWordsAndNothingElse(t *testing.T) {
	engine := &scribe{}
	inRecognised(t, engine, func(s *studio) {
		engine.away = time.Now().Add(40 * time.Second)
		s.utter(2*time.Second, " one", s.ana)
		s.sigh(s.ana)
		s.utter(4*time.Second, " two", s.ana)
		if r := need[protocol.RecorderChanged](s.tech.client); r.Speech == nil || !r.Speech.Down {
			t.Errorf("the technician is told %+v", r.Speech)
		}
		s.sigh(s.ana)
		for range 100 {
			s.utter(time.Second, "", s.ana)
		}
		if got := s.segments(); !slices.Contains(got, "i1 es floor: Ana one") {
			t.Errorf("after it was back: %q", got)
		}
	})
}
