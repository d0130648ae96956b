package auth

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
)

const keySize = 32

// Key is the server's own secret. It signs what clients bring back. It is safe for use by several goroutines.
type Key struct{ secret [keySize]byte }

// NewKey makes a Key of 32 secret bytes, for tests and for keys that come from elsewhere.
func NewKey(secret [keySize]byte) *Key { return &Key{secret: secret} }

// Resume makes the secret with which a client proves that it is the one who had this session. parts name the
// session, e.g. meeting, participant, generation; the same parts give the same secret as long as the key lives.
func (k *Key) Resume(parts ...string) string {
	return base64.RawURLEncoding.EncodeToString(k.sign("resume", parts))
}

// CheckResume tells whether secret is what Resume makes of parts, in a time that does not depend on where they
// differ.
func (k *Key) CheckResume(secret string, parts ...string) bool {
	return k.check(secret, "resume", parts)
}

func (k *Key) check(secret, purpose string, parts []string) bool {
	got, err := base64.RawURLEncoding.DecodeString(secret)
	return err == nil && hmac.Equal(got, k.sign(purpose, parts))
}

// Ticket makes the secret of an address that opens something without a header. parts say what for whom until when.
func (k *Key) Ticket(parts ...string) string {
	return base64.RawURLEncoding.EncodeToString(k.sign("ticket", parts))
}

// CheckTicket tells whether secret is what Ticket makes of parts, in a time that does not depend on where they differ.
func (k *Key) CheckTicket(secret string, parts ...string) bool {
	return k.check(secret, "ticket", parts)
}

// Signer makes an Ed25519 key of the server's for a purpose: the same one as long as the server's key lives. What it has signed
// carries the public key, and stays verifiable without it.
func (k *Key) Signer(purpose string) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(k.sign("signer", []string{purpose}))
}

// sign is the HMAC-SHA-256 (RFC 2104) of the purpose and parts, each with its length, so that no two lists of
// parts give the same bytes.
func (k *Key) sign(purpose string, parts []string) []byte {
	mac := hmac.New(sha256.New, k.secret[:])
	write := func(s string) {
		var length [8]byte
		binary.BigEndian.PutUint64(length[:], uint64(len(s)))
		mac.Write(length[:])
		mac.Write([]byte(s))
	}
	write(purpose)
	for _, part := range parts {
		write(part)
	}
	return mac.Sum(nil)
}
