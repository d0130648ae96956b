package conference

import (
	"context"

	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// Attendance is one client's session in a meeting or its lobby. Its methods may be called from any goroutine; a
// session calls them one at a time.
type Attendance struct {
	conference  *conference
	participant string
	out         Outbox // called by the actor only
}

// Handle lets the conference act on one message. It returns when the message has been dealt with: acks, answers
// and problems are in the outbox by then, in order with the events. The error says that the attendance is over
// (the outbox has its End) or ctx is.
func (a *Attendance) Handle(ctx context.Context, m protocol.ClientMessage) error {
	reply := make(chan error, 1)
	err, over := ask(ctx, a.conference, sayRequest{a, m, reply}, reply)
	if over != nil {
		return over
	}
	return err
}

// Lost says that the client's connection is gone: the participant is "reconnecting" for 60 s.
func (a *Attendance) Lost() {
	// Where the conference is over, so is the attendance.
	_ = a.conference.tell(context.Background(), lostNotice{a})
}

// Participant is the own participant's identifier.
func (a *Attendance) Participant() string { return a.participant }
