// Package auth makes and checks the secrets of the server: invitation tokens, the administrator's token, and the
// secrets with which a client resumes its session.
package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
)

const (
	// tokenBytes is the entropy of a token: 192 bits, which nobody guesses (RFC 6750 section 5.2 leaves the figure
	// to us) and which base64url writes in 32 characters without padding.
	tokenBytes = 24

	// TokenLength is the length of a token in characters.
	TokenLength = tokenBytes * 8 / 6
)

// HashSize is the size of a token's hash in bytes.
const HashSize = sha256.Size

// NewToken makes a random token in base64url and its hash. Only the hash is stored: who reads the store cannot use
// the tokens. The token has so much entropy that a plain SHA-256 is enough. It does not begin with a hyphen: as the value of a flag it
// would be taken for another flag.
func NewToken() (token string, hash [HashSize]byte) {
	var random [tokenBytes]byte
	for token == "" || token[0] == '-' {
		rand.Read(random[:]) // does not fail: the process ends instead (crypto/rand)
		token = base64.RawURLEncoding.EncodeToString(random[:])
	}
	return token, Hash(token)
}

// Hash is the SHA-256 of a token, as NewToken returned it. Tokens are found by their hash: what a lookup's time
// tells about a hash says nothing about a token.
func Hash(token string) [HashSize]byte { return sha256.Sum256([]byte(token)) }

// WellFormed tells whether s has the form of a token. It is a cheap first check for what clients send.
func WellFormed(s string) bool {
	if len(s) != TokenLength {
		return false
	}
	_, err := base64.RawURLEncoding.DecodeString(s)
	return err == nil
}

// Matches compares a token with the hash of the right one, in a time that does not depend on either.
func Matches(token string, hash [HashSize]byte) bool {
	got := Hash(token)
	return subtle.ConstantTimeCompare(got[:], hash[:]) == 1
}
