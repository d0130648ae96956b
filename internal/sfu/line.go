package sfu

import "slices"

// Kind is sound or picture.
type Kind uint8

// The kinds of a line.
const (
	Audio Kind = iota + 1
	Video
)

// CodecName is the RTP encoding name in lower case (RFC 4855), e.g. "opus", "vp8", "h264", "vp9", "av1".
type CodecName string

// The codecs that are forwarded.
const (
	Opus CodecName = "opus"
	VP8  CodecName = "vp8"
	H264 CodecName = "h264"
	VP9  CodecName = "vp9"
	AV1  CodecName = "av1"
)

// Codec is one negotiated payload format of a line.
type Codec struct {
	Name        CodecName
	PayloadType uint8
	RTXType     uint8 // payload type of its RTX (RFC 4588); 0: not negotiated
	REDType     uint8 // payload type of RED with it (RFC 2198); 0: not negotiated
	ClockRate   uint32
	// Profile separates incompatible variants: H.264 "profile-level-id/packetization-mode" class such as
	// "constrained-baseline/1", VP9 "profile-id". Empty where there is none. Sources and slots match on Name and Profile.
	Profile string
	NACK    bool
	PLI     bool
	FIR     bool
	REMB    bool
	TWCC    bool
}

// Extensions are the RTP header extension identifiers (RFC 8285) of a line; 0: not negotiated.
type Extensions struct {
	MID                  uint8
	RID                  uint8
	RepairedRID          uint8
	AudioLevel           uint8
	TWCC                 uint8
	AbsSendTime          uint8
	DependencyDescriptor uint8
}

// Use says what a line is for. In-house clients say it in their offer message; for WHIP and WHEP it follows
// from the order of the lines.
type Use string

// The uses of lines. The first four are sent by the client, the others received by it.
const (
	Microphone     Use = "microphone"
	Camera         Use = "camera"
	Screen         Use = "screen"
	ScreenSound    Use = "screen-sound"
	StageSound     Use = "stage-sound"
	StagePicture   Use = "stage-picture"
	FloorSound     Use = "floor-sound"
	Interpretation Use = "interpretation"
	BoothSound     Use = "booth-sound"
	Picture        Use = "picture"
)

// Sent tells whether the client sends on such a line.
func (u Use) Sent() bool {
	return u == Microphone || u == Camera || u == Screen || u == ScreenSound
}

// Line is one negotiated m-line of an endpoint.
type Line struct {
	MID    string
	Use    Use
	Kind   Kind
	Codecs []Codec // in order of preference
	Ext    Extensions

	// Lines that the client sends on: what its SDP declared. RIDs are in the order of a=simulcast, best first;
	// empty without simulcast. SSRCs may be empty (then packets are found by MID and RID, RFC 8843 section 9.2,
	// RFC 8852).
	RIDs     []string
	SSRCs    []uint32
	RTXPairs map[uint32]uint32 // RTX SSRC → the SSRC that it repairs (a=ssrc-group:FID)

	// Lines that the client receives on: the SSRCs that the answer declares.
	SSRC    uint32
	RTXSSRC uint32
}

// tracked tells whether packets that we send on the line carry transport-wide sequence numbers: pictures do where the
// client answers them. Sounds do not: they are sent whatever the path carries. Without RTX there could be no probes, and
// a repetition with another number would be another packet of the same sequence number, which must not be.
func (l *Line) tracked() bool {
	if l.Kind != Video || l.Use.Sent() || l.Ext.TWCC == 0 || l.RTXSSRC == 0 {
		return false
	}
	return slices.ContainsFunc(l.Codecs, func(c Codec) bool { return c.TWCC && c.RTXType != 0 })
}
