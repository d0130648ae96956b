package auth_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/cumbre-meet/cumbre/internal/auth"
)

func TestTokens(t *testing.T) {
	seen := map[string]bool{}
	for range 1000 {
		token, hash := auth.NewToken()
		if seen[token] || !auth.WellFormed(token) || auth.Hash(token) != hash || !auth.Matches(token, hash) {
			t.Fatal(token)
		}
		seen[token] = true
		if other := token[:31] + "!"; auth.WellFormed(other) || auth.Matches(other, hash) {
			t.Fatal(other)
		}
	}
	for _, s := range []string{"", "short", strings.Repeat("a", 33), strings.Repeat("=", 32), strings.Repeat("é", 16)} {
		if auth.WellFormed(s) {
			t.Errorf("%q passes as a token", s)
		}
	}
}

// A token that begins with a hyphen would be one flag of a command line taken for another.
func TestTokensAreNoFlags(t *testing.T) {
	for range 2000 { // one in 64 of random ones would be
		if token, _ := auth.NewToken(); token[0] == '-' {
			t.Fatalf("token %q", token)
		}
	}
}

func TestAdminTokenIsMadeOnceAndKept(t *testing.T) {
	dir := t.TempDir()
	token, created, err := auth.AdminToken(dir)
	if err != nil || !created || !auth.WellFormed(token) {
		t.Fatal(token, created, err)
	}
	path := filepath.Join(dir, auth.AdminTokenFile)
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info.Mode(), err)
	}
	if again, created, err := auth.AdminToken(dir); again != token || created || err != nil {
		t.Error(again, created, err)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Error("files are left over:", entries)
	}
}

func TestManyProcessesAgreeOnOneToken(t *testing.T) {
	dir := t.TempDir()
	tokens := make([]string, 16)
	var group sync.WaitGroup
	for i := range tokens {
		group.Go(func() {
			token, _, err := auth.AdminToken(dir)
			if err != nil {
				t.Error(err)
			}
			tokens[i] = token
		})
	}
	group.Wait()
	for _, token := range tokens {
		if token != tokens[0] {
			t.Error(tokens)
		}
	}
}

func TestSecretFilesThatAreRefused(t *testing.T) {
	for _, c := range []struct {
		name    string
		content string
		mode    os.FileMode
	}{
		{"others can read it", strings.Repeat("a", 32), 0o644},
		{"its group can", strings.Repeat("a", 32), 0o640},
		{"empty", "", 0o600},
		{"no token", "password\n", 0o600},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			for _, name := range []string{auth.AdminTokenFile, auth.ServerKeyFile} {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(c.content), c.mode); err != nil {
					t.Fatal(err)
				}
			}
			_, _, err := auth.AdminToken(dir)
			fileError, ok := errors.AsType[*auth.FileError](err)
			if !ok || c.content != "" && strings.Contains(fileError.Error(), strings.TrimSpace(c.content)) {
				t.Error(err)
			}
			if _, err := auth.LoadServerKey(dir); !errors.As(err, new(*auth.FileError)) {
				t.Error(err)
			}
		})
	}
	if _, _, err := auth.AdminToken(filepath.Join(t.TempDir(), "missing")); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}

func TestServerKeySurvivesARestart(t *testing.T) {
	dir := t.TempDir()
	key, err := auth.LoadServerKey(dir)
	if err != nil {
		t.Fatal(err)
	}
	secret := key.Resume("meeting", "participant")
	again, err := auth.LoadServerKey(dir)
	if err != nil || !again.CheckResume(secret, "meeting", "participant") {
		t.Error(err)
	}
	other, err := auth.LoadServerKey(t.TempDir())
	if err != nil || other.CheckResume(secret, "meeting", "participant") {
		t.Error("another server's secret passes", err)
	}
}

func TestResumeSecretsAreForTheirSessionOnly(t *testing.T) {
	key := auth.NewKey([32]byte{1})
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.String(), 1, 4).Draw(t, "parts")
		others := rapid.SliceOfN(rapid.String(), 1, 4).Draw(t, "others")
		secret := key.Resume(parts...)
		if !key.CheckResume(secret, parts...) {
			t.Fatal("refused")
		}
		if same := strings.Join(parts, "\x00") == strings.Join(others, "\x00") && len(parts) == len(others); !same &&
			key.CheckResume(secret, others...) {
			t.Fatal("passes for", others)
		}
	})
	// What is moved from one part to the next makes another session.
	if key.CheckResume(key.Resume("ab", "c"), "a", "bc") || key.CheckResume(key.Resume("a"), "a", "") {
		t.Error("parts run together")
	}
	for _, bad := range []string{"", "!", key.Resume("a") + "A", key.Resume("a")[1:]} {
		if key.CheckResume(bad, "a") {
			t.Errorf("%q passes", bad)
		}
	}
}

func FuzzWellFormed(f *testing.F) {
	f.Add("")
	f.Add(strings.Repeat("a", auth.TokenLength))
	f.Fuzz(func(t *testing.T, s string) {
		if auth.WellFormed(s) && len(s) != auth.TokenLength {
			t.Error(s)
		}
	})
}

func TestTheArchiveKeyIsMadeOnceAndKept(t *testing.T) {
	dir := t.TempDir()
	key, err := auth.ArchiveKey(dir)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, auth.ArchiveKeyFile)
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info.Mode(), err)
	}
	if again, err := auth.ArchiveKey(dir); err != nil || !again.Equal(key) {
		t.Error(err)
	}
	if other, err := auth.ArchiveKey(t.TempDir()); err != nil || other.Equal(key) {
		t.Error("two servers have one key", err)
	}
	if err := os.WriteFile(path, []byte("short"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := auth.ArchiveKey(dir); err == nil || strings.Contains(err.Error(), "short") {
		t.Error(err)
	}
}
