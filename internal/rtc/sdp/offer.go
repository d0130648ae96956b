package sdp

import (
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	pion "github.com/pion/sdp/v3"

	"github.com/cumbre-meet/cumbre/internal/sfu"
)

// Bounds of an offer. All are far above what browsers send; they keep a hostile client's cost low.
const (
	// MaxSize of the text in bytes. Chromium's video lines have about 6 KB each with all its codecs, so a client
	// with 18 of them sends 110 KB. Larger costs parsing time per offer, smaller refuses clients with many slots.
	MaxSize = 256 << 10
	// maxAttributes per section.
	maxAttributes = 512
	// maxRIDs: simulcast layers of one camera; further ones are not accepted.
	maxRIDs = 3
	// maxSSRCs of a line that are remembered: three layers, with RTX, twice.
	maxSSRCs = 12
	// maxTokenLen of a mid or rid in bytes: some clients take UUIDs.
	maxTokenLen = 64
	// maxExtensionLen of what travels in packets, in RFC 8285's one-byte form.
	maxExtensionLen = 16
)

// offered is an m-line as offered.
type offered struct {
	media     *pion.MediaDescription
	kind      sfu.Kind // 0: neither sound nor picture
	mid       string
	hasMID    bool
	direction string
	rejected  bool // port 0 and not bundle-only
	codecs    []codec
	ext       sfu.Extensions
	extmap    []extension
	rids      []string
	ssrcs     []uint32
	rtx       map[uint32]uint32
	mixed     bool
}

type extension struct {
	id  uint8
	uri string
}

// Offer is a parsed and checked offer.
type Offer struct {
	// Ufrag and Pwd are the client's ICE credentials.
	Ufrag, Pwd string
	// Fingerprint is the SHA-256 of the client's certificate.
	Fingerprint [32]byte
	// Passive tells that the client insists on being the DTLS server.
	Passive bool

	lines   []offered
	bundled bool
}

// Parse reads an offer. The errors are *protocol.Problem.
func Parse(text string, maxLines int) (*Offer, error) {
	if len(text) > MaxSize {
		return nil, tooLarge(len(text))
	}
	if !strings.HasSuffix(text, "\n") {
		text += "\r\n" // shells and many tools take the last line's end off
	}
	var desc pion.SessionDescription
	if err := desc.UnmarshalString(text); err != nil {
		return nil, invalid("It is not SDP (RFC 8866): %s.", shorten(err.Error()))
	}
	if maxLines <= 0 || maxLines > MaxLines {
		maxLines = MaxLines
	}
	switch n := len(desc.MediaDescriptions); {
	case n == 0:
		return nil, invalid("It has no m-line.")
	case n > maxLines:
		return nil, tooManyLines(n, maxLines)
	}
	o := &Offer{}
	for _, m := range desc.MediaDescriptions {
		l, err := readLine(&desc, m)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(o.lines, func(k offered) bool { return k.mid == l.mid }) {
			return nil, invalid("Two m-lines have the mid %q.", l.mid)
		}
		o.lines = append(o.lines, l)
	}
	if err := o.readTransport(&desc); err != nil {
		return nil, err
	}
	return o, o.checkLines(&desc)
}

// shorten keeps a parser's message readable: it may quote the input.
func shorten(s string) string {
	const most = 120
	if len(s) > most {
		s = s[:most] + "…"
	}
	return strings.ToValidUTF8(strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, s), "?")
}

func isToken(s string) bool {
	if s == "" || len(s) > maxTokenLen {
		return false
	}
	for _, r := range s {
		if r <= ' ' || r > '~' || strings.ContainsRune(`"(),/:;<=>?@[\]`, r) {
			return false
		}
	}
	return true
}

func readLine(desc *pion.SessionDescription, m *pion.MediaDescription) (offered, error) {
	l := offered{media: m}
	if len(m.Attributes) > maxAttributes {
		return l, invalid("An m-line has %d attributes; at most %d are read.", len(m.Attributes), maxAttributes)
	}
	switch m.MediaName.Media {
	case "audio":
		l.kind = sfu.Audio
	case "video":
		l.kind = sfu.Video
	}
	if l.mid, l.hasMID = m.Attribute(pion.AttrKeyMID); !l.hasMID {
		if len(desc.MediaDescriptions) > 1 {
			return l, invalid("An m-line has no a=mid.")
		}
		l.mid = "0"
	}
	if !isToken(l.mid) {
		return l, invalid("The mid %q is not a token of at most %d characters.", shorten(l.mid), maxTokenLen)
	}
	_, bundleOnly := m.Attribute("bundle-only")
	l.rejected = m.MediaName.Port.Value == 0 && !bundleOnly
	l.direction = direction(m.Attributes, direction(desc.Attributes, "sendrecv"))
	_, l.mixed = attribute(desc, m, "extmap-allow-mixed")
	if l.kind == 0 || l.rejected {
		return l, nil
	}
	if !strings.HasSuffix(strings.Join(m.MediaName.Protos, "/"), "RTP/SAVPF") {
		return l, invalid("The line with mid %q is %s; it must be UDP/TLS/RTP/SAVPF.", l.mid, shorten(strings.Join(m.MediaName.Protos, "/")))
	}
	l.codecs = readCodecs(m, l.kind)
	l.readExtensions(desc)
	if len(l.mid) > maxExtensionLen {
		l.ext.MID = 0
	}
	l.readSSRCs()
	l.readRIDs()
	return l, nil
}

// direction finds a direction attribute (RFC 8866 section 6.7).
func direction(attrs []pion.Attribute, def string) string {
	for _, a := range attrs {
		switch a.Key {
		case "sendonly", "recvonly", "inactive", "sendrecv":
			return a.Key
		}
	}
	return def
}

// attribute is a media-level attribute, or the session's where the media has none.
func attribute(desc *pion.SessionDescription, m *pion.MediaDescription, key string) (string, bool) {
	if v, ok := m.Attribute(key); ok {
		return v, true
	}
	return desc.Attribute(key)
}

// readTransport takes fingerprint, credentials and DTLS role from the first line that is to be used: with BUNDLE
// they are the same for all (RFC 8843 section 7.1).
func (o *Offer) readTransport(desc *pion.SessionDescription) error {
	m := o.transportLine()
	if m == nil {
		return invalid("None of its m-lines is sound or picture.")
	}
	var err error
	if o.Fingerprint, err = readFingerprint(desc, m); err != nil {
		return err
	}
	ufrag, _ := attribute(desc, m, "ice-ufrag")
	pwd, _ := attribute(desc, m, "ice-pwd")
	if err := checkCredentials(ufrag, pwd); err != nil {
		return err
	}
	o.Ufrag, o.Pwd = ufrag, pwd
	switch setup, _ := attribute(desc, m, "setup"); setup {
	case "passive":
		o.Passive = true
	case "actpass", "active", "":
	default:
		return invalid("It says a=setup:%s; actpass, active or passive is expected.", shorten(setup))
	}
	return nil
}

func (o *Offer) transportLine() *pion.MediaDescription {
	for i := range o.lines {
		if l := &o.lines[i]; l.kind != 0 && !l.rejected {
			return l.media
		}
	}
	return nil
}

// checkCredentials is RFC 8839 section 5.4: ice-char, 4 to 256 and 22 to 256 of them.
func checkCredentials(ufrag, pwd string) error {
	if ufrag == "" || pwd == "" {
		return noICE("It lacks a=ice-ufrag or a=ice-pwd (RFC 8839).")
	}
	if len(ufrag) < 4 || len(ufrag) > 256 || !isICE(ufrag) {
		return noICE("a=ice-ufrag is not 4 to 256 letters, digits, + or / (RFC 8839 section 5.4).")
	}
	if len(pwd) < 22 || len(pwd) > 256 || !isICE(pwd) {
		return noICE("a=ice-pwd is not 22 to 256 letters, digits, + or / (RFC 8839 section 5.4).")
	}
	return nil
}

// isICE tells whether s is of ice-char. Some clients use the other base64 alphabet or hyphens: harmless.
func isICE(s string) bool {
	for _, r := range s {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', strings.ContainsRune("+/-_=", r):
		default:
			return false
		}
	}
	return true
}

// readFingerprint looks for a SHA-256 fingerprint (RFC 8122 section 5).
func readFingerprint(desc *pion.SessionDescription, m *pion.MediaDescription) (sum [32]byte, err error) {
	found := false
	for _, attrs := range [][]pion.Attribute{m.Attributes, desc.Attributes} {
		for _, a := range attrs {
			if a.Key != "fingerprint" {
				continue
			}
			found = true
			hash, value, _ := strings.Cut(a.Value, " ")
			if !strings.EqualFold(hash, "sha-256") {
				continue
			}
			b, err := hex.DecodeString(strings.ReplaceAll(strings.TrimSpace(value), ":", ""))
			if err != nil || len(b) != len(sum) || strings.Count(value, ":") != len(sum)-1 {
				return sum, badFingerprint("a=fingerprint:sha-256 is not 32 pairs of hexadecimal digits with colons (RFC 8122).")
			}
			return [32]byte(b), nil
		}
	}
	if found {
		return sum, badFingerprint("It has no a=fingerprint with sha-256, the only hash that is accepted.")
	}
	return sum, badFingerprint("It lacks a=fingerprint: the client's DTLS certificate could not be checked.")
}

// checkLines demands BUNDLE, rtcp-mux and a codec that is forwarded of each line that is to be used. A line without one
// could be rejected alone; but then an encoder set to H.265 would be on the floor without a picture, and nobody told why.
func (o *Offer) checkLines(desc *pion.SessionDescription) error {
	var group []string
	for _, a := range desc.Attributes {
		if rest, ok := strings.CutPrefix(a.Value, "BUNDLE"); ok && a.Key == "group" {
			group = strings.Fields(rest)
			o.bundled = true
			break
		}
	}
	used := 0
	for i := range o.lines {
		l := &o.lines[i]
		if l.kind == 0 || l.rejected {
			continue
		}
		used++
		if used > 1 && !o.bundled || o.bundled && !slices.Contains(group, l.mid) {
			return noBundle(l.mid)
		}
		if _, ok := attribute(desc, l.media, "rtcp-mux"); !ok {
			return noRTCPMux(l.mid)
		}
		if l.kind == sfu.Audio && len(l.codecs) == 0 {
			return noOpus(l.mid)
		}
		if l.kind == sfu.Video && len(l.codecs) == 0 && l.direction != "inactive" {
			return noVideoCodec(l.mid)
		}
	}
	return nil
}

// The header extensions that are understood (their URIs: RFC 9143, RFC 8852, RFC 6464, and libwebrtc's).
const (
	uriMID         = "urn:ietf:params:rtp-hdrext:sdes:mid"
	uriRID         = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"
	uriRepairedRID = "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id"
	uriAudioLevel  = "urn:ietf:params:rtp-hdrext:ssrc-audio-level"
	uriTWCC        = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"
	uriAbsSendTime = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"
	uriDependency  = "https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension"
)

// extensionSlot is where the identifier of a URI is kept; nil for one that is not understood.
func extensionSlot(e *sfu.Extensions, uri string) *uint8 {
	switch uri {
	case uriMID:
		return &e.MID
	case uriRID:
		return &e.RID
	case uriRepairedRID:
		return &e.RepairedRID
	case uriAudioLevel:
		return &e.AudioLevel
	case uriTWCC:
		return &e.TWCC
	case uriAbsSendTime:
		return &e.AbsSendTime
	case uriDependency:
		return &e.DependencyDescriptor
	}
	return nil
}

// readExtensions takes the extmaps that are understood (RFC 8285 section 8). Identifiers above 14 need the
// two-byte form and are left alone.
func (l *offered) readExtensions(desc *pion.SessionDescription) {
	for _, attrs := range [][]pion.Attribute{desc.Attributes, l.media.Attributes} {
		for _, a := range attrs {
			if a.Key != "extmap" {
				continue
			}
			f := strings.Fields(a.Value)
			if len(f) < 2 {
				continue
			}
			number, _, _ := strings.Cut(f[0], "/")
			id, err := strconv.ParseUint(number, 10, 8)
			if err != nil || id < 1 || id > 14 {
				continue
			}
			if slot := extensionSlot(&l.ext, f[1]); slot != nil && *slot == 0 {
				*slot = uint8(id)
				l.extmap = append(l.extmap, extension{id: uint8(id), uri: f[1]})
			}
		}
	}
}

// readSSRCs takes a=ssrc and a=ssrc-group:FID (RFC 5576).
func (l *offered) readSSRCs() {
	l.rtx = make(map[uint32]uint32)
	for _, a := range l.media.Attributes {
		if rest, ok := strings.CutPrefix(a.Value, "FID "); ok && a.Key == "ssrc-group" {
			f := strings.Fields(rest)
			if len(f) != 2 || len(l.rtx) >= maxSSRCs {
				continue
			}
			media, err1 := strconv.ParseUint(f[0], 10, 32)
			repair, err2 := strconv.ParseUint(f[1], 10, 32)
			if err1 == nil && err2 == nil {
				l.rtx[uint32(repair)] = uint32(media)
			}
		}
	}
	for _, a := range l.media.Attributes {
		if a.Key != "ssrc" {
			continue
		}
		number, _, _ := strings.Cut(a.Value, " ")
		ssrc, err := strconv.ParseUint(number, 10, 32)
		if err != nil || len(l.ssrcs) >= maxSSRCs || slices.Contains(l.ssrcs, uint32(ssrc)) {
			continue
		}
		if _, repair := l.rtx[uint32(ssrc)]; !repair {
			l.ssrcs = append(l.ssrcs, uint32(ssrc))
		}
	}
}

// readRIDs takes a=simulcast:send (RFC 8853): the first alternative of each stream, in order.
func (l *offered) readRIDs() {
	v, ok := l.media.Attribute("simulcast")
	if !ok {
		return
	}
	f := strings.Fields(v)
	for i := 0; i+1 < len(f); i += 2 {
		if f[i] != "send" {
			continue
		}
		for stream := range strings.SplitSeq(f[i+1], ";") {
			rid, _, _ := strings.Cut(stream, ",")
			rid = strings.TrimPrefix(rid, "~")
			if isToken(rid) && len(rid) <= maxExtensionLen && len(l.rids) < maxRIDs && !slices.Contains(l.rids, rid) {
				l.rids = append(l.rids, rid)
			}
		}
	}
}
