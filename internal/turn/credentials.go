package turn

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1" //nolint:gosec // the REST form names it; as a MAC it is not broken
	"encoding/base64"
	"errors"
	"strconv"
	"strings"
	"time"
)

// CredentialLife is how long credentials are good for, from the welcome that brings them. They are asked for at each
// refresh too, so a session that goes on for longer without a new welcome loses its relay: no meeting's day is that
// long. They open nothing but the way to the media port; a shorter life would only make that rarer.
const CredentialLife = 24 * time.Hour

// The ways in which a username is not good.
var (
	ErrForeign = errors.New("turn: the username is none of ours")
	ErrExpired = errors.New("turn: the credentials have expired")
)

// Secret makes and checks credentials. It lives as long as the server's process: whoever outlives that gets new ones with
// the next welcome.
type Secret [32]byte

// NewSecret makes a random one.
func NewSecret() Secret {
	var s Secret
	_, _ = rand.Read(s[:]) // never fails
	return s
}

// Issue makes the credentials of a session, in the form of draft-uberti-behave-turn-rest: the username says until
// when they are good and whose they are, the password is its MAC. Nothing is kept of them.
func (s Secret) Issue(session string, now time.Time) (username, password string) {
	username = strconv.FormatInt(now.Add(CredentialLife).Unix(), 10) + ":" + session
	return username, s.password(username)
}

func (s Secret) password(username string) string {
	mac := hmac.New(sha1.New, s[:])
	_, _ = mac.Write([]byte(username)) // never fails
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// Check takes a username apart and gives the password that belongs to it, whoever knows that. The errors are ErrForeign
// and ErrExpired.
func (s Secret) Check(username string, now time.Time) (session, password string, err error) {
	until, session, ok := strings.Cut(username, ":")
	at, parseErr := strconv.ParseInt(until, 10, 64)
	if !ok || parseErr != nil || session == "" {
		return "", "", ErrForeign
	}
	if at <= now.Unix() {
		return "", "", ErrExpired
	}
	return session, s.password(username), nil
}
