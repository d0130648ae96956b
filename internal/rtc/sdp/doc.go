// Package sdp reads offers (RFC 8866, RFC 9429) into the lines that the forwarding graph knows, and writes the
// answers of an ICE-lite, DTLS-passive server. It is pure: text in, text out.
package sdp

// MaxLines bounds the m-lines of one offer. An in-house client has at most 4 + 2 + 3 + 1 + 16. More costs
// memory per client; fewer refuses clients with many slots.
const MaxLines = 40
