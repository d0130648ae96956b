package sdp

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	pion "github.com/pion/sdp/v3"

	"github.com/cumbre-meet/cumbre/internal/sfu"
)

// maxCodecs of a line that are accepted: Chromium offers about ten variants of H.264 beside the others.
const maxCodecs = 24

// maxProfile is the length of a profile's name beyond which it is nobody's: "constrained-baseline/1" has 22 bytes.
const maxProfile = 32

// codec is an offered payload format that we forward.
type codec struct {
	sfu.Codec
	rtpmap string // "VP8/90000" as offered
	fmtp   string // as offered

	red      string // the rtpmap of its RED, as offered
	redFmtp  string
	redFirst bool // it was offered before the codec
}

// format is what an m-line says about one payload type.
type format struct {
	rtpmap, fmtp string
	feedback     []string
}

// readCodecs finds the codecs that are forwarded, in the offer's order of preference, each with its RTX.
func readCodecs(m *pion.MediaDescription, kind sfu.Kind) []codec {
	formats, common := readFormats(m)
	var out []codec
	for _, number := range m.MediaName.Formats {
		pt, err := strconv.ParseUint(number, 10, 8)
		f := formats[number]
		if err != nil || pt > 127 || f == nil || len(out) >= maxCodecs {
			continue
		}
		c, ok := newCodec(f, kind)
		if !ok || slices.ContainsFunc(out, func(k codec) bool { return k.PayloadType == uint8(pt) }) {
			continue
		}
		c.PayloadType = uint8(pt)
		c.RTXType = findRTX(m.MediaName.Formats, formats, number)
		if c.Name == sfu.Opus {
			c.findRED(m.MediaName.Formats, formats)
		}
		c.feedback(f.feedback)
		c.feedback(common)
		out = append(out, c)
	}
	return out
}

// readFormats gathers rtpmap, fmtp and rtcp-fb by payload type; common is the feedback of "*".
func readFormats(m *pion.MediaDescription) (formats map[string]*format, common []string) {
	formats = make(map[string]*format, len(m.MediaName.Formats))
	for _, pt := range m.MediaName.Formats {
		formats[pt] = &format{}
	}
	for _, a := range m.Attributes {
		pt, value, _ := strings.Cut(a.Value, " ")
		if a.Key == "rtcp-fb" && pt == "*" {
			common = append(common, value)
		}
		f := formats[pt]
		if f == nil {
			continue
		}
		switch a.Key {
		case "rtpmap":
			f.rtpmap = value
		case "fmtp":
			f.fmtp = value
		case "rtcp-fb":
			f.feedback = append(f.feedback, value)
		}
	}
	return formats, common
}

// newCodec recognises a codec by its rtpmap.
func newCodec(f *format, kind sfu.Kind) (codec, bool) {
	encoding, rest, _ := strings.Cut(f.rtpmap, "/")
	clock, _, _ := strings.Cut(rest, "/")
	rate, err := strconv.ParseUint(clock, 10, 32)
	if err != nil {
		return codec{}, false
	}
	c := codec{rtpmap: f.rtpmap, fmtp: f.fmtp}
	c.Name, c.ClockRate = sfu.CodecName(strings.ToLower(encoding)), uint32(rate)
	switch c.Name {
	case sfu.Opus:
		return c, kind == sfu.Audio && strings.EqualFold(rest, "48000/2")
	case sfu.VP8:
	case sfu.H264:
		c.Profile = h264Profile(f.fmtp)
	case sfu.VP9:
		c.Profile = parameter(f.fmtp, "profile-id", "0")
	case sfu.AV1:
		if p := parameter(f.fmtp, "profile", "0"); p != "0" {
			c.Profile = p
		}
	default:
		return codec{}, false
	}
	return c, kind == sfu.Video && rate == 90000 && len(c.Profile) <= maxProfile
}

// parameter is one parameter of a fmtp value.
func parameter(fmtp, key, def string) string {
	for p := range strings.SplitSeq(fmtp, ";") {
		k, v, ok := strings.Cut(strings.TrimSpace(p), "=")
		if ok && strings.EqualFold(strings.TrimSpace(k), key) {
			return strings.TrimSpace(v)
		}
	}
	return def
}

// h264Profile is "profile/packetization-mode": the level does not separate variants, because all browsers say
// level-asymmetry-allowed. The default profile is Baseline (RFC 6184 section 8.1).
func h264Profile(fmtp string) string {
	id, err := strconv.ParseUint(parameter(fmtp, "profile-level-id", "42000a"), 16, 24)
	if err != nil {
		id = 0x42000a
	}
	return h264Class(byte(id>>16), byte(id>>8)) + "/" + parameter(fmtp, "packetization-mode", "0")
}

// h264Class names the profile that profile-idc and profile-iop mean (RFC 6184 section 8.1, table 5): encoders write
// the same one in several ways, as Constrained Baseline 42e0 (browsers) and 42c0 (x264).
func h264Class(idc, iop byte) string {
	const set0, set1, set2 = 0x80, 0x40, 0x20
	switch {
	case iop&0x0F != 0 && idc != 0x64: // reserved bits
	case idc == 0x42 && iop&set1 != 0, idc == 0x4D && iop&set0 != 0, idc == 0x58 && iop&(set0|set1) == set0|set1:
		return "constrained-baseline"
	case idc == 0x42, idc == 0x58 && iop&(set0|set1) == set0:
		return "baseline"
	case idc == 0x4D && iop&set2 == 0:
		return "main"
	case idc == 0x64 && iop == 0:
		return "high"
	case idc == 0x64 && iop == 0x0C:
		return "constrained-high"
	}
	return fmt.Sprintf("%02x%02x", idc, iop)
}

// findRTX finds the payload type of a format's RTX (RFC 4588 section 8.1); 0: none.
func findRTX(order []string, formats map[string]*format, number string) uint8 {
	for _, pt := range order {
		f := formats[pt]
		if !strings.HasPrefix(strings.ToLower(f.rtpmap), "rtx/") || parameter(f.fmtp, "apt", "") != number {
			continue
		}
		if n, err := strconv.ParseUint(pt, 10, 7); err == nil {
			return uint8(n)
		}
	}
	return 0
}

// maxREDLevels is how many payload types a RED format may list (RFC 2198 section 4): libwebrtc's lists two.
const maxREDLevels = 16

// findRED finds the payload type of RED with Opus (RFC 2198): of its clock and channels, and of nothing else inside.
func (c *codec) findRED(order []string, formats map[string]*format) {
	number := strconv.Itoa(int(c.PayloadType))
	before := true
	for _, pt := range order {
		before = before && pt != number
		f := formats[pt]
		if !strings.EqualFold(f.rtpmap, "red/48000/2") || !isListOf(f.fmtp, number) {
			continue
		}
		if n, err := strconv.ParseUint(pt, 10, 7); err == nil && n != 0 && pt != number {
			c.REDType, c.red, c.redFmtp, c.redFirst = uint8(n), f.rtpmap, f.fmtp, before
			return
		}
	}
}

// isListOf tells whether a RED format's parameters are this payload type, twice or more: "111/111".
func isListOf(fmtp, number string) bool {
	levels := strings.Split(fmtp, "/")
	other := func(level string) bool { return level != number }
	return len(levels) >= 2 && len(levels) <= maxREDLevels && !slices.ContainsFunc(levels, other)
}

// feedback notes the kinds of RTCP feedback that are offered (RFC 4585, RFC 5104, and libwebrtc's two).
func (c *codec) feedback(values []string) {
	for _, v := range values {
		switch strings.TrimSpace(v) {
		case "nack":
			c.NACK = true
		case "nack pli":
			c.PLI = true
		case "ccm fir":
			c.FIR = true
		case "goog-remb":
			c.REMB = true
		case "transport-cc":
			c.TWCC = true
		}
	}
}
