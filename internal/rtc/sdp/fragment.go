package sdp

import (
	"strings"

	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// maxFragment bounds a trickle fragment in bytes: a hundred candidates.
const maxFragment = 16 << 10

// Fragment is what a trickle-ICE fragment (RFC 8840 section 9) says. Candidates are checked for form only: an
// ICE-lite agent does not use them.
type Fragment struct {
	Ufrag, Pwd string // empty: not said
	Candidates int
	End        bool
}

// ParseFragment reads application/trickle-ice-sdpfrag. The errors are *protocol.Problem.
func ParseFragment(text string) (*Fragment, error) {
	bad := func(detail string, args ...any) error {
		return protocol.NewProblem(400, "sdp-invalid", "The trickle ICE fragment is not valid", detail, args...)
	}
	if len(text) > maxFragment {
		return nil, protocol.NewProblem(413, "sdp-too-large", "The trickle ICE fragment is too large",
			"It has %d bytes; at most %d are read.", len(text), maxFragment)
	}
	f := &Fragment{}
	for l := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n") {
		if l == "" {
			continue
		}
		if len(l) < 2 || l[1] != '=' || l[0] != 'a' && l[0] != 'm' {
			return nil, bad("A line is neither a= nor m=: %q.", shorten(l))
		}
		if l[0] == 'm' {
			continue
		}
		key, value, _ := strings.Cut(l[2:], ":")
		switch key {
		case "ice-ufrag":
			if f.Ufrag != "" && f.Ufrag != value {
				return nil, bad("It has two ICE ufrags; all lines are bundled here.")
			}
			f.Ufrag = value
		case "ice-pwd":
			f.Pwd = value
		case "candidate":
			if len(strings.Fields(value)) < 8 {
				return nil, bad("A candidate has fewer than eight fields (RFC 8839 section 5.1): %q.", shorten(value))
			}
			f.Candidates++
		case "end-of-candidates":
			f.End = true
		}
	}
	if f.Ufrag != "" && f.Pwd != "" {
		if err := checkCredentials(f.Ufrag, f.Pwd); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// Fragment writes our side of a restarted ICE session for a WHIP or WHEP client (RFC 9725 section 4.3.2).
func (s *Session) Fragment(t Transport) string {
	w := &writer{}
	if s.bundled {
		w.line("a=group:BUNDLE%s", s.mids())
	}
	w.line("a=ice-lite")
	for i := range s.lines {
		l := &s.lines[i]
		if l.answer == "" {
			continue
		}
		m := l.media.MediaName
		w.line("m=%s 9 %s %d", m.Media, strings.Join(m.Protos, "/"), l.codecs[0].PayloadType)
		if l.hasMID {
			w.line("a=mid:%s", l.mid)
		}
		w.line("a=ice-ufrag:%s", t.Ufrag)
		w.line("a=ice-pwd:%s", t.Pwd)
		t.writeCandidates(w)
		break
	}
	return w.String()
}
