package sdp

import "github.com/cumbre-meet/cumbre/internal/sfu"

// Direction says which way media goes on the lines of an offer without named uses, and what becomes of lines that
// are offered as sendrecv: the server answers each line one way.
type Direction uint8

// The directions.
const (
	// Any takes each line as offered: sendonly and sendrecv lines are received, recvonly ones sent on.
	Any Direction = iota
	// Publish receives only (WHIP): lines that the client only wants to receive are answered inactive.
	Publish
	// View sends only (WHEP).
	View
)

// Options goes with an offer.
type Options struct {
	// Uses by mid; nil: from the order of the lines.
	Uses map[string]sfu.Use
	// MaxLines bounds the m-lines; 0: MaxLines.
	MaxLines int
	// Direction applies where Uses is nil.
	Direction Direction
}
