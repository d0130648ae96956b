package session

import (
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/protocol"
	"github.com/cumbre-meet/cumbre/internal/units"
)

const begin = units.Instant(1)

const helloText = `{"type":"hello","version":1,"token":"t"}`

// said is what a step comes to, in a word.
func said(s step) string {
	switch {
	case s.Fatal != nil:
		return "fatal " + s.Fatal.Code
	case s.Silent:
		return "silent"
	case s.Join != nil:
		return "join"
	case s.Forward != nil:
		return fmt.Sprintf("forward %T", s.Forward)
	}
	if len(s.Answers) == 0 {
		return ""
	}
	if p, ok := s.Answers[0].(protocol.ProblemMessage); ok {
		return fmt.Sprintf("problem %s %d", p.Problem.Code, p.ID)
	}
	return fmt.Sprintf("answer %T", s.Answers[0])
}

func TestTheFirstMessageIsAHello(t *testing.T) {
	for text, want := range map[string]string{
		helloText:               "join",
		`{"type":"ping","t":1}`: "fatal hello-missing",
		`GET / HTTP/1.1`:        "fatal message-malformed",
		`{"type":"hello","version":9,"token":"t"}`:      "fatal version-unsupported",
		`{"type":"hello","version":1}`:                  "fatal field-missing",
		strings.Repeat(" ", protocol.MaxMessageBytes+1): "fatal message-too-large",
	} {
		if got := said(newMachine(begin).Receive(begin, []byte(text))); got != want {
			t.Errorf("%.40q: %s, want %s", text, got, want)
		}
	}
}

func TestAfterTheHello(t *testing.T) {
	for text, want := range map[string]string{
		`{"type":"ping","t":7}`: "answer protocol.Pong",
		`{"type":"leave"}`:      "forward protocol.Leave",
		helloText:               "problem hello-twice 0",
		`{"type":"admit","id":4,"participant":1}`:       "problem field-invalid 4",
		`{"type":"dance","id":5}`:                       "problem type-unknown 5",
		strings.Repeat(" ", protocol.MaxMessageBytes+1): "problem message-too-large 0",
	} {
		m := newMachine(begin)
		m.Receive(begin, []byte(helloText))
		if got := said(m.Receive(begin, []byte(text))); got != want {
			t.Errorf("%.40q: %s, want %s", text, got, want)
		}
	}
}

func TestDeadlines(t *testing.T) {
	m := newMachine(begin)
	if got := said(m.Due(begin.Add(helloTime - 1))); got != "" {
		t.Errorf("early: %s", got)
	}
	if got := said(m.Due(begin.Add(helloTime))); got != "fatal hello-missing" {
		t.Errorf("no hello: %s", got)
	}
	at := begin.Add(9 * time.Second)
	m.Receive(at, []byte(helloText))
	for range 5 {
		at = at.Add(silenceTime - 1)
		if got := said(m.Due(at)); got != "" {
			t.Errorf("with a ping in time: %s", got)
		}
		m.Receive(at, []byte(`{"type":"ping","t":1}`))
	}
	if got := said(m.Due(at.Add(silenceTime))); got != "silent" {
		t.Errorf("after silence: %s", got)
	}
}

func TestRates(t *testing.T) {
	m := newMachine(begin)
	m.Receive(begin, []byte(helloText))
	chat := []byte(`{"type":"send-chat","id":3,"to":"everyone","text":"x"}`)
	for i := range int(rates()[classChat].burst) {
		if got := said(m.Receive(begin, chat)); got != "forward protocol.SendChat" {
			t.Fatalf("chat %d: %s", i, got)
		}
	}
	if got := said(m.Receive(begin, chat)); got != "problem too-frequent 3" {
		t.Errorf("one too many: %s", got)
	}
	if got := said(m.Receive(begin, []byte(`{"type":"set-hand","raised":true}`))); got != "forward protocol.SetHand" {
		t.Errorf("another kind: %s", got)
	}
	later := begin.Add(time.Second)
	if got := said(m.Receive(later, chat)); got != "forward protocol.SendChat" {
		t.Errorf("a second later: %s", got)
	}
}

func TestAFloodEndsTheSession(t *testing.T) {
	for name, text := range map[string]string{
		"refused messages": `{"type":"dance"}`,
		"bytes":            `{"type":"send-chat","id":3,"to":"everyone","text":"` + strings.Repeat("x", 2000) + `"}`,
	} {
		m := newMachine(begin)
		m.Receive(begin, []byte(helloText))
		ended := false
		for range 1000 {
			if got := said(m.Receive(begin, []byte(text))); got == "fatal flood" {
				ended = true
				break
			}
		}
		if !ended {
			t.Errorf("%s go on for ever", name)
		}
	}
}

// FuzzMachine feeds a client's life: each message with the time that passes before it.
func FuzzMachine(f *testing.F) {
	f.Add([]byte(helloText), []byte(`{"type":"ping","t":1}`), uint16(10))
	f.Add([]byte(`{"type":"hello","version":2}`), []byte(`{`), uint16(60_000))
	f.Add([]byte(helloText), []byte(`{"type":"offer","id":1,"sdp":"v=0","lines":[],"new":true}`), uint16(0))
	f.Fuzz(func(t *testing.T, first, then []byte, millis uint16) {
		now := begin
		m := newMachine(now)
		joins := 0
		for i := range 50 {
			data := then
			if i == 0 {
				data = first
			}
			s := m.Receive(now, data)
			joins = check(t, s, joins)
			if s.Fatal != nil {
				return
			}
			now = now.Add(time.Duration(millis) * time.Millisecond)
			if due := m.Due(now); due.Fatal != nil || due.Silent {
				return
			}
		}
	})
}

// check holds a step to what the shell relies on: nothing is forwarded before the one join.
func check(t *testing.T, s step, joins int) int {
	t.Helper()
	if s.Join != nil {
		joins++
	}
	if joins > 1 || joins == 0 && (s.Forward != nil || len(s.Answers) > 0) {
		t.Fatalf("%d joins: %+v", joins, s)
	}
	if _, isHello := s.Forward.(protocol.Hello); isHello {
		t.Fatal("a hello is forwarded")
	}
	for _, a := range s.Answers {
		protocol.EncodeServer(a)
	}
	return joins
}

// However the amounts and times fall, a bucket never gives more than its burst and its rate over the time.
func FuzzBucket(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4, 5, 6, 7, 8})
	f.Fuzz(func(t *testing.T, data []byte) {
		r := rate{burst: 10, perSecond: 3}
		b := newBucket(r, begin)
		now, taken := begin, 0.0
		for ; len(data) >= 4; data = data[4:] {
			now = now.Add(time.Duration(binary.BigEndian.Uint16(data)) * time.Millisecond)
			if amount := float64(binary.BigEndian.Uint16(data[2:])) / 1000; b.take(now, amount) {
				taken += amount
			}
			if most := r.burst + r.perSecond*now.Sub(begin).Seconds(); taken > most+1e-6 {
				t.Fatalf("%g taken of %g", taken, most)
			}
		}
	})
}

// A sentence with its coughs and its hand-over is not too much, and does not use up what other messages have.
func TestAnInterpretersKeysHaveARateOfTheirOwn(t *testing.T) {
	m := newMachine(begin)
	m.Receive(begin, []byte(helloText))
	at := begin
	for i := range 600 {
		at = at.Add(100 * time.Millisecond)
		if got := said(m.Receive(at, []byte(`{"type":"cough","id":3,"on":true,"epoch":1}`))); got != "forward protocol.Cough" {
			t.Fatalf("key %d: %s", i, got)
		}
	}
	report := []byte(`{"type":"report-source","band":1,"speech":-1,"noise":-1,"clipping":0,"processed":false,"headphones":true}`)
	got := ""
	for range 5 {
		got = said(m.Receive(at, report))
	}
	if got != "problem too-frequent 0" {
		t.Errorf("the fifth report at once: %s", got)
	}
	if got := said(m.Receive(at, []byte(`{"type":"set-hand","raised":true}`))); got != "forward protocol.SetHand" {
		t.Errorf("another kind: %s", got)
	}
}
