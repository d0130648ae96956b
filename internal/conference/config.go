package conference

import (
	"context"
	"log/slog"
	"time"

	"github.com/cumbre-meet/cumbre/internal/auth"
	"github.com/cumbre-meet/cumbre/internal/documents"
	"github.com/cumbre-meet/cumbre/internal/protocol"
	"github.com/cumbre-meet/cumbre/internal/record"
	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/transcribe"
	"github.com/cumbre-meet/cumbre/internal/translate"
)

// Journal is what conferences need of the store; journal.Store implements it.
type Journal interface {
	// Append adds a record to a stream whose last sequence is expected (0: the stream is new) and returns the
	// record's sequence once it is durable. It fails, without effect, where the stream has moved on.
	Append(ctx context.Context, stream string, expected uint64, payload []byte) (seq uint64, err error)
	// Replay calls f with the stream's records from a sequence (≥ 1) on, in order.
	Replay(ctx context.Context, stream string, from uint64, f func(seq uint64, at time.Time, payload []byte) error) error
	// Check tells whether a record could be written now, and mends what it can after a failure. An error whose
	// Unwritable() string says why (see unwritableReason) means that nothing can be written; so it does from Append.
	Check(ctx context.Context) error
	// Streams lists the streams that have records.
	Streams(ctx context.Context) ([]string, error)
}

// Limits of one meeting.
type Limits struct {
	// Sessions bounds clients of ours and WHIP publishers, in the meeting and its lobby.
	Sessions int
	// Viewers bounds WHEP viewers.
	Viewers int
}

// DefaultLimits are what one machine of today carries with a good reserve: a session costs about 40 KiB here and
// a PeerConnection in rtc; a viewer only the latter.
func DefaultLimits() Limits { return Limits{Sessions: 300, Viewers: 1000} }

// Config is what a Hub is made of.
type Config struct {
	Journal Journal
	Media   Media
	Key     *auth.Key // signs the resume secrets
	Log     *slog.Logger
	Limits  Limits // zero fields: DefaultLimits
	// Documents keeps the bytes of documents; nil only in tests that have none.
	Documents *documents.Store
	// Recordings keeps the meetings' sound; nil only in tests that record none.
	Recordings *record.Store
	// Archives makes the meetings' archives; nil only in tests that make none.
	Archives Archives
	// Speech recognises what is recorded; nil: nothing does.
	Speech *transcribe.Queue
	// Translator drafts translations of texts; nil: nothing does.
	Translator *translate.Translator
	Room       sfu.Config // of every meeting's Room
	// Relays are the ways to this server's relay for a participant, with credentials; nil: there is none. Any
	// goroutine calls it.
	Relays func(participant string) []protocol.ICEServer
}
