// Package transcribe asks a speech recognition service for the words of stretches of speech: any that offers OpenAI's
// POST /v1/audio/transcriptions. It knows sound and words; whose they are is the conference's.
package transcribe

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"strings"
	"time"
)

const (
	// requestTime bounds one request: a window of 25 s on a processor without a graphics card. Longer holds a worker on
	// an engine that hangs; shorter gives slow machines no words at all.
	requestTime = 60 * time.Second
	// maxAnswer bounds what is read of an answer, in bytes: 25 s of speech with times and probabilities by segment.
	maxAnswer = 1 << 20
	// maxWords bounds the pieces of one answer.
	maxWords = 64
	// noSpeech is from which probability of being no speech a piece is left out: engines of Whisper's kind make up words in silence.
	noSpeech = 0.8
)

// Engine is a speech recognition service.
type Engine struct {
	URL   string // the endpoint's whole address
	Key   string // bearer token; "": none
	Model string // "": the service's own
	HTTP  *http.Client
}

// Sound is a stretch of speech.
type Sound struct {
	Audio    []byte // Ogg/Opus
	Length   time.Duration
	Language string // BCP 47, as a hint; "": not known
}

// Words are a piece of what was said, with its times since the beginning of the sound.
type Words struct {
	Start, End time.Duration
	Text       string
}

// Error is an answer that is none.
type Error struct {
	Status int // HTTP; 0: there was no answer
	Cause  error
}

// Error implements error.
func (e *Error) Error() string {
	if e.Status != 0 {
		return fmt.Sprintf("transcribe: HTTP %d: %v", e.Status, e.Cause)
	}
	return fmt.Sprintf("transcribe: %v", e.Cause)
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Temporary tells whether the same request may succeed later: the service is away, or busy.
func (e *Error) Temporary() bool {
	return e.Status == 0 || e.Status >= 500 || e.Status == http.StatusTooManyRequests || e.Status == http.StatusRequestTimeout
}

// Transcribe gives the words of a sound; none where nothing was said. The error is an *Error.
func (e *Engine) Transcribe(ctx context.Context, s Sound) ([]Words, error) {
	ctx, cancel := context.WithTimeout(ctx, requestTime)
	defer cancel()
	body, contentType, err := e.form(s)
	if err != nil {
		return nil, &Error{Cause: err}
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, e.URL, body)
	if err != nil {
		return nil, &Error{Cause: err}
	}
	r.Header.Set("Content-Type", contentType)
	r.Header.Set("Accept", "application/json")
	if e.Key != "" {
		r.Header.Set("Authorization", "Bearer "+e.Key)
	}
	res, err := e.HTTP.Do(r)
	if err != nil {
		return nil, &Error{Cause: err}
	}
	defer func() { _ = res.Body.Close() }() // it was only read
	answer, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer+1))
	switch {
	case err != nil:
		return nil, &Error{Cause: err}
	case res.StatusCode != http.StatusOK:
		return nil, &Error{Status: res.StatusCode, Cause: errors.New(excerpt(answer))}
	case len(answer) > maxAnswer:
		return nil, &Error{Status: res.StatusCode, Cause: errors.New("the answer is too long")}
	}
	return read(answer, s.Length)
}

// form is the request's body (RFC 7578), with the fields of OpenAI's API.
func (e *Engine) form(s Sound) (body *bytes.Buffer, contentType string, err error) {
	body = &bytes.Buffer{}
	w := multipart.NewWriter(body)
	h := textproto.MIMEHeader{}
	h.Set("Content-Disposition", `form-data; name="file"; filename="speech.ogg"`)
	h.Set("Content-Type", "audio/ogg")
	part, err := w.CreatePart(h)
	if err == nil {
		_, err = part.Write(s.Audio)
	}
	fields := [][2]string{{"response_format", "verbose_json"}, {"temperature", "0"}, {"model", e.Model}, {"language", primary(s.Language)}}
	for _, f := range fields {
		if f[1] != "" && err == nil {
			err = w.WriteField(f[0], f[1])
		}
	}
	return body, w.FormDataContentType(), errors.Join(err, w.Close())
}

// primary is the language alone of a tag: pt of pt-BR. Engines know no more.
func primary(tag string) string {
	language, _, _ := strings.Cut(tag, "-")
	return language
}

// read takes an answer apart: verbose_json, or json, which has the text alone.
func read(answer []byte, length time.Duration) ([]Words, error) {
	var a struct {
		Text     *string `json:"text"`
		Segments []struct {
			Start, End float64
			Text       string
			NoSpeech   float64 `json:"no_speech_prob"`
		} `json:"segments"`
	}
	if err := json.Unmarshal(answer, &a); err != nil || a.Text == nil {
		return nil, &Error{Status: http.StatusOK, Cause: fmt.Errorf("neither json nor verbose_json: %s", excerpt(answer))}
	}
	var out []Words
	for _, s := range a.Segments[:min(len(a.Segments), maxWords)] {
		start, end := seconds(s.Start, length), seconds(s.End, length)
		if text := strings.TrimSpace(s.Text); text != "" && s.NoSpeech < noSpeech {
			out = append(out, Words{start, max(start, end), text})
		}
	}
	if text := strings.TrimSpace(*a.Text); len(a.Segments) == 0 && text != "" {
		out = []Words{{0, length, text}}
	}
	return out, nil
}

// seconds is a time of an answer, within the sound.
func seconds(s float64, length time.Duration) time.Duration {
	if !(s > 0) { // NaN too
		return 0
	}
	if s >= length.Seconds() {
		return length
	}
	return time.Duration(s * float64(time.Second))
}

func excerpt(b []byte) string {
	const most = 200
	return fmt.Sprintf("%q", b[:min(len(b), most)])
}
