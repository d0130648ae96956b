// Package session is one client's live session: a pure state machine of what a client may say when, and a thin
// shell that reads, writes and keeps the time.
package session

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/protocol"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// ReadLimit is what the transport should accept of one message, in bytes: enough above protocol's limit that the
// session can say what is wrong with a message that is too large; what is larger still may be cut off.
const ReadLimit = 2 * protocol.MaxMessageBytes

// WebSocket status codes that Serve closes with (RFC 6455 section 7.4.1, and the registry for 1012).
const (
	closeNormal   = 1000 // after a bye
	closePolicy   = 1008 // after a fatal problem
	closeRestart  = 1012 // the server stops: come back
	closeTryLater = 1013 // the client was too slow
)

// Conn is a message transport: a WebSocket in the server, a pipe in tests.
type Conn interface {
	// Read gives the next message. Cancelling ctx makes it return.
	Read(ctx context.Context) ([]byte, error)
	// Write sends one message.
	Write(ctx context.Context, message []byte) error
	// Close ends the connection with a WebSocket status code (RFC 6455 section 7.4) and a reason ≤ 123 bytes.
	Close(code int, reason string) error
}

// Serve runs one client's session until it ends; ctx is the server's life (or the request's). The error is for
// the log: nil where the session ended in an ordinary way, a *protocol.Problem where the client was told one.
func Serve(ctx context.Context, conn Conn, hub *conference.Hub, log *slog.Logger) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	writing, abort := context.WithCancel(ctx)
	defer abort()
	s := &session{conn: conn, hub: hub, log: log, out: newOutbox(abort), start: time.Now()}
	s.machine = newMachine(s.now())

	received := make(chan received)
	go s.read(ctx, received)
	written := make(chan error, 1)
	go func() { written <- s.out.drain(writing, conn) }()

	end := s.loop(ctx, received, written)
	if s.attendance != nil {
		s.attendance.Lost() // no effect where the conference ended it
	}
	code, reason := closing(end)
	if err := conn.Close(code, reason); err != nil {
		log.Debug("session: closing the connection", "error", err)
	}
	return result(end)
}

// session is the shell. Its fields belong to Serve's goroutine, but for out.
type session struct {
	conn       Conn
	hub        *conference.Hub
	log        *slog.Logger
	out        *outbox
	start      time.Time
	machine    *machine
	attendance *conference.Attendance // nil before the hello
}

// received is one message, or why there are no more.
type received struct {
	data []byte
	err  error
}

var (
	// errLost says that the client's connection is gone.
	errLost = errors.New("session: connection lost")
	// errSilent says that nothing came for too long.
	errSilent = fmt.Errorf("%w: silent", errLost)
)

// now is an Instant of the session's own, from 1 on.
func (s *session) now() units.Instant { return units.Instant(1).Add(time.Since(s.start)) }

// read hands over one message at a time; it ends with the connection or ctx.
func (s *session) read(ctx context.Context, to chan<- received) {
	for {
		data, err := s.conn.Read(ctx)
		select {
		case to <- received{data, err}:
		case <-ctx.Done():
			return
		}
		if err != nil {
			return
		}
	}
}

// loop is the session: one message at a time, until either side ends. The result says why.
func (s *session) loop(ctx context.Context, messages <-chan received, written <-chan error) error {
	timer := time.NewTimer(helloTime)
	defer timer.Stop()
	for {
		timer.Reset(max(s.machine.Deadline().Sub(s.now()), 0))
		var next step
		select {
		case m := <-messages:
			if m.err != nil {
				return fmt.Errorf("%w: %w", errLost, m.err)
			}
			next = s.machine.Receive(s.now(), m.data)
		case <-timer.C:
			next = s.machine.Due(s.now())
		case err := <-written:
			return err
		case <-ctx.Done():
			return errStopping
		}
		if err := s.do(ctx, next); err != nil {
			return s.lastWords(ctx, err, written)
		}
	}
}

// do is what the machine decided. The error ends the session.
func (s *session) do(ctx context.Context, next step) error {
	for _, answer := range next.Answers {
		s.out.Send(protocol.EncodeServer(answer))
	}
	switch {
	case next.Silent:
		return errSilent
	case next.Fatal != nil:
		return next.Fatal
	case next.Join != nil:
		return s.join(ctx, *next.Join)
	case next.Forward != nil:
		return s.attendance.Handle(ctx, next.Forward)
	default:
		return nil
	}
}

// join finds whose token it is and goes in.
func (s *session) join(ctx context.Context, hello protocol.Hello) error {
	grant, err := s.hub.AuthenticateHello(ctx, hello)
	if err != nil {
		return err
	}
	attendance, err := s.hub.Join(ctx, grant, hello, s.out)
	var problem *protocol.Problem
	if errors.As(err, &problem) && problem.Code == "stopping" {
		return errStopping // not the client's end: it comes back to the next server
	}
	if err != nil {
		return err
	}
	s.attendance = attendance
	s.log.Debug("session: joined", "meeting", grant.Meeting.ID, "participant", attendance.Participant(), "client", hello.Client)
	return nil
}

// lastWords tells the client why the session ends, where the conference has not done so, and waits until it is
// written.
func (s *session) lastWords(ctx context.Context, err error, written <-chan error) error {
	var problem *protocol.Problem
	switch {
	case errors.As(err, &problem):
	case errors.Is(err, errLost), errors.Is(err, errStopping):
		return err
	case s.attendance != nil && ctx.Err() == nil:
		return <-written // the conference ended it: the outbox has its End
	case ctx.Err() != nil:
		return errStopping
	default:
		problem = protocol.NewProblem(http.StatusInternalServerError, "internal", "Server error",
			"The server could not do this. It has been logged; please try again.")
		s.log.Error("session failed", "error", err)
	}
	s.out.stop(protocol.EncodeServer(protocol.ProblemMessage{Fatal: true, Problem: *problem}), problem)
	return <-written
}

// closing is what the connection is closed with.
func closing(end error) (code int, reason string) {
	var problem *protocol.Problem
	switch {
	case errors.As(end, &problem):
		return closePolicy, problem.Code
	case errors.Is(end, errStopping):
		return closeRestart, "server-stopping"
	case errors.Is(end, errTooSlow):
		return closeTryLater, "too-slow"
	case errors.Is(end, errSilent):
		return closeTryLater, "silent"
	default:
		return closeNormal, ""
	}
}

// result is what Serve's caller learns.
func result(end error) error {
	if errors.Is(end, errEnded) || errors.Is(end, errStopping) || errors.Is(end, errLost) {
		return nil
	}
	return end
}
