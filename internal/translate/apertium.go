package translate

import (
	"bytes"
	"context"
	"fmt"
	"os/exec"
	"strings"
	"sync"

	"golang.org/x/text/language"
)

// apertium runs the program of Debian's package of that name, with the pairs of languages that are installed beside it
// (apertium-eng-spa and others).
type apertium struct {
	program string
	// modes are the pairs that there are, asked for once: a package that is installed later is found after a restart.
	modes func() map[string]bool
}

// NewApertium finds the program by its name or path; an error where there is none.
func NewApertium(program string) (*Translator, error) {
	path, err := exec.LookPath(program)
	if err != nil {
		return nil, fmt.Errorf("translate: %w", err)
	}
	return newTranslator(&apertium{program: path, modes: sync.OnceValue(func() map[string]bool { return modesOf(path) })}), nil
}

// modesOf asks for the pairs: a line each, such as eng-spa.
func modesOf(path string) map[string]bool {
	ctx, cancel := context.WithTimeout(context.Background(), engineTime)
	defer cancel()
	listed, err := exec.CommandContext(ctx, path, "-l").Output()
	out := map[string]bool{}
	if err == nil {
		for mode := range strings.FieldsSeq(string(listed)) {
			out[mode] = true
		}
	}
	return out
}

func (a *apertium) name() string { return "Apertium" }

// mode finds a pair under the names that packages use: ISO 639-3 in new ones, ISO 639-1 in old ones.
func (a *apertium) mode(from, to language.Base) (string, error) {
	modes := a.modes()
	for _, f := range []string{from.ISO3(), from.String()} {
		for _, t := range []string{to.ISO3(), to.String()} {
			if modes[f+"-"+t] {
				return f + "-" + t, nil
			}
		}
	}
	return "", ErrPair
}

func (a *apertium) translate(ctx context.Context, from, to language.Base, text string) (string, error) {
	mode, err := a.mode(from, to)
	if err != nil {
		return "", err
	}
	// -u: words that it does not know are as they are, without a mark.
	cmd := exec.CommandContext(ctx, a.program, "-u", mode) //nolint:gosec // the administrator's program; mode is one that it has listed
	cmd.Stdin = strings.NewReader(text)
	var out, complaint bounded
	cmd.Stdout, cmd.Stderr = &out, &complaint
	cmd.WaitDelay = engineTime / 10 // the program is a pipe of others, which outlive it
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("translate: Apertium: %w: %s", err, strings.TrimSpace(complaint.String()))
	}
	return out.String(), nil
}

// bounded keeps the first maxAnswer bytes. The buffer is no embedded one: its ReadFrom has no bound.
type bounded struct{ kept bytes.Buffer }

// Write implements io.Writer.
func (b *bounded) Write(p []byte) (int, error) {
	b.kept.Write(p[:min(len(p), max(maxAnswer-b.kept.Len(), 0))])
	return len(p), nil
}

// String is what was kept.
func (b *bounded) String() string { return b.kept.String() }
