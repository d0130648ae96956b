package proceedings

import (
	"crypto/ed25519"
	"strconv"
	"testing"
)

// Each key of the table takes a signature that nobody made: s = 0, and R one of the same points, fits some of a few messages.
func TestASmallOrderKeyTakesASignatureOfNobody(t *testing.T) {
	var points [][]byte
	for _, y := range smallOrderKeys {
		signed := y
		signed[31] |= 0x80
		points = append(points, y[:], signed[:])
	}
	forged := func(key []byte) bool {
		for _, r := range points {
			for i := range 100 {
				if ed25519.Verify(key, []byte(strconv.Itoa(i)), append(append([]byte{}, r...), make([]byte, 32)...)) {
					return true
				}
			}
		}
		return false
	}
	for _, key := range points {
		if !forged(key) || !BindsNobody(key) {
			t.Errorf("%x: forged %v, refused %v", key, forged(key), BindsNobody(key))
		}
	}
	if own := memberKey(1).Public().(ed25519.PublicKey); forged(own) || BindsNobody(own) || BindsNobody(nil) {
		t.Error("a member's own key is refused, or forged")
	}
}

func TestAnAssentUnderASmallOrderKeyIsRefused(t *testing.T) {
	s := negotiation(t)
	s.ok(AddParagraph{By: "ann", Text: "t1", Words: both})
	s.agreeAll("p1")
	c := assenting(s.state, "ana", "t1", "d1")
	c.Key, c.Signature = make([]byte, 32), make([]byte, 64)
	c.Key[0], c.Signature[0] = 1, 1
	if !ed25519.Verify(c.Key, AssentStatement("m", "t1", c.SHA256, "d1"), c.Signature) {
		t.Fatal("crypto/ed25519 refuses it by itself: the table is not needed any more")
	}
	s.refused(c, FieldInvalid)
}
