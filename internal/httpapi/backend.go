package httpapi

import (
	"context"
	"log/slog"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/protocol"
	"github.com/cumbre-meet/cumbre/internal/session"
)

// Backend is what the API needs of the meetings. Its errors are *protocol.Problem where the client is at fault;
// anything else is ours, is logged, and becomes a 500 without details.
type Backend interface {
	Administration
	Proceedings
	Access

	// Publish and View start a WHIP or WHEP session; the string is the SDP answer.
	Publish(ctx context.Context, grant conference.Grant, offer string) (External, string, error)
	View(ctx context.Context, grant conference.Grant, language, offer string) (External, string, error)
	// External finds such a session: 404 session-unknown.
	External(meeting, id string) (External, error)
	// Live runs one client's live session until it ends.
	Live(ctx context.Context, conn session.Conn, log *slog.Logger) error
}

// Administration is what is decided around a meeting.
type Administration interface {
	Meetings
	Members
	Planned
}

// Access finds what a token gives.
type Access interface {
	Authenticate(ctx context.Context, token string) (conference.Grant, error)
	AuthenticateFor(ctx context.Context, meeting, token string) (conference.Grant, error)
}

// Proceedings are what a meeting leaves.
type Proceedings interface {
	Kept
	Said
	Agreed
}

// Kept is what is kept of a meeting, for those who are in it.
type Kept interface {
	Documents
	Recordings
	Archives
	Floors
}

// Said is the record, and what is made of it.
type Said interface {
	Words
	Quoted
	RecordReading
	RecordWriting
	RecordMending
}

// Agreed is what delegations bind themselves to.
type Agreed interface {
	Texts
	Publishing
	Committing
}

// Meetings is the administration of meetings and their invitations.
type Meetings interface {
	Create(ctx context.Context, m conference.CreateMeeting) (protocol.Meeting, error)
	Meeting(ctx context.Context, id string) (protocol.Meeting, error)
	Meetings(ctx context.Context) ([]protocol.Meeting, error)
	Invite(ctx context.Context, meeting string, in conference.Invite) (conference.Invitation, error)
	Invitations(ctx context.Context, meeting string) ([]conference.Invitation, error)
	Revoke(ctx context.Context, meeting, invitation, by string) error
	Arrangement(ctx context.Context, meeting string) (conference.Arrangement, error)
	Arrange(ctx context.Context, meeting string, a conference.Arrangement) (conference.Arrangement, error)
}

// External is a WHIP publisher's or a WHEP viewer's session.
type External interface {
	ID() string
	// Invitation is the identifier of the invitation that the session was made with.
	Invitation() string
	Viewer() bool
	// ETag names the current ICE session (RFC 9725 section 4.3.1), with or without its quotes.
	ETag() string
	// Patch takes a trickle-ice-sdpfrag body and returns one for an ICE restart, "" for candidates.
	Patch(fragment string) (answer string, err error)
	Close()
}

// ForHub makes a Backend of the conferences.
func ForHub(hub *conference.Hub) Backend { return hubBackend{hub} }

type hubBackend struct{ *conference.Hub }

func (b hubBackend) Publish(ctx context.Context, grant conference.Grant, offer string) (External, string, error) {
	return external(b.Hub.Publish(ctx, grant, offer))
}

func (b hubBackend) View(ctx context.Context, grant conference.Grant, language, offer string) (External, string, error) {
	return external(b.Hub.View(ctx, grant, language, offer))
}

func (b hubBackend) External(meeting, id string) (External, error) {
	s, err := b.Hub.External(meeting, id)
	ext, _, err := external(s, "", err)
	return ext, err
}

func (b hubBackend) Live(ctx context.Context, conn session.Conn, log *slog.Logger) error {
	return session.Serve(ctx, conn, b.Hub, log)
}

// external keeps a nil session from becoming an interface that is not nil.
func external(s *conference.ExternalSession, answer string, err error) (External, string, error) {
	if err != nil {
		return nil, "", err
	}
	return s, answer, nil
}
