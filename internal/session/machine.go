package session

import (
	"fmt"
	"net/http"

	"github.com/cumbre-meet/cumbre/internal/protocol"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// machine is what a client may say when: pure, one message or one look at the clock at a time.
type machine struct {
	hello    bool // it has come
	deadline units.Instant
	bytes    bucket
	refused  bucket
	buckets  [classes]bucket
}

// step is what the shell shall do. At most one of Join and Forward is set; Answers go first, and with a Fatal the
// session ends after it.
type step struct {
	Answers []any // server messages
	Join    *protocol.Hello
	Forward protocol.ClientMessage
	Fatal   *protocol.Problem
	Silent  bool // nothing has come for too long: the connection counts as lost
}

func newMachine(now units.Instant) *machine {
	m := &machine{deadline: now.Add(helloTime), bytes: newBucket(bytesRate(), now), refused: newBucket(refusedRate(), now)}
	for i, r := range rates() {
		m.buckets[i] = newBucket(r, now)
	}
	return m
}

// Deadline is when Due has something to say, unless a message comes before.
func (m *machine) Deadline() units.Instant { return m.deadline }

// Due is called at the deadline.
func (m *machine) Due(now units.Instant) step {
	if now < m.deadline {
		return step{}
	}
	if !m.hello {
		return step{Fatal: protocol.NewProblem(http.StatusRequestTimeout, "hello-missing", "No hello",
			"The first message, a hello, has to come within %d seconds.", int(helloTime.Seconds()))}
	}
	return step{Silent: true}
}

// Receive takes one message as it came.
func (m *machine) Receive(now units.Instant, data []byte) step {
	if m.hello {
		m.deadline = now.Add(silenceTime)
	}
	if !m.bytes.take(now, float64(len(data))) {
		return step{Fatal: flood("bytes")}
	}
	message, id, problem := protocol.DecodeClient(data)
	hello, isHello := message.(protocol.Hello)
	switch {
	case !m.hello && problem != nil:
		return step{Fatal: problem}
	case !m.hello && !isHello:
		return step{Fatal: protocol.NewProblem(http.StatusBadRequest, "hello-missing", "No hello", "The first message has to be a hello.")}
	case !m.hello:
		m.hello, m.deadline = true, now.Add(silenceTime)
		return step{Join: &hello}
	case problem == nil && isHello:
		problem = protocol.NewProblem(http.StatusConflict, "hello-twice", "A second hello", "A session has one hello. Open another connection for another participant.")
	case problem == nil:
		problem = m.limit(now, message)
	}
	if problem != nil {
		return m.refuse(now, id, problem)
	}
	if ping, ok := message.(protocol.Ping); ok {
		return step{Answers: []any{protocol.Pong{T: ping.T}}}
	}
	return step{Forward: message}
}

// limit holds a message to the rate of its class.
func (m *machine) limit(now units.Instant, message protocol.ClientMessage) *protocol.Problem {
	c := classOf(message)
	if m.buckets[c].take(now, 1) {
		return nil
	}
	return protocol.NewProblem(http.StatusTooManyRequests, "too-frequent", "Too frequent",
		"Too many messages of this kind: at most %d at once and then %s. Wait a moment and try again.",
		int(m.buckets[c].rate.burst), perSecond(m.buckets[c].rate.perSecond))
}

func perSecond(n float64) string {
	if n >= 1 {
		return fmt.Sprintf("%g a second", n)
	}
	return fmt.Sprintf("one in %g seconds", 1/n)
}

// refuse answers a message that has no effect, as long as there are not too many of them.
func (m *machine) refuse(now units.Instant, id int, problem *protocol.Problem) step {
	if !m.refused.take(now, 1) {
		return step{Fatal: flood("refused messages")}
	}
	return step{Answers: []any{protocol.ProblemMessage{ID: id, Problem: *problem}}}
}

func flood(what string) *protocol.Problem {
	return protocol.NewProblem(http.StatusTooManyRequests, "flood", "Far too much",
		"The client sent far too many %s. The connection is closed.", what)
}

func classOf(message protocol.ClientMessage) class {
	switch message.(type) {
	case protocol.Ping:
		return classPing
	case protocol.Offer:
		return classOffer
	case protocol.WantSlots, protocol.WantSounds:
		return classWant
	case protocol.SendChat:
		return classChat
	case protocol.React:
		return classReaction
	case protocol.OpenMicrophone, protocol.CloseMicrophone, protocol.Cough, protocol.TalkToFloor, protocol.SetInput,
		protocol.SetOutput, protocol.HandOver, protocol.TakeOver:
		return classBooth
	case protocol.ReportSource:
		return classReport
	case protocol.WriteCaption:
		return classCaption
	case protocol.SetMedia, protocol.SetHand, protocol.SetLanguage, protocol.Listen, protocol.Leave,
		protocol.EditSegment, protocol.SetCaptions:
		return classState
	default:
		return classCommand
	}
}
