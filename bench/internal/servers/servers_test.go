package servers

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
)

// Values that LiveKit's own classes encode, written out: the field numbers are the contract.
func TestLiveKitMessages(t *testing.T) {
	for _, c := range []struct {
		name string
		got  []byte
		want string
	}{
		{"offer", liveDescription(liveOffer, "offer", "v=0", 0), "\x0a\x0c\x0a\x05offer\x12\x03v=0"},
		{"answer", liveDescription(liveAnswer, "answer", "v=0", 7), "\x12\x0f\x0a\x06answer\x12\x03v=0\x18\x07"},
		{"subscribe", liveSubscribe([]string{"TR_1"}), "\x32\x08\x0a\x04TR_1\x10\x01"},
		{"leave", liveLeave(), "\x42\x00"},
	} {
		if string(c.got) != c.want {
			t.Errorf("%s: %q, want %q", c.name, c.got, c.want)
		}
	}
}

func TestLiveKitAnswersAreRead(t *testing.T) {
	track := integer(text(nil, 1, "TR_9"), 2, 1)
	person := append(text(nil, 2, "P3"), message(4, track)...)
	for _, field := range []struct {
		outer, inner int
		join         bool
	}{{liveJoined, 3, true}, {liveUpdate, 1, false}} {
		m, err := parseLive(message(field.outer, message(field.inner, person)))
		if err != nil || m.join != field.join || !slices.Equal(m.tracks, []liveTrack{{"TR_9", "P3", true}}) {
			t.Errorf("%+v %v", m, err)
		}
	}
	m, err := parseLive(liveDescription(liveOffered, "offer", "v=0", 5))
	if err != nil || m.offer != "v=0" || m.offerID != 5 {
		t.Errorf("%+v %v", m, err)
	}
	m, err = parseLive(message(liveTrickled, integer(text(nil, 1, "{}"), 2, 1)))
	if err != nil || m.candidate != "{}" || !m.toSubscriber {
		t.Errorf("%+v %v", m, err)
	}
}

func FuzzParseLive(f *testing.F) {
	f.Add(liveDescription(liveOffered, "offer", "v=0", 5))
	f.Add(message(liveUpdate, message(1, message(4, text(nil, 1, "TR_9")))))
	f.Fuzz(func(_ *testing.T, b []byte) { _, _ = parseLive(b) })
}

func TestLiveKitToken(t *testing.T) {
	token, err := livekitToken("key", "secret", "P1")
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(token, ".")
	mac := hmac.New(sha256.New, []byte("secret"))
	mac.Write([]byte(parts[0] + "." + parts[1]))
	if parts[2] != base64.RawURLEncoding.EncodeToString(mac.Sum(nil)) {
		t.Error("the signature is another")
	}
	b, err := base64.RawURLEncoding.DecodeString(parts[1])
	var claims struct {
		Issuer  string `json:"iss"`
		Subject string `json:"sub"`
		Video   struct {
			RoomJoin bool `json:"roomJoin"`
		} `json:"video"`
	}
	if err != nil || json.Unmarshal(b, &claims) != nil || claims.Issuer != "key" || claims.Subject != "P1" || !claims.Video.RoomJoin {
		t.Errorf("%s %v", b, err)
	}
}

func TestJanusSubscribesToWhatIsSeenAndHeard(t *testing.T) {
	got := janusStreams(Watching{Sounds: []int{0, 1}, Pictures: []int{1, 2}})
	b, err := json.Marshal(got)
	if want := `[{"feed":5001},{"feed":5002},{"feed":5000,"mid":"0"}]`; err != nil || string(b) != want {
		t.Errorf("%s, want %s", b, want)
	}
}

func TestOptionsAreChecked(t *testing.T) {
	for _, o := range []Options{
		{}, {Kind: "cumbre", URL: "http://h:1"}, {Kind: "teams", URL: "http://h:1"}, {Kind: "janus", URL: "h"},
	} {
		if _, err := New(o); err == nil {
			t.Errorf("%+v was taken", o)
		}
	}
	s, err := New(Options{Kind: "galene", URL: "ws://127.0.0.1:1/ws"})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Prepare(t.Context(), Meeting{Choice: true}); !errors.Is(err, ErrCannot) {
		t.Errorf("%v", err)
	}
}
