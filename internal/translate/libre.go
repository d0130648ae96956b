package translate

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"

	"golang.org/x/text/language"
)

// libre asks a service that speaks LibreTranslate's POST /translate (docs.libretranslate.com; argos-translate and others do).
type libre struct {
	url, key string
	client   *http.Client
}

// NewLibre is an engine at a whole address such as http://127.0.0.1:5000/translate; key may be "".
func NewLibre(url, key string) *Translator {
	return newTranslator(&libre{url: url, key: key, client: &http.Client{}})
}

func (l *libre) name() string { return "LibreTranslate" }

func (l *libre) translate(ctx context.Context, from, to language.Base, text string) (string, error) {
	wanted := map[string]string{"q": text, "source": from.String(), "target": to.String(), "format": "text"}
	if l.key != "" {
		wanted["api_key"] = l.key
	}
	body, err := json.Marshal(wanted)
	if err != nil {
		return "", err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, l.url, bytes.NewReader(body))
	if err != nil {
		return "", fmt.Errorf("translate: %w", err)
	}
	r.Header.Set("Content-Type", "application/json")
	res, err := l.client.Do(r)
	if err != nil {
		return "", fmt.Errorf("translate: %w", err)
	}
	defer func() { _ = res.Body.Close() }() // it was only read
	answer, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if err != nil {
		return "", fmt.Errorf("translate: %w", err)
	}
	var got struct {
		TranslatedText string `json:"translatedText"`
		Error          string `json:"error"`
	}
	err = json.Unmarshal(answer, &got)
	switch {
	case res.StatusCode == http.StatusBadRequest: // what it answers where it has not the languages
		return "", fmt.Errorf("%w: %s", ErrPair, got.Error)
	case res.StatusCode != http.StatusOK:
		return "", fmt.Errorf("translate: HTTP %d: %s", res.StatusCode, got.Error)
	case err != nil:
		return "", fmt.Errorf("translate: not the answer of LibreTranslate: %w", err)
	default:
		return got.TranslatedText, nil
	}
}
