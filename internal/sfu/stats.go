package sfu

// Stats counts what a Room has done since it was made. Gauges are marked so.
type Stats struct {
	Endpoints int // gauge
	Sources   int // gauge: sources that are sending
	Slots     int // gauge

	PathsEstimated int // gauge: endpoints whose downlink is estimated
	PathsNarrow    int // gauge: of these, to which less is sent than is wanted
	PathsPaced     int // gauge: of these, to which packets are spread over time
	PathsBitrate   int // gauge: sum of the estimates, bit/s
	PicturesPaused int // gauge: slots that show nothing because the path does not carry it

	PacketsIn      uint64 // RTP packets that belonged to a source (RTX included)
	BytesIn        uint64
	PacketsOut     uint64 // RTP packets given to transports (retransmissions included)
	BytesOut       uint64
	Retransmitted  uint64 // packets sent again; each twice on a path that loses at random
	MendedUnasked  uint64 // of these, for a loss that feedback told of before a request did
	Recovered      uint64 // packets that came after we asked for them
	Mended         uint64 // packets of sound that were lost, and came as the redundancy of a later one
	Stripped       uint64 // packets of sound that went out without the redundancy that they came with
	Deepened       uint64 // packets of sound that went out with more redundancy than they came with
	Twins          uint64 // packets of sound that went out a second time, to receivers without RED that lose
	NACKsSent      uint64 // sequence numbers asked of publishers
	NACKsReceived  uint64 // sequence numbers asked by receivers
	NACKsRefused   uint64 // of these: beyond the receiver's budget, asked again too soon, or of no use to a path that is full
	NACKsMissed    uint64 // of these: no longer, or never, in the ring
	PLIsSent       uint64
	PLIsReceived   uint64
	PLIsRefused    uint64 // of these: asked again too soon
	KeyframesSaved uint64 // switches served from the keyframe cache
	Switches       uint64 // slots that changed their source or layer

	DroppedMalformed   uint64 // RTP that does not parse
	DroppedUnknown     uint64 // RTP with an SSRC that belongs to no line: no state is made
	DroppedOverRate    uint64 // beyond what one source may send: not looked into
	DroppedDuplicate   uint64
	DroppedLate        uint64 // older than the ring
	DroppedOversize    uint64 // larger than the ring's slots
	DroppedMuted       uint64 // of a source that its owner signalled as muted
	DroppedSilence     uint64 // sound that nobody would hear
	DroppedRTCP        uint64 // RTCP that does not parse or is beyond the endpoint's budget
	DroppedPayloadType uint64 // a payload type that the line did not negotiate
	CodecMismatch      uint64 // a slot shows nothing because its receiver cannot decode the source
	ChannelPackets     uint64 // packets sent on slots that carry a channel
	ChannelGated       uint64 // packets of channels' holders that came while the gate was closed
	ChannelStale       uint64 // packets, or requests for one, that came too late for the channel: after its holder's time

	Paused        uint64 // pictures that were paused because a path did not carry them
	ProbePackets  uint64 // padding sent to find out what paths carry
	ProbesFound   uint64 // reports that held a probe's result
	Overuses      uint64 // decreases of an estimate because of a delay that grew
	FeedbackWrong uint64 // transport-wide feedback that does not parse, or reports what cannot be (see bwe.Lies)

	LinesIgnored uint64 // lines beyond Config.MaxLines
}

// Add adds the counters and gauges of another Room.
func (s *Stats) Add(o Stats) {
	s.Endpoints += o.Endpoints
	s.Sources += o.Sources
	s.Slots += o.Slots
	s.PathsEstimated += o.PathsEstimated
	s.PathsNarrow += o.PathsNarrow
	s.PathsPaced += o.PathsPaced
	s.PathsBitrate += o.PathsBitrate
	s.PicturesPaused += o.PicturesPaused
	s.PacketsIn += o.PacketsIn
	s.BytesIn += o.BytesIn
	s.PacketsOut += o.PacketsOut
	s.BytesOut += o.BytesOut
	s.Retransmitted += o.Retransmitted
	s.MendedUnasked += o.MendedUnasked
	s.Recovered += o.Recovered
	s.Mended += o.Mended
	s.Stripped += o.Stripped
	s.Deepened += o.Deepened
	s.Twins += o.Twins
	s.NACKsSent += o.NACKsSent
	s.NACKsReceived += o.NACKsReceived
	s.NACKsRefused += o.NACKsRefused
	s.NACKsMissed += o.NACKsMissed
	s.PLIsSent += o.PLIsSent
	s.PLIsReceived += o.PLIsReceived
	s.PLIsRefused += o.PLIsRefused
	s.KeyframesSaved += o.KeyframesSaved
	s.Switches += o.Switches
	s.DroppedMalformed += o.DroppedMalformed
	s.DroppedUnknown += o.DroppedUnknown
	s.DroppedOverRate += o.DroppedOverRate
	s.DroppedDuplicate += o.DroppedDuplicate
	s.DroppedLate += o.DroppedLate
	s.DroppedOversize += o.DroppedOversize
	s.DroppedMuted += o.DroppedMuted
	s.DroppedSilence += o.DroppedSilence
	s.DroppedRTCP += o.DroppedRTCP
	s.DroppedPayloadType += o.DroppedPayloadType
	s.CodecMismatch += o.CodecMismatch
	s.ChannelPackets += o.ChannelPackets
	s.ChannelGated += o.ChannelGated
	s.ChannelStale += o.ChannelStale
	s.Paused += o.Paused
	s.ProbePackets += o.ProbePackets
	s.ProbesFound += o.ProbesFound
	s.Overuses += o.Overuses
	s.FeedbackWrong += o.FeedbackWrong
	s.LinesIgnored += o.LinesIgnored
}

// WithoutGauges leaves what is counted for ever.
func (s Stats) WithoutGauges() Stats {
	s.Endpoints, s.Sources, s.Slots = 0, 0, 0
	s.PathsEstimated, s.PathsNarrow, s.PathsPaced, s.PathsBitrate, s.PicturesPaused = 0, 0, 0, 0, 0
	return s
}
