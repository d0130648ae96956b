package transcribe

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// service is a speech recognition service that answers what it is told, and keeps the last request.
type service struct {
	status int
	answer string
	form   map[string]string
	auth   string
}

func (s *service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.auth = r.Header.Get("Authorization")
	s.form = map[string]string{}
	form, err := r.MultipartReader()
	for err == nil {
		part, next := form.NextPart()
		if next != nil {
			break
		}
		value, _ := io.ReadAll(part)
		s.form[part.FormName()] = part.FileName() + string(value)
	}
	w.WriteHeader(s.status)
	_, _ = io.WriteString(w, s.answer)
}

func ask(t *testing.T, s *service) ([]Words, error) {
	t.Helper()
	server := httptest.NewServer(s)
	defer server.Close()
	e := &Engine{URL: server.URL, Key: "k", Model: "whisper-1", HTTP: server.Client()}
	return e.Transcribe(t.Context(), Sound{Audio: []byte("OggS…"), Length: 10 * time.Second, Language: "pt-BR"})
}

func TestTheRequestIsThatOfTheAPI(t *testing.T) {
	s := &service{status: 200, answer: `{"text":"a"}`}
	if _, err := ask(t, s); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"file": "speech.oggOggS…", "response_format": "verbose_json", "temperature": "0", "model": "whisper-1", "language": "pt",
	}
	if fmt.Sprint(s.form) != fmt.Sprint(want) || s.auth != "Bearer k" {
		t.Errorf("%v, %q", s.form, s.auth)
	}
}

func TestAnswers(t *testing.T) {
	for _, c := range []struct {
		answer, want string
	}{
		{`{"text":" Buenos días. "}`, "[{0s 10s Buenos días.}]"},
		{`{"text":""}`, "[]"},
		{`{"text":"a b","segments":[{"start":0.5,"end":2,"text":" a"},{"start":2,"end":99,"text":"b"}]}`, "[{500ms 2s a} {2s 10s b}]"},
		{`{"text":"a","segments":[{"start":-1,"end":-2,"text":"a"}]}`, "[{0s 0s a}]"},
		{`{"text":"Thanks for watching","segments":[{"start":0,"end":2,"text":"Thanks for watching","no_speech_prob":0.93}]}`, "[]"},
	} {
		got, err := ask(t, &service{status: 200, answer: c.answer})
		if fmt.Sprint(got) != c.want || err != nil {
			t.Errorf("%s: %v, %v", c.answer, got, err)
		}
	}
}

func TestWhatIsNoAnswer(t *testing.T) {
	for _, c := range []struct {
		service   service
		temporary bool
	}{
		{service{503, "busy", nil, ""}, true},
		{service{429, "", nil, ""}, true},
		{service{401, `{"error":"no key"}`, nil, ""}, false},
		{service{200, "<html>", nil, ""}, false},
		{service{200, "{}", nil, ""}, false},
		{service{200, strings.Repeat(" ", maxAnswer) + `{"text":"a"}`, nil, ""}, false},
	} {
		_, err := ask(t, &c.service)
		failure, ok := errors.AsType[*Error](err)
		if !ok || failure.Temporary() != c.temporary || len(err.Error()) > 400 {
			t.Errorf("%d %.20q: %v", c.service.status, c.service.answer, err)
		}
	}
	e := &Engine{URL: "http://127.0.0.1:1/", HTTP: http.DefaultClient}
	_, err := e.Transcribe(t.Context(), Sound{})
	if failure, ok := errors.AsType[*Error](err); !ok || !failure.Temporary() {
		t.Error(err)
	}
}

// scripted answers by a function of the time and the sound.
type scripted func(at time.Duration, s Sound) error

func inQueue(t *testing.T, engine scripted, test func(q *Queue, delivered func() []string, add func(name string))) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		q := NewQueue(recognizer(func(s Sound) ([]Words, error) {
			return []Words{{Text: s.Language}}, engine(time.Since(start), s)
		}), slog.New(slog.DiscardHandler))
		var mu sync.Mutex
		var got []string
		delivered := func() []string {
			synctest.Wait()
			mu.Lock()
			defer mu.Unlock()
			return got
		}
		test(q, delivered, func(name string) {
			q.Add(Job{Sound{Language: name}, func(_ context.Context, words []Words) {
				mu.Lock()
				defer mu.Unlock()
				got = append(got, words[0].Text)
			}})
		})
		q.Close()
	})
}

type recognizer func(s Sound) ([]Words, error)

func (r recognizer) Transcribe(_ context.Context, s Sound) ([]Words, error) { return r(s) }

func TestAnEngineThatIsAwayIsTriedAgain(t *testing.T) {
	tries := 0
	inQueue(t, func(at time.Duration, _ Sound) error {
		if tries++; at < 20*time.Second {
			return &Error{Status: 503, Cause: errors.New("away")}
		}
		return nil
	}, func(q *Queue, delivered func() []string, add func(string)) {
		add("a")
		add("b")
		time.Sleep(10 * time.Second)
		if s := q.Stats(); s.Down != 1 || s.Dropped != 0 || len(delivered()) != 0 {
			t.Errorf("%+v", s)
		}
		time.Sleep(time.Minute)
		if s := q.Stats(); s.Down != 0 || s.Done != 2 || len(delivered()) != 2 || tries > 14 {
			t.Errorf("%+v after %d tries", s, tries)
		}
	})
}

func TestWhatCannotBeRecognisedIsLeftOut(t *testing.T) {
	inQueue(t, func(_ time.Duration, s Sound) error {
		if s.Language == "bad" {
			return &Error{Status: 400, Cause: errors.New("no sound")}
		}
		return nil
	}, func(q *Queue, delivered func() []string, add func(string)) {
		add("bad")
		add("good")
		if got := delivered(); fmt.Sprint(got) != "[good]" || q.Stats().Dropped != 1 || q.Stats().Down != 0 {
			t.Errorf("%v, %+v", got, q.Stats())
		}
	})
}

func TestASlowEngineGetsTheNewest(t *testing.T) {
	inQueue(t, func(time.Duration, Sound) error {
		time.Sleep(10 * time.Second)
		return nil
	}, func(q *Queue, delivered func() []string, add func(string)) {
		for i := range 100 {
			add(fmt.Sprint(i))
			synctest.Wait()
		}
		if s := q.Stats(); s.Waiting != maxWaiting || s.Dropped != 100-maxWaiting-workers {
			t.Errorf("%+v", s)
		}
		time.Sleep(10 * time.Minute)
		got := delivered()
		if len(got) != maxWaiting+workers || got[len(got)-1] != "99" && got[len(got)-2] != "99" {
			t.Errorf("%v", got)
		}
	})
}

func TestAnEngineThatStaysAwayIsGivenUp(t *testing.T) {
	inQueue(t, func(time.Duration, Sound) error { return &Error{Cause: errors.New("refused")} },
		func(q *Queue, _ func() []string, add func(string)) {
			add("a")
			time.Sleep(maxAge + 2*longestWait)
			if s := q.Stats(); s.Dropped != 1 || s.Waiting != 0 || s.Down != 1 {
				t.Errorf("%+v", s)
			}
		})
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"text":"a","segments":[{"start":0.5,"end":2,"text":" a"}]}`))
	f.Add([]byte(`{"text":"a","segments":[{"start":1e300,"end":-1e300,"text":"a"}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		words, err := read(b, time.Minute)
		if err != nil && len(words) > 0 || len(words) > maxWords {
			t.Fatal(words, err)
		}
		for _, w := range words {
			if w.Start < 0 || w.End < w.Start || w.End > time.Minute || w.Text == "" {
				t.Fatalf("%+v", w)
			}
		}
	})
}
