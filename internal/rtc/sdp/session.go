package sdp

import (
	"slices"
	"strconv"

	"github.com/cumbre-meet/cumbre/internal/sfu"
)

// Session is what was negotiated with one client so far. A further offer keeps the order, mids and SSRCs of the
// lines that are there. It has one user at a time.
type Session struct {
	random  func() uint64
	id      uint64
	version int
	cname   string
	bundled bool
	lines   []line
}

// line is one negotiated m-line: the offered one, and what the answer says.
type line struct {
	offered
	sfu.Line
	answer string // direction; "" means rejected with port 0
}

// NewSession makes an empty session; random gives its identifier, CNAME and SSRCs.
func NewSession(random func() uint64) *Session {
	return &Session{
		random: random,
		id:     random() >> 2, // RFC 9429 section 5.2.1: 62 bits fit a signed number everywhere
		cname:  strconv.FormatUint(random(), 36),
	}
}

// Apply negotiates an offer. If there is an error, which is a *protocol.Problem, the session is as before.
func (s *Session) Apply(o *Offer, opts Options) error {
	if err := s.checkOrder(o); err != nil {
		return err
	}
	lines := make([]line, len(o.lines))
	var counts useCounts
	accepted := 0
	for i := range o.lines {
		l := &lines[i]
		l.offered = o.lines[i]
		if i < len(s.lines) {
			l.Line = s.lines[i].Line
		}
		if err := l.negotiate(opts, &counts); err != nil {
			return err
		}
		if l.answer != "" {
			accepted++
		}
	}
	if accepted == 0 {
		return invalid("None of its lines has a codec that is forwarded here: opus, VP8, H.264, VP9, AV1.")
	}
	if err := opts.checkDirection(lines); err != nil {
		return err
	}
	s.declare(lines)
	s.lines, s.bundled = lines, o.bundled
	s.version++
	return nil
}

// checkDirection demands of a WHIP offer that it sends something, and of a WHEP offer that it receives: connected without
// media, the client would wait for nothing.
func (o Options) checkDirection(lines []line) error {
	inUse := func(l line) bool { return l.answer == "sendonly" || l.answer == "recvonly" }
	switch {
	case o.Uses != nil || slices.ContainsFunc(lines, inUse):
		return nil
	case o.Direction == Publish:
		return invalid("None of its lines sends: a publisher's are a=sendonly (or a=sendrecv). To receive, use WHEP.")
	case o.Direction == View:
		return invalid("None of its lines receives: a viewer's are a=recvonly (or a=sendrecv). To publish, use WHIP.")
	default:
		return nil
	}
}

// checkOrder demands that a further offer has the earlier lines in their order (RFC 9429 section 5.2.2).
func (s *Session) checkOrder(o *Offer) error {
	if len(o.lines) < len(s.lines) {
		return invalid("It has %d m-lines where %d were negotiated before; lines are never taken away.", len(o.lines), len(s.lines))
	}
	for i := range s.lines {
		was, is := &s.lines[i], &o.lines[i]
		if was.answer != "" && (was.mid != is.mid || was.kind != is.kind) {
			return invalid("Its m-line %d has the mid %q where %q was negotiated before.", i, is.mid, was.mid)
		}
	}
	return nil
}

// useCounts counts the lines that were given uses by their order.
type useCounts struct {
	sentAudio, sentVideo, receivedVideo int
}

// byOrder is the use of the next line of a kind where the client names none.
func (c *useCounts) byOrder(kind sfu.Kind, sent bool) (sfu.Use, bool) {
	next := func(n *int, uses ...sfu.Use) (sfu.Use, bool) {
		*n++
		if *n > len(uses) {
			return "", false
		}
		return uses[*n-1], true
	}
	switch {
	case sent && kind == sfu.Audio:
		return next(&c.sentAudio, sfu.Microphone, sfu.ScreenSound)
	case sent:
		return next(&c.sentVideo, sfu.Camera, sfu.Screen)
	case kind == sfu.Audio:
		return sfu.FloorSound, true
	}
	c.receivedVideo++
	if c.receivedVideo == 1 {
		return sfu.StagePicture, true
	}
	return sfu.Picture, true
}

// negotiate decides what the answer says of a line.
func (l *line) negotiate(opts Options, counts *useCounts) error {
	if l.kind == 0 || l.rejected || len(l.codecs) == 0 {
		return nil
	}
	l.answer = "inactive"
	use, ok, err := l.use(opts, counts)
	if err != nil || !ok {
		return err
	}
	l.answer = "sendonly"
	if use.Sent() {
		l.answer = "recvonly"
	}
	l.MID, l.Use, l.Kind = l.mid, use, l.kind
	l.agree()
	return nil
}

// use finds what a line is for; false: nothing, it is inactive.
func (l *line) use(opts Options, counts *useCounts) (sfu.Use, bool, error) {
	sends := l.direction == "sendonly" || l.direction == "sendrecv"
	receives := l.direction == "recvonly" || l.direction == "sendrecv"
	if opts.Uses != nil {
		use, ok := opts.Uses[l.mid]
		if !ok || l.direction == "inactive" {
			return "", false, nil
		}
		if kindOf(use) != l.kind {
			return "", false, invalid("The line with mid %q cannot be used as %q.", l.mid, shorten(string(use)))
		}
		if use.Sent() && !sends || !use.Sent() && !receives {
			return "", false, invalid("The line with mid %q is %s, which does not fit its use as %q.", l.mid, l.direction, string(use))
		}
		return use, true, nil
	}
	sent := sends && opts.Direction != View
	if opts.Direction == Publish && !sends || !sent && !receives {
		return "", false, nil
	}
	use, ok := counts.byOrder(l.kind, sent)
	return use, ok, nil
}

// kindOf is sound or picture; 0 for an unknown use.
func kindOf(u sfu.Use) sfu.Kind {
	switch u {
	case sfu.Microphone, sfu.ScreenSound, sfu.StageSound, sfu.FloorSound, sfu.Interpretation, sfu.BoothSound:
		return sfu.Audio
	case sfu.Camera, sfu.Screen, sfu.StagePicture, sfu.Picture:
		return sfu.Video
	}
	return 0
}

// agree fills in codecs, extensions, layers and SSRCs as they are used from the offer.
func (l *line) agree() {
	l.Codecs = make([]sfu.Codec, len(l.codecs))
	sent := l.Use.Sent()
	l.Ext = l.ext
	if sent {
		l.agreeSent()
	} else {
		// The rest is for senders only. Sounds have no transport-wide numbers: they are sent whatever the path carries.
		l.Ext = sfu.Extensions{MID: l.ext.MID, AudioLevel: l.ext.AudioLevel}
		if l.kind == sfu.Video {
			l.Ext.TWCC = l.ext.TWCC
		}
	}
	if l.kind != sfu.Audio {
		l.Ext.AudioLevel = 0
	}
	for i := range l.codecs {
		c := l.codecs[i].Codec
		c.TWCC = c.TWCC && l.Ext.TWCC != 0
		l.Codecs[i] = c
	}
}

func (l *line) agreeSent() {
	if l.Ext.TWCC != 0 {
		l.Ext.AbsSendTime = 0 // one of the two is enough, and this is the better
	}
	if len(l.rids) == 0 {
		l.Ext.RID, l.Ext.RepairedRID = 0, 0
	}
	l.RIDs, l.SSRCs, l.RTXPairs = l.rids, l.ssrcs, l.rtx
}

// declare gives SSRCs to the lines that we send on and that have none yet.
func (s *Session) declare(lines []line) {
	taken := func(ssrc uint32) bool {
		return ssrc == 0 || slices.ContainsFunc(lines, func(l line) bool {
			_, repair := l.rtx[ssrc]
			return l.SSRC == ssrc || l.RTXSSRC == ssrc || repair || slices.Contains(l.ssrcs, ssrc)
		})
	}
	fresh := func() uint32 {
		for {
			if ssrc := uint32(s.random()); !taken(ssrc) {
				return ssrc
			}
		}
	}
	for i := range lines {
		l := &lines[i]
		if l.answer != "sendonly" {
			continue
		}
		if l.SSRC == 0 {
			l.SSRC = fresh()
		}
		if l.RTXSSRC == 0 && slices.ContainsFunc(l.codecs, func(c codec) bool { return c.RTXType != 0 }) {
			l.RTXSSRC = fresh()
		}
	}
}

// Lines are the lines that media goes over, in their order. The caller may keep but not change them.
func (s *Session) Lines() []sfu.Line {
	var out []sfu.Line
	for i := range s.lines {
		if l := &s.lines[i]; l.answer == "sendonly" || l.answer == "recvonly" {
			out = append(out, l.Line)
		}
	}
	return out
}
