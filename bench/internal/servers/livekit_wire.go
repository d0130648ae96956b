package servers

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"time"

	"google.golang.org/protobuf/encoding/protowire"
)

// Field numbers of SignalRequest and SignalResponse in livekit_rtc.proto (github.com/livekit/protocol): only those that are
// used here, so that the generator needs none of LiveKit's own code.
const (
	liveOffer        = 1 // SessionDescription
	liveAnswer       = 2
	liveAddTrackReq  = 4
	liveSubscription = 6
	liveLeaveReq     = 8

	liveJoined       = 1 // JoinResponse
	liveAnswered     = 2
	liveOffered      = 3
	liveTrickled     = 4
	liveUpdate       = 5
	liveTrackIsThere = 6
	liveLeft         = 8
)

// livekitTokenLife is how long a token lets one in.
const livekitTokenLife = time.Hour

// livekitToken makes an access token: a JWT (RFC 7519) signed with HMAC-SHA-256.
func livekitToken(key, secret, name string) (string, error) {
	now := time.Now()
	claims, err := json.Marshal(map[string]any{
		"iss": key, "sub": name, "nbf": now.Add(-time.Minute).Unix(), "exp": now.Add(livekitTokenLife).Unix(),
		"video": map[string]any{"room": "bench", "roomJoin": true, "canPublish": true, "canSubscribe": true},
	})
	if err != nil {
		return "", err
	}
	b64 := base64.RawURLEncoding.EncodeToString
	signed := b64([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + b64(claims)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(signed))
	return signed + "." + b64(mac.Sum(nil)), nil
}

func message(number int, body []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(nil, protowire.Number(number), protowire.BytesType), body)
}

func text(b []byte, number int, s string) []byte {
	return protowire.AppendString(protowire.AppendTag(b, protowire.Number(number), protowire.BytesType), s)
}

func integer(b []byte, number int, n uint64) []byte {
	return protowire.AppendVarint(protowire.AppendTag(b, protowire.Number(number), protowire.VarintType), n)
}

// liveDescription is a request with a SessionDescription: type 1, sdp 2, id 3.
func liveDescription(number int, kind, sdp string, id uint64) []byte {
	body := text(text(nil, 1, kind), 2, sdp)
	if id != 0 {
		body = integer(body, 3, id)
	}
	return message(number, body)
}

// liveAddTrack is an AddTrackRequest: cid 1, name 2, type 3, width 4, height 5, source 8, disable_red 13.
func liveAddTrack(id string, picture bool) []byte {
	const video, camera, microphone = 1, 1, 2
	body := text(text(nil, 1, id), 2, id)
	if picture {
		body = integer(body, 3, video)
		body = integer(integer(body, 4, 1280), 5, 720)
		body = integer(body, 8, camera)
	} else {
		body = integer(body, 8, microphone)
		body = integer(body, 13, 1)
	}
	return message(liveAddTrackReq, body)
}

// liveSubscribe is an UpdateSubscription: track_sids 1, subscribe 2.
func liveSubscribe(sids []string) []byte {
	var body []byte
	for _, sid := range sids {
		body = text(body, 1, sid)
	}
	return message(liveSubscription, integer(body, 2, 1))
}

func liveLeave() []byte { return message(liveLeaveReq, nil) }

// liveMessage is what a SignalResponse says, as far as it matters here.
type liveMessage struct {
	join, leave, published bool
	answer, offer          string
	offerID                uint64
	candidate              string
	toSubscriber           bool
	tracks                 []liveTrack
}

type liveTrack struct {
	sid, owner string
	picture    bool
}

var errWire = errors.New("it is no protobuf message")

// fields calls f for each field of a message: with the bytes of a length-delimited one, or the value of a varint.
func fields(b []byte, f func(number int, bytes []byte, value uint64) error) error {
	for len(b) > 0 {
		number, kind, n := protowire.ConsumeTag(b)
		if n < 0 {
			return errWire
		}
		b = b[n:]
		var bytes []byte
		var value uint64
		switch kind {
		case protowire.BytesType:
			bytes, n = protowire.ConsumeBytes(b)
		case protowire.VarintType:
			value, n = protowire.ConsumeVarint(b)
		default:
			n = protowire.ConsumeFieldValue(number, kind, b)
		}
		if n < 0 {
			return errWire
		}
		b = b[n:]
		if err := f(int(number), bytes, value); err != nil {
			return err
		}
	}
	return nil
}

func parseLive(b []byte) (liveMessage, error) {
	var m liveMessage
	err := fields(b, func(number int, body []byte, _ uint64) error {
		switch number {
		case liveJoined: // JoinResponse: other_participants 3
			m.join = true
			return m.people(body, 3)
		case liveUpdate: // ParticipantUpdate: participants 1
			return m.people(body, 1)
		case liveAnswered:
			return fields(body, func(n int, b []byte, _ uint64) error {
				if n == 2 {
					m.answer = string(b)
				}
				return nil
			})
		case liveOffered:
			return fields(body, func(n int, b []byte, v uint64) error {
				switch n {
				case 2:
					m.offer = string(b)
				case 3:
					m.offerID = v
				}
				return nil
			})
		case liveTrickled: // candidateInit 1, target 2
			return fields(body, func(n int, b []byte, v uint64) error {
				switch n {
				case 1:
					m.candidate = string(b)
				case 2:
					m.toSubscriber = v == 1
				}
				return nil
			})
		case liveTrackIsThere:
			m.published = true
		case liveLeft:
			m.leave = true
		}
		return nil
	})
	return m, err
}

// people reads ParticipantInfos, which stand in a field: identity 2, tracks 4; of a TrackInfo: sid 1, type 2.
func (m *liveMessage) people(b []byte, field int) error {
	return fields(b, func(number int, person []byte, _ uint64) error {
		if number != field {
			return nil
		}
		var owner string
		var tracks []liveTrack
		err := fields(person, func(n int, b []byte, _ uint64) error {
			switch n {
			case 2:
				owner = string(b)
			case 4:
				var t liveTrack
				tracks = append(tracks, t)
				last := &tracks[len(tracks)-1]
				return fields(b, func(n int, b []byte, v uint64) error {
					switch n {
					case 1:
						last.sid = string(b)
					case 2:
						last.picture = v == 1
					}
					return nil
				})
			}
			return nil
		})
		for _, t := range tracks {
			t.owner = owner
			m.tracks = append(m.tracks, t)
		}
		return err
	})
}
