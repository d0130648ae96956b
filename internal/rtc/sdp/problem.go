package sdp

import "github.com/cumbre-meet/cumbre/internal/protocol"

// The problems of an offer. Their codes are part of the contract with clients.
func invalid(detail string, args ...any) error {
	return protocol.NewProblem(400, "sdp-invalid", "The SDP offer is not valid", detail, args...)
}

func tooLarge(n int) error {
	return protocol.NewProblem(413, "sdp-too-large", "The SDP offer is too large",
		"The offer has %d bytes; at most %d are read. Offer fewer lines or fewer codecs.", n, MaxSize)
}

func tooManyLines(n, limit int) error {
	return protocol.NewProblem(422, "sdp-too-many-lines", "The SDP offer has too many media lines",
		"The offer has %d m-lines; at most %d are accepted here.", n, limit)
}

func noOpus(mid string) error {
	return protocol.NewProblem(422, "sdp-no-opus", "The SDP offer has no Opus",
		"The audio line with mid %q does not offer opus/48000/2, the only sound codec that is forwarded.", mid)
}

func noVideoCodec(mid string) error {
	return protocol.NewProblem(422, "sdp-no-video-codec", "The SDP offer has no picture codec that is forwarded",
		"The video line with mid %q offers none of VP8, H.264, VP9 and AV1. Set the encoder to one of them, or leave the picture out.", mid)
}

func noBundle(mid string) error {
	return protocol.NewProblem(422, "sdp-no-bundle", "The SDP offer does not bundle its lines",
		"The line with mid %q is not in an a=group:BUNDLE (RFC 8843). All media goes over one transport here.", mid)
}

func noRTCPMux(mid string) error {
	return protocol.NewProblem(422, "sdp-no-rtcp-mux", "The SDP offer does not multiplex RTCP",
		"The line with mid %q lacks a=rtcp-mux (RFC 8834). There is no port for RTCP alone.", mid)
}

func badFingerprint(detail string, args ...any) error {
	return protocol.NewProblem(422, "sdp-bad-fingerprint", "The SDP offer has no usable fingerprint", detail, args...)
}

func noICE(detail string, args ...any) error {
	return protocol.NewProblem(422, "sdp-no-ice", "The SDP offer has no usable ICE credentials", detail, args...)
}
