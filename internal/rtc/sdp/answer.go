package sdp

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/cumbre-meet/cumbre/internal/sfu"
)

// Candidate is one of our host candidates.
type Candidate struct {
	Addr netip.AddrPort
	TCP  bool // passive (RFC 6544)
}

// Transport is our end of the one transport that all lines go over.
type Transport struct {
	Ufrag, Pwd  string
	Fingerprint [32]byte
	// Active tells that we are the DTLS client, for those who insist on being the server.
	Active     bool
	Candidates []Candidate // best first
	// Restarts is how many ICE restarts there were: each raises the priorities, see writeCandidates.
	Restarts int
}

// writer writes SDP line by line.
type writer struct{ strings.Builder }

func (w *writer) line(format string, args ...any) {
	fmt.Fprintf(&w.Builder, format, args...)
	w.WriteString("\r\n")
}

// Answer writes the answer to the last offer that was applied.
func (s *Session) Answer(t Transport) string {
	w := &writer{}
	w.line("v=0")
	w.line("o=- %d %d IN IP4 127.0.0.1", s.id, s.version)
	w.line("s=-")
	w.line("t=0 0")
	if s.bundled {
		w.line("a=group:BUNDLE%s", s.mids())
	}
	w.line("a=ice-lite")
	if len(s.lines) > 0 && s.lines[0].mixed {
		w.line("a=extmap-allow-mixed")
	}
	w.line("a=msid-semantic: WMS *")
	first := true
	for i := range s.lines {
		l := &s.lines[i]
		if l.answer == "" {
			s.reject(w, l)
			continue
		}
		s.mline(w, l, t)
		t.write(w, first)
		s.rtp(w, l)
		first = false
	}
	return w.String()
}

// mids lists the accepted lines, each with a space before it.
func (s *Session) mids() string {
	var b strings.Builder
	for i := range s.lines {
		if s.lines[i].answer != "" {
			b.WriteString(" " + s.lines[i].mid)
		}
	}
	return b.String()
}

// reject refuses a line (RFC 9429 section 5.3.1): port 0, with the formats as they came.
func (s *Session) reject(w *writer, l *line) {
	m := l.media.MediaName
	w.line("m=%s 0 %s %s", m.Media, strings.Join(m.Protos, "/"), strings.Join(m.Formats, " "))
	w.line("c=IN IP4 0.0.0.0")
	if l.hasMID {
		w.line("a=mid:%s", l.mid)
	}
	w.line("a=inactive")
}

func (s *Session) mline(w *writer, l *line, t Transport) {
	var formats strings.Builder
	for i := range l.codecs {
		for _, pt := range l.payloadTypes(&l.codecs[i]) {
			fmt.Fprintf(&formats, " %d", pt)
		}
	}
	port, family, host := uint16(9), "IP4", "0.0.0.0"
	if len(t.Candidates) > 0 {
		a := t.Candidates[0].Addr
		port, host = a.Port(), a.Addr().String()
		if a.Addr().Is6() {
			family = "IP6"
		}
	}
	w.line("m=%s %d %s%s", l.media.MediaName.Media, port, strings.Join(l.media.MediaName.Protos, "/"), formats.String())
	w.line("c=IN %s %s", family, host)
	if l.hasMID {
		w.line("a=mid:%s", l.mid)
	}
}

// payloadTypes are those of a codec in order of preference. A client that sends takes the first that it can: RED before the
// codec makes libwebrtc send it, after the codec it does not. What a client receives stays in the order that it offered.
func (l *line) payloadTypes(c *codec) []uint8 {
	order := []uint8{c.PayloadType, c.RTXType, c.REDType}
	if c.redFirst || l.answer == "recvonly" {
		order = []uint8{c.REDType, c.PayloadType, c.RTXType}
	}
	return slices.DeleteFunc(order, func(pt uint8) bool { return pt == 0 && pt != c.PayloadType })
}

// write gives the transport's attributes. All lines have credentials and fingerprint, which older clients look for
// in each; only the first has candidates (RFC 9429 section 5.3.1).
func (t Transport) write(w *writer, candidates bool) {
	w.line("a=ice-ufrag:%s", t.Ufrag)
	w.line("a=ice-pwd:%s", t.Pwd)
	w.line("a=fingerprint:sha-256 %s", FormatFingerprint(t.Fingerprint))
	if t.Active {
		w.line("a=setup:active")
	} else {
		w.line("a=setup:passive")
	}
	if !candidates {
		return
	}
	t.writeCandidates(w)
}

// Local preferences of the candidates (RFC 8445 section 5.1.2.1): each ICE session has prefStep of them, the later the
// higher. All are lower than those of browsers, so that ours decide about the priority of a pair (section 6.1.2.3).
const (
	prefBase    = 8192
	prefStep    = 64
	maxRestarts = 255
)

// writeCandidates gives the pairs of a restarted session a higher priority than those before. Chromium keeps sending on
// a pair of the old network until it has heard nothing for 2.5 s, unless one of higher priority works.
func (t Transport) writeCandidates(w *writer) {
	session := prefBase + prefStep*min(t.Restarts, maxRestarts)
	for i, c := range t.Candidates {
		// Type preference 126 for host, for TCP less, then our order.
		kind, name, suffix := 126, "udp", ""
		if c.TCP {
			kind, name, suffix = 90, "tcp", " tcptype passive"
		}
		local := session + max(0, prefStep-1-i)
		w.line("a=candidate:%d 1 %s %d %s %d typ host%s", i+1, name, kind<<24|local<<8|255, c.Addr.Addr(), c.Addr.Port(), suffix)
	}
	w.line("a=end-of-candidates")
}

// FormatFingerprint is upper-case hexadecimal with colons (RFC 8122).
func FormatFingerprint(sum [32]byte) string {
	var b strings.Builder
	for i, v := range sum {
		if i > 0 {
			b.WriteByte(':')
		}
		fmt.Fprintf(&b, "%02X", v)
	}
	return b.String()
}

// rtp gives what concerns a line's packets.
func (s *Session) rtp(w *writer, l *line) {
	w.line("a=%s", l.answer)
	w.line("a=rtcp-mux")
	for _, e := range l.extmap {
		if slot := extensionSlot(&l.Ext, e.uri); slot != nil && *slot == e.id {
			w.line("a=extmap:%d %s", e.id, e.uri)
		}
	}
	for i := range l.codecs {
		l.codec(w, &l.codecs[i], i)
	}
	switch l.answer {
	case "recvonly":
		l.simulcast(w)
	case "sendonly":
		s.source(w, l)
	}
}

func (l *line) codec(w *writer, c *codec, i int) {
	agreed := c.Codec
	if i < len(l.Codecs) {
		agreed = l.Codecs[i]
	}
	w.line("a=rtpmap:%d %s", c.PayloadType, c.rtpmap)
	for _, f := range []struct {
		on   bool
		name string
	}{
		{agreed.REMB, "goog-remb"},
		{agreed.TWCC, "transport-cc"},
		{agreed.FIR, "ccm fir"},
		{agreed.NACK, "nack"},
		{agreed.PLI, "nack pli"},
	} {
		if f.on {
			w.line("a=rtcp-fb:%d %s", c.PayloadType, f.name)
		}
	}
	if p := c.parameters(l.Use); p != "" {
		w.line("a=fmtp:%d %s", c.PayloadType, p)
	}
	if c.RTXType != 0 {
		w.line("a=rtpmap:%d rtx/%d", c.RTXType, c.ClockRate)
		w.line("a=fmtp:%d apt=%d", c.RTXType, c.PayloadType)
	}
	if c.REDType != 0 {
		w.line("a=rtpmap:%d %s", c.REDType, c.red)
		w.line("a=fmtp:%d %s", c.REDType, c.redFmtp)
	}
}

// parameters is the fmtp of our answer.
func (c *codec) parameters(use sfu.Use) string {
	switch c.Name {
	case sfu.Opus:
		if use == sfu.ScreenSound {
			return "minptime=10;useinbandfec=1;stereo=1"
		}
		return "minptime=10;useinbandfec=1"
	case sfu.VP9:
		return "profile-id=" + c.Profile
	case sfu.H264, sfu.AV1:
		return c.fmtp // names the variant; must come back as it was (RFC 6184 section 8.2.2)
	default: // VP8: its parameters are limits of the receiver; we have none
		return ""
	}
}

// simulcast accepts the layers (RFC 8853 section 5.3).
func (l *line) simulcast(w *writer) {
	if len(l.RIDs) == 0 {
		return
	}
	for _, rid := range l.RIDs {
		w.line("a=rid:%s recv", rid)
	}
	w.line("a=simulcast:recv %s", strings.Join(l.RIDs, ";"))
}

// StageStream is the msid of the stage's sound and picture: being one stream, the client plays them in step.
const StageStream = "stage"

// source declares what we send on a line. WebRTC's clients take the msid from either place.
func (s *Session) source(w *writer, l *line) {
	stream := "slot-" + l.mid
	if l.Use == sfu.StageSound || l.Use == sfu.StagePicture || s.viewersSound(l) {
		stream = StageStream
	}
	track := string(l.Use) + "-" + l.mid
	w.line("a=msid:%s %s", stream, track)
	if l.RTXSSRC != 0 {
		w.line("a=ssrc-group:FID %d %d", l.SSRC, l.RTXSSRC)
	}
	for _, ssrc := range []uint32{l.SSRC, l.RTXSSRC} {
		if ssrc != 0 {
			w.line("a=ssrc:%d cname:%s", ssrc, s.cname)
			w.line("a=ssrc:%d msid:%s %s", ssrc, stream, track)
		}
	}
}

// viewersSound tells whether a line is the first sound of a client that has no stage sound (WHEP): it then belongs
// to the picture.
func (s *Session) viewersSound(l *line) bool {
	if l.Use != sfu.FloorSound {
		return false
	}
	for i := range s.lines {
		switch o := &s.lines[i]; {
		case o.answer == "sendonly" && o.Use == sfu.StageSound:
			return false
		case o.answer == "sendonly" && o.Use == sfu.FloorSound:
			return o.mid == l.mid
		}
	}
	return false
}
