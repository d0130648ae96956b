package translate

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The real Apertium, from Debian's packages (make tools).
func TestApertiumTranslates(t *testing.T) {
	if _, err := exec.LookPath("apertium"); err != nil {
		t.Skip("apertium is not installed: make tools")
	}
	engine, err := NewApertium("apertium")
	if err != nil {
		t.Fatal(err)
	}
	// Two paragraphs, with what a shell would take for its own.
	got, err := engine.Translate(t.Context(), "es-MX", "en", "Los países trabajarán juntos.\n\n$(rm -rf /) «La pandemia»")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(got, "countries will work together") || !strings.Contains(got, "\n\n$(rm -rf /) ") {
		t.Errorf("%q", got)
	}
	if _, err := engine.Translate(t.Context(), "es", "sw", "Hola"); !errors.Is(err, ErrPair) {
		t.Errorf("a pair that it has not: %v", err)
	}
	if _, err := engine.Translate(t.Context(), "--help", "en", "Hola"); !errors.Is(err, ErrPair) {
		t.Errorf("no language: %v", err)
	}
}

func TestNoApertium(t *testing.T) {
	if _, err := NewApertium(filepath.Join(t.TempDir(), "apertium")); err == nil {
		t.Error("a program that is not there was found")
	}
}

// A program that writes without end or never ends costs no more than the bounds.
func TestAProgramThatMisbehaves(t *testing.T) {
	path := filepath.Join(t.TempDir(), "apertium")
	script := "#!/bin/sh\n[ \"$1\" = -l ] && { echo '  eng-spa'; echo '  eng-fra'; exit; }\n[ \"$2\" = eng-fra ] && exec sleep 600\nyes palabra | head -c 1000000\n"
	if err := os.WriteFile(path, []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	engine, err := NewApertium(path)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := engine.Translate(t.Context(), "en", "es", "x"); err != nil || len(got) > maxAnswer {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := engine.Translate(ctx, "en", "fr", "x"); err == nil {
		t.Error("a program that hangs has translated")
	}
}

func TestLibreTranslate(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var in map[string]string
		_ = json.NewDecoder(r.Body).Decode(&in) // what is wrong is seen below
		switch {
		case in["target"] == "fr":
			w.WriteHeader(http.StatusBadRequest)
			_, _ = w.Write([]byte(`{"error":"fr is not supported"}`))
		case in["api_key"] != "k" || in["source"] != "es" || in["format"] != "text":
			w.WriteHeader(http.StatusForbidden)
		case in["target"] == "de":
			_, _ = w.Write([]byte("<html>"))
		default:
			_ = json.NewEncoder(w).Encode(map[string]string{"translatedText": "« " + in["q"] + " »"})
		}
	}))
	defer s.Close()
	engine := NewLibre(s.URL, "k")
	if got, err := engine.Translate(t.Context(), "es", "en-GB", "Hola"); err != nil || got != "« Hola »" {
		t.Errorf("%q %v", got, err)
	}
	if _, err := engine.Translate(t.Context(), "es", "fr", "Hola"); !errors.Is(err, ErrPair) {
		t.Errorf("%v", err)
	}
	for _, wrong := range [][2]string{{"es", "de"}, {"en", "es"}} {
		if _, err := engine.Translate(t.Context(), wrong[0], wrong[1], "Hola"); err == nil || errors.Is(err, ErrPair) {
			t.Errorf("%v: %v", wrong, err)
		}
	}
}
