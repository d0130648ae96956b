// Package translate asks a translation engine for a draft: Apertium, a program that runs anywhere, or a service that speaks
// LibreTranslate's protocol. It knows words and languages; whose they are, and that a draft is none of theirs, is the
// conference's.
package translate

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/text/language"
)

const (
	// engineTime bounds one translation. A paragraph takes Apertium 0.2 s, a neural engine on a processor some seconds; longer
	// holds one of few places on an engine that hangs.
	engineTime = 30 * time.Second
	// maxAnswer bounds what is read of an engine, in bytes: four times the longest paragraph.
	maxAnswer = 64 << 10
	// atOnce bounds how many translations run: each occupies a processor.
	atOnce = 2
)

// ErrPair says that the engine does not know a pair of languages.
var ErrPair = errors.New("translate: the engine does not translate between these languages")

// engine is what translates.
type engine interface {
	// name is what a draft is marked with.
	name() string
	translate(ctx context.Context, from, to language.Base, text string) (string, error)
}

// Translator is an engine with its bounds. Its methods may be called from any goroutine.
type Translator struct {
	engine engine
	places chan struct{}
}

func newTranslator(e engine) *Translator {
	return &Translator{engine: e, places: make(chan struct{}, atOnce)}
}

// Name is what a draft is marked with.
func (t *Translator) Name() string { return t.engine.name() }

// Translate makes a draft of a text, from a language to another (BCP 47). The error is ErrPair, the context's, or says what the
// engine did not do.
func (t *Translator) Translate(ctx context.Context, from, to, text string) (string, error) {
	source, err := base(from)
	if err != nil {
		return "", err
	}
	target, err := base(to)
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(ctx, engineTime)
	defer cancel()
	select {
	case t.places <- struct{}{}:
		defer func() { <-t.places }()
	case <-ctx.Done():
		return "", ctx.Err()
	}
	draft, err := t.engine.translate(ctx, source, target, text)
	if err != nil {
		return "", err
	}
	if draft = strings.TrimSpace(draft); draft == "" {
		return "", fmt.Errorf("translate: %s gave no words", t.Name())
	}
	return draft, nil
}

// base is the language of a tag: es of es-MX.
func base(tag string) (language.Base, error) {
	parsed, err := language.Parse(tag)
	if err != nil {
		return language.Base{}, ErrPair
	}
	b, confidence := parsed.Base()
	if confidence == language.No {
		return b, ErrPair
	}
	return b, nil
}
