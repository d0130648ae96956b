package ogg

// Rate is what Opus counts in, samples per second, whatever it was made from (RFC 7845 section 4).
const Rate = 48_000

// MaxPacketSamples bounds one packet: 120 ms (RFC 6716 section 3.2.5).
const MaxPacketSamples = Rate * 120 / 1000

// Samples is how long an Opus packet sounds, in samples at 48 kHz, by its table-of-contents byte (RFC 6716 section 3.1);
// 0 for one that is none.
func Samples(packet []byte) int64 {
	if len(packet) == 0 {
		return 0
	}
	frames := int64(1)
	switch packet[0] & 3 {
	case 1, 2:
		frames = 2
	case 3:
		if len(packet) < 2 {
			return 0
		}
		frames = int64(packet[1] & 0x3f)
	}
	n := frames * FrameSamples(packet[0])
	if n > MaxPacketSamples {
		return 0
	}
	return n
}

// FrameSamples is the length of one frame, by the table-of-contents byte (RFC 6716 table 2).
func FrameSamples(toc byte) int64 {
	const ms = Rate / 1000
	switch config := toc >> 3; {
	case config < 12: // SILK
		return [4]int64{10, 20, 40, 60}[config%4] * ms
	case config < 16: // hybrid
		return [2]int64{10, 20}[config%2] * ms
	default: // CELT: 2.5, 5, 10, 20 ms
		return 120 << (config % 4)
	}
}

// Stereo tells whether a packet has two channels.
func Stereo(packet []byte) bool { return len(packet) > 0 && packet[0]&4 != 0 }
