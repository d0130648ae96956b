package proceedings

import (
	"bytes"
	"crypto/ed25519"
	"slices"
)

// smallOrderKeys are the encodings of the eight points of Curve25519's Edwards form whose order divides 8, without the sign of x (the
// last byte's high bit), those that are not canonical (RFC 8032, 5.1.3) included: crypto/ed25519 takes both. Under such a key one signature
// fits one message in eight at least, whoever made it. From libsodium's table for the same purpose (ed25519_ref10.c, ge25519_has_small_order); the
// test holds it against crypto/ed25519.
var smallOrderKeys = [...][ed25519.PublicKeySize]byte{ //nolint:gochecknoglobals // constant
	{0x00}, // y = 0, order 4
	{0x01}, // y = 1, order 1
	{
		0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0,
		0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05,
	}, // order 8
	{
		0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f,
		0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a,
	}, // order 8
	nearPrime(0xec), // y = p − 1, order 2
	nearPrime(0xed), // y = p: 0
	nearPrime(0xee), // y = p + 1: 1
}

// nearPrime is the encoding of a number near p = 2²⁵⁵ − 19, whose first byte is 0xed.
func nearPrime(first byte) [ed25519.PublicKeySize]byte {
	out := [ed25519.PublicKeySize]byte(bytes.Repeat([]byte{0xff}, ed25519.PublicKeySize))
	out[0], out[31] = first, 0x7f
	return out
}

// BindsNobody tells whether a public key is of small order: a signature under it can be had without any secret.
func BindsNobody(key []byte) bool {
	if len(key) != ed25519.PublicKeySize {
		return false
	}
	y := [ed25519.PublicKeySize]byte(key)
	y[31] &= 0x7f
	return slices.Contains(smallOrderKeys[:], y)
}
