package sdp

import (
	"errors"
	"flag"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	pion "github.com/pion/sdp/v3"

	"github.com/cumbre-meet/cumbre/internal/protocol"
	"github.com/cumbre-meet/cumbre/internal/sfu"
)

var update = flag.Bool("update", false, "write the golden answers")

func readOffer(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", "offers", name+".sdp"))
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(b), "\n", "\r\n")
}

// counter is a random function for golden files.
func counter() func() uint64 {
	n := uint64(1000)
	return func() uint64 {
		n++
		return n
	}
}

func testTransport() Transport {
	return Transport{
		Ufrag: "ourufrag", Pwd: "ourpasswordourpassword12", Fingerprint: [32]byte{1, 0xab},
		Candidates: []Candidate{
			{Addr: netip.MustParseAddrPort("203.0.113.5:8443")},
			{Addr: netip.MustParseAddrPort("[2001:db8::5]:8443")},
			{Addr: netip.MustParseAddrPort("203.0.113.5:8443"), TCP: true},
		},
	}
}

func inHouse() map[string]sfu.Use {
	return map[string]sfu.Use{
		"0": sfu.Microphone, "1": sfu.Camera, "2": sfu.Screen, "3": sfu.ScreenSound,
		"4": sfu.StageSound, "5": sfu.StagePicture, "6": sfu.FloorSound, "7": sfu.Picture,
	}
}

func apply(t testing.TB, s *Session, text string, opts Options) *Offer {
	t.Helper()
	o, err := Parse(text, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Apply(o, opts); err != nil {
		t.Fatal(err)
	}
	return o
}

// The answers to offers of several implementations, kept as files: the diff of a change shows what clients get.
// chromium (156), firefox (153) and gstreamer-whip (1.22) were recorded; the others are written in the manner of
// libdatachannel and aiortc.
func TestAnswersAreGolden(t *testing.T) {
	for name, opts := range map[string]Options{
		"chromium":       {Uses: inHouse()},
		"firefox":        {Uses: firefoxUses()},
		"gstreamer-whip": {Direction: Publish},
		"encoder-whip":   {Direction: Publish},
		"aiortc-whep":    {Direction: View},
	} {
		t.Run(name, func(t *testing.T) {
			s := NewSession(counter())
			apply(t, s, readOffer(t, name), opts)
			got := s.Answer(testTransport())
			var parsed pion.SessionDescription
			if err := parsed.UnmarshalString(got); err != nil {
				t.Fatal(err)
			}
			file := filepath.Join("testdata", "answers", name+".sdp")
			got = strings.ReplaceAll(got, "\r\n", "\n")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(string(want), got); d != "" {
				t.Error(d)
			}
		})
	}
}

func firefoxUses() map[string]sfu.Use {
	return map[string]sfu.Use{
		"0": sfu.Microphone, "1": sfu.Camera, "2": sfu.StageSound, "3": sfu.StagePicture, "4": sfu.Picture,
	}
}

func lineOf(t testing.TB, lines []sfu.Line, mid string) sfu.Line {
	t.Helper()
	i := slices.IndexFunc(lines, func(l sfu.Line) bool { return l.MID == mid })
	if i < 0 {
		t.Fatalf("no line %q", mid)
	}
	return lines[i]
}

func TestLinesOfFirefox(t *testing.T) {
	s := NewSession(counter())
	o := apply(t, s, readOffer(t, "firefox"), Options{Uses: firefoxUses()})
	if o.Ufrag != "ed5a2833" || o.Fingerprint == [32]byte{} || o.Passive {
		t.Errorf("%+v", o)
	}
	lines := s.Lines()
	want := sfu.Line{
		MID: "1", Use: sfu.Camera, Kind: sfu.Video,
		Codecs: []sfu.Codec{
			{Name: sfu.VP8, PayloadType: 120, RTXType: 124, ClockRate: 90000, NACK: true, PLI: true, FIR: true, REMB: true, TWCC: true},
			{Name: sfu.VP9, PayloadType: 121, RTXType: 125, ClockRate: 90000, Profile: "0", NACK: true, PLI: true, FIR: true, REMB: true, TWCC: true},
			{Name: sfu.AV1, PayloadType: 99, RTXType: 100, ClockRate: 90000, NACK: true, PLI: true, FIR: true, REMB: true, TWCC: true},
		},
		Ext:      sfu.Extensions{MID: 3, RID: 9, RepairedRID: 10, TWCC: 7, DependencyDescriptor: 8},
		RIDs:     []string{"f", "h", "q"},
		SSRCs:    []uint32{675089523, 2440600267, 3683969062},
		RTXPairs: map[uint32]uint32{1377088992: 675089523, 3616890467: 2440600267, 1197235443: 3683969062},
	}
	if d := cmp.Diff(want, lineOf(t, lines, "1")); d != "" {
		t.Error(d)
	}
	picture := lineOf(t, lines, "3")
	if picture.SSRC == 0 || picture.RTXSSRC == 0 || picture.Ext != (sfu.Extensions{MID: 3, TWCC: 7}) || !picture.Codecs[0].TWCC {
		t.Errorf("%+v", picture)
	}
	if sound := lineOf(t, lines, "2"); sound.RTXSSRC != 0 || sound.Ext.AudioLevel != 1 || sound.Ext.TWCC != 0 {
		t.Errorf("%+v", sound)
	}
}

// RED is a part of its Opus: as libwebrtc writes it, or not at all.
func TestRED(t *testing.T) {
	const line = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n" +
		"a=fingerprint:sha-256 FF:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00\r\n" +
		"a=ice-ufrag:abcd\r\na=ice-pwd:abcdefghijklmnopqrstuv\r\nm=audio 9 UDP/TLS/RTP/SAVPF FORMATS\r\n" +
		"a=rtcp-mux\r\na=DIRECTION\r\na=rtpmap:111 opus/48000/2\r\na=rtpmap:109 opus/48000/2\r\n"
	for _, c := range []struct {
		formats, attributes string
		direction           string
		want                uint8
		answered            string
	}{
		{"111 63", "rtpmap:63 red/48000/2,fmtp:63 111/111", "sendonly", 63, "63 111"},
		{"111 63", "rtpmap:63 RED/48000/2,fmtp:63 111/111/111", "recvonly", 63, "111 63"},
		{"63 111", "rtpmap:63 red/48000/2,fmtp:63 111/111", "recvonly", 63, "63 111"},
		{"111 109 63", "rtpmap:63 red/48000/2,fmtp:63 111/111", "sendonly", 63, "63 111 109"},
		{"109 63", "rtpmap:63 red/48000/2,fmtp:63 111/111", "sendonly", 0, "109"},
		{"111 63", "rtpmap:63 red/48000/2,fmtp:63 111/109", "sendonly", 0, "111"},
		{"111 63", "rtpmap:63 red/48000/2,fmtp:63 111", "sendonly", 0, "111"},
		{"111 63", "rtpmap:63 red/48000/2", "sendonly", 0, "111"},
		{"111 63", "rtpmap:63 red/90000,fmtp:63 111/111", "sendonly", 0, "111"},
		{"111 300", "rtpmap:300 red/48000/2,fmtp:300 111/111", "sendonly", 0, "111"},
		{"111 63", "rtpmap:63 red/48000/2,fmtp:63 111" + strings.Repeat("/111", 40), "sendonly", 0, "111"},
	} {
		text := strings.Replace(strings.Replace(line, "FORMATS", c.formats, 1), "DIRECTION", c.direction, 1)
		for a := range strings.SplitSeq(c.attributes, ",") {
			text += "a=" + a + "\r\n"
		}
		s := NewSession(counter())
		apply(t, s, text, Options{})
		if got := s.Lines()[0].Codecs[0].REDType; got != c.want {
			t.Errorf("%s, %s: RED is %d, want %d", c.formats, c.attributes, got, c.want)
		}
		if got := s.Answer(testTransport()); !strings.Contains(got, "SAVPF "+c.answered+"\r\n") {
			t.Errorf("%s, %s, %s: answered %s, want formats %s", c.formats, c.attributes, c.direction, got, c.answered)
		}
	}
}

func TestH264Profiles(t *testing.T) {
	for fmtp, want := range map[string]string{
		"profile-level-id=42e01f;level-asymmetry-allowed=1;packetization-mode=1": "constrained-baseline/1", // browsers
		"packetization-mode=1;profile-level-id=42c01f":                           "constrained-baseline/1", // x264
		"packetization-mode=1;profile-level-id=4d801f":                           "constrained-baseline/1",
		"packetization-mode=1;profile-level-id=58c01f":                           "constrained-baseline/1",
		"packetization-mode=1;profile-level-id=58801f":                           "baseline/1",
		"packetization-mode=1;profile-level-id=4d401f":                           "main/1",
		"packetization-mode=1;profile-level-id=4d001f":                           "main/1",
		"packetization-mode=1;profile-level-id=640c1f":                           "constrained-high/1",
		"packetization-mode=0; profile-level-id=64001F":                          "high/0",
		"packetization-mode=1;profile-level-id=420f1f":                           "420f/1", // reserved bits: like itself alone
		"":                       "baseline/0",
		"profile-level-id=short": "baseline/0",
	} {
		if got := h264Profile(fmtp); got != want {
			t.Errorf("%q: %s, want %s", fmtp, got, want)
		}
	}
}

// WHIP and WHEP: uses follow from the order, sendrecv is answered the one way that is possible.
func TestUsesByOrder(t *testing.T) {
	uses := func(lines []sfu.Line) (out []sfu.Use) {
		for _, l := range lines {
			out = append(out, l.Use)
		}
		return out
	}
	for _, c := range []struct {
		offer     string
		direction Direction
		want      []sfu.Use
	}{
		{"gstreamer-whip", Publish, []sfu.Use{sfu.Camera, sfu.Microphone}},
		{"gstreamer-whip", View, []sfu.Use{sfu.StagePicture, sfu.FloorSound}},
		{"encoder-whip", Any, []sfu.Use{sfu.Microphone, sfu.Camera}},
		{"aiortc-whep", View, []sfu.Use{sfu.FloorSound, sfu.StagePicture}},
		{"chromium", Any, []sfu.Use{
			sfu.Microphone, sfu.Camera, sfu.Screen, sfu.ScreenSound, sfu.FloorSound, sfu.StagePicture, sfu.FloorSound, sfu.Picture,
		}},
		{"chromium", Publish, []sfu.Use{sfu.Microphone, sfu.Camera, sfu.Screen, sfu.ScreenSound}},
		{"chromium", View, []sfu.Use{sfu.FloorSound, sfu.StagePicture, sfu.FloorSound, sfu.Picture}},
	} {
		s := NewSession(counter())
		apply(t, s, readOffer(t, c.offer), Options{Direction: c.direction})
		if d := cmp.Diff(c.want, uses(s.Lines())); d != "" {
			t.Errorf("%s, %v: %s", c.offer, c.direction, d)
		}
	}
}

func problemCode(err error) string {
	if p, ok := errors.AsType[*protocol.Problem](err); ok {
		return p.Code
	}
	return ""
}

func TestProblems(t *testing.T) {
	good := readOffer(t, "chromium")
	drop := func(prefix string) string {
		var out []string
		for l := range strings.SplitSeq(good, "\r\n") {
			if !strings.HasPrefix(l, prefix) {
				out = append(out, l)
			}
		}
		return strings.Join(out, "\r\n")
	}
	many := good
	for i := range MaxLines {
		many += "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:x" + string(rune('A'+i)) + "\r\n"
	}
	noPicture := strings.NewReplacer(" VP8/90000", " H265/90000", " VP9/90000", " H265/90000", " H264/90000", " H265/90000", " AV1/90000", " H265/90000")
	for name, c := range map[string]struct{ text, want string }{
		"2 MiB":                   {good + strings.Repeat("a=x\r\n", 2<<20/5), "sdp-too-large"},
		"not SDP":                 {"hello", "sdp-invalid"},
		"empty":                   {"", "sdp-invalid"},
		"no lines":                {"v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n", "sdp-invalid"},
		"too many lines":          {many, "sdp-too-many-lines"},
		"no Opus":                 {strings.ReplaceAll(good, "opus/48000/2", "speex/48000/2"), "sdp-no-opus"},
		"no picture codec":        {noPicture.Replace(good), "sdp-no-video-codec"},
		"no BUNDLE":               {drop("a=group"), "sdp-no-bundle"},
		"a line not bundled":      {strings.Replace(good, "a=group:BUNDLE 0 1 2", "a=group:BUNDLE 0 1", 1), "sdp-no-bundle"},
		"no rtcp-mux":             {drop("a=rtcp-mux"), "sdp-no-rtcp-mux"},
		"no fingerprint":          {drop("a=fingerprint"), "sdp-bad-fingerprint"},
		"only SHA-1":              {strings.ReplaceAll(good, "sha-256", "sha-1"), "sdp-bad-fingerprint"},
		"short fingerprint":       {strings.ReplaceAll(good, "sha-256 80:31:", "sha-256 80:"), "sdp-bad-fingerprint"},
		"not hexadecimal":         {strings.ReplaceAll(good, "sha-256 80:31:", "sha-256 8g:31:"), "sdp-bad-fingerprint"},
		"no ICE":                  {drop("a=ice-"), "sdp-no-ice"},
		"short password":          {strings.ReplaceAll(good, "fq63VN3M26oq8F/MGz9jQ9uU", "short"), "sdp-no-ice"},
		"password of other chars": {strings.ReplaceAll(good, "fq63VN3M26oq8F/MGz9jQ9uU", "fq63VN3M26oq8F\x01MGz9jQ9uU"), "sdp-no-ice"},
		"no mid":                  {drop("a=mid"), "sdp-invalid"},
		"same mid twice":          {strings.Replace(good, "a=mid:1", "a=mid:0", 1), "sdp-invalid"},
		"plain RTP":               {strings.ReplaceAll(good, "UDP/TLS/RTP/SAVPF", "RTP/AVP"), "sdp-invalid"},
		"holdconn":                {strings.ReplaceAll(good, "setup:actpass", "setup:holdconn"), "sdp-invalid"},
	} {
		_, err := Parse(c.text, 0)
		if got := problemCode(err); got != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
		if err != nil && len(err.Error()) > 400 {
			t.Errorf("%s: the message has %d bytes", name, len(err.Error()))
		}
	}
	if _, err := Parse(good, 3); problemCode(err) != "sdp-too-many-lines" {
		t.Errorf("limit of the caller: %v", err)
	}
}

// What a shell substitutes ("$(cat offer.sdp)") has lost the end of its last line.
func TestTheLastLineMayLackItsEnd(t *testing.T) {
	if _, err := Parse(strings.TrimRight(readOffer(t, "chromium"), "\r\n"), 0); err != nil {
		t.Error(err)
	}
}

func TestUseProblems(t *testing.T) {
	o, err := Parse(readOffer(t, "chromium"), 0)
	if err != nil {
		t.Fatal(err)
	}
	for name, uses := range map[string]map[string]sfu.Use{
		"direction": {"0": sfu.StageSound},
		"kind":      {"0": sfu.Camera},
		"unknown":   {"0": "telepathy"},
	} {
		if err := NewSession(counter()).Apply(o, Options{Uses: uses}); problemCode(err) != "sdp-invalid" {
			t.Errorf("%s: %v", name, err)
		}
	}
	s := NewSession(counter())
	if err := s.Apply(o, Options{Uses: map[string]sfu.Use{"0": sfu.Microphone}}); err != nil {
		t.Fatal(err)
	}
	if n := len(s.Lines()); n != 1 {
		t.Errorf("%d lines where one has a use", n)
	}
	if got := strings.Count(s.Answer(testTransport()), "a=inactive"); got != 7 {
		t.Errorf("%d lines are inactive", got)
	}
}

// A further offer keeps SSRCs and order, adds lines, and changes nothing if it is refused.
func TestReoffer(t *testing.T) {
	s := NewSession(counter())
	full := readOffer(t, "chromium")
	uses := inHouse()
	cut := full[:strings.LastIndex(full, "m=video")] // without the last picture
	apply(t, s, strings.Replace(cut, "BUNDLE 0 1 2 3 4 5 6 7", "BUNDLE 0 1 2 3 4 5 6", 1), Options{Uses: uses})
	before := s.Lines()
	apply(t, s, full, Options{Uses: uses})
	after := s.Lines()
	if len(before) != 7 || len(after) != 8 {
		t.Fatalf("%d lines, then %d", len(before), len(after))
	}
	if d := cmp.Diff(before, after[:7]); d != "" {
		t.Error(d)
	}
	seen := map[uint32]bool{}
	for _, l := range after {
		for _, ssrc := range []uint32{l.SSRC, l.RTXSSRC} {
			if ssrc != 0 && seen[ssrc] {
				t.Errorf("SSRC %d is used twice", ssrc)
			}
			seen[ssrc] = true
		}
	}
	for name, text := range map[string]string{
		"fewer lines": strings.Replace(cut, "BUNDLE 0 1 2 3 4 5 6 7", "BUNDLE 0 1 2 3 4 5 6", 1),
		"another mid": strings.ReplaceAll(strings.Replace(full, "a=mid:5", "a=mid:9", 1), "4 5 6 7", "4 9 6 7"),
	} {
		o, err := Parse(text, 0)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Apply(o, Options{Uses: uses}); problemCode(err) != "sdp-invalid" {
			t.Errorf("%s: %v", name, err)
		}
		if d := cmp.Diff(after, s.Lines()); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

func TestFragment(t *testing.T) {
	const text = "a=ice-ufrag:EsAw\r\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\nm=audio 9 RTP/AVP 0\r\na=mid:0\r\n" +
		"a=candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host generation 0\r\na=end-of-candidates\r\n"
	f, err := ParseFragment(text)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(&Fragment{Ufrag: "EsAw", Pwd: "P2uYro0UCOQ4zxjKXaWCBui1", Candidates: 1, End: true}, f); d != "" {
		t.Error(d)
	}
	for name, c := range map[string]struct{ text, want string }{
		"large":     {strings.Repeat("a=x\n", maxFragment), "sdp-too-large"},
		"no SDP":    {"{}", "sdp-invalid"},
		"candidate": {"a=candidate:1 2 3", "sdp-invalid"},
		"two":       {"a=ice-ufrag:EsAw\na=ice-ufrag:Other", "sdp-invalid"},
		"short":     {"a=ice-ufrag:E\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1", "sdp-no-ice"},
	} {
		if _, err := ParseFragment(c.text); problemCode(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	s := NewSession(counter())
	apply(t, s, readOffer(t, "encoder-whip"), Options{Direction: Publish})
	back, err := ParseFragment(s.Fragment(testTransport()))
	if err != nil {
		t.Fatal(err)
	}
	if back.Ufrag != "ourufrag" || back.Candidates != 3 || !back.End {
		t.Errorf("%+v", back)
	}
}

func FuzzParse(f *testing.F) {
	for _, name := range []string{"chromium", "firefox", "gstreamer-whip", "encoder-whip", "aiortc-whep"} {
		f.Add(readOffer(f, name))
	}
	f.Add("v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 999\r\na=rtpmap:999 opus/48000/2\r\n")
	f.Fuzz(func(t *testing.T, text string) {
		o, err := Parse(text, 0)
		if err != nil {
			if problemCode(err) == "" {
				t.Errorf("not a problem: %v", err)
			}
			return
		}
		for _, d := range []Direction{Any, Publish, View} {
			s := NewSession(counter())
			if err := s.Apply(o, Options{Direction: d}); err != nil {
				continue
			}
			answer := s.Answer(testTransport())
			var parsed pion.SessionDescription
			if err := parsed.UnmarshalString(answer); err != nil {
				t.Errorf("our own answer is not SDP: %v\n%s", err, answer)
			}
			if len(parsed.MediaDescriptions) != len(o.lines) {
				t.Errorf("%d lines for %d", len(parsed.MediaDescriptions), len(o.lines))
			}
			if err := s.Apply(o, Options{Direction: d}); err != nil {
				t.Errorf("the same offer again: %v", err)
			}
		}
	})
}

func FuzzParseFragment(f *testing.F) {
	f.Add("a=ice-ufrag:EsAw\r\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\nm=audio 9 RTP/AVP 0\r\na=mid:0\r\na=end-of-candidates\r\n")
	f.Add("a=candidate:1 1 udp 1 192.0.2.1 1 typ host")
	f.Fuzz(func(t *testing.T, text string) {
		if _, err := ParseFragment(text); err != nil && problemCode(err) == "" {
			t.Errorf("not a problem: %v", err)
		}
	})
}

// Every candidate of an ICE session has a higher priority than the same one of the session before, and a lower one than
// browsers' host candidates have (Chromium: local preference 32542 and less by 256 for each further interface).
func TestRestartsRaisePriorities(t *testing.T) {
	last := make([]int, len(testTransport().Candidates))
	for restarts := range maxRestarts + 1 {
		transport := testTransport()
		transport.Restarts = restarts
		var w writer
		transport.writeCandidates(&w)
		for i, line := range strings.Split(w.String(), "\r\n")[:len(last)] {
			priority, err := strconv.Atoi(strings.Fields(line)[3])
			if err != nil {
				t.Fatal(err)
			}
			if priority <= last[i] || priority>>8&0xFFFF >= 32542-16*256 {
				t.Errorf("restart %d, candidate %d: priority %d after %d", restarts, i, priority, last[i])
			}
			last[i] = priority
		}
	}
}
