package sfu

import (
	"github.com/cumbre-meet/cumbre/internal/units"
)

// EndpointID names one endpoint (one client's PeerConnection) in a Room. The conference uses the participant's
// identifier; a WHEP viewer has one of its own.
type EndpointID string

// SourceKind says which of a participant's publications is meant.
type SourceKind string

// The kinds of source.
const (
	SourceMicrophone  SourceKind = "microphone"
	SourceCamera      SourceKind = "camera"
	SourceScreen      SourceKind = "screen"
	SourceScreenSound SourceKind = "screen-sound"
)

// SourceID names a publication: one endpoint has at most one of each kind.
type SourceID struct {
	Endpoint EndpointID
	Kind     SourceKind
}

// IsZero tells whether the SourceID names nothing.
func (s SourceID) IsZero() bool { return s == SourceID{} }

// Transport carries what the Room sends to one endpoint. rtc.Peer implements it; the simulated network does in
// tests. Its methods read their arguments before they return and keep none of them.
type Transport interface {
	// SendRTP sends one RTP packet: header is a whole RTP header (RFC 3550 section 5.1) with its extensions,
	// payload what follows it. They are apart so that the payload stays the publisher's one plaintext. Padding may be
	// written behind the payload, as far as its capacity goes. sent is the packet as it goes out, valid until the next call; nil: it
	// was dropped.
	SendRTP(header, payload []byte) (sent []byte)
	// SendAgain sends what SendRTP returned once more, the same in every byte: a receiver takes whichever comes first.
	SendAgain(sent []byte)
	// SendRTCP sends one compound RTCP packet.
	SendRTCP(compound []byte)
}

// Want is what a client asks of one of its picture slots.
type Want struct {
	MID      string
	Source   SourceID // the zero SourceID with Stage false: nothing
	Stage    bool     // follow the stage's picture
	Channel  string   // follow the picture channel of that name: sign language
	Other    int      // n > 0: follow the n-th of the others, latest speaker first (WHEP's further picture lines)
	Height   int      // CSS pixels × device pixel ratio that the tile can show; 0: any
	Priority int      // higher is more important, when the network cannot carry all
}

// SlotChange tells what a slot shows from now on.
type SlotChange struct {
	Endpoint EndpointID
	MID      string
	Source   SourceID // zero: nothing
	Channel  string   // that the slot carries it for; empty where it carries none
	RTPTime  uint32   // of the first packet of the new source, in the slot's own timestamps
	Width    int      // of the picture as sent, where the keyframe says it; 0: unknown
	Height   int
	Paused   bool // it shows nothing because the path to the endpoint does not carry it
}

// LayersNeeded tells a publisher which of its simulcast layers somebody watches.
type LayersNeeded struct {
	Source SourceID
	RIDs   []string // best first; empty: none is watched (the sender may pause the picture)
}

// Speaker is one entry of the list of who is heard.
type Speaker struct {
	Endpoint EndpointID
	Level    uint8 // dBov below full scale: 0 loudest, 127 silence (RFC 6464)
}

// Quality sums up one endpoint's connection over the last interval.
type Quality struct {
	Endpoint    EndpointID
	RTTMillis   int     // 0: unknown
	LossUp      float64 // share of packets lost from the client, 0..1, after the NACK's repair is not counted
	LossDown    float64 // share lost to the client, as its receiver reports say
	BitrateUp   units.Bitrate
	BitrateDown units.Bitrate
}

// Events is what a Room tells its conference. It is called on the media loop: an implementation hands over and
// returns at once. Calls for one endpoint come in order.
type Events interface {
	StageChanged(stage EndpointID) // "": nobody
	SlotChanged(SlotChange)
	LayersNeeded(LayersNeeded)
	SpeakersChanged([]Speaker) // loudest first; at most twice a second, and when the set changes
	SourceStarted(SourceID)    // its first packet came
	SourceStopped(SourceID)    // its endpoint left, or it has been silent for the source timeout
	QualityMeasured([]Quality) // every 2 s
	// ChannelsHeard has every channel in the order of their making, then every booth's microphones in the order of
	// joining: when one begins or ends to speak, is lost or back, and at most every 250 ms for levels and times.
	ChannelsHeard([]ChannelHeard)
}
