package conference_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// upTo is the epoch of a channel in the last picture before the answer to a message, and the answer.
func (g *guest) upTo(id int, language string) (epoch int64, answer any) {
	for _, m := range g.take() {
		switch m := m.(type) {
		case protocol.InterpretationChanged:
			for _, ch := range m.Interpretation.Channels {
				if ch.Language == language {
					epoch = ch.Epoch
				}
			}
		case protocol.Ack:
			if m.ID == id {
				return epoch, m
			}
		case protocol.ProblemMessage:
			if m.ID == id {
				return epoch, m
			}
		}
	}
	return epoch, nil
}

// Who has the answer has seen what it is about: the next message goes by the epochs in it.
func TestWhatCameOfItGoesBeforeTheAnswer(t *testing.T) {
	inStudio(t, func(s *studio) {
		calm := func() {
			s.settle()
			time.Sleep(conference.ShownWithin)
			s.forget()
		}
		calm()
		const id = 900
		first := s.iris.channel("en").Epoch
		s.iris.say(protocol.OpenMicrophone{ID: id, Epoch: first})
		opened, answer := s.iris.upTo(id, "en")
		if _, ack := answer.(protocol.Ack); !ack || opened <= first {
			t.Fatalf("the epoch was %d, is %d before %+v", first, opened, answer)
		}
		calm()
		// A colleague changes twice in a moment; the second is not shown yet to who acts on the first.
		s.iris.say(protocol.CloseMicrophone{ID: id + 1, Epoch: opened})
		synctest.Wait()
		closed, _ := s.iris.upTo(id+1, "en")
		s.iris.say(protocol.OpenMicrophone{ID: id + 2, Epoch: closed})
		reopened, _ := s.iris.upTo(id+2, "en")
		if seen, _ := s.ivo.upTo(0, "en"); seen != closed {
			t.Fatalf("Ivo sees %d, want %d", seen, closed)
		}
		s.ivo.say(protocol.OpenMicrophone{ID: id, Epoch: closed})
		seen, answer := s.ivo.upTo(id, "en")
		if p, refused := answer.(protocol.ProblemMessage); !refused || p.Problem.Code != "lease-stale" || seen != reopened {
			t.Fatalf("Ivo sees %d, want %d, before %+v", seen, reopened, answer)
		}
	})
}
