package archive

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// keyName is the name of all keys: whose a key is, only who hands it out can say.
const keyName = "cumbre"

// Key signs heads. It is a note.Signer.
type Key struct {
	private ed25519.PrivateKey
	public  note.Verifier
	text    string
}

// NewKey makes a Key of an Ed25519 key.
func NewKey(private ed25519.PrivateKey) (*Key, error) {
	public, is := private.Public().(ed25519.PublicKey)
	if !is {
		return nil, errors.New("archive: not an Ed25519 key")
	}
	text, err := note.NewEd25519VerifierKey(keyName, public)
	if err != nil {
		return nil, fmt.Errorf("archive: %w", err)
	}
	verifier, err := note.NewVerifier(text)
	if err != nil {
		return nil, fmt.Errorf("archive: %w", err)
	}
	return &Key{private, verifier, text}, nil
}

// String is the key that others verify with, as `cumbre verify --key` takes it: "cumbre+1a2b3c4d+A…".
func (k *Key) String() string { return k.text }

// Name implements note.Signer.
func (k *Key) Name() string { return k.public.Name() }

// KeyHash implements note.Signer.
func (k *Key) KeyHash() uint32 { return k.public.KeyHash() }

// Sign implements note.Signer.
func (k *Key) Sign(text []byte) ([]byte, error) { return ed25519.Sign(k.private, text), nil }

// head is what is signed: a checkpoint (C2SP tlog-checkpoint) with the time of sealing as its extension.
//
//	cumbre/archive/1 MEETING
//	number of leaves
//	root, base64
//	time, RFC 3339, UTC, milliseconds
type head struct {
	meeting string
	size    int64
	root    tlog.Hash
	sealed  string
}

const timeFormat = "2006-01-02T15:04:05.000Z"

func (h head) text() string {
	return fmt.Sprintf("%s %s\n%d\n%s\n%s\n", format, h.meeting, h.size, h.root, h.sealed)
}

// sign makes the signed note.
func (h head) sign(k *Key) ([]byte, error) { return note.Sign(&note.Note{Text: h.text()}, k) }

// openHead reads a signed head. Every byte of it has to be as sign writes it: base64 has several ways to write one signature.
func openHead(b []byte, verifier note.Verifier) (h head, err error) {
	signed, err := note.Open(b, note.VerifierList(verifier))
	if err != nil {
		return h, errors.New("it is not signed with this archive's key, or is not what was signed")
	}
	if len(signed.Sigs) != 1 || len(signed.UnverifiedSigs) != 0 {
		return h, errors.New("it has to have one signature")
	}
	sum, err := base64.StdEncoding.Strict().DecodeString(signed.Sigs[0].Base64)
	if err != nil || !bytes.Equal(b, fmt.Appendf(nil, "%s\n— %s %s\n", signed.Text, verifier.Name(), base64.StdEncoding.EncodeToString(sum))) {
		return h, errors.New("its signature is written in another way than it was made")
	}
	lines := strings.Split(signed.Text, "\n")
	if len(lines) != 5 {
		return h, errors.New("it is no head of an archive")
	}
	h.meeting = strings.TrimPrefix(lines[0], format+" ")
	h.size, _ = strconv.ParseInt(lines[1], 10, 64)
	h.root, _ = tlog.ParseHash(lines[2])
	h.sealed = lines[3]
	if _, err := time.Parse(timeFormat, h.sealed); err != nil || h.text() != signed.Text {
		return h, errors.New("it is no head of an archive")
	}
	return h, nil
}
