package auth

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// The files with the server's own secrets, in its data directory. All have mode 0600.
const (
	AdminTokenFile = "admin-token"
	ServerKeyFile  = "server-key"
	ArchiveKeyFile = "archive-key"
)

const secretMode fs.FileMode = 0o600

// FileError is a file of secrets that cannot be used.
type FileError struct {
	Path   string
	Reason string
}

// Error implements error. It does not show what is in the file.
func (e *FileError) Error() string { return "secret file " + e.Path + ": " + e.Reason }

// AdminToken returns the administrator's token from its file in dir. If there is none, it makes one and created is
// true. The error is a *FileError if others can read the file or its content is no token.
func AdminToken(dir string) (token string, created bool, err error) {
	path := filepath.Join(dir, AdminTokenFile)
	return secret(path, WellFormed, func() string {
		token, _ := NewToken()
		return token
	})
}

// LoadServerKey returns the server's key from its file in dir and makes it if there is none. Whoever deletes the
// file makes every client's resume secret void; nothing else depends on it.
func LoadServerKey(dir string) (*Key, error) {
	path := filepath.Join(dir, ServerKeyFile)
	text, _, err := secret(path, func(s string) bool {
		b, err := base64.RawURLEncoding.DecodeString(s)
		return err == nil && len(b) == keySize
	}, func() string {
		var random [keySize]byte
		rand.Read(random[:])
		return base64.RawURLEncoding.EncodeToString(random[:])
	})
	if err != nil {
		return nil, err
	}
	key := &Key{}
	if _, err := base64.RawURLEncoding.Decode(key.secret[:], []byte(text)); err != nil {
		return nil, fmt.Errorf("server key: %w", err)
	}
	return key, nil
}

// ArchiveKey returns the key that archives are sealed with from its file in dir and makes it if there is none. Whoever loses the file
// seals with another key from then on, which those who know the old one have to be told.
func ArchiveKey(dir string) (ed25519.PrivateKey, error) {
	text, _, err := secret(filepath.Join(dir, ArchiveKeyFile), func(s string) bool {
		b, err := base64.RawURLEncoding.DecodeString(s)
		return err == nil && len(b) == ed25519.SeedSize
	}, func() string {
		var random [ed25519.SeedSize]byte
		rand.Read(random[:])
		return base64.RawURLEncoding.EncodeToString(random[:])
	})
	if err != nil {
		return nil, err
	}
	seed, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return nil, fmt.Errorf("archive key: %w", err)
	}
	return ed25519.NewKeyFromSeed(seed), nil
}

// secret reads the one line of a file of secrets, or makes the file.
func secret(path string, valid func(string) bool, create func() string) (text string, created bool, err error) {
	text, err = readSecret(path, valid)
	if !errors.Is(err, fs.ErrNotExist) {
		return text, false, err
	}
	text = create()
	err = createSecret(path, text)
	if errors.Is(err, fs.ErrExist) { // another process was first
		text, err = readSecret(path, valid)
		return text, false, err
	}
	return text, err == nil, err
}

func readSecret(path string, valid func(string) bool) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", fmt.Errorf("secret file: %w", err)
	}
	if !private(info.Mode()) {
		return "", &FileError{Path: path, Reason: "others can read it; allow only the owner (chmod 600)"}
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("secret file: %w", err)
	}
	text := strings.TrimSpace(string(b))
	if !valid(text) {
		return "", &FileError{Path: path, Reason: "its content is not valid; delete it to have a new one made"}
	}
	return text, nil
}

// createSecret writes the file so that it is there whole or not at all, also after a crash: it is written under
// another name, synced, and linked to its own name, which fails if that exists.
func createSecret(path, text string) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.tmp") // has mode 0600
	if err != nil {
		return fmt.Errorf("secret file: %w", err)
	}
	defer func() { _ = os.Remove(f.Name()) }() // a left-over temporary name does no harm
	_, err = f.WriteString(text + "\n")
	err = errors.Join(err, f.Chmod(secretMode), f.Sync(), f.Close())
	if err == nil {
		err = os.Link(f.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("secret file: %w", err)
	}
	return nil
}
