package main

import (
	"bufio"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// output runs the program and gives its exit status and what it wrote to both streams. Once it has written until, its
// context ends.
func output(t *testing.T, until string, args ...string) (status int, text string) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, stderr := os.Stdout, os.Stderr
	os.Stdout, os.Stderr = w, w
	defer func() { os.Stdout, os.Stderr = stdout, stderr }()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	read := make(chan string, 1)
	go func() {
		var all strings.Builder
		lines := bufio.NewScanner(r)
		for lines.Scan() {
			all.WriteString(lines.Text() + "\n")
			if until != "" && strings.Contains(lines.Text(), until) {
				cancel()
			}
		}
		read <- all.String()
	}()
	status = run(ctx, args)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return status, <-read
}

// fixture is an archive of the first version.
const fixture = "../../internal/archive/testdata/v1.cumbre"

func TestCommandLine(t *testing.T) {
	bad := t.TempDir()
	if err := os.WriteFile(filepath.Join(bad, "cumbre.yaml"), []byte("# first\nmedia-prot: 1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		args   []string
		status int
		want   string
	}{
		"version":      {[]string{"version"}, 0, "cumbre "},
		"no key yet":   {[]string{"version", "--data", t.TempDir()}, 1, "made at the server's first start"},
		"openapi":      {[]string{"openapi"}, 0, `"openapi": "3.1`},
		"print config": {[]string{"serve", "--data", t.TempDir(), "--media-port", "9000", "--print-config"}, 0, "\nmedia-port: 9000\n"},
		"version flag": {[]string{"--version"}, 0, "cumbre "},
		"help":         {[]string{"help", "serve"}, 0, "Default: localhost:8080."},
		"verify":       {[]string{"verify", fixture}, 0, "VERIFIED, but for whose it is"},
		"verify key":   {[]string{"verify", "--key", "cumbre+7c173b30+AepKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs", "--json", fixture}, 0, `"keyCompared": true`},
		"verify other": {[]string{"verify", "--key", "cumbre+7f90e000+AROY9ixtGkV8UbpqS189vS9p/KkyFiGNyJl+QWvRfZPK", fixture}, 1, "NOT VERIFIED"},
		"verify none":  {[]string{"verify", "x.cumbre"}, 2, "no such file"},
		"verify text":  {[]string{"verify", "main.go"}, 2, "it is no archive"},
		"verify badly": {[]string{"verify", "--key", "k", fixture}, 2, "it is no key"},
		"bench alone":  {[]string{"bench"}, 1, "--admin-token @data/admin-token"},
		"bench nobody": {[]string{"bench", "--url", "http://127.0.0.1:1", "--admin-token", "x"}, 1, "no server answers at http://127.0.0.1:1"},
		"unknown key":  {[]string{"serve", "--data", bad}, 2, "cumbre: " + filepath.Join(bad, "cumbre.yaml") + ":2: media-prot: unknown key; did you mean media-port?"},
		"no such file": {[]string{"serve", "--data", t.TempDir(), "--config", "none.yaml"}, 2, "cumbre: none.yaml: the configuration file cannot be read: no such file"},
		"data a file":  {[]string{"serve", "--data", filepath.Join(bad, "cumbre.yaml")}, 1, "cannot be written"},
		"unknown flag": {[]string{"serve", "--prot", "1"}, 2, "unknown flag --prot"},
		"no command":   {nil, 2, "cumbre --help"},
		"senseless":    {[]string{"serve", "--data", t.TempDir(), "--http", "nowhere"}, 2, "http: \"nowhere\" is not HOST:PORT"},
	} {
		t.Run(name, func(t *testing.T) {
			status, text := output(t, "", tc.args...)
			if status != tc.status || !strings.Contains(text, tc.want) {
				t.Errorf("status %d: %s", status, text)
			}
		})
	}
}

func TestServeGreetsOnce(t *testing.T) {
	data := t.TempDir()
	args := []string{"serve", "--data", data, "--http", "127.0.0.1:0", "--media-port", "0", "--media-listen", "127.0.0.1"}
	status, text := output(t, "Media", args...)
	token, err := os.ReadFile(filepath.Join(data, "admin-token"))
	if err != nil {
		t.Fatalf("%d %s: %v", status, text, err)
	}
	if link := "/#admin=" + strings.TrimSpace(string(token)); status != 0 || !strings.Contains(text, link) {
		t.Errorf("first start: %d %s", status, text)
	}
	if _, err := os.Stat(filepath.Join(data, "cumbre.yaml")); err != nil {
		t.Error(err)
	}
	if status, text := output(t, "", "version", "--data", data); status != 0 || !strings.Contains(text, "are sealed with cumbre+") {
		t.Errorf("the archives' key: %d %s", status, text)
	}
	status, text = output(t, "Media", args...)
	if status != 0 || strings.Contains(text, strings.TrimSpace(string(token))) || !strings.Contains(text, "admin-token") {
		t.Errorf("second start: %d %s", status, text)
	}
}
